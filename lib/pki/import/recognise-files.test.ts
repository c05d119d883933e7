import { describe, expect, it } from 'vitest';
import { PASSWORD, vector } from '../../../test/support/vectors.ts';
import { assembleCertificateList, encodeTbsCertList } from '../crl.ts';
import { encodeJavaKeyStore } from '../export/java-key-store.ts';
import { bytes, NOW, pkcs8Of, refusal, signWith, testCertificate, testKey } from '../fixtures.test-support.ts';
import { encodePem } from '../pem.ts';
import { encryptedPrivateKeyPem, privateKeyPem, traditionalPrivateKeyPem } from '../pkcs8.ts';
import { encodePkcs12 } from '../pkcs12.ts';
import { signatureAlgorithmFor } from '../signature-algorithm.ts';
import { obstaclesAsAuthority, type RecognisedFiles, recogniseFiles } from './recognise-files.ts';

const rootKey = testKey('P-256', 1);
const issuingKey = testKey('P-256', 2);
const leafKey = testKey('P-256', 3);
const strangerKey = testKey('P-256', 4);
const root = testCertificate('rootAuthority', rootKey, null);
const issuing = testCertificate('issuingAuthority', issuingKey, { key: rootKey, certificate: root });
const leaf = testCertificate('tlsServer', leafKey, { key: issuingKey, certificate: issuing });
const pem = (certificate: typeof root) => encodePem('CERTIFICATE', certificate.certificateDer);
/** When the files are looked at: after the files of other programs were made. */
const AT = new Date(NOW.getTime() + 7 * 86_400_000);
const entropy = (octets: number) => new Uint8Array(octets).fill(3);

function recognise(files: Record<string, string | Uint8Array>, passwords: readonly string[] = []): RecognisedFiles {
  return recogniseFiles({
    files: Object.entries(files).map(([fileName, content]) => ({
      fileName,
      bytes: typeof content === 'string' ? Buffer.from(content, 'latin1') : content,
    })),
    passwords,
    now: AT,
  });
}
const codes = (result: RecognisedFiles, at: number) => result.items[at]?.findings.map(({ code }) => code);
/** The authority whose certificate is in this file. */
const authorityIn = (result: RecognisedFiles, fileName: string) => {
  const found = result.authorities.find(
    ({ certificates }) => result.items[certificates[0] as number]?.fileName === fileName,
  );
  if (!found) throw new Error(`No authority in ${fileName}.`);
  const nameOf = (at: number | null) => (at === null ? null : (result.items[at]?.fileName ?? null));
  return {
    key: nameOf(found.key),
    chain: found.chain.map(nameOf),
    issued: found.issued.map(nameOf),
    crls: found.crls.map(nameOf),
    opensslIndex: nameOf(found.opensslIndex),
    serialFile: nameOf(found.serialFile),
    crlNumberFile: nameOf(found.crlNumberFile),
  };
};
const nothing = { chain: [], issued: [], crls: [], opensslIndex: null, serialFile: null, crlNumberFile: null };

