import 'reflect-metadata';
import { createHash, X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIssuedBy, parseCertificate, parseTbsCertificate } from './certificate.ts';
import { certificateText } from './certificate-text.ts';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  time,
  tlv,
  utf8,
} from './der-writer.ts';
import { encodeName } from './distinguished-name.ts';
import {
  bytes,
  DAY,
  distinguishedNameArbitrary,
  expectPrefixesRefused,
  generalNameArbitrary,
  NOW,
  patched,
  refusal,
  serialArbitrary,
  signTbs,
  signWith,
  testCertificate,
  testKey,
  testRequest,
  testTbsFields,
  timeArbitrary,
} from './fixtures.test-support.ts';
import { generalNameText } from './names.ts';
import { OID } from './oids.ts';
import { assembleCertificate, encodeTbsCertificate, type TbsCertificateFields } from './tbs-certificate.ts';
import type { ExtKeyUsage, KeyUsageBit, TbsCertificateDer } from './types.ts';

const rootKey = testKey('P-384');
const issuingKey = testKey('P-256');
const leafKey = testKey('Ed25519');
const root = testCertificate('rootAuthority', rootKey, null);
const issuing = testCertificate('issuingAuthority', issuingKey, { key: rootKey, certificate: root });
const issuer = { key: issuingKey, certificate: issuing };
const leaf = testCertificate('tlsServer', leafKey, issuer);

const KEY_USAGE: KeyUsageBit[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];
const EXT_KEY_USAGE: ExtKeyUsage[] = [
  'serverAuth',
  'clientAuth',
  'OCSPSigning',
  'emailProtection',
  'codeSigning',
  'timeStamping',
];
const urls = fc.subarray(['http://pki.test/a', 'https://pki.test/b?c=d', 'ldap://pki.test/x']);

/** Random valid fields under the issuing authority. */
const fieldsArbitrary: fc.Arbitrary<TbsCertificateFields> = fc
  .record({
    serialNumber: serialArbitrary,
    subject: distinguishedNameArbitrary,
    notBefore: timeArbitrary,
    notAfter: timeArbitrary,
    basicConstraints: fc.oneof(
      fc.constant({ cA: false } as const),
      fc.record({
        cA: fc.constant(true as const),
        pathLenConstraint: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null }),
      }),
    ),
    keyUsage: fc.subarray(KEY_USAGE),
    extKeyUsage: fc.subarray(EXT_KEY_USAGE),
    subjectAltName: fc.array(generalNameArbitrary, { maxLength: 6 }),
    ocspUrls: urls,
    caIssuersUrls: urls,
    crlUrls: urls,
    freshestCrlUrls: urls,
    nameConstraintsDer: fc.option(fc.constant(sequence(implicit(0, sequence(implicit(2, Buffer.from('lan'))), true))), {
      nil: null,
    }),
    certificatePolicies: fc.uniqueArray(
      fc.record({
        policy: fc.constantFrom(OID.anyPolicy, '2.23.140.1.2.1', '1.3.6.1.4.1.99999.1'),
        cpsUri: fc.constantFrom(null, 'https://pki.test/cps'),
      }),
      { selector: ({ policy }) => policy },
    ),
    ocspNoCheck: fc.boolean(),
  })
  .map((fields) => testTbsFields('tlsServer', leafKey, issuer, fields));

