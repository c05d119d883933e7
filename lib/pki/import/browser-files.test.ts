import { describe, expect, it } from 'vitest';
import { BROWSER_KEY_TYPES, keyTypesHere, makeBrowserKey } from '../../../components/pki-browser/browser-key.ts';
import { packPkcs12 } from '../../../components/pki-browser/browser-pkcs12.ts';
import { certificatesIn, integer, pem, set, tlv } from '../../../components/pki-browser/der.ts';
import { decodeCertificationRequestPemOrDer, parseCertificationRequest } from '../certification-request.ts';
import * as writer from '../der-writer.ts';
import { testCertificate, testKey } from '../fixtures.test-support.ts';
import { encodePem } from '../pem.ts';
import { readPkcs12 } from './read-pkcs12.ts';

/** What the pages make in the browser, read by the readers here. */

describe('requests made in the browser', () => {
  it.each(BROWSER_KEY_TYPES)('%s: read, with its proof of possession', async (keyType) => {
    const { csr, privateKey } = await makeBrowserKey(keyType);
    const parsed = parseCertificationRequest(decodeCertificationRequestPemOrDer(csr));
    expect(parsed).toMatchObject({ keyAlgorithm: keyType, subject: [], subjectAltName: [], signatureVerified: true });
    expect(Buffer.from(csr).includes(Buffer.from(privateKey).toString('base64').slice(60, 100))).toBe(false);
  });
  it('knows which types there are', async () => {
    expect(await keyTypesHere()).toEqual(BROWSER_KEY_TYPES);
  });
});

describe('PKCS#12 files made in the browser', () => {
  it.each(['correct horse battery', 'Grüße 🔑'])('opens with its password "%s" and no other', async (password) => {
    const root = testKey('P-256', 1);
    const rootCertificate = testCertificate('rootAuthority', root, null);
    const leaf = testCertificate('tlsClient', testKey('P-256', 2), { key: root, certificate: rootCertificate });
    const { privateKey } = await makeBrowserKey('P-256');
    const file = await packPkcs12({
      privateKey,
      certificates: [new Uint8Array(leaf.certificateDer), new Uint8Array(rootCertificate.certificateDer)],
      password,
      friendlyName: 'alice',
      rounds: { encryption: 2_000, seal: 100 },
    });
    const entries = readPkcs12(file).open([password]);
    expect(entries.map(({ kind, friendlyName }) => [kind, friendlyName])).toEqual([
      ['certificate', 'alice'],
      ['certificate', null],
      ['privateKey', 'alice'],
    ]);
    const [first, second, key] = entries;
    expect(first).toMatchObject({ der: leaf.certificateDer, localKeyId: key?.localKeyId });
    expect(second).toMatchObject({ der: rootCertificate.certificateDer });
    expect(key).toMatchObject({ pkcs8Der: privateKey });
    expect(() => readPkcs12(file).open(['wrong'])).toThrowError(expect.objectContaining({ code: 'bad-password' }));
  });
});

describe('DER in the browser', () => {
  it('is what the writer of the server makes', () => {
    for (const value of [0, 1, 127, 128, 255, 256, 600_000, 0xffff_ffff])
      expect(integer(value)).toEqual(new Uint8Array(writer.integer(value)));
    for (const length of [0, 127, 128, 255, 256, 65_536])
      expect(tlv(4, new Uint8Array(length))).toEqual(new Uint8Array(writer.octetString(new Uint8Array(length))));
    expect(set(Uint8Array.of(5, 0), Uint8Array.of(2, 1, 1), Uint8Array.of(2, 1))).toEqual(
      Uint8Array.of(0x31, 7, 2, 1, 2, 1, 1, 5, 0),
    );
    const der = Uint8Array.from({ length: 200 }, (_, at) => at);
    expect(pem('CERTIFICATE', der)).toBe(encodePem('CERTIFICATE', der));
    expect(certificatesIn(pem('CERTIFICATE', der).repeat(2))).toEqual([der, der]);
  });
});
