import { constants, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { explicit, integer, nullValue, oid, sequence } from './der-writer.ts';
import { bytes, signWith, testKey } from './fixtures.test-support.ts';
import { OID } from './oids.ts';
import { describeSignatureAlgorithm, signatureAlgorithmFor, verifySignature } from './signature-algorithm.ts';

const DATA = bytes('00112233');
const rsa = testKey('RSA-2048');

function pss(hash: string, mgfHash: string, salt: number): Uint8Array {
  return sequence(
    oid(OID.rsassaPss),
    sequence(
      explicit(0, sequence(oid(hash), nullValue())),
      explicit(1, sequence(oid(OID.mgf1), sequence(oid(mgfHash), nullValue()))),
      explicit(2, integer(salt)),
    ),
  );
}

describe('signatureAlgorithmFor and verifySignature', () => {
  it.each(['P-256', 'P-384', 'P-521', 'Ed25519', 'RSA-2048'] as const)(
    'agree for %s and refuse any change',
    (keyAlgorithm) => {
      const key = testKey(keyAlgorithm);
      const { algorithmIdentifierDer } = signatureAlgorithmFor(keyAlgorithm);
      const args = { spkiDer: key.spkiDer, algorithmIdentifierDer, data: DATA, signature: signWith(key, DATA) };
      expect(verifySignature(args)).toBe(true);
      expect(verifySignature({ ...args, data: bytes('00112234') })).toBe(false);
      expect(verifySignature({ ...args, signature: args.signature.subarray(1) })).toBe(false);
      expect(verifySignature({ ...args, signature: new Uint8Array(0) })).toBe(false);
      expect(
        verifySignature({ ...args, spkiDer: testKey(keyAlgorithm === 'P-256' ? 'P-384' : 'P-256', 2).spkiDer }),
      ).toBe(false);
      expect(verifySignature({ ...args, spkiDer: bytes('3000') })).toBe(false);
      expect(verifySignature({ ...args, algorithmIdentifierDer: bytes('3000') })).toBe(false);
      expect(verifySignature({ ...args, algorithmIdentifierDer: new Uint8Array(0) })).toBe(false);
    },
  );

  it('pair the digest with the key', () => {
    expect(signatureAlgorithmFor('P-256').name).toBe('ecdsa-with-SHA256');
    expect(signatureAlgorithmFor('P-384').digest).toBe('sha384');
    expect(signatureAlgorithmFor('P-521').digest).toBe('sha512');
    expect(signatureAlgorithmFor('RSA-4096').name).toBe('sha256WithRSAEncryption');
    expect(signatureAlgorithmFor('Ed25519').digest).toBeNull();
  });

  it('refuse good signatures by broken digests', () => {
    const signature = new Uint8Array(sign('sha1', DATA, rsa.privateKey));
    const md5 = new Uint8Array(sign('md5', DATA, rsa.privateKey));
    const identifier = (dotted: string) => sequence(oid(dotted), nullValue());
    expect(
      verifySignature({
        spkiDer: rsa.spkiDer,
        algorithmIdentifierDer: identifier(OID.sha1WithRSAEncryption),
        data: DATA,
        signature,
      }),
    ).toBe(false);
    expect(
      verifySignature({
        spkiDer: rsa.spkiDer,
        algorithmIdentifierDer: identifier(OID.md5WithRSAEncryption),
        data: DATA,
        signature: md5,
      }),
    ).toBe(false);
    expect(describeSignatureAlgorithm(identifier(OID.sha1WithRSAEncryption))).toMatchObject({
      broken: true,
      label: 'RSA with SHA-1',
    });
    expect(describeSignatureAlgorithm(signatureAlgorithmFor('P-256').algorithmIdentifierDer).broken).toBe(false);
  });

  it('insist on the standard form of the parameters', () => {
    const signature = signWith(rsa, DATA);
    expect(
      verifySignature({
        spkiDer: rsa.spkiDer,
        algorithmIdentifierDer: sequence(oid(OID.sha256WithRSAEncryption)),
        data: DATA,
        signature,
      }),
    ).toBe(false);
    const ec = testKey('P-256');
    expect(
      verifySignature({
        spkiDer: ec.spkiDer,
        algorithmIdentifierDer: sequence(oid(OID.ecdsaWithSha256), nullValue()),
        data: DATA,
        signature: signWith(ec, DATA),
      }),
    ).toBe(false);
  });

  it('check RSA-PSS only with agreeing digests and a salt of their length', () => {
    const options = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const signature = new Uint8Array(sign('sha256', DATA, options));
    const check = (algorithmIdentifierDer: Uint8Array) =>
      verifySignature({ spkiDer: rsa.spkiDer, algorithmIdentifierDer, data: DATA, signature });
    expect(check(pss(OID.sha256, OID.sha256, 32))).toBe(true);
    expect(check(pss(OID.sha256, OID.sha384, 32))).toBe(false);
    expect(check(pss(OID.sha256, OID.sha256, 20))).toBe(false);
    expect(check(pss(OID.sha384, OID.sha384, 48))).toBe(false);
    expect(check(pss(OID.sha1, OID.sha1, 20))).toBe(false);
    expect(check(sequence(oid(OID.rsassaPss)))).toBe(false);
    expect(check(sequence(oid(OID.rsassaPss), sequence()))).toBe(false);
  });
});
