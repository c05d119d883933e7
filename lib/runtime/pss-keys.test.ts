import { createPrivateKey } from 'node:crypto';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isIssuedBy, parseCertificate } from '../pki/certificate.ts';
import { assembleCertificationRequest, encodeCertificationRequestInfo } from '../pki/certification-request.ts';
import { parseCertificateList } from '../pki/crl.ts';
import { FieldReader, readDer, readOctetString } from '../pki/der-reader.ts';
import { integer, nullValue, octetString, oid, sequence } from '../pki/der-writer.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import { pssKeyPair, signPss } from '../pki/fixtures.test-support.ts';
import { OID } from '../pki/oids.ts';
import { verifyPath } from '../pki/path/verify-path.ts';
import { encodePem } from '../pki/pem.ts';
import { keyIdentifierOf } from '../pki/public-key.ts';
import { rsassaPssIdentifier } from '../pki/rsassa-pss.ts';
import { serialNumberFromEntropy } from '../pki/serial-number.ts';
import { verifySignature } from '../pki/signature-algorithm.ts';
import { assembleCertificate, encodeTbsCertificate } from '../pki/tbs-certificate.ts';
import type { CertificateDer, DnsName } from '../pki/types.ts';
import { createAuthority } from '../services/create-authority.ts';
import { importAuthorities } from '../services/import-authorities.ts';
import { inspectRequest } from '../services/inspect-request.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { loadIssuer } from '../services/issuer.ts';
import { createProfile } from '../services/manage-profiles.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

/** Keys under id-RSASSA-PSS as subjects and as authorities. RFC 4055 §1.2 */

let test: TestContext;
let context: ServiceContext;
let authorityId: string;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  const root = await createAuthority(context, OPERATOR, {
    kind: 'root',
    name: 'PSS Root',
    keyAlgorithm: 'RSA-3072',
    signatureScheme: 'pss-sha384',
  });
  authorityId = root.authority.id;
});
afterAll(() => test.close());

type Bound = Parameters<typeof pssKeyPair>[0];

function request(key: ReturnType<typeof pssKeyPair>, digest: 'sha256' | 'sha384' | 'sha512', saltLength?: number) {
  const info = encodeCertificationRequestInfo([{ type: 'CN', value: 'api.lan' }], key.spkiDer, [
    { type: 'dns', value: 'api.lan' as DnsName },
  ]);
  const signature = signPss(key.privateKey, digest, info, saltLength);
  return encodePem(
    'CERTIFICATE REQUEST',
    assembleCertificationRequest(info, rsassaPssIdentifier(digest, saltLength), signature),
  );
}

