import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { encodeTbsCertList, type TbsCertListFields } from '../crl.ts';
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
} from '../der-writer.ts';
import { encodeName } from '../distinguished-name.ts';
import { bytes, DAY, NOW, testCertificate, testKey } from '../fixtures.test-support.ts';
import { OID } from '../oids.ts';
import { keyIdentifierOf } from '../public-key.ts';
import { parseSerialNumber } from '../serial-number.ts';
import { signatureAlgorithmFor } from '../signature-algorithm.ts';
import type { LintFinding } from '../types.ts';
import { CRL_LINTS, lintTbsCertList } from './lint-crl.ts';

/** For each lint of lists at least one that it passes and one that it catches, and a check that none is forgotten. */

const rootKey = testKey('P-384');
const issuingKey = testKey('P-256');
const root = testCertificate('rootAuthority', rootKey, null);
const issuing = testCertificate('issuingAuthority', issuingKey, { key: rootKey, certificate: root });
const daysFromNow = (days: number) => new Date(NOW.getTime() + days * DAY);
const NONE = new Uint8Array(0);

const crlFields: TbsCertListFields = {
  issuer: issuing.subjectDer,
  signatureAlgorithm: signatureAlgorithmFor('P-256').algorithmIdentifierDer,
  thisUpdate: NOW,
  nextUpdate: daysFromNow(7),
  crlNumber: 7n,
  authorityKeyIdentifier: keyIdentifierOf(issuingKey.spkiDer),
  entries: [{ serialNumber: parseSerialNumber('4f01'), revocationDate: NOW, reason: 'keyCompromise' }],
};
const crl = (changes: Partial<TbsCertListFields> = {}) => encodeTbsCertList({ ...crlFields, ...changes });
const listExtension = (dotted: string, value: Uint8Array, critical = false) =>
  sequence(oid(dotted), ...(critical ? [boolean(true)] : []), octetString(value));
const AKI = listExtension(OID.authorityKeyIdentifier, sequence(implicit(0, crlFields.authorityKeyIdentifier)));
const NUMBER = listExtension(OID.crlNumber, integer(7));
/** A list from its parts, for what the encoder would not make. */
function rawCrl(parts: { version?: Uint8Array; times?: Uint8Array; revoked?: Uint8Array; extensions?: Uint8Array[] }) {
  return sequence(
    parts.version ?? integer(1),
    crlFields.signatureAlgorithm,
    crlFields.issuer,
    parts.times ?? Buffer.concat([time(NOW), time(daysFromNow(7))]),
    parts.revoked ?? NONE,
    explicit(0, sequence(...(parts.extensions ?? [AKI, NUMBER]))),
  );
}
const entry = (serial: Uint8Array, ...extensions: Uint8Array[]) =>
  sequence(sequence(serial, time(NOW), ...(extensions.length === 0 ? [] : [sequence(...extensions)])));
const reason = (code: number) => listExtension(OID.reasonCode, enumerated(code));

