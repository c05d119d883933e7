import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { childrenOf, contentOf, type DerElement, encodingOf, readDer } from '../der-reader.ts';
import {
  bitString,
  explicit,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  tlv,
  unsignedInteger,
} from '../der-writer.ts';
import { expectPrefixesRefused, pkcs8Of, refusal, testKey } from '../fixtures.test-support.ts';
import { OID } from '../oids.ts';
import { decodePem } from '../pem.ts';
import { encryptedPrivateKeyPem, privateKeyPem, traditionalPrivateKeyPem } from '../pkcs8.ts';
import { readEncryptedPkcs8, readPkcs1, readPkcs8, readSec1 } from './private-key.ts';
import { WorkBudget } from './work-budget.ts';

const p256 = testKey('P-256');
const other = testKey('P-256', 2);
const rsa = testKey('RSA-2048');
const ed25519 = testKey('Ed25519');
const spkiBits = (key: typeof p256) => {
  const [, bits] = childrenOf(readDer(key.spkiDer, { maxBytes: 4096 }));
  return contentOf(bits as NonNullable<typeof bits>).slice(1);
};
const ecSecret = () => new Uint8Array(Buffer.from(p256.privateKey.export({ format: 'jwk' }).d as string, 'base64url'));
const curve = sequence(oid(OID.ecPublicKey), oid(OID.prime256v1));

