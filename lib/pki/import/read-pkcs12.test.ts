import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../certificate.ts';
import { readPkcs8 } from './private-key.ts';
import { readPkcs12 } from './read-pkcs12.ts';
import { PASSWORD, UNICODE_PASSWORD, vector, vectorCertificates } from './vectors.test-support.ts';

const [root] = vectorCertificates('ca.pem');
const [leaf] = vectorCertificates('leaf.pem');

describe('readPkcs12', () => {
  it.each([
    ['openssl-modern', PASSWORD, 2, 1],
    ['openssl-legacy', PASSWORD, 2, 1],
    ['openssl-unicode', UNICODE_PASSWORD, 2, 1],
    ['openssl-unicode-legacy', UNICODE_PASSWORD, 2, 1],
    ['openssl-nomac', PASSWORD, 2, 1],
    ['openssl-empty', '', 2, 1],
    ['openssl-clear', PASSWORD, 2, 1],
    ['openssl-sha512', PASSWORD, 2, 1],
    ['keytool-keystore', PASSWORD, 2, 1],
    ['keytool-truststore', PASSWORD, 1, 0],
    ['keytool-legacy', PASSWORD, 1, 0],
    ['nss-modern', PASSWORD, 2, 1],
    ['nss-unicode', UNICODE_PASSWORD, 2, 1],
    ['nss-legacy', PASSWORD, 2, 1],
    ['gnutls', PASSWORD, 2, 1],
    ['gnutls-3des', PASSWORD, 1, 1],
  ])('reads %s', (name, password, certificates, keys) => {
    const start = performance.now();
    const file = readPkcs12(vector(`${name}.p12`));
    const entries = file.open([password]);
    console.log(
      name,
      file.seal,
      performance.now() - start,
      entries.map((e) => [e.kind, e.friendlyName, e.localKeyId].join(':')),
    );
    const found = entries.flatMap((entry) => (entry.kind === 'certificate' ? [entry.der] : []));
    expect(found).toHaveLength(certificates);
    for (const der of found) expect([root, leaf]).toContainEqual(der);
    const read = entries.flatMap((entry) => (entry.kind === 'privateKey' ? [readPkcs8(entry.pkcs8Der)] : []));
    expect(read).toHaveLength(keys);
    for (const key of read) expect(key.spkiDer).toEqual(parseCertificate(leaf!).spkiDer);
  });
});