const CRL_FIXTURES: Readonly<Record<string, readonly [Uint8Array, Uint8Array, ...Uint8Array[]]>> = {
  'crl/version': [crl(), rawCrl({ version: NONE }), rawCrl({ version: integer(2) })],
  'crl/signature-algorithm': [
    crl(),
    crl({ signatureAlgorithm: sequence(oid(OID.sha1WithRSAEncryption), nullValue()) }),
  ],
  'crl/issuer': [crl(), crl({ issuer: root.subjectDer }), crl({ issuer: encodeName([]) })],
  'crl/update-times': [
    crl(),
    rawCrl({ times: time(NOW) }),
    crl({ nextUpdate: NOW }),
    crl({ thisUpdate: daysFromNow(1) }),
    crl({ nextUpdate: daysFromNow(400) }),
    rawCrl({ times: Buffer.concat([time(NOW), tlv(0x18, Buffer.from('20270101000000Z'))]) }),
  ],
  'crl/entries': [
    crl(),
    rawCrl({ revoked: sequence() }),
    rawCrl({ revoked: entry(integer(0)) }),
    rawCrl({ revoked: entry(integer(-5)) }),
    rawCrl({ revoked: entry(integer(5), reason(0)) }),
    rawCrl({ revoked: entry(integer(5), reason(8)) }),
    rawCrl({ revoked: entry(integer(5), listExtension('1.2.3', nullValue(), true)) }),
    rawCrl({ revoked: entry(integer(5), listExtension(OID.invalidityDate, time(NOW))) }),
    rawCrl({ revoked: sequence(sequence(integer(5), tlv(0x18, Buffer.from('20261124120000Z')))) }),
  ],
  'crl/authority-key-identifier': [
    crl(),
    rawCrl({ extensions: [NUMBER] }),
    crl({ authorityKeyIdentifier: keyIdentifierOf(rootKey.spkiDer) }),
  ],
  'crl/crl-number': [
    crl(),
    rawCrl({ extensions: [AKI] }),
    rawCrl({ extensions: [AKI, listExtension(OID.crlNumber, integer(-1))] }),
  ],
  'crl/extension-criticality': [
    crl({ baseCrlNumber: 5n }),
    rawCrl({ extensions: [AKI, listExtension(OID.crlNumber, integer(7), true)] }),
    rawCrl({ extensions: [AKI, NUMBER, listExtension(OID.deltaCrlIndicator, integer(5))] }),
    rawCrl({
      extensions: [AKI, NUMBER, listExtension(OID.issuingDistributionPoint, sequence(implicit(1, bytes('ff'))))],
    }),
  ],
  'crl/delta-crl': [
    crl({ baseCrlNumber: 5n }),
    rawCrl({ extensions: [AKI, NUMBER, listExtension(OID.deltaCrlIndicator, integer(7), true)] }),
    rawCrl({
      extensions: [
        AKI,
        NUMBER,
        listExtension(OID.deltaCrlIndicator, integer(5), true),
        listExtension(
          OID.freshestCrl,
          sequence(sequence(explicit(0, implicit(0, implicit(6, Buffer.from('http://a/')), true)))),
        ),
      ],
    }),
  ],
  'crl/issuing-distribution-point': [
    crl({
      issuingDistributionPoint: {
        fullNameUrls: ['http://pki.test/a.crl'],
        onlyContainsUserCerts: true,
        onlyContainsCACerts: false,
      },
    }),
    ...([
      sequence(),
      sequence(implicit(1, bytes('ff')), implicit(2, bytes('ff'))),
      sequence(implicit(4, bytes('ff'))),
    ].map((value) =>
      rawCrl({ extensions: [AKI, NUMBER, listExtension(OID.issuingDistributionPoint, value, true)] }),
    ) as [Uint8Array, Uint8Array]),
  ],
};

const caughtBy = (findings: readonly LintFinding[], id: string) => findings.filter(({ lint }) => lint === id);

describe.each(Object.entries(CRL_FIXTURES))('%s', (id, [good, ...bad]) => {
  const judge = (der: Uint8Array) => lintTbsCertList(der, { issuer: issuing, now: NOW });
  it('passes what is right', () => {
    expect(judge(good)).toEqual([]);
  });
  it.each(bad.map((der, at) => [at + 1, der] as const))('catches fault %i', (_, der) => {
    expect(caughtBy(judge(der), id).length).toBeGreaterThan(0);
  });
});

describe('lists of revoked certificates', () => {
  it('have lints of one file each, registered once, with fixtures', async () => {
    const folder = join(import.meta.dirname, 'crl');
    const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'crl-lint.ts');
    const inFiles = await Promise.all(
      files.map(async (name) => {
        const exported = Object.values(
          (await import(pathToFileURL(join(folder, name)).href)) as Record<string, { id: string }>,
        );
        expect(exported, name).toHaveLength(1);
        return exported[0]?.id;
      }),
    );
    expect(CRL_LINTS.map(({ id }) => id).sort()).toEqual(inFiles.sort());
    expect(Object.keys(CRL_FIXTURES).sort()).toEqual(inFiles);
  });

  it('that are none are one finding, not an exception', () => {
    for (const der of [NONE, nullValue(), sequence()])
      expect(lintTbsCertList(der, { issuer: null, now: NOW }).map(({ lint }) => lint)).toEqual(['crl/structure']);
  });
});