describe('a subject key for PSS only', () => {
  it.each<[string, Bound, 'sha256' | 'sha384' | 'sha512', number | undefined]>([
    ['with any digest', null, 'sha256', undefined],
    ['with any digest, the request with the longest salt', null, 'sha256', 222],
    ['bound to SHA-384', 'sha384', 'sha384', undefined],
    ['bound to SHA-512, the request with a longer salt', 'sha512', 'sha512', 100],
  ])('%s is certified, and serves TLS 1.3', async (_, bound, digest, salt) => {
    const key = pssKeyPair(bound);
    const csr = request(key, digest, salt);
    const shown = await inspectRequest(context, OPERATOR, { csr, profile: 'tlsServer', authorityId });
    expect(JSON.stringify(shown)).toContain('digitalSignature');
    const { certificateDer } = await issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId, csr });
    const certificate = parseCertificate(certificateDer);
    expect(certificate.spkiDer).toEqual(key.spkiDer);
    // RFC 4055 §1.2: such a key enciphers nothing.
    expect(certificate.keyUsage).toEqual(['digitalSignature']);
    const { chain } = await loadIssuer(context.store, authorityId);
    const answer = judged(certificateDer, chain[0] as CertificateDer);
    expect(answer).toMatchObject({ verdict: 'SUCCESS' });
    expect(await handshake(certificateDer, key.pkcs8Der, chain[0] as CertificateDer)).toMatchObject({
      authorized: true,
      protocol: 'TLSv1.3',
    });
  });

  it('does not get a certificate for a request that is signed otherwise than its key allows', async () => {
    const key = pssKeyPair('sha384');
    // The same numbers without what binds them.
    const fields = new FieldReader(readDer(key.pkcs8Der, { maxBytes: 4096 }), 'PrivateKeyInfo');
    for (const field of ['version', 'algorithm']) fields.takeAny(field);
    const numbers = readOctetString(fields.takeAny('privateKey'), 'privateKey');
    const loose = sequence(integer(0), sequence(oid(OID.rsaEncryption), nullValue()), octetString(numbers));
    const privateKey = createPrivateKey({ key: Buffer.from(loose), format: 'der', type: 'pkcs8' });
    const wrong = [request({ ...key, privateKey }, 'sha256'), request({ ...key, privateKey }, 'sha384', 20)];
    await issueCertificate(context, OPERATOR, {
      profile: 'tlsServer',
      authorityId,
      csr: request({ ...key, privateKey }, 'sha384'),
    });
    for (const csr of wrong)
      await expect(
        issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId, csr }),
      ).rejects.toMatchObject({ code: 'validation-failed', fields: [{ field: 'csr' }] });
  });

  it('is not certified for encipherment only, with the reason', async () => {
    const mail = await createProfile(context, OPERATOR, {
      base: 'smime',
      name: 'Encryption only',
      definition: { keyUsage: ['keyEncipherment'], keyAlgorithms: ['RSA-2048'], defaultKeyAlgorithm: 'RSA-2048' },
    });
    const csr = request(pssKeyPair(null), 'sha256');
    await expect(
      issueCertificate(context, OPERATOR, { profile: mail.id, authorityId, csr, names: ['alice@example.test'] }),
    ).rejects.toMatchObject({
      code: 'validation-failed',
      fields: [{ field: 'csr', message: expect.stringContaining('RSA-PSS signatures only') }],
    });
  });
});

describe('an authority from elsewhere with a key for PSS only', () => {
  it.each<[Bound, 'sha256' | 'sha384' | 'sha512', string]>([
    ['sha512', 'sha512', 'pss-sha512'],
    [null, 'sha384', 'pss-sha384'],
    ['sha256', 'sha256', 'pss'],
  ])('bound to %s signs certificates and lists with what its key allows', async (bound, digest, scheme) => {
    const key = pssKeyPair(bound);
    const der = selfSigned(key, digest, `Brought ${bound}`);
    const files = filesOf(der, key.pkcs8Der);
    const { fingerprintSha256 } = parseCertificate(der);
    const { authorities } = await importAuthorities(context, OPERATOR, { files, authorities: [{ fingerprintSha256 }] });
    expect(authorities[0]).toMatchObject({ outcome: 'imported', keyHeld: true, reason: '' });
    const id = authorities[0]?.authorityId as string;
    await signsWell(id, der, rsassaPssIdentifier(digest));
    expect(await context.store.authority(id)).toMatchObject({ signatureScheme: scheme });
  });

  it('that was certified here first gets its key later, and signs with what that allows', async () => {
    const key = pssKeyPair('sha384');
    const der = selfSigned(key, 'sha384', 'Attached later');
    const { fingerprintSha256 } = parseCertificate(der);
    await importAuthorities(context, OPERATOR, {
      files: filesOf(der),
      authorities: [{ fingerprintSha256, withoutKey: true }],
    });
    passwordGivenAgain(context);
    const { authorities } = await importAuthorities(context, OPERATOR, {
      files: filesOf(der, key.pkcs8Der),
      authorities: [{ fingerprintSha256, attachKey: true }],
    });
    expect(authorities[0]).toMatchObject({ outcome: 'key-attached', keyHeld: true, reason: '' });
    await signsWell(authorities[0]?.authorityId as string, der, rsassaPssIdentifier('sha384'));
  });

  it('is refused when its key is bound to what is not used here', async () => {
    // SHA-1, which absent fields stand for. RFC 4055 §3.1
    const key = pssKeyPair('sha1');
    const der = selfSigned(key, 'sha1', 'Odd', sequence(oid(OID.rsassaPss), sequence()));
    const { authorities } = await importAuthorities(context, OPERATOR, {
      files: filesOf(der, key.pkcs8Der),
      authorities: [{ fingerprintSha256: parseCertificate(der).fingerprintSha256, acceptWeak: true }],
    });
    expect(authorities[0]).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('bound to RSA-PSS parameters that are not used here'),
    });
  });
});

