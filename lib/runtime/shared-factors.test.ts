import { createPrivateKey, createPublicKey, generatePrimeSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleCertificationRequest, encodeCertificationRequestInfo } from '../pki/certification-request.ts';
import { bitString, integer, nullValue, octetString, oid, sequence } from '../pki/der-writer.ts';
import { signPss } from '../pki/fixtures.test-support.ts';
import { OID } from '../pki/oids.ts';
import { encodePem } from '../pki/pem.ts';
import { rsassaPssIdentifier } from '../pki/rsassa-pss.ts';
import { signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import type { DnsName } from '../pki/types.ts';
import { certifyAuthority } from '../services/certify-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { getOverview } from '../services/get-overview.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { createKnownModuli } from '../services/known-moduli.ts';
import { renewCertificate } from '../services/renew-certificate.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import { searchSharedFactors } from '../services/search-shared-factors.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

/** RSA keys that share a prime, planted: refused before anything is signed, found among those that are here. */

let test: TestContext;
let context: ServiceContext;
let authorityId: string;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  authorityId = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root' })).authority.id;
});
afterAll(() => test.close());

const generate = () => {
  for (;;) {
    const prime = generatePrimeSync(1024, { bigint: true });
    if (prime >> 1022n === 3n && prime % 65_537n !== 1n) return prime;
  }
};
const [p, q, r, s, t] = [generate(), generate(), generate(), generate(), generate()] as const;
const [one, sharesP, sound] = [rsaKey(p, q), rsaKey(p, r), rsaKey(s, t)];

const issue = (csr: string) => issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId, csr });
const auditSeq = async () => (await context.store.auditHead()).seq;

describe('KEY-02: a shared prime', () => {
  it('is refused in a request before anything is signed, at every door that certifies a key', async () => {
    await issue(request(one));
    const before = await auditSeq();
    const refusal = {
      code: 'validation-failed',
      fields: [{ field: 'csr', message: expect.stringContaining('shares a prime') }],
    };
    await expect(issue(request(sharesP))).rejects.toMatchObject(refusal);
    await expect(certifyAuthority(context, OPERATOR, authorityId, { csr: request(sharesP, []) })).rejects.toMatchObject(
      refusal,
    );
    expect(await auditSeq()).toBe(before);
    // The same key again, and a sound one.
    await issue(request(one));
    await issue(request(sound));
  });

  it('is refused after a restart, too', async () => {
    const restarted = { ...context, knownModuli: createKnownModuli() };
    await expect(
      issueCertificate(restarted, OPERATOR, { profile: 'tlsServer', authorityId, csr: request(sharesP) }),
    ).rejects.toMatchObject({ code: 'validation-failed' });
  });

  it('is refused when a known modulus comes as another key', async () => {
    // The numbers of the sound key under id-RSASSA-PSS.
    const spkiDer = sequence(sequence(oid(OID.rsassaPss)), bitString(sequence(integer(s * t), integer(65_537))));
    const info = encodeCertificationRequestInfo([{ type: 'CN', value: 'api.lan' }], spkiDer, [
      { type: 'dns', value: 'api.lan' as DnsName },
    ]);
    const signature = signPss(sound.privateKey, 'sha256', info);
    const csr = encodePem(
      'CERTIFICATE REQUEST',
      assembleCertificationRequest(info, rsassaPssIdentifier('sha256'), signature),
    );
    await expect(issue(csr)).rejects.toMatchObject({
      fields: [{ field: 'csr', message: expect.stringContaining('another form of one that is known here') }],
    });
  });

  it('is found among certificates that are here, told once, and goes when they are revoked', async () => {
    expect(await searchSharedFactors(context)).toBe(0);
    // As if both had come before anybody looked.
    const blind = { ...context, knownModuli: { ...createKnownModuli(), refresh: async () => undefined } };
    const { certificate } = await issueCertificate(blind, OPERATOR, {
      profile: 'tlsServer',
      authorityId,
      csr: request(sharesP),
    });
    const later = { ...context, knownModuli: createKnownModuli() };
    expect(await searchSharedFactors(later)).toBe(2);
    expect(await searchSharedFactors(later)).toBe(0);
    expect(await searchSharedFactors({ ...context, knownModuli: createKnownModuli() })).toBe(0);
    const { items } = await context.store.auditPage({ limit: 10, beforeSeq: null, action: 'key.shared-factor-found' });
    expect(items.map(({ details }) => details.shares)).toEqual(['prime', 'prime']);
    expect(items.map(({ objectId }) => objectId)).toContain(certificate.id);
    const shown = async () =>
      (await getOverview(later, OPERATOR)).attention.filter(({ id }) => id.startsWith('shared-factor-'));
    const rows = await shown();
    expect(rows).toHaveLength(3);
    expect(rows.find(({ id }) => id.endsWith(certificate.id))).toMatchObject({
      severity: 'error',
      href: `/certificates/${certificate.id}/revoke`,
    });
    await revokeCertificate(later, OPERATOR, certificate.id, { reason: 'keyCompromise' });
    expect(await shown()).toHaveLength(2);
    // The other key gets no more certificates either, at no door.
    await expect(
      issueCertificate(later, OPERATOR, { profile: 'tlsServer', authorityId, csr: request(one) }),
    ).rejects.toMatchObject({ code: 'validation-failed' });
    const still = rows.find(({ id }) => !id.endsWith(certificate.id))?.id.replace('shared-factor-', '') as string;
    await expect(renewCertificate(later, OPERATOR, still, { key: 'same' })).rejects.toMatchObject({
      code: 'validation-failed',
    });
  });
});

function rsaKey(first: bigint, second: bigint) {
  const [prime1, prime2] = first > second ? [first, second] : [second, first];
  const e = 65_537n;
  const d = inverse(e, (prime1 - 1n) * (prime2 - 1n));
  const numbers = [
    0n,
    prime1 * prime2,
    e,
    d,
    prime1,
    prime2,
    d % (prime1 - 1n),
    d % (prime2 - 1n),
    inverse(prime2, prime1),
  ];
  const pkcs8 = Buffer.from(
    sequence(
      integer(0),
      sequence(oid(OID.rsaEncryption), nullValue()),
      octetString(sequence(...numbers.map((number) => integer(number)))),
    ),
  );
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  return {
    pkcs8,
    privateKey,
    spkiDer: new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })),
  };
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % modulus) + modulus) % modulus;
}

function request(key: ReturnType<typeof rsaKey>, names: readonly string[] = ['api.lan']): string {
  const info = encodeCertificationRequestInfo(
    [{ type: 'CN', value: 'api.lan' }],
    key.spkiDer,
    names.map((value) => ({ type: 'dns', value: value as DnsName })),
  );
  const { algorithmIdentifierDer } = signatureAlgorithmFor('RSA-2048');
  return encodePem(
    'CERTIFICATE REQUEST',
    assembleCertificationRequest(info, algorithmIdentifierDer, sign('sha256', info, key.privateKey)),
  );
}
