/** Fixed keys, certificates made with them, and generators of random valid content, for the tests of this room. */
import {
  constants,
  createECDH,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import fc from 'fast-check';
import { type ParsedCertificate, parseCertificate } from './certificate.ts';
import { assembleCertificationRequest, encodeCertificationRequestInfo } from './certification-request.ts';
import { headerLength, writeHeader } from './der-writer.ts';
import { encodeName } from './distinguished-name.ts';
import { PROFILES, type ProfileId } from './profiles.ts';
import { keyIdentifierOf, readSubjectPublicKeyInfo } from './public-key.ts';
import { serialNumberFromEntropy } from './serial-number.ts';
import { signatureAlgorithmFor } from './signature-algorithm.ts';
import { assembleCertificate, encodeTbsCertificate, type TbsCertificateFields } from './tbs-certificate.ts';
import {
  type CertificateDer,
  type CertificationRequestDer,
  type DistinguishedName,
  type DnsName,
  type GeneralName,
  type IpAddress,
  type KeyAlgorithm,
  type NameAttribute,
  PkiError,
  type SubjectPublicKeyInfoDer,
} from './types.ts';

// One seed for all properties: a failure today is a failure tomorrow.
fc.configureGlobal({ seed: 20_261_124, endOnFailure: true });

export interface TestKey {
  readonly keyAlgorithm: KeyAlgorithm;
  readonly privateKey: KeyObject;
  readonly spkiDer: SubjectPublicKeyInfoDer;
}

/** 2026-11-24 */
export const NOW = new Date('2026-11-24T12:00:00Z');
export const DAY = 86_400_000;

type MlDsa = 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';
export type TestKeyAlgorithm = 'P-256' | 'P-384' | 'P-521' | 'Ed25519' | 'RSA-2048' | MlDsa;
const isMlDsa = (keyAlgorithm: TestKeyAlgorithm): keyAlgorithm is MlDsa => keyAlgorithm.startsWith('ML-DSA-');

/** A key by its algorithm and a number; the same arguments give the same key. There is only one RSA key. */
export function testKey(keyAlgorithm: TestKeyAlgorithm, number = 1): TestKey {
  const privateKey =
    keyAlgorithm === 'RSA-2048'
      ? rsaKey()
      : keyAlgorithm === 'Ed25519'
        ? ed25519Key(number)
        : isMlDsa(keyAlgorithm)
          ? mlDsaKey(keyAlgorithm, number)
          : ecKey(keyAlgorithm, number);
  return { keyAlgorithm, privateKey, spkiDer: spkiOf(privateKey) };
}

/** A new key under id-RSASSA-PSS, of 2,048 bits. Bound to the digest for all it signs, with a salt as long as it; null: to nothing. RFC 4055 §1.2 */
export function pssKeyPair(digest: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null): {
  readonly privateKey: KeyObject;
  readonly spkiDer: SubjectPublicKeyInfoDer;
  readonly pkcs8Der: Uint8Array;
} {
  const bound = digest && {
    hashAlgorithm: digest,
    mgf1HashAlgorithm: digest,
    saltLength: { sha1: 20, sha256: 32, sha384: 48, sha512: 64 }[digest],
  };
  const generate = generateKeyPairSync as unknown as (type: string, options: object) => { privateKey: KeyObject };
  const { privateKey } = generate('rsa-pss', { modulusLength: 2048, ...bound });
  const pkcs8Der = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }));
  const spkiDer = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  return { privateKey, spkiDer: spkiDer as SubjectPublicKeyInfoDer, pkcs8Der };
}

/** A PSS signature; a salt as long as the digest unless given. */
export function signPss(privateKey: KeyObject, digest: string, data: Uint8Array, saltLength?: number): Uint8Array {
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return new Uint8Array(
    sign(digest, data, { key: privateKey, padding, saltLength: saltLength ?? constants.RSA_PSS_SALTLEN_DIGEST }),
  );
}

export function signWith(key: TestKey, data: Uint8Array): Uint8Array {
  return new Uint8Array(sign(signatureAlgorithmFor(key.keyAlgorithm).digest, data, key.privateKey));
}

export function pkcs8Of(key: TestKey): Uint8Array {
  return new Uint8Array(key.privateKey.export({ format: 'der', type: 'pkcs8' }));
}

