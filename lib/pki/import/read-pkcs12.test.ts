import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PASSWORD, UNICODE_PASSWORD, vector, vectorCertificates } from '../../../test/support/vectors.ts';
import { parseCertificate } from '../certificate.ts';
import { explicit, implicit, integer, octetString, oid, sequence, tlv } from '../der-writer.ts';
import { expectPrefixesRefused, pkcs8Of, refusal, testCertificate, testKey } from '../fixtures.test-support.ts';
import { OID } from '../oids.ts';
import { encodePkcs12, encodePkcs12TrustStore, type Pkcs12Protection } from '../pkcs12.ts';
import { derivePkcs12Key } from '../pkcs12-key-derivation.ts';
import { PkiError } from '../types.ts';
import { readPkcs8 } from './private-key.ts';
import { readPkcs12 } from './read-pkcs12.ts';
import { WorkBudget } from './work-budget.ts';

const [root] = vectorCertificates('ca.pem');
const [leaf] = vectorCertificates('leaf.pem');
const ownKey = testKey('P-256');
const own = testCertificate('rootAuthority', ownKey, null);

function ownFile(protection: Pkcs12Protection, password: string): Uint8Array {
  let taken = 0;
  return encodePkcs12({
    certificateDer: own.certificateDer,
    chain: [],
    privateKeyPkcs8: pkcs8Of(ownKey),
    password,
    friendlyName: 'own',
    entropy: (octets) => Uint8Array.from({ length: octets }, () => taken++),
    protection,
    iterations: 20,
  });
}

describe('files of other programs', () => {
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
    // The others of NSS and GnuTLS take millions of rounds and are read in test/interop.
    ['nss-unicode', UNICODE_PASSWORD, 2, 1],
  ])('%s is read', (name, password, certificateCount, keyCount) => {
    const entries = readPkcs12(vector(`${name}.p12`)).open([password]);
    const certificates = entries.flatMap((entry) => (entry.kind === 'certificate' ? [entry.der] : []));
    expect(certificates).toHaveLength(certificateCount);
    for (const der of certificates) expect([root, leaf]).toContainEqual(der);
    const keys = entries.flatMap((entry) => (entry.kind === 'privateKey' ? [readPkcs8(entry.pkcs8Der)] : []));
    expect(keys).toHaveLength(keyCount);
    for (const key of keys) expect(key.spkiDer).toEqual(parseCertificate(leaf as Uint8Array).spkiDer);
  });

  it('names and key identifiers pair key and certificate', () => {
    const entries = readPkcs12(vector('openssl-modern.p12')).open([PASSWORD]);
    const key = entries.find(({ kind }) => kind === 'privateKey');
    const certificate = entries.find(({ localKeyId }) => localKeyId !== null);
    expect(key?.friendlyName).toBe('Leaf é');
    expect(certificate?.kind).toBe('certificate');
    expect(key?.localKeyId).toBe(certificate?.localKeyId);
  });

  it('a file without a seal says so', () => {
    expect(readPkcs12(vector('openssl-nomac.p12')).seal).toBeNull();
    expect(readPkcs12(vector('openssl-modern.p12')).seal).toBe('HMAC with SHA-256, 2,048 rounds');
  });

  it('RC4 and public-key encryption are refused in words', () => {
    const sealedByKey = sequence(integer(3), sequence(oid(OID.pkcs7SignedData), explicit(0, sequence())));
    expect(refusal(() => readPkcs12(sealedByKey)).code).toBe('unsupported');
    const rc4 = sequence(oid(OID.pbeWithSHAAnd40BitRC4), sequence(octetString(new Uint8Array(8)), integer(2048)));
    const info = sequence(oid(OID.pkcs7Data), rc4, implicit(0, new Uint8Array(9)));
    const safes = sequence(sequence(oid(OID.pkcs7EncryptedData), explicit(0, sequence(integer(0), info))));
    const file = sequence(integer(3), sequence(oid(OID.pkcs7Data), explicit(0, octetString(safes))));
    expect(readPkcs12(file).open(['p'])).toMatchObject([
      { kind: 'refused', what: 'encrypted part', error: { code: 'unsupported' } },
    ]);
  });

  it('an absent password is tried where an empty one was meant', () => {
    const key = sequence(sequence(oid(OID.keyBag), explicit(0, pkcs8Of(ownKey))));
    const safes = sequence(sequence(oid(OID.pkcs7Data), explicit(0, octetString(key))));
    const salt = new Uint8Array(8);
    const file = (password: Uint8Array) => {
      const macKey = derivePkcs12Key({ digest: 'sha1', purpose: 3, password, salt, iterations: 1, octets: 20 });
      const digest = createHmac('sha1', macKey).update(safes).digest();
      const mac = sequence(sequence(sequence(oid(OID.sha1)), octetString(digest)), octetString(salt));
      return sequence(integer(3), sequence(oid(OID.pkcs7Data), explicit(0, octetString(safes))), mac);
    };
    for (const password of [new Uint8Array(0), new Uint8Array(2)])
      expect(readPkcs12(file(password)).open([])).toMatchObject([{ kind: 'privateKey' }]);
    expect(refusal(() => readPkcs12(file(Uint8Array.of(0, 1, 0, 0))).open([])).code).toBe('bad-password');
  });
});

