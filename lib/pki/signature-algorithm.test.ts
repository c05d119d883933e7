import { constants, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { explicit, integer, nullValue, oid, sequence } from './der-writer.ts';
import { bytes, pssKeyPair, signPss, signWith, testKey } from './fixtures.test-support.ts';
import { OID } from './oids.ts';
import {
  describeSignatureAlgorithm,
  rsassaPssIdentifier,
  schemeOfAuthority,
  schemesOfKey,
  signatureAlgorithmFor,
  verifySignature,
} from './signature-algorithm.ts';

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
  it.each(['P-256', 'P-384', 'P-521', 'Ed25519', 'RSA-2048', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const)(
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

  it('check RSA-PSS only with agreeing digests and the salt that the parameters say', () => {
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

  it('write the PSS parameters in the one form that browsers accept', () => {
    // The octets of CA/Browser Forum TLS BR §7.1.3.2.1.
    expect(rsassaPssIdentifier('sha256')).toEqual(
      bytes(
        '304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120',
      ),
    );
    expect(rsassaPssIdentifier('sha384')).toEqual(
      bytes(
        '304106092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108300d06096086480165030402020500a203020130',
      ),
    );
    expect(rsassaPssIdentifier('sha512')).toEqual(
      bytes(
        '304106092a864886f70d01010a3034a00f300d06096086480165030402030500a11c301a06092a864886f70d010108300d06096086480165030402030500a203020140',
      ),
    );
    expect(signatureAlgorithmFor('RSA-2048', 'pss')).toMatchObject({ name: 'RSASSA-PSS', padding: 'pss' });
    expect(() => signatureAlgorithmFor('P-256', 'pss')).toThrow(/PSS is a way to sign with RSA keys/);
  });

  it('check PSS with a longer digest, and any salt and form of the trailer that RFC 4055 has', () => {
    for (const digest of ['sha256', 'sha384', 'sha512'] as const) {
      const options = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };
      const saltLength = { sha256: 32, sha384: 48, sha512: 64 }[digest];
      const check = (signature: Uint8Array) =>
        verifySignature({
          spkiDer: rsa.spkiDer,
          algorithmIdentifierDer: rsassaPssIdentifier(digest),
          data: DATA,
          signature,
        });
      expect(check(sign(digest, DATA, { ...options, saltLength }))).toBe(true);
      expect(check(sign(digest, DATA, { ...options, saltLength: 20 }))).toBe(false);
      expect(check(sign(digest, DATA, rsa.privateKey))).toBe(false);
      // OpenSSL takes the longest that fits unless told otherwise.
      const longest = 256 - saltLength - 2;
      expect(
        verifySignature({
          spkiDer: rsa.spkiDer,
          algorithmIdentifierDer: rsassaPssIdentifier(digest, longest),
          data: DATA,
          signature: sign(digest, DATA, { ...options, saltLength: longest }),
        }),
      ).toBe(true);
    }
    const hash = sequence(oid(OID.sha256), nullValue());
    const trailer = (field: number) =>
      sequence(
        oid(OID.rsassaPss),
        sequence(
          explicit(0, hash),
          explicit(1, sequence(oid(OID.mgf1), hash)),
          explicit(2, integer(32)),
          explicit(3, integer(field)),
        ),
      );
    const signature = sign('sha256', DATA, {
      key: rsa.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    });
    // RFC 4055 §3.1: who checks must know the default in both forms, and nothing but it.
    const check = (algorithmIdentifierDer: Uint8Array) =>
      verifySignature({ spkiDer: rsa.spkiDer, algorithmIdentifierDer, data: DATA, signature });
    expect(check(trailer(1))).toBe(true);
    expect(check(trailer(2))).toBe(false);
  });

  it('hold a key that is marked for PSS to PSS, and to the digest it names', () => {
    const made = pssKeyPair('sha384');
    const unbound = pssKeyPair(null);
    const check = (
      pair: ReturnType<typeof pssKeyPair>,
      digest: 'sha256' | 'sha384',
      algorithmIdentifierDer: Uint8Array,
    ) =>
      verifySignature({
        spkiDer: pair.spkiDer,
        algorithmIdentifierDer,
        data: DATA,
        signature: signPss(pair.privateKey, digest, DATA),
      });
    expect(check(made, 'sha384', rsassaPssIdentifier('sha384'))).toBe(true);
    expect(check(unbound, 'sha256', rsassaPssIdentifier('sha256'))).toBe(true);
    expect(check(unbound, 'sha384', rsassaPssIdentifier('sha256'))).toBe(false);
    expect(check(made, 'sha384', signatureAlgorithmFor('RSA-2048').algorithmIdentifierDer)).toBe(false);
    expect(schemesOfKey('RSA-2048', made.spkiDer)).toEqual(['pss-sha384']);
    expect(schemesOfKey('RSA-2048', unbound.spkiDer)).toEqual(['pss', 'pss-sha384', 'pss-sha512']);
    expect(schemesOfKey('RSA-2048', rsa.spkiDer)).toEqual(['pkcs1', 'pss', 'pss-sha384', 'pss-sha512']);
    const shown = (spkiDer: Uint8Array, own: Uint8Array | null) => schemeOfAuthority('RSA-2048', spkiDer, own);
    expect(shown(unbound.spkiDer, rsassaPssIdentifier('sha512'))).toBe('pss-sha512');
    expect(shown(unbound.spkiDer, rsassaPssIdentifier('sha512', 20))).toBe('pss');
    expect(shown(made.spkiDer, null)).toBe('pss-sha384');
    expect(shown(rsa.spkiDer, rsassaPssIdentifier('sha384'))).toBe('pss-sha384');
    expect(shown(rsa.spkiDer, null)).toBe('pkcs1');
  });

  it('tell what a PSS signature is, and that SHA-1 in it is broken', () => {
    const described = (der: Uint8Array) => describeSignatureAlgorithm(der);
    expect(described(rsassaPssIdentifier('sha384'))).toMatchObject({ label: 'RSA-PSS with SHA-384', broken: false });
    expect(described(rsassaPssIdentifier('sha256', 222)).label).toBe('RSA-PSS with SHA-256, 222 octets of salt');
    expect(described(sequence(oid(OID.rsassaPss), sequence()))).toMatchObject({
      label: 'RSA-PSS with SHA-1, 20 octets of salt',
      broken: true,
    });
  });
});
