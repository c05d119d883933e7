import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodingOf, FieldReader, readDer } from './der-reader.ts';
import { bitString, integer, nullValue, oid, sequence, TAG, tlv } from './der-writer.ts';
import { bytes, expectPrefixesRefused, refusal, testKey } from './fixtures.test-support.ts';
import { OID } from './oids.ts';
import { identifyKeyAlgorithm, keyIdentifierOf, readSubjectPublicKeyInfo } from './public-key.ts';
import { type Digest, isPssKey, pssKeyText, rsassaPssIdentifier } from './rsassa-pss.ts';

const rsaSpki = (modulus: bigint, exponent = 65_537n, parameters: Uint8Array = nullValue()) =>
  sequence(sequence(oid(OID.rsaEncryption), parameters), bitString(sequence(integer(modulus), integer(exponent))));
/** AlgorithmIdentifier without its OID. */
const pssParameters = (digest: Digest, salt: number) => {
  const fields = new FieldReader(readDer(rsassaPssIdentifier(digest, salt), { maxBytes: 512 }), 'AlgorithmIdentifier');
  fields.takeAny('algorithm');
  return encodingOf(fields.takeAny('parameters'));
};
const pssSpki = (...parameters: Uint8Array[]) =>
  sequence(sequence(oid(OID.rsassaPss), ...parameters), bitString(sequence(integer(modulus), integer(65_537))));
const ecSpki = (curve: Uint8Array, point: Uint8Array) =>
  sequence(sequence(oid(OID.ecPublicKey), curve), bitString(point));
const p256 = testKey('P-256');
const p256Point = p256.spkiDer.subarray(-65);
const modulus = BigInt(
  `0x${
    Buffer.from(testKey('RSA-2048').spkiDer)
      .toString('hex')
      .match(/0282010100([0-9a-f]{512})/)?.[1]
  }`,
);