async function signsWell(id: string, rootDer: Uint8Array, algorithm: Uint8Array) {
  const { certificateDer } = await issueCertificate(context, OPERATOR, {
    profile: 'tlsServer',
    authorityId: id,
    names: ['below.lan'],
  });
  const leaf = parseCertificate(certificateDer);
  const root = parseCertificate(rootDer);
  expect(isIssuedBy(leaf, root)).toBe(true);
  expect(leaf.algorithmIdentifierDer).toEqual(algorithm);
  expect(judged(certificateDer, rootDer)).toMatchObject({ verdict: 'SUCCESS' });
  const list = parseCertificateList((await context.store.currentCrl(id))?.certificateListDer ?? new Uint8Array());
  expect(list.algorithmIdentifierDer).toEqual(algorithm);
  const { tbsDer: data, signature } = list;
  expect(verifySignature({ spkiDer: root.spkiDer, algorithmIdentifierDer: algorithm, data, signature })).toBe(true);
}

function judged(leaf: Uint8Array, root: Uint8Array) {
  return verifyPath({
    trusted: [root],
    intermediates: [],
    leaf,
    crls: [],
    ocspResponses: [],
    time: context.clock.now(),
    purpose: 'server',
    identity: null,
    policies: {
      userInitialPolicySet: [OID.anyPolicy],
      initialExplicitPolicy: false,
      initialPolicyMappingInhibit: false,
      initialAnyPolicyInhibit: false,
    },
    initialNameConstraints: null,
    allowLegacyAlgorithms: false,
  });
}

function filesOf(der: Uint8Array, pkcs8Der: Uint8Array | null = null) {
  const file = (name: string, octets: Uint8Array) => ({ name, base64: Buffer.from(octets).toString('base64') });
  return [file('ca.cer', der), ...(pkcs8Der ? [file('ca.p8', pkcs8Der)] : [])];
}

function selfSigned(
  key: ReturnType<typeof pssKeyPair>,
  digest: 'sha1' | 'sha256' | 'sha384' | 'sha512',
  name: string,
  signatureAlgorithm = rsassaPssIdentifier(digest as 'sha256'),
) {
  const subject = [{ type: 'CN', value: name }];
  const keyId = keyIdentifierOf(key.spkiDer);
  const now = context.clock.now();
  const tbs = encodeTbsCertificate({
    serialNumber: serialNumberFromEntropy(context.entropy.octets(16)),
    issuer: encodeName(subject),
    subject,
    notBefore: now,
    notAfter: new Date(now.getTime() + 1000 * 86_400_000),
    spkiDer: key.spkiDer,
    signatureAlgorithm,
    subjectKeyIdentifier: keyId,
    authorityKeyIdentifier: keyId,
    basicConstraints: { cA: true, pathLenConstraint: null },
    keyUsage: ['keyCertSign', 'cRLSign'],
    extKeyUsage: [],
    subjectAltName: [],
    ocspUrls: [],
    caIssuersUrls: [],
    crlUrls: [],
    ocspNoCheck: false,
  });
  return assembleCertificate(tbs, signatureAlgorithm, signPss(key.privateKey, digest, tbs));
}

async function handshake(leaf: Uint8Array, pkcs8Der: Uint8Array, root: Uint8Array) {
  const server = createServer({
    cert: encodePem('CERTIFICATE', leaf),
    key: encodePem('PRIVATE KEY', pkcs8Der),
    minVersion: 'TLSv1.3',
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  try {
    const socket = await new Promise<TLSSocket>((done, fail) => {
      const made = connect({ host: '127.0.0.1', port, servername: 'api.lan', ca: encodePem('CERTIFICATE', root) }, () =>
        done(made),
      );
      made.on('error', fail);
    });
    const { authorized } = socket;
    const protocol = socket.getProtocol();
    socket.destroy();
    return { authorized, protocol };
  } finally {
    server.close();
  }
}
