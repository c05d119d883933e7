import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PASSWORD, UNICODE_PASSWORD, vector, vectorCertificates } from '../../../test/support/vectors.ts';
import { encodePkcs7 } from '../export/pkcs7.ts';
import { bytes, pkcs8Of, testCertificate, testKey, testRequest } from '../fixtures.test-support.ts';
import { ocspErrorResponse } from '../ocsp.ts';
import { encodePem } from '../pem.ts';
import { privateKeyPem } from '../pkcs8.ts';
import { type FileItem, readAnything } from './read-anything.ts';
import { WorkBudget } from './work-budget.ts';

const [root] = vectorCertificates('ca.pem');
const [leaf] = vectorCertificates('leaf.pem');
const key = testKey('P-256');
const own = testCertificate('rootAuthority', key, null);
const pemOf = (text: string, fileName = 'a.pem', passwords: readonly string[] = []) =>
  readAnything({ bytes: Buffer.from(text, 'utf8'), fileName, passwords });
/** Kind, or state, of each item. */
const summary = (items: readonly FileItem[]) => items.map(({ state, value }) => value?.kind ?? state);
const read = (name: string, passwords: readonly string[] = [PASSWORD]) =>
  readAnything({ bytes: vector(name), fileName: name, passwords });

describe('keys as OpenSSL, GnuTLS and strongSwan write them', () => {
  it.each([
    'openssl-pkcs8.pem',
    'openssl-sec1-with-parameters.pem',
    'openssl-sec1-no-public.pem',
    'openssl-sec1.der',
    'openssl-pkcs1.pem',
    'openssl-pkcs1.der',
    'openssl-ed25519.pem',
    'openssl-traditional-aes128.pem',
    'openssl-traditional-aes192.pem',
    'openssl-traditional-aes256.pem',
    'openssl-traditional-des3.pem',
    'openssl-pbes2-aes-128-cbc.pem',
    'openssl-pbes2-aes-192-cbc.pem',
    'openssl-pbes2-aes-256-cbc.pem',
    'openssl-pbes2-des3.pem',
    'openssl-pbes2-hmacWithSHA1.pem',
    'openssl-pbes2-hmacWithSHA224.pem',
    'openssl-pbes2-hmacWithSHA384.pem',
    'openssl-pbes2-hmacWithSHA512.pem',
    'openssl-scrypt.pem',
    'openssl-PBE-SHA1-3DES.pem',
    'openssl-PBE-SHA1-2DES.pem',
    'openssl-PBE-SHA1-RC2-40.pem',
    'openssl-PBE-SHA1-RC2-128.pem',
    'gnutls-pkcs8.pem',
    'strongswan-key.pem',
  ])('%s is read', (name) => {
    const items = read(name);
    expect(summary(items), items[0]?.reason?.message).toEqual(['privateKey']);
    // All of these hold the key of leaf.pem.
    const value = items[0]?.value;
    if (/traditional|pbes2|scrypt|PBE|openssl-pkcs8|no-public|sec1\.der/.test(name))
      expect(value?.kind === 'privateKey' && value.key.spkiDer).toEqual(certificateIn('leaf.pem').spkiDer);
  });

  it.each([
    ['openssl-traditional-des.pem', 'DES-CBC'],
    ['openssl-PBE-SHA1-RC4-128.pem', 'RC4'],
    ['openssl-PBE-MD5-DES.pem', 'single DES'],
    ['openssl-sec1-explicit.pem', 'named_curve'],
    ['openssl-dsa.pem', 'DSA'],
  ])('%s is refused with a hint', (name, hint) => {
    const items = read(name);
    expect(summary(items)).toEqual(['refused']);
    expect(items[0]?.reason?.message).toContain(hint);
  });

  it('what needs a password says so, and how it is encrypted', () => {
    for (const name of ['openssl-pbes2-aes-256-cbc.pem', 'openssl-traditional-aes256.pem', 'openssl-modern.p12'])
      for (const passwords of [[], ['wrong']])
        expect(read(name, passwords)).toMatchObject([{ state: 'needs-password', value: null }]);
    expect(read('openssl-scrypt.pem', [])[0]?.what).toContain('scrypt with N=16384');
    expect(read('openssl-PBE-SHA1-3DES.pem')[0]?.notes).toHaveLength(1);
  });
});

function certificateIn(name: string) {
  const value = read(name)[0]?.value;
  if (value?.kind !== 'certificate') throw new Error(`${name} holds no certificate.`);
  return value.certificate;
}