describe('readSubjectPublicKeyInfo', () => {
  it.each(['P-256', 'P-384', 'P-521', 'Ed25519', 'RSA-2048', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const)(
    'reads %s',
    (keyAlgorithm) => {
      const { spkiDer } = testKey(keyAlgorithm);
      const key = readSubjectPublicKeyInfo(spkiDer);
      expect(key.keyAlgorithm).toBe(keyAlgorithm);
      expect(identifyKeyAlgorithm(spkiDer)).toBe(keyAlgorithm);
      expect(key.spkiSha256).toBe(createHash('sha256').update(spkiDer).digest('hex'));
      expect(keyIdentifierOf(spkiDer)).toEqual(key.keyId);
      expectPrefixesRefused(spkiDer, readSubjectPublicKeyInfo);
    },
  );

  it.each([
    ['any digest', pssSpki, 'for RSA-PSS only, with any digest'],
    ['SHA-384', () => pssSpki(pssParameters('sha384', 48)), 'for RSA-PSS only: SHA-384, at least 48 octets of salt'],
    [
      'no salt at least',
      () => pssSpki(pssParameters('sha512', 0)),
      'for RSA-PSS only: SHA-512, at least 0 octets of salt',
    ],
  ])('reads an RSA key for PSS only, with %s', (_, make, text) => {
    const spkiDer = make();
    expect(readSubjectPublicKeyInfo(spkiDer).keyAlgorithm).toBe('RSA-2048');
    expect(identifyKeyAlgorithm(spkiDer)).toBe('RSA-2048');
    expect([isPssKey(spkiDer), pssKeyText(spkiDer)]).toEqual([true, text]);
  });

  it('makes the key identifier over the bits of the key only', () => {
    expect(readSubjectPublicKeyInfo(p256.spkiDer).keyId).toEqual(
      new Uint8Array(createHash('sha1').update(p256Point).digest()),
    );
  });

  it('KEY-01: says what is wrong with a small key', () => {
    const small = new Uint8Array(
      generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'der', type: 'spki' }),
    );
    const error = refusal(() => readSubjectPublicKeyInfo(small));
    expect(error.code).toBe('weak-key');
    expect(error.message).toBe('Key is RSA 1024. RSA 2048 or P-256 is needed. Create a new key and CSR.');
    expect(identifyKeyAlgorithm(small)).toBeNull();
  });

  it.each([
    ['2047 bits', modulus >> 1n],
    ['2049 bits', (modulus << 1n) | 1n],
    ['8192 bits', (1n << 8191n) | 1n],
    ['an even modulus', modulus - 1n],
    ['a factor of 3', factorable(3n)],
    ['a factor of 751', factorable(751n)],
    ['a negative modulus', -modulus],
    ['the modulus 0', 0n],
    ['close primes', closePrimes()],
    ['equal primes', (closeStart() | 1n) ** 2n],
    ['the cube of one number', cube()],
    ['the ROCA structure', rocaModulus()],
  ])('KEY-01, KEY-02, ASN-11: refuses RSA with %s', (_, value) => {
    expect(refusal(() => readSubjectPublicKeyInfo(rsaSpki(value))).code).toBe('weak-key');
  });

  it.each([1n, 2n, 3n, 65_536n, 65_535n, 65_538n, (1n << 256n) + 1n, 0n, -3n])(
    'KEY-01: refuses the exponent %s',
    (exponent) => {
      expect(refusal(() => readSubjectPublicKeyInfo(rsaSpki(modulus, exponent))).code).toBe('weak-key');
    },
  );

  it('accepts the modulus of a sound key and larger exponents', () => {
    expect(readSubjectPublicKeyInfo(rsaSpki(modulus)).keyAlgorithm).toBe('RSA-2048');
    expect(readSubjectPublicKeyInfo(rsaSpki(modulus, 65_539n)).keyAlgorithm).toBe('RSA-2048');
  });

  it('KEY-02: names the reason for a modulus that can be factored', () => {
    expect(refusal(() => readSubjectPublicKeyInfo(rsaSpki(rocaModulus()))).message).toContain('ROCA');
    expect(refusal(() => readSubjectPublicKeyInfo(rsaSpki(closePrimes()))).message).toContain('too close');
    expect(refusal(() => readSubjectPublicKeyInfo(rsaSpki(factorable(3n)))).message).toContain('small prime factor');
  });

  it.each([
    [
      'RSA parameters missing',
      sequence(sequence(oid(OID.rsaEncryption)), bitString(sequence(integer(modulus), integer(65_537)))),
      'unsupported',
    ],
    ['RSA-PSS bound to SHA-1', pssSpki(sequence()), 'unsupported'],
    ['RSA-PSS with NULL', pssSpki(nullValue()), 'unsupported'],
    ['RSA-PSS bound to a longer salt', pssSpki(pssParameters('sha256', 33)), 'unsupported'],
    [
      'RSA-PSS of 1024 bits',
      sequence(sequence(oid(OID.rsassaPss)), bitString(sequence(integer(modulus >> 1024n), integer(65_537)))),
      'weak-key',
    ],
    [
      'RSA with a third number',
      sequence(
        sequence(oid(OID.rsaEncryption), nullValue()),
        bitString(sequence(integer(modulus), integer(65_537), integer(1))),
      ),
      'malformed',
    ],
    ['secp256k1', ecSpki(oid(OID.secp256k1), p256Point), 'unsupported'],
    ['P-192', ecSpki(oid(OID.prime192v1), p256Point.subarray(0, 49)), 'unsupported'],
    ['explicit curve parameters', ecSpki(sequence(integer(1)), p256Point), 'unsupported'],
    ['no curve', sequence(sequence(oid(OID.ecPublicKey)), bitString(p256Point)), 'unsupported'],
    ['the point at infinity', ecSpki(oid(OID.prime256v1), bytes('00')), 'malformed'],
    ['no point', ecSpki(oid(OID.prime256v1), bytes('')), 'malformed'],
    ['a compressed point', ecSpki(oid(OID.prime256v1), Uint8Array.of(2, ...p256Point.subarray(1, 33))), 'unsupported'],
    ['a hybrid point', ecSpki(oid(OID.prime256v1), Uint8Array.of(6, ...p256Point.subarray(1))), 'malformed'],
    [
      'a point off the curve',
      ecSpki(oid(OID.prime256v1), Uint8Array.of(...p256Point.subarray(0, 64), (p256Point[64] as number) ^ 1)),
      'malformed',
    ],
    ['a point of another curve', ecSpki(oid(OID.secp384r1), p256Point), 'malformed'],
    [
      'coordinates beyond the prime',
      ecSpki(oid(OID.prime256v1), Uint8Array.of(4, ...new Uint8Array(64).fill(255))),
      'malformed',
    ],
    [
      'Ed25519 with parameters',
      sequence(sequence(oid(OID.ed25519), nullValue()), bitString(new Uint8Array(32))),
      'unsupported',
    ],
    ['Ed25519 of 31 octets', sequence(sequence(oid(OID.ed25519)), bitString(new Uint8Array(31))), 'malformed'],
    [
      'ML-DSA-65 with parameters',
      sequence(sequence(oid(OID.mlDsa65), nullValue()), bitString(new Uint8Array(1952))),
      'unsupported',
    ],
    [
      'ML-DSA-65 with a key of ML-DSA-44',
      sequence(sequence(oid(OID.mlDsa65)), bitString(new Uint8Array(1312))),
      'malformed',
    ],
    ['X25519', sequence(sequence(oid(OID.x25519)), bitString(new Uint8Array(32))), 'unsupported'],
    ['DSA', sequence(sequence(oid(OID.dsa), sequence()), bitString(integer(5))), 'unsupported'],
    [
      'padding bits',
      sequence(sequence(oid(OID.ed25519)), tlv(TAG.bitString, Uint8Array.of(1), new Uint8Array(32))),
      'malformed',
    ],
    ['a third field', sequence(sequence(oid(OID.ed25519)), bitString(new Uint8Array(32)), nullValue()), 'malformed'],
    ['an empty SEQUENCE', sequence(), 'malformed'],
  ])('ASN-11, KEY-04: refuses %s', (_, der, code) => {
    expect(refusal(() => readSubjectPublicKeyInfo(der)).code).toBe(code);
  });
});

