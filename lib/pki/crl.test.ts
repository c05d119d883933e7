import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleCertificateList, encodeTbsCertList, parseCertificateList, type TbsCertListFields } from './crl.ts';
import type { CrlEntry } from './crl-entries.ts';
import {
  boolean,
  enumerated,
  explicit,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  time,
  tlv,
} from './der-writer.ts';
import { encodeName } from './distinguished-name.ts';
import {
  bytes,
  DAY,
  expectPrefixesRefused,
  NOW,
  refusal,
  serialArbitrary,
  signWith,
  testKey,
  timeArbitrary,
} from './fixtures.test-support.ts';
import { OID } from './oids.ts';
import { keyIdentifierOf } from './public-key.ts';
import { parseSerialNumber } from './serial-number.ts';
import { signatureAlgorithmFor, verifySignature } from './signature-algorithm.ts';
import type { CertificateListDer, RevocationReason, TbsCertListDer } from './types.ts';

const key = testKey('Ed25519');
const { algorithmIdentifierDer } = signatureAlgorithmFor('Ed25519');
const issuer = encodeName([{ type: 'CN', value: 'Acme Issuing' }]);
const REASONS: RevocationReason[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];
const CODES = [0, 1, 2, 3, 4, 5, 6, 9, 10];

function fieldsOf(entries: Iterable<CrlEntry>, crlNumber = 7n): TbsCertListFields {
  const nextUpdate = new Date(NOW.getTime() + 7 * DAY);
  return {
    issuer,
    signatureAlgorithm: algorithmIdentifierDer,
    thisUpdate: NOW,
    nextUpdate,
    crlNumber,
    authorityKeyIdentifier: keyIdentifierOf(key.spkiDer),
    entries,
  };
}

function listOf(tbs: TbsCertListDer): CertificateListDer {
  return assembleCertificateList(tbs, algorithmIdentifierDer, signWith(key, tbs));
}

const entryArbitrary: fc.Arbitrary<CrlEntry> = fc.record({
  serialNumber: fc.oneof(
    serialArbitrary,
    fc.bigInt({ min: 1n, max: 2n ** 159n - 1n }).map((value) => parseSerialNumber(value.toString(16))),
  ),
  revocationDate: timeArbitrary,
  reason: fc.constantFrom(...REASONS),
  invalidityDate: fc.option(timeArbitrary, { nil: null }),
});

