import { sign } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseCertificate } from '../pki/certificate.ts';
import { parseCertificateList } from '../pki/crl.ts';
import { oid, sequence } from '../pki/der-writer.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import { pkcs8Of, signTbs, testKey } from '../pki/fixtures.test-support.ts';
import { OID } from '../pki/oids.ts';
import { keyIdentifierOf } from '../pki/public-key.ts';
import { serialNumberFromEntropy } from '../pki/serial-number.ts';
import { assembleCertificate, encodeTbsCertificate, type TbsCertificateFields } from '../pki/tbs-certificate.ts';
import { importAuthorities } from '../services/import-authorities.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { renewResponders } from '../services/renew-responder.ts';
import { enableAuthority } from '../services/retire-authority.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

/** An intermediate that is signed with SHA-1. */

let test: TestContext;
beforeAll(async () => {
  test = await startTestContext();
});
afterAll(() => test.close());

const [rootKey, weakKey, otherKey] = [testKey('P-256', 40), testKey('P-256', 41), testKey('P-256', 42)];
const SHA1 = sequence(oid(OID.ecdsaWithSha1));

it('is refused unless accepted by name, is disabled then, and signs its list and nothing else', async () => {
  const { context } = test;
  const root = signTbs(fields('Root', rootKey, rootKey, 1), rootKey);
  const weak = weaklySigned(rootKey);
  const { fingerprintSha256 } = parseCertificate(weak);
  const rootChoice = { fingerprintSha256: parseCertificate(root).fingerprintSha256 };
  const files = filesOf({
    'root.cer': root,
    'root.p8': pkcs8Of(rootKey),
    'weak.cer': weak,
    'weak.p8': pkcs8Of(weakKey),
  });
  const bring = async (choice: object, from = files) =>
    (
      await importAuthorities(context, OPERATOR, {
        files: from,
        authorities: [rootChoice, { fingerprintSha256, ...choice }],
      })
    ).authorities.find((one) => one.fingerprintSha256 === fingerprintSha256);

  expect(await bring({})).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('can be forged') });
  // Accepting it does not make a signature of somebody else right.
  const foreign = weaklySigned(otherKey);
  const [, answer] = (
    await importAuthorities(context, OPERATOR, {
      files: filesOf({ 'root.cer': root, 'weak.cer': foreign, 'weak.p8': pkcs8Of(weakKey) }),
      authorities: [rootChoice, { fingerprintSha256: parseCertificate(foreign).fingerprintSha256, acceptWeak: true }],
    })
  ).authorities;
  expect(answer).toMatchObject({ outcome: 'refused' });

  const taken = await bring({ acceptWeak: true });
  expect(taken).toMatchObject({ outcome: 'imported', keyHeld: true, reason: '' });
  const id = taken?.authorityId as string;
  expect(await context.store.authority(id)).toMatchObject({ status: 'disabled', responderCertificateId: null });
  const { items } = await context.store.auditPage({ limit: 50, beforeSeq: null, action: 'authority.imported' });
  expect(items.find(({ objectId }) => objectId === id)?.details).toMatchObject({ weakSignature: 'accepted' });

  const list = await context.store.currentCrl(id);
  const crl = parseCertificateList(list?.certificateListDer ?? new Uint8Array());
  expect(crl.algorithmIdentifierDer).toEqual(sequence(oid(OID.ecdsaWithSha256)));
  await expect(enableAuthority(context, OPERATOR, id)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('can be forged'),
  });
  const issue = () =>
    issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId: id, names: ['api.lan'] });
  await expect(issue()).rejects.toMatchObject({ code: 'validation-failed' });
  // Were the main process to overlook it, the signer would not.
  await context.store.transaction((tx) => tx.updateAuthority(id, { status: 'active' }));
  await expect(issue()).rejects.toMatchObject({ message: expect.stringContaining('does not verify') });
  await context.store.transaction((tx) => tx.updateAuthority(id, { status: 'disabled' }));
  // The job goes on with the others.
  await expect(renewResponders(context)).resolves.toBe(0);
});

function fields(name: string, key: typeof rootKey, signer: typeof rootKey, pathLen: number): TbsCertificateFields {
  const now = test.context.clock.now();
  const subject = [{ type: 'CN', value: name }];
  return {
    serialNumber: serialNumberFromEntropy(test.context.entropy.octets(16)),
    issuer: encodeName([{ type: 'CN', value: 'Root' }]),
    subject,
    notBefore: now,
    notAfter: new Date(now.getTime() + 900 * 86_400_000),
    spkiDer: key.spkiDer,
    signatureAlgorithm: sequence(oid(OID.ecdsaWithSha256)),
    subjectKeyIdentifier: keyIdentifierOf(key.spkiDer),
    authorityKeyIdentifier: keyIdentifierOf((signer === otherKey ? rootKey : signer).spkiDer),
    basicConstraints: { cA: true, pathLenConstraint: pathLen },
    keyUsage: ['keyCertSign', 'cRLSign'],
    extKeyUsage: [],
    subjectAltName: [],
    ocspUrls: [],
    caIssuersUrls: [],
    crlUrls: [],
    ocspNoCheck: false,
  };
}

function weaklySigned(signer: typeof rootKey): Uint8Array {
  const tbs = encodeTbsCertificate({ ...fields('Weak', weakKey, signer, 0), signatureAlgorithm: SHA1 });
  return assembleCertificate(tbs, SHA1, sign('sha1', tbs, signer.privateKey));
}

function filesOf(files: Readonly<Record<string, Uint8Array>>) {
  return Object.entries(files).map(([name, octets]) => ({ name, base64: Buffer.from(octets).toString('base64') }));
}