/** A certificate of a profile; `issuer` null signs with the certificate's own key. */
export function testCertificate(
  profile: ProfileId,
  key: TestKey,
  issuer: { readonly key: TestKey; readonly certificate: ParsedCertificate } | null,
  changes: Partial<TbsCertificateFields> = {},
): ParsedCertificate {
  return parseCertificate(signTbs(testTbsFields(profile, key, issuer, changes), issuer?.key ?? key));
}

/** Fields that pass every lint. */
export function testTbsFields(
  profile: ProfileId,
  key: TestKey,
  issuer: { readonly key: TestKey; readonly certificate: ParsedCertificate } | null,
  changes: Partial<TbsCertificateFields> = {},
): TbsCertificateFields {
  const { keyUsage, extKeyUsage, isAuthority, defaultPathLenConstraint, defaultValidityDays, requiresSubjectAltName } =
    PROFILES[profile];
  const subject = [
    { type: 'O', value: 'Acme' },
    { type: 'CN', value: `${profile} test` },
  ] as const;
  const signer = issuer?.key ?? key;
  return {
    serialNumber: serialNumberFromEntropy(Uint8Array.from({ length: 16 }, (_, index) => index * 7 + profile.length)),
    issuer: issuer?.certificate.subjectDer ?? encodeName(subject),
    subject,
    notBefore: NOW,
    notAfter: new Date(NOW.getTime() + defaultValidityDays * DAY),
    spkiDer: key.spkiDer,
    signatureAlgorithm: signatureAlgorithmFor(signer.keyAlgorithm).algorithmIdentifierDer,
    subjectKeyIdentifier: keyIdentifierOf(key.spkiDer),
    authorityKeyIdentifier: keyIdentifierOf(signer.spkiDer),
    basicConstraints: isAuthority ? { cA: true, pathLenConstraint: defaultPathLenConstraint } : { cA: false },
    keyUsage: keyUsage(key.keyAlgorithm),
    extKeyUsage,
    subjectAltName: requiresSubjectAltName
      ? [
          profile === 'smime'
            ? { type: 'email', value: 'alice@acme.test' }
            : { type: 'dns', value: 'api.lan' as DnsName },
        ]
      : [],
    ocspUrls: [],
    caIssuersUrls: [],
    crlUrls: [],
    ocspNoCheck: profile === 'ocspResponder',
    ...changes,
  };
}

export function signTbs(fields: TbsCertificateFields, key: TestKey): CertificateDer {
  const tbs = encodeTbsCertificate(fields);
  return assembleCertificate(tbs, fields.signatureAlgorithm, signWith(key, tbs));
}

export function testRequest(
  key: TestKey,
  subject: DistinguishedName,
  san: readonly GeneralName[],
): CertificationRequestDer {
  return signRequestInfo(encodeCertificationRequestInfo(subject, key.spkiDer, san), key);
}

export function signRequestInfo(info: Uint8Array, key: TestKey): CertificationRequestDer {
  return assembleCertificationRequest(
    info,
    signatureAlgorithmFor(key.keyAlgorithm).algorithmIdentifierDer,
    signWith(key, info),
  );
}

/** The error a call throws; fails when it throws nothing or something else. */
export function refusal(call: () => unknown): PkiError {
  try {
    call();
  } catch (error) {
    if (error instanceof PkiError) return error;
    throw error;
  }
  throw new Error('The call was expected to throw a PkiError.');
}

/** Every strict prefix of a value is refused with a PkiError: long values at every length near the ends and in steps between. */
export function expectPrefixesRefused(der: Uint8Array, read: (prefix: Uint8Array) => unknown): void {
  for (let length = 0; length < der.length; length += length < 200 || length > der.length - 200 ? 1 : 37) {
    refusal(() => read(der.subarray(0, length)));
  }
}

/** Replaces the one occurrence of `from`; lengths must be equal. */
export function patched(der: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const at = Buffer.from(der).indexOf(from);
  if (at < 0 || from.length !== to.length) throw new Error('Nothing to patch.');
  const out = Uint8Array.from(der);
  out.set(to, at);
  return out;
}

export function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
}

/** SEQUENCE nested `depth` times. */
export function nested(depth: number): Uint8Array {
  const headers: Uint8Array[] = [];
  let length = 0;
  for (let level = 0; level < depth; level += 1) {
    const header = new Uint8Array(headerLength(length));
    writeHeader(header, 0, 0x30, length);
    headers.push(header);
    length += header.length;
  }
  return Uint8Array.from(Buffer.concat(headers.reverse()));
}