describe('encodeTbsCertList and parseCertificateList', () => {
  it('agree on random lists', () => {
    fc.assert(
      fc.property(
        fc.array(entryArbitrary, { maxLength: 30 }),
        fc.bigInt({ min: 0n, max: 2n ** 158n }),
        (entries, crlNumber) => {
          const fields = fieldsOf(entries, crlNumber);
          const parsed = parseCertificateList(listOf(encodeTbsCertList(fields)));
          expect(parsed).toMatchObject({
            thisUpdate: fields.thisUpdate,
            nextUpdate: fields.nextUpdate,
            crlNumber,
            hasCriticalEntryExtension: false,
          });
          expect(parsed.issuerDer).toEqual(issuer);
          expect(parsed.authorityKeyIdentifier).toEqual(fields.authorityKeyIdentifier);
          expect(parsed.entries).toEqual(
            entries.map(({ serialNumber, revocationDate, reason }) => ({ serialNumber, revocationDate, reason })),
          );
          expect(
            verifySignature({
              spkiDer: key.spkiDer,
              algorithmIdentifierDer: parsed.algorithmIdentifierDer,
              data: parsed.tbsDer,
              signature: parsed.signature,
            }),
          ).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('agree on delta lists, distribution points and addresses of delta lists', () => {
    const entries: CrlEntry[] = [
      { serialNumber: parseSerialNumber('01'), revocationDate: NOW, reason: 'certificateHold' },
      { serialNumber: parseSerialNumber('02'), revocationDate: NOW, reason: 'removeFromCRL' },
    ];
    const point = { fullNameUrls: ['http://pki.test/a.crl', 'http://pki.test/b.crl'], onlyContainsUserCerts: true };
    const delta = encodeTbsCertList({
      ...fieldsOf(entries, 9n),
      baseCrlNumber: 7n,
      issuingDistributionPoint: { ...point, onlyContainsCACerts: false },
    });
    const parsed = parseCertificateList(listOf(delta));
    expect(parsed).toMatchObject({
      crlNumber: 9n,
      baseCrlNumber: 7n,
      entries: [{ reason: 'certificateHold' }, { reason: 'removeFromCRL' }],
      issuingDistributionPoint: {
        ...point,
        onlyContainsCACerts: false,
        onlyContainsAttributeCerts: false,
        indirectCRL: false,
        hasOnlySomeReasons: false,
      },
    });
    expect(parsed.extensions.map(({ oid: dotted, critical }) => [dotted, critical])).toEqual([
      [OID.authorityKeyIdentifier, false],
      [OID.crlNumber, false],
      [OID.deltaCrlIndicator, true],
      [OID.issuingDistributionPoint, true],
    ]);
    const complete = parseCertificateList(
      listOf(
        encodeTbsCertList({
          ...fieldsOf([]),
          issuingDistributionPoint: { fullNameUrls: [], onlyContainsUserCerts: false, onlyContainsCACerts: true },
          freshestCrlUrls: ['http://pki.test/delta.crl'],
        }),
      ),
    );
    expect(complete).toMatchObject({
      baseCrlNumber: null,
      freshestCrlUrls: ['http://pki.test/delta.crl'],
      issuingDistributionPoint: { onlyContainsCACerts: true, fullNameUrls: [] },
    });
    expect(parseCertificateList(listOf(encodeTbsCertList(fieldsOf([])))).issuingDistributionPoint).toBeNull();
  });

  it('refuse to write what the standard forbids', () => {
    const encode = (changes: Partial<TbsCertListFields>) => () => encodeTbsCertList({ ...fieldsOf([]), ...changes });
    const removal = [{ serialNumber: parseSerialNumber('02'), revocationDate: NOW, reason: 'removeFromCRL' }] as const;
    const point = { fullNameUrls: [], onlyContainsUserCerts: false, onlyContainsCACerts: false };
    for (const changes of [
      { entries: removal },
      { baseCrlNumber: 7n },
      { baseCrlNumber: -1n },
      { baseCrlNumber: 1n, freshestCrlUrls: ['http://pki.test/d.crl'] },
      { issuingDistributionPoint: point },
      { issuingDistributionPoint: { ...point, onlyContainsUserCerts: true, onlyContainsCACerts: true } },
    ])
      expect(refusal(encode(changes)).code).toBe('malformed');
    expect(encode({ baseCrlNumber: 6n, entries: removal })).not.toThrow();
  });

  it('agree with the independent library', () => {
    fc.assert(
      fc.property(fc.array(entryArbitrary, { maxLength: 20 }), (entries) => {
        const other = new x509.X509Crl(Uint8Array.from(listOf(encodeTbsCertList(fieldsOf(entries)))));
        expect(other.thisUpdate).toEqual(NOW);
        expect(
          other.entries.map((entry) => [
            BigInt(`0x${entry.serialNumber}`),
            entry.revocationDate,
            entry.reason ?? 0,
            entry.invalidity ?? null,
          ]),
        ).toEqual(
          entries.map((entry) => [
            BigInt(`0x${entry.serialNumber}`),
            entry.revocationDate,
            CODES[REASONS.indexOf(entry.reason as RevocationReason)],
            entry.invalidityDate ?? null,
          ]),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('have no revokedCertificates and no reason where there is nothing to say', () => {
    const empty = encodeTbsCertList(fieldsOf([]));
    expect(empty).toEqual(
      sequence(
        integer(1),
        algorithmIdentifierDer,
        issuer,
        time(NOW),
        time(new Date(NOW.getTime() + 7 * DAY)),
        explicit(
          0,
          sequence(
            sequence(oid(OID.authorityKeyIdentifier), octetString(sequence(tlv(0x80, keyIdentifierOf(key.spkiDer))))),
            sequence(oid(OID.crlNumber), octetString(integer(7))),
          ),
        ),
      ),
    );
    const plain = encodeTbsCertList(
      fieldsOf([{ serialNumber: parseSerialNumber('80'), revocationDate: NOW, reason: 'unspecified' }]),
    );
    expect(Buffer.from(plain).includes(Buffer.from(sequence(sequence(integer(0x80), time(NOW)))))).toBe(true);
  });

  it('hold across the borders of the writer’s buffers', () => {
    const entries = Array.from({ length: 30_000 }, (_, index): CrlEntry => {
      const invalidityDate = index % 3 === 0 ? NOW : null;
      return {
        serialNumber: parseSerialNumber((index + 1).toString(16)),
        revocationDate: new Date(NOW.getTime() + index * 1000),
        reason: REASONS[index % 9] as RevocationReason,
        invalidityDate,
      };
    });
    function* generated() {
      yield* entries;
    }
    const parsed = parseCertificateList(listOf(encodeTbsCertList(fieldsOf(generated()))));
    expect(parsed.entries).toHaveLength(30_000);
    for (const index of [0, 1, 15_000, 24_000, 29_999]) {
      const { serialNumber, revocationDate, reason } = entries[index] as CrlEntry;
      expect(parsed.entries[index]).toEqual({ serialNumber, revocationDate, reason });
    }
  });

  it('refuse a CRL number that does not fit', () => {
    for (const number of [-1n, 1n << 159n])
      expect(refusal(() => encodeTbsCertList(fieldsOf([], number))).code).toBe('malformed');
  });
});

describe('parseCertificateList is strict', () => {
  const entry = (...more: Uint8Array[]) => sequence(integer(5), time(NOW), ...more);
  const reason = (code: number) => sequence(sequence(oid(OID.reasonCode), octetString(enumerated(code))));
  const list = (parts: {
    version?: Uint8Array;
    times?: Uint8Array[];
    revoked?: Uint8Array;
    extensions?: Uint8Array[];
    outer?: Uint8Array;
  }) =>
    sequence(
      sequence(
        parts.version ?? integer(1),
        algorithmIdentifierDer,
        issuer,
        ...(parts.times ?? [time(NOW), time(NOW)]),
        parts.revoked ?? new Uint8Array(0),
        ...(parts.extensions === undefined ? [] : [explicit(0, sequence(...parts.extensions))]),
      ),
      parts.outer ?? algorithmIdentifierDer,
      tlv(3, Uint8Array.of(0)),
    );

  it('accepts lists without number and key identifier, and version 1', () => {
    expect(parseCertificateList(list({}))).toMatchObject({
      crlNumber: null,
      authorityKeyIdentifier: null,
      entries: [],
    });
    expect(parseCertificateList(list({ version: new Uint8Array(0), revoked: sequence(entry()) })).entries).toHaveLength(
      1,
    );
  });

  it.each([
    ['a flag that is FALSE', sequence(implicit(1, bytes('00')))],
    ['a flag that is neither', sequence(implicit(1, bytes('01')))],
    ['a field too many', sequence(implicit(6, bytes('ff')))],
    ['flags in the wrong order', sequence(implicit(2, bytes('ff')), implicit(1, bytes('ff')))],
  ])('refuses a distribution point with %s', (_, point) => {
    const extension = sequence(oid(OID.issuingDistributionPoint), boolean(true), octetString(point));
    expect(refusal(() => parseCertificateList(list({ extensions: [extension] }))).code).toBe('malformed');
  });

  it.each([
    ['version 3', list({ version: integer(2) })],
    [
      'version 1 with extensions',
      list({ version: new Uint8Array(0), extensions: [sequence(oid('1.2.3'), octetString(nullValue()))] }),
    ],
    ['no nextUpdate', list({ times: [time(NOW)] })],
    ['another outer algorithm', list({ outer: signatureAlgorithmFor('P-256').algorithmIdentifierDer })],
    ['an empty revokedCertificates', list({ revoked: sequence() })],
    ['an entry without a date', list({ revoked: sequence(sequence(integer(5))) })],
    ['an entry without a serial', list({ revoked: sequence(sequence(time(NOW))) })],
    ['an empty entry', list({ revoked: sequence(sequence()) })],
    ['an entry that is no SEQUENCE', list({ revoked: sequence(integer(5)) })],
    ['an entry with a field too many', list({ revoked: sequence(entry(reason(1), nullValue())) })],
    ['an entry with empty extensions', list({ revoked: sequence(entry(sequence())) })],
    ['the unused reason 7', list({ revoked: sequence(entry(reason(7))) })],
    ['the reason 11', list({ revoked: sequence(entry(reason(11))) })],
    ['removeFromCRL outside a delta list', list({ revoked: sequence(entry(reason(8))) })],
    [
      'a doubled reason',
      list({
        revoked: sequence(
          entry(tlv(0x30, ...new Array<Uint8Array>(2).fill(sequence(oid(OID.reasonCode), octetString(enumerated(1)))))),
        ),
      }),
    ],
    [
      'a doubled extension',
      list({ extensions: new Array<Uint8Array>(2).fill(sequence(oid(OID.crlNumber), octetString(integer(1)))) }),
    ],
  ])('refuses %s', (_, der) => {
    expect(refusal(() => parseCertificateList(der)).code).toBe('malformed');
  });

  it('tells of critical entry extensions', () => {
    const critical = sequence(sequence(oid(OID.certificateIssuer), boolean(true), octetString(sequence())));
    expect(parseCertificateList(list({ revoked: sequence(entry(), entry(critical)) })).hasCriticalEntryExtension).toBe(
      true,
    );
  });

  it('refuses trailing bytes and every strict prefix', () => {
    const good = listOf(
      encodeTbsCertList(
        fieldsOf([{ serialNumber: parseSerialNumber('4f00'), revocationDate: NOW, reason: 'superseded' }]),
      ),
    );
    expect(refusal(() => parseCertificateList(Uint8Array.of(...good, 0))).code).toBe('malformed');
    expectPrefixesRefused(good, parseCertificateList);
  });
});
