import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleCertificationRequest, encodeCertificationRequestInfo } from '../pki/certification-request.ts';
import { signWith, type TestKey, testKey } from '../pki/fixtures.test-support.ts';
import { encodePem } from '../pki/pem.ts';
import { signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import type { DnsName } from '../pki/types.ts';
import { certifyAuthority } from '../services/certify-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { importAuthorities } from '../services/import-authorities.ts';
import { inspectMaterial } from '../services/inspect-material.ts';
import { inspectRequest } from '../services/inspect-request.ts';
import { issueCertificate, previewCertificate } from '../services/issue-certificate.ts';
import { planBulkIssuance } from '../services/plan-bulk-issuance.ts';
import { recogniseImport } from '../services/recognise-import.ts';
import { renewCertificate } from '../services/renew-certificate.ts';
import { runBulkIssuance } from '../services/run-bulk-issuance.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { startBulkIssuance } from '../services/start-bulk-issuance.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

/** A request whose signature does not prove the private key, through every door that takes one. RFC 2986 §3, security rows CSR-01 and CSR-05 */

let test: TestContext;
let context: ServiceContext;
let authorityId: string;
let signatures = 0;
beforeAll(async () => {
  test = await startTestContext();
  const { signer } = test.context;
  context = {
    ...test.context,
    signer: {
      ...signer,
      state: () => signer.state(),
      generateKey: (args) => signer.generateKey(args),
      generateKeys: (args) => signer.generateKeys(args),
      signCertificates: (args) => {
        signatures += 1;
        return signer.signCertificates(args);
      },
      signCrl: (args) => signer.signCrl(args),
      signOcspResponse: (args) => signer.signOcspResponse(args),
    },
  };
  authorityId = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root' })).authority.id;
});
afterAll(() => test.close());

const certificates = async () =>
  (await context.store.auditPage({ limit: 500, beforeSeq: null })).items.filter(
    ({ action }) => action === 'certificate.intended' || action === 'certificate.issued',
  ).length;

const FAULTS: readonly [string, TestKey, (csr: Uint8Array) => Uint8Array][] = [
  ['one bit of the signature is changed', testKey('RSA-2048'), (der) => changed(der, der.length - 1)],
  ['the signature is by another key', testKey('P-256', 8), () => requestDer(testKey('P-256', 8), testKey('P-256', 9))],
  ['a name was changed after it was signed', testKey('Ed25519', 8), (der) => renamed(der)],
];

/** What each door is expected to say; `good` is a sound request, which the same door takes. */
const DOORS: readonly [string, (csr: string) => Promise<unknown>][] = [
  ['POST /certificates', (csr) => issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId, csr })],
  [
    'POST /certificates/preview',
    (csr) => previewCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId, csr }),
  ],
  ['POST /certificates/inspect-request', (csr) => inspectRequest(context, OPERATOR, { csr, authorityId })],
  [
    'POST /certificates/{id}/renew',
    async (csr) => {
      const { certificate } = await issueCertificate(context, OPERATOR, {
        profile: 'tlsServer',
        authorityId,
        names: ['old.lan'],
      });
      signatures = 0;
      before = await certificates();
      return renewCertificate(context, OPERATOR, certificate.id, { key: 'csr', csr });
    },
  ],
  ['POST /authorities/{id}/certify', (csr) => certifyAuthority(context, OPERATOR, authorityId, { csr })],
  ['POST /bulk-issuance, all rows or none', (csr) => startBulkIssuance(context, OPERATOR, table(csr))],
];
let before = 0;

describe.each(FAULTS)('a request of which %s', (_, key, damage) => {
  const csr = encodePem('CERTIFICATE REQUEST', damage(requestDer(key, key)));

  it.each(DOORS)('is refused at %s, signs nothing and stores nothing', async (door, ask) => {
    signatures = 0;
    before = await certificates();
    const refused = await ask(csr).then(
      () => null,
      (error: { code: string; fields: readonly { message: string }[] }) => error,
    );
    expect(refused).toMatchObject({ code: 'validation-failed' });
    // A table tells how many of its rows are refused, and the dry run below says why.
    const why = door.includes('bulk') ? '1 of 1 rows' : 'does not match its key';
    expect(refused).toMatchObject({ message: expect.stringContaining(why) });
    expect(signatures).toBe(0);
    expect(await certificates()).toBe(before);
    expect(await context.store.openJobs()).toEqual([]);
  });

  it('is a refused row of a table, while the others are issued', async () => {
    const good = encodePem('CERTIFICATE REQUEST', requestDer(testKey('P-256', 20), testKey('P-256', 20)));
    const rows = { ...table(csr, good), skipRefused: true };
    const plan = await planBulkIssuance(context, OPERATOR, rows);
    expect(plan.refused).toMatchObject([{ row: 1, problems: [{ field: 'csr' }] }]);
    const job = await startBulkIssuance(context, OPERATOR, rows);
    await runBulkIssuance(context, job.id);
    expect(await context.store.job(job.id)).toMatchObject({ state: 'finished', done: 1, failed: 1 });
  });

  it('is marked where files are looked at, and nothing is taken from it', async () => {
    const report = await inspectMaterial(context, OPERATOR, { text: csr });
    expect(report.items).toMatchObject([
      { state: 'refused', reason: expect.stringContaining('does not match its key') },
    ]);
    const files = [{ name: 'leaf.csr', base64: Buffer.from(csr).toString('base64') }];
    const seen = await recogniseImport(context, OPERATOR, { files });
    expect(seen.items).toMatchObject([{ state: 'refused' }]);
    const { items } = await importAuthorities(context, OPERATOR, { files, authorities: [] });
    expect(items).toMatchObject([{ outcome: 'refused' }]);
  });
});

it('a sound request passes the doors', async () => {
  const csr = encodePem('CERTIFICATE REQUEST', requestDer(testKey('P-384', 3), testKey('P-384', 3)));
  for (const [door, ask] of DOORS) if (!door.includes('certify')) await expect(ask(csr), door).resolves.toBeDefined();
  for (const job of await context.store.openJobs()) await runBulkIssuance(context, job.id);
  const authority = encodePem('CERTIFICATE REQUEST', requestDer(testKey('P-384', 4), testKey('P-384', 4), []));
  await expect(certifyAuthority(context, OPERATOR, authorityId, { csr: authority })).resolves.toBeDefined();
});

function requestDer(key: TestKey, signer: TestKey, names: readonly string[] = ['api.lan']): Uint8Array {
  const info = encodeCertificationRequestInfo(
    [{ type: 'CN', value: 'api.lan' }],
    key.spkiDer,
    names.map((value) => ({ type: 'dns', value: value as DnsName })),
  );
  const { algorithmIdentifierDer } = signatureAlgorithmFor(signer.keyAlgorithm);
  return assembleCertificationRequest(info, algorithmIdentifierDer, signWith(signer, info));
}

function changed(der: Uint8Array, at: number): Uint8Array {
  const out = Uint8Array.from(der);
  out[at] = (out[at] as number) ^ 1;
  return out;
}

/** `api.lan` in the alternative names becomes `apj.lan`. */
function renamed(der: Uint8Array): Uint8Array {
  return changed(changed(der, Buffer.from(der).lastIndexOf('api.lan') + 2), Buffer.from(der).indexOf('api.lan') + 2);
}

function table(...requests: readonly string[]) {
  return {
    format: 'json',
    content: JSON.stringify(requests.map((csr) => ({ csr }))),
    mapping: { csr: 'csr' },
    defaults: { profile: 'tlsServer', authorityId },
  } as const;
}
