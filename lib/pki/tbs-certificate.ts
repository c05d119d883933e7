/** Certificates as bytes: the to-be-signed part from plain fields, and the whole once it is signed. RFC 5280 §4.1 */
import {
  ascii,
  bitString,
  boolean,
  explicit,
  ia5,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  sequence,
  TAG,
  time,
  tlv,
} from './der-writer.ts';
import { encodeName } from './distinguished-name.ts';
import type { PolicyInformation } from './extensions.ts';
import { encodeGeneralName } from './general-name.ts';
import { encodeExtKeyUsage, encodeKeyUsage } from './key-usage.ts';
import { OID } from './oids.ts';
import { serialNumberToDer } from './serial-number.ts';
import {
  type CertificateDer,
  type CustomKeyPurpose,
  type DistinguishedName,
  type ExtKeyUsage,
  type GeneralName,
  type KeyUsageBit,
  type NameDer,
  PkiError,
  type SerialNumber,
  type SubjectPublicKeyInfoDer,
  type TbsCertificateDer,
} from './types.ts';

export interface TbsCertificateFields {
  readonly serialNumber: SerialNumber;
  /** The issuer's subject, octet for octet: path validation may compare bytes. */
  readonly issuer: NameDer;
  readonly subject: DistinguishedName;
  /** Parts of a second are dropped. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly spkiDer: SubjectPublicKeyInfoDer;
  /** AlgorithmIdentifier of the issuer's signature. */
  readonly signatureAlgorithm: Uint8Array;
  readonly subjectKeyIdentifier: Uint8Array;
  /** The issuer's subjectKeyIdentifier; empty when the issuer has none. */
  readonly authorityKeyIdentifier: Uint8Array;
  readonly basicConstraints: { readonly cA: true; readonly pathLenConstraint: number | null } | { readonly cA: false };
  readonly keyUsage: readonly KeyUsageBit[];
  readonly extKeyUsage: readonly (ExtKeyUsage | CustomKeyPurpose)[];
  readonly subjectAltName: readonly GeneralName[];
  readonly ocspUrls: readonly string[];
  readonly caIssuersUrls: readonly string[];
  readonly crlUrls: readonly string[];
  /** NameConstraints, encoded; absent or null: none. For authorities only. RFC 5280 §4.2.1.10 */
  readonly nameConstraintsDer?: Uint8Array | null;
  /** Each policy once. RFC 5280 §4.2.1.4 */
  readonly certificatePolicies?: readonly PolicyInformation[];
  /** Where delta CRLs are. RFC 5280 §4.2.1.15 */
  readonly freshestCrlUrls?: readonly string[];
  /** RFC 6960 §4.2.2.2.1 */
  readonly ocspNoCheck: boolean;
}

/**
 * ```
 * TBSCertificate ::= SEQUENCE {
 *   version [0] EXPLICIT INTEGER (2), serialNumber INTEGER, signature AlgorithmIdentifier, issuer Name,
 *   validity SEQUENCE { notBefore Time, notAfter Time }, subject Name, subjectPublicKeyInfo SubjectPublicKeyInfo,
 *   extensions [3] EXPLICIT SEQUENCE OF Extension }
 * ```
 * Extensions in this order, each only when it has content: basicConstraints, keyUsage, extKeyUsage, nameConstraints, certificatePolicies,
 * subjectKeyIdentifier, authorityKeyIdentifier, subjectAltName, authorityInfoAccess (OCSP before caIssuers), cRLDistributionPoints, freshestCRL,
 * ocsp-nocheck. Encodes what it is told: policy and lints judge the result. Throws `bad-name` for text that its string type cannot hold,
 * `malformed` for what has no encoding. RFC 5280 §4.1
 */
