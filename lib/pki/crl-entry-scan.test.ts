import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CrlEntry, encodeEntries } from './crl-entries.ts';
import { scanEntries } from './crl-entry-scan.ts';
import { childrenOf, FieldReader, readDer } from './der-reader.ts';
import { explicit, generalizedTime, integer, octetString, oid, sequence, TAG, utcTime } from './der-writer.ts';
import { NOW, serialArbitrary, timeArbitrary } from './fixtures.test-support.ts';
import { OID } from './oids.ts';
import { encodeExtension } from './tbs-certificate.ts';
import { PkiError, type SerialNumber } from './types.ts';

/** The long way: the gate over all of it, then every entry field by field. */
function isWholeEntries(octets: Uint8Array): boolean {
  try {
    for (const entry of childrenOf(readDer(sequence(octets), { maxBytes: 100_000 }))) {
      const fields = new FieldReader(entry, 'entry');
      fields.take(TAG.integer, 'userCertificate');
      const { tag } = fields.takeAny('revocationDate');
      if (tag !== TAG.utcTime && tag !== TAG.generalizedTime) return false;
      fields.optional(TAG.sequence);
      fields.finish();
    }
    return true;
  } catch (error) {
    if (error instanceof PkiError) return false;
    throw error;
  }
}
const scan = (octets: Uint8Array) => {
  const others: Uint8Array[] = [];
  return { ...scanEntries(octets, ({ source }) => others.push(source)), others };
};
const isScanned = (octets: Uint8Array): boolean => {
  try {
    scan(octets);
    return true;
  } catch (error) {
    if (error instanceof PkiError && error.code === 'malformed') return false;
    throw error;
  }
};
const encode = (entries: readonly CrlEntry[]) => new Uint8Array(Buffer.concat(encodeEntries(entries, true).chunks));
const entriesArbitrary = fc.array(
  fc.record({
    serialNumber: serialArbitrary,
    revocationDate: timeArbitrary,
    reason: fc.constantFrom('unspecified', 'keyCompromise', 'removeFromCRL', 'aACompromise'),
    invalidityDate: fc.option(timeArbitrary),
  }) as fc.Arbitrary<CrlEntry>,
  { maxLength: 4 },
);

describe('scanEntries', () => {
  it('accepts what the long way accepts, and refuses what it refuses, for entries that were changed anywhere', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        entriesArbitrary,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 2 }),
        fc.nat(3),
        (entries, changes, cut) => {
          const octets = encode(entries);
          for (const [at, octet] of changes) if (octets.length > 0) octets[at % octets.length] = octet;
          const some = octets.subarray(0, octets.length - (cut === 3 ? Math.min(1, octets.length) : 0));
          const expected = isWholeEntries(some);
          if (expected) accepted += 1;
          else refused += 1;
          expect(isScanned(some)).toBe(expected);
        },
      ),
      { numRuns: 1_000 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(60);
  });

  it('counts the usual ones with their reasons and hands over the others', () => {
    const usual: CrlEntry[] = [
      { serialNumber: '01' as SerialNumber, revocationDate: NOW, reason: 'unspecified' },
      { serialNumber: 'ff' as SerialNumber, revocationDate: NOW, reason: 'keyCompromise' },
      { serialNumber: '02' as SerialNumber, revocationDate: NOW, reason: 'removeFromCRL', invalidityDate: NOW },
    ];
    expect(scan(encode(usual))).toEqual({ count: 3, reasonBits: (1 << 1) | (1 << 8), others: [] });
    const late = new Date(Date.UTC(2050, 0, 1));
    const critical = sequence(encodeExtension(OID.certificateIssuer, true, sequence()));
    const unusual = [
      sequence(integer(0), utcTime(NOW)),
      sequence(integer(-1), utcTime(NOW)),
      sequence(integer(1n << 170n), utcTime(NOW)),
      sequence(integer(1), generalizedTime(late)),
      sequence(integer(1), utcTime(NOW), critical),
      sequence(integer(1), utcTime(NOW), sequence(encodeExtension(OID.reasonCode, true, Uint8Array.of(10, 1, 1)))),
      sequence(integer(1), utcTime(NOW), sequence(encodeExtension(OID.reasonCode, false, Uint8Array.of(10, 1, 0)))),
    ];
    const octets = new Uint8Array(Buffer.concat([encode(usual), ...unusual, encode(usual)]));
    const found = scan(octets);
    expect(found.count).toBe(13);
    expect(found.others.map((one) => Buffer.from(one).toString('hex'))).toEqual(
      unusual.map((one) => Buffer.from(one).toString('hex')),
    );
  });

  it('refuses what is not whole entries, also between them', () => {
    const entry = sequence(integer(1), utcTime(NOW));
    const bad = [
      entry.subarray(0, 1),
      entry.subarray(0, -1),
      Uint8Array.of(0x30, 0x84),
      Uint8Array.of(0),
      integer(1),
      explicit(0, entry),
      sequence(utcTime(NOW), integer(1)),
      sequence(integer(1), utcTime(NOW), sequence(), integer(1)),
      sequence(integer(1), octetString(new Uint8Array(3))),
      sequence(integer(1), oid(OID.reasonCode)),
      // The same entry with its length in two octets.
      Uint8Array.of(0x30, 0x81, entry.length - 2, ...entry.subarray(2)),
    ];
    for (const one of bad)
      for (const octets of [one, Buffer.concat([entry, one]), Buffer.concat([one, entry])])
        expect(isScanned(new Uint8Array(octets)), Buffer.from(octets).toString('hex')).toBe(false);
    expect(scan(new Uint8Array())).toEqual({ count: 0, reasonBits: 0, others: [] });
  });
});