describe('certificates, lists and bundles', () => {
  it.each([
    ['ca.pem', ['certificate']],
    ['leaf.csr', ['request']],
    ['crl.pem', ['crl']],
    ['index.txt', ['opensslIndex']],
    ['serial', ['opensslNumber']],
    ['crlnumber', ['opensslNumber']],
    ['openssl-pkcs7.pem', ['certificate', 'certificate', 'crl']],
    ['openssl-pkcs7.der', ['certificate', 'certificate']],
    ['openssl-cms-ber.der', ['certificate']],
    ['openssl-trusted.pem', ['certificate']],
    ['openssl-bag-attributes.pem', ['certificate', 'certificate', 'privateKey']],
    ['openssl-modern.p12', ['certificate', 'certificate', 'privateKey']],
    ['keytool-keystore.jks', ['privateKey', 'certificate', 'certificate']],
    ['keytool-truststore.jks', ['certificate']],
    ['keytool-truststore.p12', ['certificate']],
    ['easyrsa-index.txt', ['opensslIndex']],
    ['strongswan-ca.pem', ['certificate']],
  ])('%s', (name, kinds) => {
    const items = read(name);
    expect(summary(items), items[0]?.reason?.message).toEqual(kinds);
  });

  it('OCSP responses, public keys and PKCS#12 in PEM are known', () => {
    const kindOf = (content: Uint8Array | string) =>
      summary(readAnything({ bytes: Buffer.from(content as string), fileName: 'x', passwords: [PASSWORD] }));
    expect(kindOf(key.spkiDer)).toEqual(['publicKey']);
    expect(kindOf(pkcs8Of(key))).toEqual(['privateKey']);
    expect(kindOf(ocspErrorResponse('tryLater'))).toEqual(['ocspResponse']);
    expect(kindOf(encodePem('PKCS12', vector('openssl-legacy.p12')))).toHaveLength(3);
    expect(kindOf(encodePem('RSA PUBLIC KEY', bytes('3006 020105 020103')))).toEqual(['refused']);
    expect(kindOf(bytes('06082a8648ce3d030107'))).toEqual(['refused']);
  });

  it('a header that goes on in the next line is left out with it', () => {
    const pem = encodePem('CERTIFICATE', own.certificateDer).replace('\n', '\nComment: one\n two\n\n');
    expect(summary(pemOf(pem))).toEqual(['certificate']);
  });

  it('JCEKS is refused with the command that converts it', () => {
    expect(read('keytool-keystore.jceks')[0]?.reason?.message).toContain('keytool -importkeystore');
  });

  it('DER, bare base64, UTF-16 and PEM between other text are the same', () => {
    const der = certificateIn('ca.pem').certificateDer;
    const pem = Buffer.from(vector('ca.pem')).toString('latin1');
    const forms = [
      der,
      Buffer.from(Buffer.from(der).toString('base64').replaceAll(/.{64}/g, '$&\r\n'), 'latin1'),
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(pem, 'utf16le')]),
      Buffer.from(`# notes\r\n\r\n${pem.replaceAll('\n', '\r\n')}more text: 1\r\n`, 'latin1'),
      Buffer.from(pem.replaceAll('\n', '  \n '), 'latin1'),
    ];
    for (const form of forms) {
      const value = readAnything({ bytes: form, fileName: 'x' })[0]?.value;
      expect(value?.kind === 'certificate' && value.certificate.certificateDer).toEqual(der);
    }
  });

  it('a password belongs to one of several, in any order', () => {
    expect(summary(read('openssl-unicode.p12', ['a', 'b', UNICODE_PASSWORD]))).toHaveLength(3);
  });

  it('names and places are told', () => {
    expect(read('openssl-bag-attributes.pem').map(({ where, friendlyName }) => [where, friendlyName])).toEqual([
      ['block 1', 'Leaf é'],
      ['block 2', null],
      ['block 3', 'Leaf é'],
    ]);
    expect(read('keytool-truststore.jks')[0]).toMatchObject({ where: 'entry "wurzel ü"', friendlyName: 'wurzel ü' });
    expect(read('openssl-modern.p12')[2]).toMatchObject({ where: 'bag 3', friendlyName: 'Leaf é' });
    const text = `Bag Attributes\n    friendlyName: Server é\n${encodePem('CERTIFICATE', own.certificateDer)}`;
    expect(pemOf(text)[0]).toMatchObject({ where: 'block 1', friendlyName: 'Server é' });
  });

  it('a wrong seal is told', () => {
    expect(read('keytool-truststore.jks')[0]?.notes).toEqual([]);
    expect(read('keytool-truststore.jks', ['wrong'])[0]?.notes).toHaveLength(1);
    expect(read('openssl-nomac.p12')[0]?.notes).toHaveLength(1);
  });

  it('mixed blocks are read each by itself', () => {
    const text = [
      encodePem('CERTIFICATE', own.certificateDer),
      '-----BEGIN CERTIFICATE-----\nAAAA*\n-----END CERTIFICATE-----\n',
      encodePem('CERTIFICATE', pkcs8Of(key)),
      encodePem('STRANGE THING', own.certificateDer),
      '-----BEGIN CERTIFICATE-----\nAAAA\n',
      privateKeyPem(pkcs8Of(key)),
      encodePem('CERTIFICATE REQUEST', testRequest(key, [{ type: 'CN', value: 'a' }], [])),
      encodePem('PUBLIC KEY', key.spkiDer),
      encodePem('PKCS7', encodePkcs7([own.certificateDer])),
    ].join('\n');
    expect(summary(pemOf(text))).toEqual([
      'certificate',
      'refused',
      'refused',
      'refused',
      'refused',
      'privateKey',
      'request',
      'publicKey',
      'certificate',
    ]);
    expect(pemOf(text)[2]?.reason?.message).toBe('The block says certificate, but holds private key.');
  });

  it('octets behind a certificate are told from a damaged one', () => {
    const withTail = Buffer.concat([own.certificateDer, Buffer.alloc(3)]);
    expect(readAnything({ bytes: withTail, fileName: 'x.der' })[0]?.reason?.message).toContain('3 bytes follow');
    expect(pemOf(encodePem('CERTIFICATE', withTail))[0]?.reason?.message).toContain('3 bytes follow');
  });

  it.each([
    ['', 'empty'],
    ['PK\u0003\u0004rest', 'zip'],
    ['SQLite format 3\0', 'PKCS#12 or PEM'],
    ['PuTTY-User-Key-File-3: ssh', 'PuTTY'],
    ['ssh-ed25519 AAAA', 'SSH'],
    ['hello', 'nothing that is known'],
    [encodePem('OPENSSH PRIVATE KEY', bytes('00')), 'ssh-keygen'],
    ['-----BEGIN CERTIFICATE-----', 'END line'],
    ['text -----BEGIN nothing', 'no complete PEM block'],
    ['{"a":1}', 'nothing that is known'],
    ['30', 'nothing that is known'],
  ])('%j is refused in words', (text, words) => {
    const items = pemOf(text);
    expect(items).toHaveLength(1);
    expect(items[0]?.state).toBe('refused');
    expect(`${items[0]?.reason?.message} ${items[0]?.reason?.code}`).toContain(words);
  });
});

