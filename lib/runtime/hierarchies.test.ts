import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIssuedBy, parseCertificate } from '../pki/certificate.ts';
import { parseCertificateList } from '../pki/crl.ts';
import { certIdHashes, encodeOcspRequest } from '../pki/ocsp.ts';
import { parseOcspResponse } from '../pki/ocsp-response.ts';
import { encodePem } from '../pki/pem.ts';
import { signatureAlgorithmFor, verifySignature } from '../pki/signature-algorithm.ts';
import type { CertificateDer, KeyAlgorithm, SignatureScheme } from '../pki/types.ts';
import { answerOcsp } from '../services/answer-ocsp.ts';
import { createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { loadIssuer } from '../services/issuer.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { testConnection } from '../services/test-connection.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

/** Whole hierarchies through the services, on a real store and a real signer: every way to sign, and mixtures. */

let test: TestContext;
let context: ServiceContext;

beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
});
afterAll(() => test.close());

interface Way {
  readonly keyAlgorithm: KeyAlgorithm;
  readonly signatureScheme?: SignatureScheme;
}

async function hierarchy(name: string, root: Way, issuing: Way) {
  const top = await createAuthority(context, OPERATOR, { kind: 'root', name: `${name} Root`, ...root });
  const below = await createAuthority(context, OPERATOR, {
    kind: 'issuing',
    parentId: top.authority.id,
    name: `${name} Issuing`,
    ...issuing,
  });
  return { rootId: top.authority.id, issuingId: below.authority.id };
}

const ways: readonly [string, Way, Way, KeyAlgorithm][] = [
  ['ML-DSA-44', { keyAlgorithm: 'ML-DSA-44' }, { keyAlgorithm: 'ML-DSA-44' }, 'ML-DSA-44'],
  ['ML-DSA-65', { keyAlgorithm: 'ML-DSA-65' }, { keyAlgorithm: 'ML-DSA-65' }, 'ML-DSA-65'],
  ['ML-DSA-87', { keyAlgorithm: 'ML-DSA-87' }, { keyAlgorithm: 'ML-DSA-87' }, 'ML-DSA-87'],
  ['ML-DSA over ECDSA', { keyAlgorithm: 'ML-DSA-87' }, { keyAlgorithm: 'P-384' }, 'P-256'],
  ['ECDSA over ML-DSA', { keyAlgorithm: 'P-521' }, { keyAlgorithm: 'ML-DSA-65' }, 'P-256'],
  [
    'RSA with PSS',
    { keyAlgorithm: 'RSA-3072', signatureScheme: 'pss' },
    { keyAlgorithm: 'RSA-2048', signatureScheme: 'pss' },
    'RSA-2048',
  ],
  [
    'PSS with longer digests',
    { keyAlgorithm: 'RSA-3072', signatureScheme: 'pss-sha512' },
    { keyAlgorithm: 'RSA-2048', signatureScheme: 'pss-sha384' },
    'RSA-2048',
  ],
  [
    'PKCS#1 over PSS',
    { keyAlgorithm: 'RSA-2048', signatureScheme: 'pss' },
    { keyAlgorithm: 'RSA-2048', signatureScheme: 'pkcs1' },
    'P-256',
  ],
];