describe('readPkcs8', () => {
  it.each([p256, testKey('P-384'), testKey('P-521'), rsa, ed25519])('reads $keyAlgorithm as Node exports it', (key) => {
    const imported = readPkcs8(pkcs8Of(key));
    expect(imported.pkcs8Der).toEqual(pkcs8Of(key));
    expect(imported.spkiDer).toEqual(key.spkiDer);
    expect(imported.keyAlgorithm).toBe(key.keyAlgorithm);
    expectPrefixesRefused(pkcs8Of(key), readPkcs8);
  });

  it.each(['ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87'] as const)('reads %s', (type) => {
    const { privateKey } = generateKeyPairSync(type as 'ed448');
    const imported = readPkcs8(new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })));
    expect(imported.keyAlgorithm).toBe(type.toUpperCase());
    expect(Buffer.from(imported.spkiDer)).toEqual(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  });

  it('reads ML-DSA given as its expanded key alone', () => {
    const { privateKey } = generateKeyPairSync('ml-dsa-44' as 'ed448');
    const info = readDer(new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' })), { maxBytes: 8192 });
    const both = readDer(contentOf(childrenOf(info)[2] as DerElement), { maxBytes: 8192 });
    const expanded = encodingOf(childrenOf(both)[1] as DerElement);
    const imported = readPkcs8(sequence(integer(0), sequence(oid(OID.mlDsa44)), octetString(expanded)));
    expect(Buffer.from(imported.spkiDer)).toEqual(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  });

  it('reads ML-DSA given as its seed alone', () => {
    // RFC 9881 §6: seed [0] IMPLICIT OCTET STRING (SIZE (32))
    const seed = implicit(0, new Uint8Array(randomBytes(32)));
    const imported = readPkcs8(sequence(integer(0), sequence(oid(OID.mlDsa65)), octetString(seed)));
    expect(imported.label).toBe('ML-DSA-65');
  });

  it('reads version 2 and checks the public key in it', () => {
    const version2 = (publicKey: Uint8Array, field = implicit(1, Uint8Array.from([0, ...publicKey]))) =>
      sequence(integer(1), sequence(oid(OID.ed25519)), octetString(octetString(new Uint8Array(32).fill(1))), field);
    expect(readPkcs8(version2(spkiBits(ed25519))).spkiDer).toEqual(ed25519.spkiDer);
    const asRing = explicit(1, bitString(spkiBits(ed25519)));
    expect(readPkcs8(version2(spkiBits(ed25519), asRing)).spkiDer).toEqual(ed25519.spkiDer);
    expect(refusal(() => readPkcs8(version2(spkiBits(testKey('Ed25519', 2))))).message).toContain('another key');
  });

  it('refuses a private key with the public key of another', () => {
    const pkcs8 = (publicKey: Uint8Array) =>
      sequence(
        integer(0),
        curve,
        octetString(sequence(integer(1), octetString(ecSecret()), explicit(1, bitString(publicKey)))),
      );
    expect(readPkcs8(pkcs8(spkiBits(p256))).spkiDer).toEqual(p256.spkiDer);
    const compressed = Uint8Array.from([2 + ((spkiBits(p256).at(-1) as number) & 1), ...spkiBits(p256).slice(1, 33)]);
    expect(readPkcs8(pkcs8(compressed)).spkiDer).toEqual(p256.spkiDer);
    expect(refusal(() => readPkcs8(pkcs8(spkiBits(other)))).message).toContain('another key');
  });

  it('reads secrets that an old program cut or padded', () => {
    const key = testKey('P-521');
    const secret = Buffer.from(key.privateKey.export({ format: 'jwk' }).d as string, 'base64url');
    const start = secret.findIndex((octet) => octet !== 0);
    const read = (content: Uint8Array) =>
      readSec1(sequence(integer(1), octetString(content), explicit(0, oid(OID.secp521r1))));
    expect(read(secret.subarray(start)).spkiDer).toEqual(key.spkiDer);
    expect(read(Buffer.concat([Buffer.alloc(1), secret])).spkiDer).toEqual(key.spkiDer);
    expect(refusal(() => read(Buffer.alloc(70, 1))).code).toBe('malformed');
  });

  it('refuses RSA whose numbers contradict each other', () => {
    const numbers = childrenOf(
      readDer(new Uint8Array(rsa.privateKey.export({ format: 'der', type: 'pkcs1' })), { maxBytes: 4096 }),
    );
    for (let changed = 1; changed < 9; changed += 1) {
      const der = sequence(
        ...numbers.map((number, index) => {
          const content = contentOf(number).slice();
          content[content.length - 1] = (content.at(-1) as number) ^ 2;
          return index === changed ? unsignedInteger(content) : encodingOf(number);
        }),
      );
      expect(refusal(() => readPkcs1(der)).message).toContain('contradicts itself');
    }
    const zero = sequence(...numbers.map((number, index) => (index === 4 ? integer(0) : encodingOf(number))));
    expect(refusal(() => readPkcs1(zero)).code).toBe('malformed');
    expect(refusal(() => readPkcs1(sequence(integer(1), ...numbers.slice(1).map(encodingOf)))).code).toBe(
      'unsupported',
    );
  });

  it('refuses DSA, unnamed curves, two curves and none', () => {
    expect(refusal(() => readPkcs8(sequence(integer(0), sequence(oid(OID.dsa)), octetString(integer(1))))).code).toBe(
      'unsupported',
    );
    const explicitCurve = sequence(
      integer(0),
      sequence(oid(OID.ecPublicKey), sequence(integer(1))),
      octetString(sequence()),
    );
    expect(refusal(() => readPkcs8(explicitCurve)).message).toContain('named_curve');
    const bare = sequence(integer(1), octetString(ecSecret()));
    expect(refusal(() => readSec1(bare)).message).toContain('EC PARAMETERS');
    expect(readSec1(bare, OID.prime256v1).spkiDer).toEqual(p256.spkiDer);
    const inner = sequence(integer(1), octetString(ecSecret()), explicit(0, oid(OID.secp384r1)));
    expect(refusal(() => readSec1(inner, OID.prime256v1)).message).toContain('two different curves');
    expect(refusal(() => readPkcs8(tlv(0x30, new Uint8Array(20_000)))).code).toBe('too-large');
  });
});

it('refuses a key on a curve that OpenSSL takes and cannot write', () => {
  const c2tnb191v3 = Buffer.from('MDECAQEEIDGnpEOdUdx8ewmCCu+/tmkgws+REV3xhGt7UV54r5KFoAoGCCqGSM49AwAH', 'base64');
  expect(refusal(() => readSec1(c2tnb191v3)).code).toBe('malformed');
});

