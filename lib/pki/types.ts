/** The vocabulary of `lib/pki`: encoded structures as branded bytes, and the standard's nouns as plain data. No code with effects. */

declare const encoding: unique symbol;
/** DER bytes that were produced or accepted by this room as the named ASN.1 type; a plain Uint8Array is not accepted in its place. */
type Der<TypeName extends string> = Uint8Array & { readonly [encoding]: TypeName };

export type CertificateDer = Der<'Certificate'>;
export type TbsCertificateDer = Der<'TBSCertificate'>;
export type CertificationRequestDer = Der<'CertificationRequest'>;
export type CertificateListDer = Der<'CertificateList'>;
export type TbsCertListDer = Der<'TBSCertList'>;
export type SubjectPublicKeyInfoDer = Der<'SubjectPublicKeyInfo'>;
export type NameDer = Der<'Name'>;
export type ResponseDataDer = Der<'ResponseData'>;
export type OcspResponseDer = Der<'OCSPResponse'>;

declare const brand: unique symbol;
/** Lowercase hex of the serial's magnitude, two digits an octet, no sign octet and no leading zero octet: `"4f00…"`. RFC 5280 §4.1.2.2 */
export type SerialNumber = string & { readonly [brand]: 'SerialNumber' };
/** Host name as lower-case A-labels, no trailing dot; the first label may be `*` where a wildcard was allowed. */
export type DnsName = string & { readonly [brand]: 'DnsName' };
/** Canonical text of one IPv4 or IPv6 address (RFC 5952). */
export type IpAddress = string & { readonly [brand]: 'IpAddress' };

/** Key types by the name a person chooses. Issuing supports them all except where a profile narrows the list. ML-DSA: RFC 9881 */
export const KEY_ALGORITHMS = [
  'P-256',
  'P-384',
  'P-521',
  'RSA-2048',
  'RSA-3072',
  'RSA-4096',
  'Ed25519',
  'ML-DSA-44',
  'ML-DSA-65',
  'ML-DSA-87',
] as const;
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/**
 * How an RSA key signs: PKCS#1 v1.5 with SHA-256, or PSS with a salt as long as the digest; `pss` alone is with SHA-256. Keys of other
 * types have one way only: `pkcs1` stands for it. RFC 8017 §8
 */
export const SIGNATURE_SCHEMES = ['pkcs1', 'pss', 'pss-sha384', 'pss-sha512'] as const;
export type SignatureScheme = (typeof SIGNATURE_SCHEMES)[number];

/** RFC 5280 §4.2.1.6, the forms this program issues. */
export type GeneralName =
  | { readonly type: 'dns'; readonly value: DnsName }
  | { readonly type: 'ip'; readonly value: IpAddress }
  | { readonly type: 'email'; readonly value: string }
  | { readonly type: 'uri'; readonly value: string }
  /** User principal name of Active Directory, an otherName: `alice@corp.example`. Microsoft [MS-WCCE] §2.2.2.7.5 */
  | { readonly type: 'upn'; readonly value: string };

/** One attribute of a subject, by its RFC 4514 short name; multi-valued RDNs are not issued. */
export interface NameAttribute {
  readonly type: 'CN' | 'O' | 'OU' | 'C' | 'ST' | 'L' | 'serialNumber' | 'emailAddress' | 'DC' | (string & {});
  readonly value: string;
}
/** Attributes in encoding order (RFC 5280 §4.1.2.4: RDNSequence, most general first, CN last by custom). */
export type DistinguishedName = readonly NameAttribute[];

export type KeyUsageBit =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

export type ExtKeyUsage =
  | 'serverAuth'
  | 'clientAuth'
  | 'OCSPSigning'
  | 'emailProtection'
  | 'codeSigning'
  | 'timeStamping';
/** A key purpose without a name here, as a dotted OID. */
export type CustomKeyPurpose = `${number}.${number}.${string}`;

/** RFC 5280 §5.3.1; `unspecified` is never encoded. */
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'privilegeWithdrawn'
  | 'aACompromise';

export type LintSeverity = 'error' | 'warning' | 'info';
/** One finding of one lint. `field` names the part of the structure; `fix` says what to do. */
export interface LintFinding {
  readonly lint: string;
  readonly severity: LintSeverity;
  readonly field: string;
  readonly message: string;
  readonly fix: string;
  readonly source: string;
}

/** Everything that was wrong with bytes or text given to this room. `message` is a plain sentence: what is wrong, what is expected, what to do. */
export class PkiError extends Error {
  readonly code: PkiErrorCode;
  /** A value that would be accepted in place of the refused one, for a one-click fix. */
  readonly suggestion: string | undefined;
  constructor(code: PkiErrorCode, message: string, options: { suggestion?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PkiError';
    this.code = code;
    this.suggestion = options.suggestion;
  }
}
export type PkiErrorCode =
  | 'malformed' // not DER, not PEM, not the type that was asked for
  | 'too-large' // over a stated limit of size, depth or count
  | 'bad-name' // a name that may not be in a certificate
  | 'bad-serial'
  | 'bad-signature'
  | 'bad-password' // encrypted content that no given password opens
  | 'weak-key'
  | 'unsupported' // well-formed, but an algorithm or form that is not supported
  | 'wrong-type'; // a certificate where a CSR was expected, and so on