describe('limits (ASN-13, IMP-03)', () => {
  it('10,001 blocks are refused, 10,000 are read in linear time', () => {
    const block = '-----BEGIN X-----\nAAAA\n-----END X-----\n';
    expect(pemOf(block.repeat(10_000))).toHaveLength(10_000);
    expect(pemOf(block.repeat(10_001))).toMatchObject([{ state: 'refused', reason: { code: 'too-large' } }]);
  });

  it('a line of 32 MB and a file of 65 MiB end at once', () => {
    expect(pemOf(`-----BEGIN CERTIFICATE-----\n${'A'.repeat(32_000_000)}`)[0]?.state).toBe('refused');
    expect(readAnything({ bytes: new Uint8Array(68_157_440), fileName: 'x' })[0]?.reason?.code).toBe('too-large');
  });

  it('many encrypted keys share one budget', () => {
    const pem = Buffer.from(vector('openssl-pbes2-aes-256-cbc.pem')).toString('latin1');
    const items = readAnything({
      bytes: Buffer.from(pem.repeat(20), 'latin1'),
      fileName: 'x',
      passwords: [PASSWORD],
      budget: new WorkBudget({ maxPlanned: 2048 * 5 }),
    });
    expect(summary(items)).toEqual([...Array(5).fill('privateKey'), ...Array(15).fill('refused')]);
  });

  it('at most 10 passwords are tried', () => {
    expect(() => readAnything({ bytes: new Uint8Array(1), fileName: 'x', passwords: Array(11).fill('') })).toThrow(
      /at most 10/,
    );
  });
});

describe('damaged files', () => {
  const files = [
    ['openssl-modern.p12', PASSWORD],
    ['openssl-legacy.p12', PASSWORD],
    ['openssl-pkcs7.der', ''],
    ['openssl-cms-ber.der', ''],
    ['keytool-keystore.jks', PASSWORD],
    ['openssl-traditional-aes256.pem', PASSWORD],
    ['openssl-pbes2-aes-256-cbc.pem', PASSWORD],
    ['openssl-sec1.der', ''],
    ['openssl-pkcs1.der', ''],
    ['crl.pem', ''],
    ['index.txt', ''],
  ] as const;

  it.each(files)('changed octets of %s never throw', (name, password) => {
    const original = vector(name);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const changed = Uint8Array.from(original);
          for (const [at, octet] of changes) changed[at] = octet;
          const budget = new WorkBudget({ maxPlanned: 20_000, maxSpent: 40_000 });
          expect(readAnything({ bytes: changed, fileName: name, passwords: [password], budget })).not.toHaveLength(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(files)('a beginning of %s is never recognised as the whole', (name, password) => {
    const original = vector(name);
    const whole = summary(readAnything({ bytes: original, fileName: name, passwords: [password] }));
    // Text may end at a line's end; two octets less damage the last line.
    for (let length = 0; length < original.length - 2; length += 61) {
      const items = readAnything({ bytes: original.subarray(0, length), fileName: name, passwords: [password] });
      if (name === 'index.txt') expect(items).toHaveLength(1);
      else expect(summary(items)).not.toEqual(whole);
    }
  });

  it('random octets are refused', () => {
    for (let length = 1; length < 60; length += 1)
      expect(readAnything({ bytes: randomBytes(length), fileName: 'x' })[0]?.state).toBe('refused');
  });

  it('roots and leaves of the vectors are there', () => {
    expect(root).toBeDefined();
    expect(leaf).toBeDefined();
  });
});