describe('layouts of other authorities', () => {
  it('openssl ca (files made by OpenSSL)', () => {
    const names = ['ca.pem', 'ca.key', 'index.txt', 'serial', 'crlnumber', 'crl.pem', 'leaf.pem'];
    const result = recognise(Object.fromEntries(names.map((name) => [name, vector(name)])));
    expect(authorityIn(result, 'ca.pem')).toEqual({
      key: 'ca.key',
      chain: [],
      issued: ['leaf.pem'],
      crls: ['crl.pem'],
      opensslIndex: 'index.txt',
      serialFile: 'serial',
      crlNumberFile: 'crlnumber',
    });
    expect(result.items.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it('Easy-RSA (files made by Easy-RSA)', () => {
    const result = recognise({
      'pki/ca.crt': vector('easyrsa-ca.crt'),
      'pki/private/ca.key': vector('easyrsa-ca.key'),
      'pki/index.txt': vector('easyrsa-index.txt'),
      'pki/serial': vector('easyrsa-serial'),
      'pki/crl.pem': vector('easyrsa-crl.pem'),
      'pki/issued/vpn.crt': vector('easyrsa-vpn.crt'),
    });
    expect(authorityIn(result, 'pki/ca.crt')).toEqual({
      key: 'pki/private/ca.key',
      chain: [],
      issued: ['pki/issued/vpn.crt'],
      crls: ['pki/crl.pem'],
      opensslIndex: 'pki/index.txt',
      serialFile: 'pki/serial',
      crlNumberFile: null,
    });
  });

  it('strongSwan pki (files made by strongSwan)', () => {
    const result = recognise({ 'ca.pem': vector('strongswan-ca.pem'), 'key.pem': vector('strongswan-key.pem') });
    expect(authorityIn(result, 'ca.pem')).toEqual({ ...nothing, key: 'key.pem' });
  });

  // The layouts below are rebuilt by hand.
  it('mkcert: rootCA.pem and rootCA-key.pem', () => {
    const result = recognise({ 'rootCA.pem': pem(root), 'rootCA-key.pem': privateKeyPem(pkcs8Of(rootKey)) });
    expect(authorityIn(result, 'rootCA.pem')).toEqual({ ...nothing, key: 'rootCA-key.pem' });
  });

  it('step ca init: certs and secrets, the keys encrypted', () => {
    const encrypted = (key: typeof rootKey) =>
      encryptedPrivateKeyPem({ pkcs8Der: pkcs8Of(key), password: 'p', entropy, iterations: 10 });
    const files = {
      'certs/root_ca.crt': pem(root),
      'certs/intermediate_ca.crt': pem(issuing),
      'secrets/root_ca_key': encrypted(rootKey),
      'secrets/intermediate_ca_key': encrypted(issuingKey),
    };
    const result = recognise(files, ['p']);
    expect(authorityIn(result, 'certs/intermediate_ca.crt')).toEqual({
      ...nothing,
      key: 'secrets/intermediate_ca_key',
      chain: ['certs/root_ca.crt'],
    });
    expect(authorityIn(result, 'certs/root_ca.crt').issued).toEqual(['certs/intermediate_ca.crt']);
    const locked = recognise(files);
    expect(locked.items.map(({ state }) => state)).toEqual([
      'recognised',
      'recognised',
      'needs-password',
      'needs-password',
    ]);
  });

  it('XCA: key and chain in one PEM, or one PKCS#12', () => {
    const text = traditionalPrivateKeyPem(pkcs8Of(issuingKey)) + pem(issuing) + pem(root);
    expect(authorityIn(recognise({ 'xca.pem': text }), 'xca.pem')).toMatchObject({
      key: 'xca.pem',
      chain: ['xca.pem'],
    });
    const p12 = encodePkcs12({
      certificateDer: issuing.certificateDer,
      chain: [root.certificateDer],
      privateKeyPkcs8: pkcs8Of(issuingKey),
      password: 'p',
      friendlyName: 'Issuing',
      entropy,
      iterations: 10,
    });
    expect(authorityIn(recognise({ 'xca.p12': p12 }, ['p']), 'xca.p12')).toMatchObject({ key: 'xca.p12' });
  });

  it('keytool: a key store with the authority', () => {
    const jks = encodeJavaKeyStore({
      entries: [
        {
          kind: 'key',
          alias: 'ca',
          privateKeyPkcs8: pkcs8Of(issuingKey),
          chain: [issuing.certificateDer, root.certificateDer],
        },
      ],
      password: PASSWORD,
      createdAt: NOW,
      entropy,
    });
    expect(authorityIn(recognise({ 'ca.jks': jks }, [PASSWORD]), 'ca.jks')).toMatchObject({ key: 'ca.jks' });
  });
});

describe('what belongs together', () => {
  it('end entities come with key and chain in order, whatever the order of the files', () => {
    const result = recognise({
      a: pem(root),
      b: privateKeyPem(pkcs8Of(leafKey)),
      c: pem(leaf),
      d: pem(issuing),
      e: pem(leaf),
    });
    expect(result.endEntities).toEqual([{ certificate: 2, key: 1, chain: [3, 0] }]);
    expect(codes(result, 4)).toEqual(['duplicate']);
  });

  it('a renewed certificate with the same key joins its authority, the longer valid first', () => {
    const renewed = testCertificate('rootAuthority', rootKey, null, {
      serialNumber: '4a' as typeof root.serialNumber,
      notAfter: new Date(root.notAfter.getTime() + 1000),
    });
    const result = recognise({ a: pem(root), b: pem(renewed), c: pem(issuing) });
    expect(result.authorities[0]).toMatchObject({ certificates: [1, 0], issued: [2], chain: [] });
  });

  it('a list goes to the authority that signed it, the newest first', () => {
    const crl = (key: typeof rootKey, thisUpdate: Date) => {
      const { algorithmIdentifierDer } = signatureAlgorithmFor(key.keyAlgorithm);
      const tbs = encodeTbsCertList({
        issuer: root.subjectDer,
        signatureAlgorithm: algorithmIdentifierDer,
        thisUpdate,
        nextUpdate: new Date(thisUpdate.getTime() + 86_400_000),
        crlNumber: 1n,
        authorityKeyIdentifier: bytes('01'),
        entries: [],
      });
      return assembleCertificateList(tbs, algorithmIdentifierDer, signWith(key, tbs));
    };
    const later = new Date(NOW.getTime() + 1000);
    const result = recognise({
      root: pem(root),
      old: crl(rootKey, NOW),
      new: crl(rootKey, later),
      forged: crl(strangerKey, later),
    });
    expect(authorityIn(result, 'root').crls).toEqual(['new', 'old']);
    expect(codes(result, 3)).toEqual(['bad-signature']);
    expect(codes(recognise({ lonely: crl(rootKey, NOW) }), 0)).toEqual(['authority-missing']);
  });

  it('an index with two possible authorities goes to the one in its folder, or to none', () => {
    const index = 'V\t300101000000Z\t\t01\tunknown\t/CN=a\n';
    const files = { 'one/ca.pem': pem(root), 'two/ca.pem': pem(issuing) };
    expect(authorityIn(recognise({ ...files, 'two/index.txt': index }), 'two/ca.pem').opensslIndex).toBe(
      'two/index.txt',
    );
    const unclear = recognise({ ...files, 'index.txt': index, 'three/serial': '01\n' });
    expect([codes(unclear, 2), codes(unclear, 3)]).toEqual([['authority-missing'], ['authority-missing']]);
    const bySerial = `V\t300101000000Z\t\t${leaf.serialNumber.toUpperCase()}\tunknown\t/CN=a\n`;
    const clear = recognise({ ...files, 'leaf.pem': pem(leaf), 'index.txt': bySerial });
    expect(authorityIn(clear, 'two/ca.pem').opensslIndex).toBe('index.txt');
  });
});

describe('what speaks against an item (IMP-04)', () => {
  it('a key without its certificate', () => {
    const result = recognise({ a: pem(root), b: privateKeyPem(pkcs8Of(strangerKey)) });
    expect(codes(result, 1)).toEqual(['key-matches-nothing']);
    expect(codes(result, 0)).toEqual(['certificate-without-key']);
    expect(authorityIn(result, 'a').key).toBeNull();
  });

  it('a chain of another authority with the same name', () => {
    const impostor = testCertificate('rootAuthority', strangerKey, null);
    const child = testCertificate('issuingAuthority', issuingKey, { key: rootKey, certificate: root });
    const result = recognise({ a: pem(impostor), b: pem(child) });
    expect(codes(result, 1)).toEqual(['bad-signature', 'certificate-without-key']);
    expect(authorityIn(result, 'b').chain).toEqual([]);
    expect(obstaclesAsAuthority(result, 1).map(({ code }) => code)).toEqual(['bad-signature']);
  });

  it('CA:FALSE offered as an authority', () => {
    const result = recognise({ a: pem(leaf), b: privateKeyPem(pkcs8Of(leafKey)) });
    expect(result.authorities).toEqual([]);
    expect(obstaclesAsAuthority(result, 0).map(({ code }) => code)).toEqual(['not-an-authority']);
    expect(obstaclesAsAuthority(result, 1).map(({ code }) => code)).toEqual(['not-an-authority']);
    expect(obstaclesAsAuthority(recognise({ a: pem(root) }), 0)).toEqual([]);
  });

  it('an authority that may not sign', () => {
    const odd = testCertificate('rootAuthority', rootKey, null, { keyUsage: ['cRLSign'] });
    expect(codes(recognise({ a: pem(odd) }), 0)).toContain('may-not-sign');
  });

  it('expired and not yet valid', () => {
    const expired = testCertificate('rootAuthority', rootKey, null, {
      notBefore: new Date(NOW.getTime() - 2000),
      notAfter: new Date(NOW.getTime() - 1000),
    });
    const early = testCertificate('rootAuthority', strangerKey, null, { notBefore: new Date(AT.getTime() + 1000) });
    const result = recognise({ a: pem(expired), b: pem(early) });
    expect(codes(result, 0)).toContain('expired');
    expect(codes(result, 1)).toContain('not-yet-valid');
    expect(obstaclesAsAuthority(result, 0).map(({ code }) => code)).toEqual(['expired']);
  });

  it('a critical extension that nobody knows, an unsupported key, a missing issuer', () => {
    const base = testCertificate('tlsServer', leafKey, { key: issuingKey, certificate: issuing });
    expect(codes(recognise({ a: pem(base) }), 0)).toEqual(['issuer-missing']);
    expect(codes(recognise({ 'a.pem': vector('weak-authority.pem') }), 0)).toEqual([
      'weak-signature',
      'weak-key',
      'unknown-critical-extension',
      'certificate-without-key',
    ]);
  });

  it('too many files and too many octets', () => {
    const file = { fileName: 'x', bytes: new Uint8Array(0) };
    const call = (files: { fileName: string; bytes: Uint8Array }[]) => () => recogniseFiles({ files, now: NOW });
    expect(refusal(call(Array(1001).fill(file))).code).toBe('too-large');
    expect(refusal(call(Array(3).fill({ fileName: 'x', bytes: new Uint8Array(50_000_000) }))).code).toBe('too-large');
  });
});