export function encodeTbsCertificate(fields: TbsCertificateFields): TbsCertificateDer {
  return sequence(
    explicit(0, integer(2)),
    tlv(TAG.integer, serialNumberToDer(fields.serialNumber)),
    fields.signatureAlgorithm,
    fields.issuer,
    sequence(time(fields.notBefore), time(fields.notAfter)),
    encodeName(fields.subject),
    fields.spkiDer,
    explicit(3, sequence(...encodeExtensions(fields))),
  ) as TbsCertificateDer;
}

/**
 * ```
 * Certificate ::= SEQUENCE { tbsCertificate TBSCertificate, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING }
 * ```
 * The algorithm must be the one inside `tbs`. RFC 5280 §4.1
 */
export function assembleCertificate(
  tbs: TbsCertificateDer,
  algorithmIdentifierDer: Uint8Array,
  signature: Uint8Array,
): CertificateDer {
  return sequence(tbs, algorithmIdentifierDer, bitString(signature)) as CertificateDer;
}

/**
 * ```
 * Extension ::= SEQUENCE { extnID OBJECT IDENTIFIER, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING }
 * ```
 * RFC 5280 §4.1
 */
export function encodeExtension(dotted: string, critical: boolean, valueDer: Uint8Array): Uint8Array {
  return critical
    ? sequence(oid(dotted), boolean(true), octetString(valueDer))
    : sequence(oid(dotted), octetString(valueDer));
}

/**
 * ```
 * AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] IMPLICIT OCTET STRING, … }
 * ```
 * RFC 5280 §4.2.1.1, §5.2.1
 */
export function encodeAuthorityKeyIdentifier(keyIdentifier: Uint8Array): Uint8Array {
  return encodeExtension(OID.authorityKeyIdentifier, false, sequence(implicit(0, keyIdentifier)));
}

/** SubjectAltName ::= SEQUENCE SIZE (1..MAX) OF GeneralName, as an extension. RFC 5280 §4.2.1.6 */
export function encodeSubjectAltName(names: readonly GeneralName[], critical: boolean): Uint8Array {
  return encodeExtension(OID.subjectAltName, critical, sequence(...names.map(encodeGeneralName)));
}

/** FreshestCRL ::= CRLDistributionPoints, as an extension of certificates and complete lists; never critical. RFC 5280 §4.2.1.15, §5.2.6 */
export function encodeFreshestCrl(urls: readonly string[]): Uint8Array {
  return encodeExtension(OID.freshestCrl, false, distributionPoints(urls));
}

function encodeExtensions(fields: TbsCertificateFields): Uint8Array[] {
  const extensions = [encodeBasicConstraints(fields.basicConstraints)];
  if (fields.keyUsage.length > 0) extensions.push(encodeExtension(OID.keyUsage, true, encodeKeyUsage(fields.keyUsage)));
  if (fields.extKeyUsage.length > 0) extensions.push(encodeExtendedKeyUsage(fields.extKeyUsage));
  // RFC 5280 §4.2.1.10: always critical; a reader that skipped it would trust names that are excluded.
  if (fields.nameConstraintsDer) extensions.push(encodeExtension(OID.nameConstraints, true, fields.nameConstraintsDer));
  if (fields.certificatePolicies?.length) extensions.push(encodeCertificatePolicies(fields.certificatePolicies));
  if (fields.subjectKeyIdentifier.length > 0) {
    extensions.push(encodeExtension(OID.subjectKeyIdentifier, false, octetString(fields.subjectKeyIdentifier)));
  }
  if (fields.authorityKeyIdentifier.length > 0)
    extensions.push(encodeAuthorityKeyIdentifier(fields.authorityKeyIdentifier));
  // RFC 5280 §4.1.2.6: critical when the subject is empty, and only then; Apple refuses the other way round.
  if (fields.subjectAltName.length > 0)
    extensions.push(encodeSubjectAltName(fields.subjectAltName, fields.subject.length === 0));
  if (fields.ocspUrls.length + fields.caIssuersUrls.length > 0) extensions.push(encodeAuthorityInfoAccess(fields));
  if (fields.crlUrls.length > 0)
    extensions.push(encodeExtension(OID.crlDistributionPoints, false, distributionPoints(fields.crlUrls)));
  if (fields.freshestCrlUrls?.length) extensions.push(encodeFreshestCrl(fields.freshestCrlUrls));
  if (fields.ocspNoCheck) extensions.push(encodeExtension(OID.ocspNoCheck, false, nullValue()));
  return extensions;
}

