import 'reflect-metadata';
import { constants, sign } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assembleCertificationRequest,
  decodeCertificationRequestPemOrDer,
  encodeCertificationRequestInfo,
  parseCertificationRequest,
} from './certification-request.ts';
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
  set,
  tlv,
  utf8,
} from './der-writer.ts';
import { encodeName } from './distinguished-name.ts';
import {
  bytes,
  distinguishedNameArbitrary,
  expectPrefixesRefused,
  generalNameArbitrary,
  patched,
  refusal,
  signRequestInfo,
  signWith,
  testCertificate,
  testKey,
  testRequest,
} from './fixtures.test-support.ts';
import { encodeKeyUsage } from './key-usage.ts';
import { OID } from './oids.ts';
import { encodePem } from './pem.ts';
import { rsassaPssIdentifier, signatureAlgorithmFor } from './signature-algorithm.ts';
import type { DnsName, GeneralName } from './types.ts';

const key = testKey('P-256');
const SUBJECT = [{ type: 'CN', value: 'api.lan' }];
const dns = (value: string): GeneralName => ({ type: 'dns', value: value as DnsName });
const request = testRequest(key, SUBJECT, [dns('api.lan')]);

const extension = (dotted: string, value: Uint8Array, critical = false) =>
  sequence(oid(dotted), ...(critical ? [boolean(true)] : []), octetString(value));
const attribute = (dotted: string, ...values: Uint8Array[]) => sequence(oid(dotted), tlv(0x31, ...values));
const extensionRequest = (...extensions: Uint8Array[]) => attribute(OID.extensionRequest, sequence(...extensions));
const subjectAltName = (...names: Uint8Array[]) => extension(OID.subjectAltName, sequence(...names));
const dnsElement = (name: string) => implicit(2, Buffer.from(name, 'latin1'));
const withAttributes = (...attributes: Uint8Array[]) =>
  signRequestInfo(sequence(integer(0), encodeName(SUBJECT), key.spkiDer, tlv(0xa0, ...attributes)), key);
const withExtensions = (...extensions: Uint8Array[]) => withAttributes(extensionRequest(...extensions));
const parse = parseCertificationRequest;