describe.each(ways)('%s', (name, rootWay, issuingWay, leafKey) => {
  let issuingId: string;
  let chain: readonly CertificateDer[];
  beforeAll(async () => {
    ({ issuingId } = await hierarchy(name, rootWay, issuingWay));
    chain = (await loadIssuer(context.store, issuingId)).chain;
  });

  it('certificates, CRLs and OCSP answers verify', async () => {
    const { certificateDer, certificate } = await issueCertificate(context, OPERATOR, {
      profile: 'tlsServer',
      authorityId: issuingId,
      names: ['api.lan'],
      keyAlgorithm: leafKey,
    });
    const [issuing, root] = chain as readonly [CertificateDer, CertificateDer];
    const path = [certificateDer, issuing, root, root].map((der) => new X509Certificate(der));
    for (const [at, subject] of path.slice(0, 3).entries()) {
      const issuer = path[at + 1] as X509Certificate;
      expect(subject.checkIssued(issuer)).toBe(true);
      expect(subject.verify(issuer.publicKey)).toBe(true);
    }
    const signs = (way: Way) => signatureAlgorithmFor(way.keyAlgorithm, way.signatureScheme).algorithmIdentifierDer;
    expect(parseCertificate(root).algorithmIdentifierDer).toEqual(signs(rootWay));
    expect(parseCertificate(issuing).algorithmIdentifierDer).toEqual(signs(rootWay));
    expect(parseCertificate(certificateDer).algorithmIdentifierDer).toEqual(signs(issuingWay));

    const issuer = parseCertificate(issuing);
    const crl = await context.store.currentCrl(issuingId);
    const list = parseCertificateList(crl?.certificateListDer ?? new Uint8Array());
    expect(
      verifySignature({
        spkiDer: issuer.spkiDer,
        algorithmIdentifierDer: list.algorithmIdentifierDer,
        data: list.tbsDer,
        signature: list.signature,
      }),
    ).toBe(true);
    const hashes = certIdHashes(issuer.subjectDer, issuer.spkiDer).sha256;
    const request = encodeOcspRequest(
      [
        {
          hashAlgorithm: 'sha256',
          issuerNameHash: hashes.name,
          issuerKeyHash: hashes.key,
          serialNumber: certificate.serialNumber,
        },
      ],
      null,
    );
    const { basic } = parseOcspResponse((await answerOcsp(context, request)).responseDer);
    if (basic === null) throw new Error('The responder gave an error.');
    const responder = parseCertificate(basic.certificates[0] as Uint8Array);
    expect(isIssuedBy(responder, issuer)).toBe(true);
    // Under a post-quantum authority the answer is signed by a post-quantum key as well.
    expect(responder.keyAlgorithm).toBe(
      issuingWay.keyAlgorithm.startsWith('ML-DSA') ? issuingWay.keyAlgorithm : 'P-256',
    );
    expect(
      verifySignature({
        spkiDer: responder.spkiDer,
        algorithmIdentifierDer: basic.algorithmIdentifierDer,
        data: basic.responseDataDer,
        signature: basic.signature,
      }),
    ).toBe(true);
  });

  it('a mutual TLS handshake with full revocation checks succeeds', async () => {
    const { connection } = await createConnection(context, OPERATOR, {
      kind: 'mutual',
      authorityId: issuingId,
      serverNames: ['api.lan'],
      clientName: 'worker',
      keyAlgorithm: leafKey,
    });
    const tested = await testConnection(context, OPERATOR, connection.id);
    expect(tested.runs.length).toBeGreaterThan(0);
    for (const run of tested.runs) expect(run).toMatchObject({ ok: true, protocol: 'TLSv1.3' });
  });
});

const openssl = spawnSync('openssl', ['version']).status === 0;
describe.skipIf(!openssl)('the openssl of the system (skipped where there is none)', () => {
  it('verifies a path of PSS signatures strictly', async () => {
    const way: Way = { keyAlgorithm: 'RSA-2048', signatureScheme: 'pss' };
    const { issuingId } = await hierarchy('OpenSSL PSS', way, way);
    const { chain } = await loadIssuer(context.store, issuingId);
    const { certificateDer } = await issueCertificate(context, OPERATOR, {
      profile: 'tlsServer',
      authorityId: issuingId,
      names: ['api.lan'],
    });
    const file = (name: string, der: Uint8Array) => {
      const path = join(test.directory, name);
      writeFileSync(path, encodePem('CERTIFICATE', der));
      return path;
    };
    const output = execFileSync('openssl', [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-CAfile',
      file('root.pem', chain[1] as CertificateDer),
      '-untrusted',
      file('issuing.pem', chain[0] as CertificateDer),
      file('leaf.pem', certificateDer),
    ]).toString();
    expect(output).toMatch(/leaf\.pem: OK/);
  });
});

describe('the way to sign', () => {
  it('is refused for a key that has no choice, at its field', async () => {
    await expect(
      createAuthority(context, OPERATOR, {
        kind: 'root',
        name: 'No choice',
        keyAlgorithm: 'P-256',
        signatureScheme: 'pss-sha384',
      }),
    ).rejects.toMatchObject({ code: 'validation-failed', fields: [{ field: 'signatureScheme' }] });
  });
});