const label = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?$/).filter((text) => !text.startsWith('xn--'));
export const dnsNameArbitrary = fc
  .tuple(fc.boolean(), fc.array(label, { minLength: 0, maxLength: 4 }), fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/))
  .map(([wildcard, labels, last]) => `${wildcard ? '*.' : ''}${[...labels, last].join('.')}` as DnsName);
export const ipAddressArbitrary = fc.oneof(
  fc.ipV4(),
  fc.constantFrom('::1', 'fd00::1', '2001:db8::1:0:0:1', '::', 'fe80::1'),
) as fc.Arbitrary<IpAddress>;
export const generalNameArbitrary: fc.Arbitrary<GeneralName> = fc.oneof(
  dnsNameArbitrary.map((value) => ({ type: 'dns', value }) as const),
  ipAddressArbitrary.map((value) => ({ type: 'ip', value }) as const),
  fc.constantFrom('a@b.c', 'first.last+tag@example.org').map((value) => ({ type: 'email', value }) as const),
  fc
    .constantFrom('spiffe://acme.test/api', 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'https://acme.test/x?y=1')
    .map((value) => ({ type: 'uri', value }) as const),
  fc.constantFrom('alice@corp.example', 'jürgen@corp.example').map((value) => ({ type: 'upn', value }) as const),
);

const visible = (maxLength: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength })
    .filter(
      (text) => text.trim() === text && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) && [...text].length <= maxLength,
    );
/** Names that `parseDistinguishedName` accepts. */
export const distinguishedNameArbitrary: fc.Arbitrary<DistinguishedName> = fc
  .tuple(
    fc.option(fc.constantFrom('DE', 'GB', 'FR'), { nil: null }),
    fc.option(visible(64), { nil: null }),
    fc.array(visible(64), { maxLength: 2 }),
    fc.option(fc.stringMatching(/^[A-Za-z0-9.:/-]{1,20}$/), { nil: null }),
    fc.option(visible(64), { nil: null }),
  )
  .map(([country, organization, units, serialNumber, commonName]) => [
    ...attribute('C', country),
    ...attribute('O', organization),
    ...units.flatMap((unit) => attribute('OU', unit)),
    ...attribute('serialNumber', serialNumber),
    ...attribute('CN', commonName),
  ]);

/** Whole seconds of the years 1950 to 2199. */
export const timeArbitrary = fc
  .integer({ min: Date.UTC(1950, 0, 1) / 1000, max: Date.UTC(2199, 11, 31) / 1000 })
  .map((seconds) => new Date(seconds * 1000));
export const serialArbitrary = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(serialNumberFromEntropy);

function attribute(type: NameAttribute['type'], value: string | null): NameAttribute[] {
  return value === null ? [] : [{ type, value }];
}