describe('parseCertificationRequest', () => {
  it('reads back random subjects and names', () => {
    fc.assert(
      fc.property(
        distinguishedNameArbitrary,
        fc.uniqueArray(generalNameArbitrary, { maxLength: 8, selector: (name) => name.type + name.value }),
        (subject, names) => {
          const parsed = parse(testRequest(key, subject, names));
          expect(parsed).toMatchObject({
            subject,
            subjectAltName: names,
            keyAlgorithm: 'P-256',
            signatureVerified: true,
            ignored: [],
          });
          expect(parsed.spkiDer).toEqual(key.spkiDer);
          expect(parsed.requested).toEqual({ cA: false, keyUsage: [], extKeyUsage: [] });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('agrees with the independent library on what it writes', () => {
    const other = new x509.Pkcs10CertificateRequest(Uint8Array.from(request));
    expect(other.subject).toBe('CN=api.lan');
    const names = other.getExtension(OID.subjectAltName) as x509.SubjectAlternativeNameExtension;
    expect(names.names.items.map((name) => name.value)).toEqual(['api.lan']);
  });

  it.each(['P-256', 'P-384', 'P-521', 'Ed25519', 'RSA-2048', 'ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const)(
    'verifies %s',
    (keyAlgorithm) => {
      expect(parse(testRequest(testKey(keyAlgorithm), SUBJECT, [dns('a.lan')])).keyAlgorithm).toBe(keyAlgorithm);
    },
  );

  it.each(['sha256', 'sha384', 'sha512'] as const)('verifies RSA-PSS with %s', (digest) => {
    const rsa = testKey('RSA-2048');
    const info = encodeCertificationRequestInfo(SUBJECT, rsa.spkiDer, [dns('a.lan')]);
    const padding = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };
    const signed = (saltLength: number) => new Uint8Array(sign(digest, info, { ...padding, saltLength }));
    const { keyAlgorithm } = parse(
      assembleCertificationRequest(info, rsassaPssIdentifier(digest), signed(constants.RSA_PSS_SALTLEN_DIGEST)),
    );
    expect(keyAlgorithm).toBe('RSA-2048');
    const otherSalt = assembleCertificationRequest(info, rsassaPssIdentifier(digest), signed(20));
    expect(refusal(() => parse(otherSalt)).code).toBe('bad-signature');
    // CSR-06: without parameters it would mean SHA-1 with a salt of 20.
    const bare = assembleCertificationRequest(info, sequence(oid(OID.rsassaPss)), signed(20));
    expect(refusal(() => parse(bare)).code).toBe('bad-signature');
  });

  it('reads what an independent library signed', async () => {
    const keys = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair;
    const made = await x509.Pkcs10CertificateRequestGenerator.create({
      name: 'CN=x, O=Acme',
      keys,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      extensions: [
        new x509.SubjectAlternativeNameExtension([
          { type: 'dns', value: 'X.lan' },
          { type: 'ip', value: '10.0.0.1' },
        ]),
      ],
      attributes: [new x509.ChallengePasswordAttribute('secret')],
    });
    const parsed = parse(new Uint8Array(made.rawData));
    expect(parsed.subjectAltName).toEqual([dns('x.lan'), { type: 'ip', value: '10.0.0.1' }]);
    expect(parsed.ignored).toEqual(['Challenge password']);
  });

  it('reports, and never hides, a wish to be an authority', () => {
    const parsed = parse(
      withExtensions(
        extension(OID.basicConstraints, sequence(boolean(true), integer(9)), true),
        extension(OID.keyUsage, encodeKeyUsage(['keyCertSign', 'digitalSignature']), true),
        extension(OID.extKeyUsage, sequence(oid(OID.OCSPSigning), oid(OID.anyExtendedKeyUsage), oid('1.2.3.4'))),
        extension(OID.nameConstraints, sequence()),
        extension(OID.precertificatePoison, nullValue(), true),
        subjectAltName(dnsElement('api.lan')),
      ),
    );
    expect(parsed.requested).toEqual({
      cA: true,
      keyUsage: ['digitalSignature', 'keyCertSign'],
      extKeyUsage: ['OCSPSigning', 'anyExtendedKeyUsage', '1.2.3.4'],
    });
    expect(parsed.ignored).toEqual([
      'Basic constraints',
      'Key usage',
      'Extended key usage',
      'Name constraints',
      'Precertificate mark',
    ]);
    expect(parsed.subjectAltName).toEqual([dns('api.lan')]);
  });

  it('CSR-09: ignores unknown attributes by name, up to 50 of them', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => attribute(`1.2.3.${index}`, nullValue()));
    expect(
      parse(withAttributes(attribute(OID.unstructuredName, utf8('x')), attribute(OID.challengePassword, utf8('y'))))
        .ignored,
    ).toEqual(['Unstructured name', 'Challenge password']);
    expect(parse(withAttributes(...many(50))).ignored).toHaveLength(50);
    expect(refusal(() => parse(withAttributes(...many(51)))).code).toBe('too-large');
  });

  it('CSR-11: keeps a hostile subject one value', () => {
    for (const value of ['x, O=Bank', 'x+OU=y', '#0402', '"q"', '\\'])
      expect(parse(testRequest(key, [{ type: 'CN', value }], [])).subject).toEqual([{ type: 'CN', value }]);
  });

  it('CSR-04: reads both attributes of extensions, but only one list in all', () => {
    const list = sequence(subjectAltName(dnsElement('a.lan')));
    expect(parse(withAttributes(attribute(OID.microsoftExtensionRequest, list))).subjectAltName).toEqual([
      dns('a.lan'),
    ]);
    for (const attributes of [
      [attribute(OID.extensionRequest, list), attribute(OID.extensionRequest, list)],
      [attribute(OID.extensionRequest, list), attribute(OID.microsoftExtensionRequest, list)],
      [attribute(OID.extensionRequest, list, list)],
      [extensionRequest(subjectAltName(dnsElement('a.lan')), subjectAltName(dnsElement('b.lan')))],
    ]) {
      expect(refusal(() => parse(withAttributes(...attributes))).code).toBe('malformed');
    }
  });

  it('lists each name once, in canonical form', () => {
    expect(
      parse(withExtensions(subjectAltName(dnsElement('A.lan'), dnsElement('a.lan'), dnsElement('*.b.lan'))))
        .subjectAltName,
    ).toEqual([dns('a.lan'), dns('*.b.lan')]);
  });

  it.each([
    ['NUL', dnsElement('a\0.lan')],
    ['a space', dnsElement('a b.lan')],
    ['an underscore', dnsElement('a_b.lan')],
    ['nothing', dnsElement('')],
    ['Latin-1', dnsElement('ü.lan')],
    ['an IP address as DNS name', dnsElement('10.0.0.1')],
    ['a URL', dnsElement('https://a.lan/')],
    ['an IP address of 3 octets', implicit(7, bytes('0a0000'))],
    ['an IP address of 5 octets', implicit(7, bytes('0a00000001'))],
    ['an IP address with a mask', implicit(7, bytes('0a000000ff000000'))],
    ['an IP address of 17 octets', implicit(7, new Uint8Array(17))],
    ['an IPv4 address inside IPv6', implicit(7, bytes('00000000000000000000ffff0a000001'))],
    ['CR LF in an e-mail address', implicit(1, Buffer.from('a@b.c\r\nBcc: x'))],
    ['a javascript URI', implicit(6, Buffer.from('javascript:alert(1)'))],
    ['a UPN', implicit(0, Uint8Array.of(...oid(OID.userPrincipalName), ...explicit(0, utf8('a'))), true)],
    ['a directory name', implicit(4, encodeName(SUBJECT), true)],
    ['a registered ID', implicit(8, bytes('2a03'))],
  ])('refuses a name with %s', (_, element) => {
    expect(refusal(() => parse(withExtensions(subjectAltName(element)))).code).toBe('bad-name');
  });

  it('CSR-10: refuses more than 100 names before it looks at them', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => dnsElement(`h${index}.lan`));
    expect(parse(withExtensions(subjectAltName(...names(100)))).subjectAltName).toHaveLength(100);
    const error = refusal(() => parse(withExtensions(subjectAltName(...names(101)))));
    expect(error.code).toBe('too-large');
    expect(error.message).toMatch(/^101 names; at most 100 are allowed\./);
    expect(
      refusal(() => parse(withExtensions(subjectAltName(...new Array<Uint8Array>(5000).fill(dnsElement('!')))))).code,
    ).toBe('too-large');
    expect(refusal(() => parse(withExtensions(subjectAltName(dnsElement('a'.repeat(65_536)))))).code).toBe('too-large');
    expect(refusal(() => parse(withExtensions(subjectAltName()))).code).toBe('malformed');
  });

  it('CSR-05: says what is wrong with a signature', () => {
    const info = encodeCertificationRequestInfo(SUBJECT, key.spkiDer, []);
    const { algorithmIdentifierDer } = signatureAlgorithmFor('P-256');
    const byOther = assembleCertificationRequest(info, algorithmIdentifierDer, signWith(testKey('P-256', 2), info));
    expect(refusal(() => parse(byOther)).message).toMatch(/^The request's signature does not match its key/);
    expect(refusal(() => parse(byOther)).code).toBe('bad-signature');
    expect(refusal(() => parse(patched(request, Buffer.from('api.lan'), Buffer.from('bpi.lan')))).code).toBe(
      'bad-signature',
    );
    const changed = Uint8Array.from(testRequest(key, SUBJECT, []));
    changed[Buffer.from(changed).indexOf('api.lan')] = 0x62;
    expect(refusal(() => parse(changed)).code).toBe('bad-signature');
    const wrongType = assembleCertificationRequest(
      info,
      signatureAlgorithmFor('RSA-2048').algorithmIdentifierDer,
      signWith(key, info),
    );
    expect(refusal(() => parse(wrongType)).code).toBe('bad-signature');
    const withNull = assembleCertificationRequest(
      info,
      sequence(oid(OID.ecdsaWithSha256), nullValue()),
      signWith(key, info),
    );
    expect(refusal(() => parse(withNull)).code).toBe('bad-signature');
    const pssWithoutParameters = assembleCertificationRequest(info, sequence(oid(OID.rsassaPss)), signWith(key, info));
    expect(refusal(() => parse(pssWithoutParameters)).code).toBe('bad-signature');
  });

  it('KEY-04: refuses good signatures by SHA-1 and MD5', () => {
    const rsa = testKey('RSA-2048');
    const info = encodeCertificationRequestInfo(SUBJECT, rsa.spkiDer, []);
    for (const [digest, dotted] of [
      ['sha1', OID.sha1WithRSAEncryption],
      ['md5', OID.md5WithRSAEncryption],
    ] as const) {
      const der = assembleCertificationRequest(
        info,
        sequence(oid(dotted), nullValue()),
        new Uint8Array(sign(digest, info, rsa.privateKey)),
      );
      expect(refusal(() => parse(der)).code).toBe('unsupported');
    }
  });

  it('speaks about the key before the signature', () => {
    const small = sequence(
      sequence(oid(OID.rsaEncryption), nullValue()),
      bitString(sequence(integer((1n << 1023n) | 1n), integer(65_537))),
    );
    const info = encodeCertificationRequestInfo(SUBJECT, small, []);
    const error = refusal(() =>
      parse(assembleCertificationRequest(info, signatureAlgorithmFor('RSA-2048').algorithmIdentifierDer, bytes('00'))),
    );
    expect([error.code, error.message]).toEqual([
      'weak-key',
      'Key is RSA 1024. RSA 2048 or P-256 is needed. Create a new key and CSR.',
    ]);
  });

  it.each([
    ['version 1', sequence(integer(1), encodeName(SUBJECT), key.spkiDer, tlv(0xa0))],
    ['a negative version', sequence(integer(-1), encodeName(SUBJECT), key.spkiDer, tlv(0xa0))],
    ['a huge version', sequence(integer(1n << 64n), encodeName(SUBJECT), key.spkiDer, tlv(0xa0))],
    ['a field too many', sequence(integer(0), encodeName(SUBJECT), key.spkiDer, tlv(0xa0), nullValue())],
    [
      'an attribute without values',
      sequence(integer(0), encodeName(SUBJECT), key.spkiDer, tlv(0xa0, sequence(oid('1.2.3'), set()))),
    ],
    [
      'an attribute that is no SEQUENCE',
      sequence(integer(0), encodeName(SUBJECT), key.spkiDer, tlv(0xa0, nullValue())),
    ],
    [
      'empty requested extensions',
      sequence(integer(0), encodeName(SUBJECT), key.spkiDer, tlv(0xa0, extensionRequest())),
    ],
  ])('CSR-12: refuses %s', (_, info) => {
    expect(refusal(() => parse(signRequestInfo(info, key))).code).toBe('malformed');
  });

  it('accepts a request that leaves out the empty attributes', () => {
    expect(parse(signRequestInfo(sequence(integer(0), encodeName(SUBJECT), key.spkiDer), key)).subject).toEqual(
      SUBJECT,
    );
  });

  it('CSR-12: refuses trailing bytes, every strict prefix, oversize and certificates', () => {
    expect(refusal(() => parse(Uint8Array.of(...request, 0))).code).toBe('malformed');
    expect(refusal(() => parse(Uint8Array.of(...request, ...request))).code).toBe('malformed');
    expectPrefixesRefused(request, parse);
    expect(refusal(() => parse(new Uint8Array(65_537))).code).toBe('too-large');
    const certificate = testCertificate('rootAuthority', key, null);
    const error = refusal(() => parse(certificate.certificateDer));
    expect([error.code, error.message]).toEqual(['wrong-type', 'This is a certificate, not a request.']);
  });

  it('never throws anything but a refusal for changed requests', () => {
    fc.assert(
      fc.property(fc.nat(request.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Uint8Array.from(request);
        changed[at] = (changed[at] as number) ^ flip;
        refusal(() => parse(changed));
      }),
      { numRuns: 300 },
    );
  });
});

describe('decodeCertificationRequestPemOrDer', () => {
  it('takes PEM with either label as text or octets, and DER', () => {
    for (const label of ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST']) {
      expect(decodeCertificationRequestPemOrDer(encodePem(label, request))).toEqual(request);
      expect(decodeCertificationRequestPemOrDer(Buffer.from(encodePem(label, request)))).toEqual(request);
    }
    expect(decodeCertificationRequestPemOrDer(request)).toEqual(request);
  });

  it('says what else was given', () => {
    expect(refusal(() => decodeCertificationRequestPemOrDer(encodePem('CERTIFICATE', request))).message).toBe(
      'This is a certificate, not a request.',
    );
    expect(refusal(() => decodeCertificationRequestPemOrDer('hello')).code).toBe('malformed');
    expect(refusal(() => decodeCertificationRequestPemOrDer(new Uint8Array(0))).code).toBe('malformed');
    expect(
      refusal(() => decodeCertificationRequestPemOrDer(encodePem('CERTIFICATE REQUEST', request).repeat(2))).code,
    ).toBe('too-large');
  });
});