/**
 * ```
 * BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER (0..MAX) OPTIONAL }
 * ```
 * Critical for end entities too, so that nothing that skips it takes them for authorities. RFC 5280 §4.2.1.9
 */
export function encodeBasicConstraints(constraints: TbsCertificateFields['basicConstraints']): Uint8Array {
  if (!constraints.cA) return encodeExtension(OID.basicConstraints, true, sequence());
  const { pathLenConstraint } = constraints;
  if (pathLenConstraint === null) return encodeExtension(OID.basicConstraints, true, sequence(boolean(true)));
  if (!Number.isSafeInteger(pathLenConstraint) || pathLenConstraint < 0) {
    throw new PkiError('malformed', 'The path length is a whole number from 0, or none.');
  }
  return encodeExtension(OID.basicConstraints, true, sequence(boolean(true), integer(pathLenConstraint)));
}

/**
 * ```
 * AuthorityInfoAccessSyntax ::= SEQUENCE OF SEQUENCE { accessMethod OBJECT IDENTIFIER, accessLocation GeneralName }
 * ```
 * RFC 5280 §4.2.2.1
 */
function encodeAuthorityInfoAccess({ ocspUrls, caIssuersUrls }: TbsCertificateFields): Uint8Array {
  return encodeExtension(
    OID.authorityInfoAccess,
    false,
    sequence(
      ...ocspUrls.map((url) => sequence(oid(OID.ocsp), implicit(6, ascii(url)))),
      ...caIssuersUrls.map((url) => sequence(oid(OID.caIssuers), implicit(6, ascii(url)))),
    ),
  );
}

/**
 * ```
 * CRLDistributionPoints ::= SEQUENCE OF SEQUENCE { distributionPoint [0] EXPLICIT CHOICE { fullName [0] IMPLICIT GeneralNames }, … }
 * ```
 * One point an address: several names in one point would mean the same list in several places. RFC 5280 §4.2.1.13
 */
function distributionPoints(urls: readonly string[]): Uint8Array {
  return sequence(...urls.map((url) => sequence(explicit(0, implicit(0, implicit(6, ascii(url)), true)))));
}

/** Critical exactly when the only purpose is timeStamping. RFC 3161 §2.3, RFC 5280 §4.2.1.12 */
function encodeExtendedKeyUsage(purposes: TbsCertificateFields['extKeyUsage']): Uint8Array {
  const isCritical = purposes.length === 1 && purposes[0] === 'timeStamping';
  return encodeExtension(OID.extKeyUsage, isCritical, encodeExtKeyUsage(purposes));
}

/**
 * ```
 * CertificatePolicies ::= SEQUENCE OF SEQUENCE {
 *   policyIdentifier OBJECT IDENTIFIER, policyQualifiers SEQUENCE OF SEQUENCE { id-qt-cps, CPSuri IA5String } OPTIONAL }
 * ```
 * Not critical, so that programs that know nothing of policies accept the certificate. RFC 5280 §4.2.1.4
 */
function encodeCertificatePolicies(policies: readonly PolicyInformation[]): Uint8Array {
  if (new Set(policies.map(({ policy }) => policy)).size < policies.length)
    throw new PkiError('malformed', 'A certificate policy is given twice. Give each once.');
  const encoded = policies.map(({ policy, cpsUri }) =>
    cpsUri === null
      ? sequence(oid(policy))
      : sequence(oid(policy), sequence(sequence(oid(OID.policyQualifierCps), ia5(cpsUri)))),
  );
  return encodeExtension(OID.certificatePolicies, false, sequence(...encoded));
}