function spkiOf(privateKey: KeyObject): SubjectPublicKeyInfoDer {
  const der = new Uint8Array(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
  return readSubjectPublicKeyInfo(der).spkiDer;
}

function ed25519Key(number: number): KeyObject {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  return createPrivateKey({ key: Buffer.concat([prefix, Buffer.alloc(32, number)]), format: 'der', type: 'pkcs8' });
}

/** RFC 9881 §6: the seed alone, `[0] OCTET STRING (SIZE (32))`. */
function mlDsaKey(keyAlgorithm: MlDsa, number: number): KeyObject {
  const last = { 'ML-DSA-44': '11', 'ML-DSA-65': '12', 'ML-DSA-87': '13' }[keyAlgorithm];
  const prefix = Buffer.from(`3034020100300b06096086480165030403${last}04228020`, 'hex');
  return createPrivateKey({ key: Buffer.concat([prefix, Buffer.alloc(32, number)]), format: 'der', type: 'pkcs8' });
}

function ecKey(curve: 'P-256' | 'P-384' | 'P-521', number: number): KeyObject {
  const [name, octets] = { 'P-256': ['prime256v1', 32], 'P-384': ['secp384r1', 48], 'P-521': ['secp521r1', 66] }[
    curve
  ] as [string, number];
  const secret = Buffer.alloc(octets, number);
  secret[0] = 0;
  const ecdh = createECDH(name);
  ecdh.setPrivateKey(secret);
  const point = ecdh.getPublicKey();
  const [x, y] = [point.subarray(1, 1 + octets), point.subarray(1 + octets)].map((coordinate) =>
    coordinate.toString('base64url'),
  ) as [string, string];
  return createPrivateKey({ key: { kty: 'EC', crv: curve, d: secret.toString('base64url'), x, y }, format: 'jwk' });
}

function rsaKey(): KeyObject {
  return createPrivateKey({ key: Buffer.from(RSA_PKCS8.join(''), 'base64'), format: 'der', type: 'pkcs8' });
}

/** Made for these tests; it protects nothing. */
const RSA_PKCS8 = [
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDlx0oBcdlkLm5tvsB3VxAejxdowr7aAE30ZN207eWZg74As/4oc+YfMmaeA9qmMykOe8fH',
  'MIoAKmo44KMVblR6S1ThHeqMeUDVpDR5rCxmEG2zEe1QJW55hz/DQb8h4ZMeJCqbFxmdL34wzNXRfDJqUhArixSglwTETxxYsbXkmXf/1JVoWfuS6ckhz3Ey',
  'LGCVU8MhoCCbLW2EXjxm+xDIfzSwIHZ4R3nVArLBq/4LD4dNuN3UHhJzyHAeHUzkcUWvqohhvyNoYBibWaD2Z3EPG1jRbxl+u3dbc22OGGxeWsu4FSN48faL',
  'sTUJZgGQnNbgLLBU+9sisrVKnVKOumdfAgMBAAECggEAChMiXgzZXMiiY+J0uubQ2J4qhxfe2V0hDeGsTOYPZps9pfc+YhSu1thVYoFFwXrFxpJL0KKCsn4p',
  'mSPUUri7MH+EEbjHk3AvlQ51lI4lhjYbMTpMfvKdNOvmsk98K2aiFjS8v38USu2NqWMZzu0Uos/FULtw5JeqiFb1pbfpA0RYEfWcs4VSfXjvtUf7h0j9IcYb',
  '8fOXLYUE+8VCWzyrPqm9eKe1rszOSJDVljulKDPr3jXV4s4H2z3y3yQpO6VW+P/mYphoox27lyYGwZx9unQMNC61VFapb4ao2OdW1qjGnTpUJ9XLtMxGc5lZ',
  'xZrn7/5Unc6KeZ1RwKNgY+oubQKBgQD9mV1nvHaKKmh/riuIqeRt5vUEqa8SDQAezPOXj0ZUu6f5TDwgJ7/o++z0Fd0rAvIu35ZpNhhZjs0t5v9en6da3fnF',
  'moSXGImHp3QRXb9/c5iWRsMMm7N9o8B0QNwiVz6NuDz2xgIUC3gXrv2G98Mn345uIfk54tpWw5FcEQVERQKBgQDn9DEBeJIO8AR0r33iRa9MukljMMFtP4ma',
  'upopf3XLTKzQLgVcA/Uu/n4C0aaFW9oqUH56FXRyWv+dKwrVB2Y3DMS6LnUxcBmtVqR9O0SInrGEpfEBQaU9Rovf58o7gZlM1SGBiuU8HfViUerrCFSfu4FL',
  'aGfbAqig/g82TE0BUwKBgCoM6ysPWgyQ+aDqTXeszB7ZJBmw1UHF/BYfX+jqrfvQ3gp9dJ7UWIMWevUCRxkhtOzG0FcDzEfVYPpSilezW3m6wvbcJ04ymGNx',
  'BdL3W5CTp2KLuz30929G3tuoAZiEJPA0847ryF5whGpQ7uMZZDfRXvmuEnhhwFiQtyKwA9KNAoGAW5Qy4QTMje8/ox5Cklq2+pE2Nl5ikBKc7qUsBqRXSpwM',
  'QulYnlrFq/c4oz5JA7AfM8OyG9tqrVe2QkRjM3aHaca1yVhcVteOm7xwly0WQuZ86gVmYPudFNNMmGt4kgP6Fba0UuQW26RsZJQ5LvCMEMDELJSdJIApOd70',
  '/JglcxcCgYEAhDctAsr7O9yENuo0F+O46Ae/PV9BnacKqMB2gS7ilqY8he1d3CXAhZFP6UU5pMsN4YkwJtG+hrD9NL4aXANqVaJXFwHWE6kUEW+NIwAyns3j',
  'zypxQC+megc+6LDYBHWIpMrnxVgbiFm6MDBideJSulUyZGEOUgxz0XE3gJtLv2I=',
];