describe('encrypted PKCS#8', () => {
  const encrypted = (password: string, iterations: number) => {
    const pem = encryptedPrivateKeyPem({
      pkcs8Der: pkcs8Of(p256),
      password,
      iterations,
      entropy: (octets) => new Uint8Array(octets).fill(7),
    });
    return { pem, der: decodePem(pem, ['ENCRYPTED PRIVATE KEY'])[0]?.der as Uint8Array };
  };

  it('opens here and in OpenSSL under its password only', () => {
    const { pem, der } = encrypted('pässwörd', 1000);
    expect(readEncryptedPkcs8(der).open(['no', 'pässwörd'])).toEqual(pkcs8Of(p256));
    expect(createPrivateKey({ key: pem, passphrase: 'pässwörd' }).asymmetricKeyType).toBe('ec');
    expect(refusal(() => readEncryptedPkcs8(der).open(['no'])).code).toBe('bad-password');
    expect(refusal(() => readEncryptedPkcs8(der).open([])).message).toContain('Enter its password');
    expectPrefixesRefused(der, (prefix) => readEncryptedPkcs8(prefix).open(['pässwörd']));
  });

  it('takes 600,000 rounds unless told otherwise', () => {
    const pem = encryptedPrivateKeyPem({
      pkcs8Der: pkcs8Of(p256),
      password: 'p',
      entropy: (octets) => new Uint8Array(octets),
    });
    const der = decodePem(pem, ['ENCRYPTED PRIVATE KEY'])[0]?.der as Uint8Array;
    expect(readEncryptedPkcs8(der).text).toBe('AES-256-CBC, PBKDF2 with SHA-256, 600,000 rounds');
  });

  it('refuses absurd parameters before any derivation (IMP-03)', () => {
    const file = (derivation: Uint8Array) =>
      sequence(
        sequence(
          oid(OID.pbes2),
          sequence(
            sequence(oid(OID.pbkdf2), derivation),
            sequence(oid(OID.aes256Cbc), octetString(new Uint8Array(16))),
          ),
        ),
        octetString(new Uint8Array(32)),
      );
    const never = new WorkBudget({ maxSpent: 0 });
    const salt = octetString(new Uint8Array(8));
    expect(refusal(() => readEncryptedPkcs8(file(sequence(salt, integer(1_000_000_000))), never)).code).toBe(
      'too-large',
    );
    expect(refusal(() => readEncryptedPkcs8(file(sequence(salt, integer(0))), never)).code).toBe('malformed');
    expect(
      refusal(() => readEncryptedPkcs8(file(sequence(octetString(new Uint8Array(2000)), integer(1))), never)).code,
    ).toBe('too-large');
    expect(
      refusal(() => readEncryptedPkcs8(file(sequence(octetString(new Uint8Array(1_048_576)), integer(1))), never)).code,
    ).toBe('too-large');
    expect(
      refusal(() => readEncryptedPkcs8(file(sequence(salt, integer(1), sequence(oid('1.2.3.4')))), never)).code,
    ).toBe('unsupported');
  });
});

describe('key files of older forms', () => {
  it('RSA and EC have one, and it leads back', () => {
    const rsaDer = decodePem(traditionalPrivateKeyPem(pkcs8Of(rsa)), ['RSA PRIVATE KEY'])[0]?.der as Uint8Array;
    expect(readPkcs1(rsaDer).pkcs8Der).toEqual(pkcs8Of(rsa));
    const ecDer = decodePem(traditionalPrivateKeyPem(pkcs8Of(p256)), ['EC PRIVATE KEY'])[0]?.der as Uint8Array;
    expect(readSec1(ecDer).pkcs8Der).toEqual(pkcs8Of(p256));
    expect(refusal(() => traditionalPrivateKeyPem(pkcs8Of(ed25519))).code).toBe('unsupported');
    expect(refusal(() => traditionalPrivateKeyPem(new Uint8Array(3))).code).toBe('malformed');
    expect(privateKeyPem(pkcs8Of(p256))).toContain('BEGIN PRIVATE KEY');
  });
});