describe('own files', () => {
  it.each(['modern', 'pbmac1', 'legacy'] as const)('%s round trip', (protection) => {
    for (const password of ['p', '', 'pässwörd€', 'pass😀word']) {
      const entries = readPkcs12(ownFile(protection, password)).open([password]);
      expect(entries.map(({ kind }) => kind)).toEqual(['certificate', 'privateKey']);
      expect(entries[0]).toMatchObject({ der: own.certificateDer, friendlyName: 'own' });
      expect(entries[1]).toMatchObject({ pkcs8Der: pkcs8Of(ownKey) });
    }
  });

  it('another password does not open it, an empty one needs no telling', () => {
    expect(refusal(() => readPkcs12(ownFile('modern', 'p')).open(['P', 'p '])).code).toBe('bad-password');
    expect(refusal(() => readPkcs12(ownFile('pbmac1', 'p')).open([])).message).toContain('Enter its password');
    expect(readPkcs12(ownFile('legacy', '')).open([])).toHaveLength(2);
  });

  it('a password that an old program spelled octet by octet opens its file', () => {
    const spelled = Buffer.from('pässwörd', 'utf8').toString('latin1');
    for (const protection of ['modern', 'legacy'] as const)
      expect(readPkcs12(ownFile(protection, spelled)).open(['x', 'pässwörd'])).toMatchObject([
        { kind: 'certificate' },
        { kind: 'privateKey' },
      ]);
  });

  it('trust stores hold certificates only', () => {
    const file = encodePkcs12TrustStore({
      certificates: [{ alias: 'Root', certificateDer: own.certificateDer }],
      password: 'p',
      entropy: (octets) => new Uint8Array(octets),
      iterations: 20,
    });
    expect(readPkcs12(file).open(['x', 'p'])).toMatchObject([{ kind: 'certificate', friendlyName: 'root', bag: 1 }]);
  });

  it('every prefix and every changed octet is refused with a PkiError or read within the budget', () => {
    const file = ownFile('modern', 'p');
    expectPrefixesRefused(file, (prefix) => readPkcs12(prefix).open(['p']));
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Uint8Array.from(file);
        changed[at] = (changed[at] as number) ^ change;
        try {
          readPkcs12(changed, new WorkBudget({ maxPlanned: 2_000, maxSpent: 4_000 })).open(['p']);
        } catch (error) {
          expect(error).toBeInstanceOf(PkiError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('budgets (IMP-01, IMP-02)', () => {
  const pbes2 = (iterations: number) =>
    sequence(
      oid(OID.pbes2),
      sequence(
        sequence(oid(OID.pbkdf2), sequence(octetString(new Uint8Array(16)), integer(iterations))),
        sequence(oid(OID.aes256Cbc), octetString(new Uint8Array(16))),
      ),
    );
  const shroudedBag = (iterations: number) =>
    sequence(oid(OID.pkcs8ShroudedKeyBag), explicit(0, sequence(pbes2(iterations), octetString(new Uint8Array(32)))));
  const safe = (content: Uint8Array) => sequence(oid(OID.pkcs7Data), explicit(0, octetString(content)));
  const pfx = (bags: Uint8Array, mac: Uint8Array = new Uint8Array(0)) =>
    sequence(integer(3), safe(sequence(safe(bags))), mac);
  const macOf = (algorithm: Uint8Array, iterations: number) =>
    sequence(sequence(algorithm, octetString(new Uint8Array(32))), octetString(new Uint8Array(8)), integer(iterations));

  it.each([
    ['in the seal', pfx(sequence(), macOf(sequence(oid(OID.sha256)), 2 ** 31 - 1))],
    ['in one bag', pfx(sequence(shroudedBag(2 ** 31 - 1)))],
    ['summed over 50 bags', pfx(sequence(...Array.from({ length: 50 }, () => shroudedBag(100_000))))],
    ['with 50 digits', pfx(sequence(shroudedBag(1e50)))],
  ])('too many rounds %s are refused before any derivation', (_, file) => {
    const budget = new WorkBudget({ maxSpent: 0 });
    expect(refusal(() => readPkcs12(file, budget)).code).toBe('too-large');
  });

  it('PBMAC1 with a huge key length and scrypt with N = 2³⁰ are refused', () => {
    const pbmac1 = sequence(
      oid(OID.pbmac1),
      sequence(
        sequence(oid(OID.pbkdf2), sequence(octetString(new Uint8Array(8)), integer(1), integer(2 ** 31))),
        sequence(oid(OID.hmacWithSha256)),
      ),
    );
    expect(refusal(() => readPkcs12(pfx(sequence(), macOf(pbmac1, 1)))).code).toBe('malformed');
    const scrypt = sequence(
      oid(OID.pbes2),
      sequence(
        sequence(oid(OID.scrypt), sequence(octetString(new Uint8Array(8)), integer(2 ** 30), integer(8), integer(1))),
        sequence(oid(OID.aes256Cbc), octetString(new Uint8Array(16))),
      ),
    );
    const bag = sequence(oid(OID.pkcs8ShroudedKeyBag), explicit(0, sequence(scrypt, octetString(new Uint8Array(32)))));
    expect(refusal(() => readPkcs12(pfx(sequence(bag)))).code).toBe('too-large');
  });

  it('nesting 1,000 deep, 100,000 bags and 2 MiB are refused', () => {
    let nested = sequence();
    for (let level = 0; level < 1000; level += 1)
      nested = sequence(sequence(oid(OID.safeContentsBag), explicit(0, nested)));
    expect(refusal(() => readPkcs12(pfx(nested))).code).toBe('too-large');
    const bag = sequence(oid(OID.keyBag), explicit(0, sequence()));
    const many = tlv(0x30, ...Array.from({ length: 100_000 }, () => bag));
    expect(refusal(() => readPkcs12(pfx(many))).code).toBe('too-large');
    expect(refusal(() => readPkcs12(new Uint8Array(2_097_152))).code).toBe('too-large');
  });

  it('safe contents in safe contents are read as deep as real files have them', () => {
    const key = sequence(oid(OID.keyBag), explicit(0, pkcs8Of(ownKey)));
    const inner = sequence(oid(OID.safeContentsBag), explicit(0, sequence(key)));
    expect(readPkcs12(pfx(sequence(inner))).open([])).toMatchObject([{ kind: 'privateKey' }]);
  });

  it('trying many passwords ends', () => {
    const budget = new WorkBudget({ maxSpent: 100 });
    const passwords = Array.from({ length: 10 }, (_, index) => `wrong ${index}`);
    expect(refusal(() => readPkcs12(ownFile('modern', 'p'), budget).open(passwords)).code).toBe('too-large');
  });
});