describe('encodeTbsCertificate and parseCertificate', () => {
  it('agree on random fields', () => {
    fc.assert(
      fc.property(fieldsArbitrary, (fields) => {
        const parsed = parseCertificate(signTbs(fields, issuingKey));
        const { signatureAlgorithm, issuer: issuerDer, keyUsage, extKeyUsage, ocspNoCheck, ...same } = fields;
        expect(parsed).toMatchObject(same);
        expect(parsed.issuerDer).toEqual(issuerDer);
        expect(parsed.algorithmIdentifierDer).toEqual(signatureAlgorithm);
        expect(parsed.keyUsage).toEqual(keyUsage.length === 0 ? null : keyUsage);
        expect(parsed.extKeyUsage).toEqual(extKeyUsage.length === 0 ? null : extKeyUsage);
        expect(parsed.extensions.some((extension) => extension.oid === OID.ocspNoCheck)).toBe(ocspNoCheck);
        expect(isIssuedBy(parsed, issuing)).toBe(true);
        expect(parseTbsCertificate(parsed.tbsDer)).toMatchObject(same);
      }),
      { numRuns: 100 },
    );
  });

  it('agree with the runtime’s certificate reader', () => {
    fc.assert(
      fc.property(fieldsArbitrary, (fields) => {
        const der = signTbs(fields, issuingKey);
        const other = new X509Certificate(der);
        expect(other.serialNumber.toLowerCase()).toBe(fields.serialNumber);
        expect(other.validFromDate).toEqual(fields.notBefore);
        expect(other.validToDate).toEqual(fields.notAfter);
        expect(other.ca).toBe(
          fields.basicConstraints.cA && (fields.keyUsage.length === 0 || fields.keyUsage.includes('keyCertSign')),
        );
        expect(other.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(parseCertificate(der).fingerprintSha256);
        expect(new Uint8Array(other.publicKey.export({ format: 'der', type: 'spki' }))).toEqual(fields.spkiDer);
        expect(other.verify(new X509Certificate(issuing.certificateDer).publicKey)).toBe(true);
        expect((other.subjectAltName ?? '').split(', ').filter((name) => name.startsWith('DNS:'))).toEqual(
          fields.subjectAltName.filter((name) => name.type === 'dns').map(generalNameText),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('agree with the independent library', () => {
    fc.assert(
      fc.property(fieldsArbitrary, (fields) => {
        const other = new x509.X509Certificate(Uint8Array.from(signTbs(fields, issuingKey)));
        expect(other.serialNumber).toBe(fields.serialNumber);
        expect(other.notBefore).toEqual(fields.notBefore);
        expect(other.notAfter).toEqual(fields.notAfter);
        expect(new Uint8Array(other.publicKey.rawData)).toEqual(fields.spkiDer);
        expect(new Uint8Array(other.subjectName.toArrayBuffer())).toEqual(encodeName(fields.subject));
        const constraints = other.getExtension(x509.BasicConstraintsExtension);
        expect([constraints?.ca, constraints?.critical]).toEqual([fields.basicConstraints.cA, true]);
        expect(constraints?.pathLength ?? null).toBe(
          fields.basicConstraints.cA ? fields.basicConstraints.pathLenConstraint : null,
        );
        const purposes = other.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
        expect(purposes).toEqual(fields.extKeyUsage.map((purpose) => OID[purpose as ExtKeyUsage]));
        const usages = other.getExtension(x509.KeyUsagesExtension)?.usages ?? 0;
        expect(usages).toBe(fields.keyUsage.reduce((bits, bit) => bits | (1 << KEY_USAGE.indexOf(bit)), 0));
        const names = other.getExtension(x509.SubjectAlternativeNameExtension);
        expect(names?.names.items.map((name) => name.value) ?? []).toHaveLength(fields.subjectAltName.length);
        expect(names?.names.items.filter((name) => name.type === 'dns').map((name) => name.value) ?? []).toEqual(
          fields.subjectAltName.filter((name) => name.type === 'dns').map((name) => name.value),
        );
        if (names) expect(names.critical).toBe(fields.subject.length === 0);
        expect(Buffer.from(other.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId ?? '', 'hex')).toEqual(
          Buffer.from(fields.subjectKeyIdentifier),
        );
        expect(Buffer.from(other.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId ?? '', 'hex')).toEqual(
          Buffer.from(fields.authorityKeyIdentifier),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('make the same bytes from the same fields', () => {
    fc.assert(
      fc.property(fieldsArbitrary, (fields) => {
        expect(encodeTbsCertificate(fields)).toEqual(encodeTbsCertificate({ ...fields }));
      }),
      { numRuns: 20 },
    );
  });

  it('have the documented order, criticality and optional parts', () => {
    const all = testCertificate('tlsServer', leafKey, issuer, {
      subject: [],
      ocspUrls: ['http://pki.test/ocsp'],
      caIssuersUrls: ['http://pki.test/ca.crt'],
      crlUrls: ['http://pki.test/1.crl', 'http://pki.test/2.crl'],
      freshestCrlUrls: ['http://pki.test/delta.crl'],
      nameConstraintsDer: sequence(implicit(0, sequence(implicit(2, Buffer.from('lan'))), true)),
      certificatePolicies: [{ policy: '2.23.140.1.2.1', cpsUri: null }],
      ocspNoCheck: true,
    });
    expect(all.extensions.map(({ name, critical }) => `${name}${critical ? ' !' : ''}`)).toEqual([
      'Basic constraints !',
      'Key usage !',
      'Extended key usage',
      'Name constraints !',
      'Certificate policies',
      'Subject key identifier',
      'Authority key identifier',
      'Subject alternative names !',
      'Authority information access',
      'CRL addresses',
      'Delta CRL addresses',
      'OCSP no check',
    ]);
    expect(all.extensions[0]?.valueDer).toEqual(bytes('3000'));
    expect(all.extensions[8]?.text).toBe('OCSP: http://pki.test/ocsp\nIssuer certificate: http://pki.test/ca.crt');
    expect(root.extensions.map(({ name }) => name)).toEqual([
      'Basic constraints',
      'Key usage',
      'Subject key identifier',
      'Authority key identifier',
    ]);
    expect(leaf.extensions.find(({ name }) => name === 'Subject alternative names')?.critical).toBe(false);
    for (const extension of all.extensions) expect(extension.explanation).toMatch(/^[A-Z].*\.$/);
  });

  it('write UTCTime to the end of 2049 and GeneralizedTime from 2050', () => {
    const [notBefore, notAfter] = [new Date('2049-12-31T23:59:59Z'), new Date('2050-01-01T00:00:00Z')];
    const tbs = encodeTbsCertificate(testTbsFields('tlsServer', leafKey, issuer, { notBefore, notAfter }));
    const validity = sequence(tlv(0x17, Buffer.from('491231235959Z')), tlv(0x18, Buffer.from('20500101000000Z')));
    expect(Buffer.from(tbs).includes(Buffer.from(validity))).toBe(true);
    expect(parseTbsCertificate(tbs)).toMatchObject({ notBefore, notAfter });
  });

  it('drop parts of a second', () => {
    const tbs = encodeTbsCertificate(
      testTbsFields('tlsServer', leafKey, issuer, { notBefore: new Date(NOW.getTime() + 999) }),
    );
    expect(parseTbsCertificate(tbs).notBefore).toEqual(NOW);
  });

  it('write several purposes, own ones, and timeStamping as the critical only one', () => {
    const purposes = (extKeyUsage: TbsCertificateFields['extKeyUsage']) => {
      const parsed = parseTbsCertificate(
        encodeTbsCertificate(testTbsFields('tlsServer', leafKey, issuer, { extKeyUsage })),
      );
      return [parsed.extKeyUsage, parsed.extensions.find(({ oid: dotted }) => dotted === OID.extKeyUsage)?.critical];
    };
    expect(purposes(['serverAuth', '1.3.6.1.4.1.311.20.2.2'])).toEqual([
      ['serverAuth', '1.3.6.1.4.1.311.20.2.2'],
      false,
    ]);
    expect(purposes(['timeStamping'])).toEqual([['timeStamping'], true]);
    expect(purposes(['timeStamping', 'codeSigning'])).toEqual([['timeStamping', 'codeSigning'], false]);
  });

  it('refuse fields that have no encoding', () => {
    const encode = (changes: Partial<TbsCertificateFields>) => () =>
      encodeTbsCertificate(testTbsFields('tlsServer', leafKey, issuer, changes));
    expect(refusal(encode({ ocspUrls: ['http://ü.test/'] })).code).toBe('bad-name');
    expect(refusal(encode({ basicConstraints: { cA: true, pathLenConstraint: -1 } })).code).toBe('malformed');
    expect(refusal(encode({ basicConstraints: { cA: true, pathLenConstraint: 1.5 } })).code).toBe('malformed');
    expect(refusal(encode({ extKeyUsage: ['1.2.x'] })).code).toBe('malformed');
    const policy = { policy: '1.2.3', cpsUri: null };
    expect(refusal(encode({ certificatePolicies: [policy, policy] })).code).toBe('malformed');
    expect(refusal(encode({ certificatePolicies: [{ policy: 'x', cpsUri: null }] })).code).toBe('malformed');
    expect(refusal(encode({ notAfter: new Date(Number.NaN) })).code).toBe('malformed');
    expect(refusal(encode({ subjectAltName: [{ type: 'ip', value: '10.0.0.0/8' as never }] })).code).toBe('bad-name');
  });
});

describe('parseCertificate is strict', () => {
  const fields = testTbsFields('tlsServer', leafKey, issuer);
  const algorithm = fields.signatureAlgorithm;
  const signature = bitString(bytes('00'));
  const validity = sequence(time(NOW), time(new Date(NOW.getTime() + DAY)));
  const extension = (dotted: string, value: Uint8Array) => sequence(oid(dotted), octetString(value));
  const withParts = (parts: {
    version?: Uint8Array;
    serial?: Uint8Array;
    validity?: Uint8Array;
    after?: Uint8Array[];
    extensions?: Uint8Array[];
    outer?: Uint8Array;
  }) => {
    const extensions = parts.extensions === undefined ? [] : [explicit(3, sequence(...parts.extensions))];
    const tbs = sequence(
      parts.version ?? explicit(0, integer(2)),
      parts.serial ?? integer(0x1234n),
      algorithm,
      fields.issuer,
      parts.validity ?? validity,
      encodeName(fields.subject),
      fields.spkiDer,
      ...(parts.after ?? []),
      ...extensions,
    );
    return sequence(tbs, parts.outer ?? algorithm, signature);
  };

  it('accepts the plain structure the cases below are made from', () => {
    expect(parseCertificate(withParts({ extensions: [extension('1.2.3', nullValue())] })).serialNumber).toBe('1234');
    expect(parseCertificate(withParts({})).extensions).toEqual([]);
  });

  it.each([
    ['trailing bytes', Uint8Array.of(...leaf.certificateDer, 0)],
    ['two certificates in a row', Uint8Array.of(...leaf.certificateDer, ...root.certificateDer)],
    ['version 1', withParts({ version: new Uint8Array(0) })],
    [
      'version 1 with extensions',
      withParts({ version: new Uint8Array(0), extensions: [extension('1.2.3', nullValue())] }),
    ],
    ['version 2', withParts({ version: explicit(0, integer(1)) })],
    ['version 4', withParts({ version: explicit(0, integer(3)) })],
    ['a negative version', withParts({ version: explicit(0, integer(-1)) })],
    ['another outer algorithm', withParts({ outer: sequence(oid(OID.ecdsaWithSha512)) })],
    ['other outer parameters', withParts({ outer: sequence(oid(OID.ecdsaWithSha256), nullValue()) })],
    ['an issuerUniqueID', withParts({ after: [implicit(1, bytes('0001'))] })],
    ['a subjectUniqueID', withParts({ after: [implicit(2, bytes('0001'))] })],
    [
      'a doubled extension',
      withParts({ extensions: [extension('1.2.3', nullValue()), extension('1.2.3', nullValue())] }),
    ],
    ['no extension in the list', withParts({ extensions: [] })],
    [
      'an extension with a third field',
      withParts({ extensions: [sequence(oid('1.2.3'), octetString(bytes('0500')), nullValue())] }),
    ],
    ['a validity of one time', withParts({ validity: sequence(time(NOW)) })],
    ['a validity of three times', withParts({ validity: sequence(time(NOW), time(NOW), time(NOW)) })],
    [
      'a field behind the extensions',
      withParts({
        after: [explicit(3, sequence(extension('1.2.3', nullValue())))],
        extensions: [extension('1.2.4', nullValue())],
      }),
    ],
    ['empty extKeyUsage', withParts({ extensions: [extension(OID.extKeyUsage, sequence())] })],
    ['empty certificatePolicies', withParts({ extensions: [extension(OID.certificatePolicies, sequence())] })],
    [
      'a policy given twice',
      withParts({
        extensions: [extension(OID.certificatePolicies, sequence(sequence(oid('1.2.3')), sequence(oid('1.2.3'))))],
      }),
    ],
    ['empty subjectAltName', withParts({ extensions: [extension(OID.subjectAltName, sequence())] })],
    ['empty CRL addresses', withParts({ extensions: [extension(OID.crlDistributionPoints, sequence())] })],
    ['empty access information', withParts({ extensions: [extension(OID.authorityInfoAccess, sequence())] })],
    ['keyUsage of no bits', withParts({ extensions: [extension(OID.keyUsage, bitString(new Uint8Array(0)))] })],
    ['keyUsage as INTEGER', withParts({ extensions: [extension(OID.keyUsage, integer(5))] })],
    [
      'basicConstraints with a negative path length',
      withParts({ extensions: [extension(OID.basicConstraints, sequence(boolean(true), integer(-1)))] }),
    ],
    [
      'basicConstraints in the wrong order',
      withParts({ extensions: [extension(OID.basicConstraints, sequence(integer(1), boolean(true)))] }),
    ],
    ['an extension that is not DER', withParts({ extensions: [extension(OID.basicConstraints, bytes('3080 0000'))] })],
    ['trailing bytes in an extension', withParts({ extensions: [extension(OID.basicConstraints, bytes('300000'))] })],
    [
      'a GeneralName with an unknown tag',
      withParts({ extensions: [extension(OID.subjectAltName, sequence(implicit(9, bytes('00'))))] }),
    ],
    ['no SEQUENCE', integer(5)],
    ['an empty SEQUENCE', sequence()],
  ])('refuses %s', (_, der) => {
    expect(refusal(() => parseCertificate(der)).code).toBe('malformed');
  });

  it('refuses bad serials, oversize and requests with their own codes', () => {
    expect(refusal(() => parseCertificate(withParts({ serial: integer(-5) }))).code).toBe('bad-serial');
    expect(refusal(() => parseCertificate(withParts({ serial: integer(1n << 160n) }))).code).toBe('bad-serial');
    expect(refusal(() => parseCertificate(octetString(new Uint8Array(70_000)))).code).toBe('too-large');
    const error = refusal(() => parseCertificate(testRequest(leafKey, fields.subject, [])));
    expect([error.code, error.message]).toEqual(['wrong-type', 'This is a request, not a certificate.']);
  });

  it('reads the serial 0 of old authorities, for lints and validation to judge', () => {
    expect(parseCertificate(withParts({ serial: integer(0) })).serialNumber).toBe('00');
  });

  it('refuses every strict prefix', () => {
    expectPrefixesRefused(leaf.certificateDer, parseCertificate);
    expectPrefixesRefused(leaf.tbsDer, parseTbsCertificate);
  });

  it('never throws anything but a refusal for changed certificates', () => {
    fc.assert(
      fc.property(fc.nat(leaf.certificateDer.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(leaf.certificateDer);
        changed[at] = (changed[at] as number) ^ flip;
        try {
          // Either refused, or read with a signature that no longer fits.
          expect(isIssuedBy(parseCertificate(changed), issuing)).toBe(false);
        } catch (error) {
          expect((error as Error).name).toBe('PkiError');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('shows names that cannot be issued apart from those that can', () => {
    const upn = implicit(0, Uint8Array.of(...oid(OID.userPrincipalName), ...explicit(0, utf8('al\u202eice'))), true);
    const names = sequence(
      implicit(2, Buffer.from('API.Lan')),
      implicit(2, Buffer.from('a\0b.lan')),
      implicit(2, Buffer.from('my_host')),
      implicit(7, bytes('0a000000ff000000')),
      implicit(4, encodeName([{ type: 'CN', value: 'x' }]), true),
      implicit(8, bytes('2a03')),
      upn,
    );
    expect(parseCertificate(withParts({ extensions: [extension(OID.subjectAltName, names)] })).subjectAltName).toEqual([
      { type: 'dns', value: 'api.lan' },
      { type: 'other', value: 'DNS:a\\u{0000}b.lan' },
      { type: 'other', value: 'DNS:my_host' },
      { type: 'other', value: 'IP:0a000000ff000000' },
      { type: 'directoryName', value: 'CN=x', nameDer: encodeName([{ type: 'CN', value: 'x' }]) },
      { type: 'other', value: 'RID:1.2.3' },
      { type: 'other', value: 'UPN:al\\u{202E}ice' },
    ]);
  });

  it('decodes further extensions for people and shows what it cannot decode as hex', () => {
    const constraints = sequence(
      explicit(0, sequence(implicit(2, Buffer.from('lan'))), sequence(implicit(7, bytes('0a000000ff000000')))),
      explicit(1, sequence(implicit(2, Buffer.from('evil.lan')))),
    );
    const extensions = [
      extension(OID.nameConstraints, constraints),
      extension(OID.tlsFeature, sequence(integer(5))),
      extension(OID.certificatePolicies, sequence(sequence(oid(OID.anyPolicy)))),
      extension('1.2.3.4', bytes('ff')),
      extension(OID.nameConstraints.replace('30', '36'), bytes('ff')),
    ];
    expect(parseCertificate(withParts({ extensions })).extensions.map(({ text }) => text)).toEqual([
      'Permitted: DNS:lan\nPermitted: IP:10.0.0.0/8\nExcluded: DNS:evil.lan',
      'Status request (OCSP stapling is required)',
      'Any policy',
      'ff',
      'ff',
    ]);
  });

  it('reads keys that are not supported as null', () => {
    const spki = sequence(sequence(oid(OID.ed448)), bitString(new Uint8Array(57)));
    const tbs = encodeTbsCertificate({ ...fields, spkiDer: spki as never });
    expect(parseTbsCertificate(tbs).keyAlgorithm).toBeNull();
  });
});

describe('isIssuedBy', () => {
  it('holds along the chain and for roots', () => {
    expect([isIssuedBy(leaf, issuing), isIssuedBy(issuing, root), isIssuedBy(root, root)]).toEqual([true, true, true]);
    expect([isIssuedBy(leaf, root), isIssuedBy(root, issuing), isIssuedBy(leaf, leaf)]).toEqual([false, false, false]);
  });

  it('refuses another key under the same name, a changed content and another key identifier', () => {
    const rogue = testCertificate(
      'issuingAuthority',
      testKey('P-256', 9),
      { key: rootKey, certificate: root },
      { subjectKeyIdentifier: issuing.subjectKeyIdentifier as Uint8Array },
    );
    expect(isIssuedBy(leaf, rogue)).toBe(false);
    const changed = patched(leaf.certificateDer, Buffer.from('api.lan'), Buffer.from('bpi.lan'));
    expect(isIssuedBy(parseCertificate(changed), issuing)).toBe(false);
    const other = testCertificate('tlsServer', leafKey, issuer, { authorityKeyIdentifier: new Uint8Array(20) });
    expect(isIssuedBy(other, issuing)).toBe(false);
    expect(
      isIssuedBy(testCertificate('tlsServer', leafKey, issuer, { authorityKeyIdentifier: new Uint8Array(0) }), issuing),
    ).toBe(true);
  });

  it('refuses the right key under another name', () => {
    const renamed = testCertificate(
      'issuingAuthority',
      issuingKey,
      { key: rootKey, certificate: root },
      { subject: [{ type: 'CN', value: 'Other' }] },
    );
    expect(isIssuedBy(leaf, renamed)).toBe(false);
  });

  it('takes names as equal by RFC 5280 §7.1', () => {
    const subject = issuing.subject.map((attribute) => ({ ...attribute, value: attribute.value.toUpperCase() }));
    expect(isIssuedBy(testCertificate('tlsServer', leafKey, issuer, { issuer: encodeName(subject) }), issuing)).toBe(
      true,
    );
  });
});

describe('assembled certificates', () => {
  it('contain the signed bytes unchanged', () => {
    const tbs = encodeTbsCertificate(testTbsFields('tlsServer', leafKey, issuer)) as TbsCertificateDer;
    const fields = testTbsFields('tlsServer', leafKey, issuer);
    const der = assembleCertificate(tbs, fields.signatureAlgorithm, signWith(issuingKey, tbs));
    expect(parseCertificate(der).tbsDer).toEqual(tbs);
    expect(parseCertificate(der).fingerprintSha256).toBe(createHash('sha256').update(der).digest('hex'));
  });

  it('are read from Buffers with plain octets inside', () => {
    expect(Buffer.isBuffer(parseCertificate(Buffer.from(leaf.certificateDer)).spkiDer)).toBe(false);
  });
});

describe('certificateText', () => {
  it('shows the fields, with invisible characters escaped, and refuses what is not DER', () => {
    const text = certificateText(
      testCertificate('tlsServer', leafKey, issuer, { subject: [{ type: 'CN', value: 'a\u202eb' }] }).certificateDer,
    );
    expect(text).toContain('Certificate:');
    expect(text).toContain('api.lan');
    expect(text).toContain('\\u{202E}');
    expect(refusal(() => certificateText(Uint8Array.of(...leaf.certificateDer, 0))).code).toBe('malformed');
  });
});