/** 2,048 bits with the factor and without any other small one. */
function factorable(factor: bigint): bigint {
  const start = ((1n << 2048n) - (1n << 2040n)) / factor;
  return factor * (start | 1n);
}

function closeStart(): bigint {
  return (1n << 1024n) - (1n << 1000n);
}

/** a² − b² with a small b, free of small factors. */
function closePrimes(): bigint {
  for (let a = closeStart(); ; a += 1n) {
    const value = a * a - 12_345_678n ** 2n;
    if (value % 2n === 1n && SMALL.every((prime) => value % prime !== 0n)) return value;
  }
}

/** A cube of 2,048 bits without a small factor. */
function cube(): bigint {
  for (let root = (3n << 681n) + 1n; ; root += 2n) {
    const value = root ** 3n;
    if (value.toString(2).length === 2048 && SMALL.every((prime) => value % prime !== 0n)) return value;
  }
}

/** A product of two numbers that are powers of 65537 modulo the product of the first primes, as the faulty cards made them. */
function rocaModulus(): bigint {
  const primorial = SMALL.slice(0, 126).reduce((product, prime) => product * prime, 1n);
  const power = (exponent: number) =>
    Array.from({ length: exponent }).reduce<bigint>((value) => (value * 65_537n) % primorial, 1n);
  const scale = ((1n << 1024n) - (1n << 1000n)) / primorial;
  for (let k = 0n; ; k += 1n) {
    const value = ((scale - k) * primorial + power(1234)) * ((scale - 1000n - 2n * k) * primorial + power(777));
    if (value.toString(2).length === 2048 && SMALL.every((prime) => value % prime !== 0n)) return value;
  }
}

var SMALL = Array.from({ length: 751 }, (_, index) => BigInt(index + 2)).filter((candidate, _, all) =>
  all.every((other) => other >= candidate || candidate % other !== 0n),
);
