import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vector } from '../../../test/support/vectors.ts';
import { explicit, integer, oid, sequence } from '../der-writer.ts';
import { expectPrefixesRefused, refusal, testCertificate, testKey } from '../fixtures.test-support.ts';
import { readPkcs7 } from '../import/read-pkcs7.ts';
import { OID } from '../oids.ts';
import { PkiError } from '../types.ts';
import { encodePkcs7 } from './pkcs7.ts';

const certificates = [1, 2, 3].map(
  (number) => testCertificate('rootAuthority', testKey('Ed25519', number), null).certificateDer,
);

describe('certs-only PKCS#7', () => {
  it('keeps the certificates and their order', () => {
    for (const list of [certificates, [...certificates].reverse(), []])
      expect(readPkcs7(encodePkcs7(list))).toEqual({
        certificates: list,
        crls: [],
        otherCount: 0,
        hasSignature: false,
      });
    expectPrefixesRefused(encodePkcs7(certificates), readPkcs7);
  });

  it('reads signed messages and lists, and says so', () => {
    expect(readPkcs7(vector('openssl-cms-ber.der')).hasSignature).toBe(true);
    expect(readPkcs7(vector('openssl-pkcs7.der'))).toMatchObject({ hasSignature: false, crls: [] });
    expect(refusal(() => readPkcs7(sequence(oid(OID.pkcs7EncryptedData), explicit(0, integer(1))))).code).toBe(
      'wrong-type',
    );
  });

  it('changed octets throw nothing but PkiError', () => {
    const file = vector('openssl-cms-ber.der');
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (at, octet) => {
        const changed = Uint8Array.from(file);
        changed[at] = octet;
        try {
          readPkcs7(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(PkiError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
