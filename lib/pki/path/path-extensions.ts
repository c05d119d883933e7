/** The extensions that path validation acts on, each read strictly; faults are noted by extension. RFC 5280 §4.2 */
import {
  childrenOf,
  contentOf,
  type DerElement,
  FieldReader,
  integerValue,
  readOctetString,
  readOid,
  unexpected,
} from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import {
  duplicateExtension,
  extensionValue,
  type RawExtension,
  readAuthorityInfoAccess,
  readBasicConstraints,
} from '../extensions.ts';
import { generalNameElementText } from '../general-name.ts';
import { readKeyUsage } from '../key-usage.ts';
import { type NameConstraints, readNameConstraints } from '../name-constraints.ts';
import { OID } from '../oids.ts';
import { toHex } from '../serial-number.ts';
import { type KeyUsageBit, PkiError } from '../types.ts';
import { type DistributionPoint, readDistributionPoints } from './distribution-point.ts';

export interface PathExtensions {
  readonly all: readonly RawExtension[];
  /** OID of an extension that occurs twice. */
  readonly duplicate: string | null;
  /** Known extensions whose value is not as its standard says. */
  readonly faults: readonly { readonly oid: string; readonly message: string }[];
  readonly basicConstraints: { readonly cA: boolean; readonly pathLenConstraint: number | null } | null;
  readonly keyUsage: readonly KeyUsageBit[] | null;
  /** Dotted OIDs. */
  readonly extKeyUsage: readonly string[] | null;
  /** GeneralName elements. */
  readonly subjectAltName: readonly DerElement[] | null;
  /** Hex. */
  readonly subjectKeyIdentifier: string | null;
  readonly authorityKeyIdentifier: AuthorityKeyIdentifier | null;
  readonly nameConstraints: NameConstraints | null;
  readonly certificatePolicies: readonly PolicyInformation[] | null;
  readonly policyMappings: readonly PolicyMapping[] | null;
  readonly policyConstraints: PolicyConstraints | null;
  /** SkipCerts. */
  readonly inhibitAnyPolicy: number | null;
  readonly crlDistributionPoints: readonly DistributionPoint[] | null;
  readonly freshestCrl: readonly DistributionPoint[] | null;
}

export interface AuthorityKeyIdentifier {
  /** Hex. */
  readonly keyIdentifier: string | null;
  readonly hasIssuerOrSerial: boolean;
}
export interface PolicyInformation {
  readonly oid: string;
  readonly hasUnknownQualifier: boolean;
}
export interface PolicyMapping {
  readonly issuerDomainPolicy: string;
  readonly subjectDomainPolicy: string;
}
export interface PolicyConstraints {
  readonly requireExplicitPolicy: number | null;
  readonly inhibitPolicyMapping: number | null;
}

/** Reads what is known; never throws. Of a doubled extension the first counts, and `duplicate` names it. */
export function readPathExtensions(all: readonly RawExtension[]): PathExtensions {
  const faults: { oid: string; message: string }[] = [];
  const read = <Value>(oid: string, reader: (value: DerElement) => Value): Value | null => {
    const extension = all.find((candidate) => candidate.oid === oid);
    if (extension === undefined) return null;
    try {
      return reader(extensionValue(extension));
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      faults.push({ oid, message: error.message });
      return null;
    }
  };
  // Read for their syntax alone.
  read(OID.authorityInfoAccess, readAuthorityInfoAccess);
  read(OID.issuerAltName, readGeneralNames);
  return {
    all,
    duplicate: duplicateExtension(all),
    basicConstraints: read(OID.basicConstraints, readBasicConstraints),
    keyUsage: read(OID.keyUsage, readKeyUsage),
    extKeyUsage: read(OID.extKeyUsage, readPurposes),
    subjectAltName: read(OID.subjectAltName, readGeneralNames),
    subjectKeyIdentifier: read(OID.subjectKeyIdentifier, (value) => toHex(readOctetString(value, 'KeyIdentifier'))),
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    nameConstraints: read(OID.nameConstraints, readNameConstraints),
    certificatePolicies: read(OID.certificatePolicies, readPolicies),
    policyMappings: read(OID.policyMappings, readMappings),
    policyConstraints: read(OID.policyConstraints, readPolicyConstraints),
    inhibitAnyPolicy: read(OID.inhibitAnyPolicy, (value) => readSkipCerts(value, TAG.integer)),
    crlDistributionPoints: read(OID.crlDistributionPoints, readDistributionPoints),
    freshestCrl: read(OID.freshestCrl, readDistributionPoints),
    faults,
  };
}

/** Whether the extension is there and critical. */
export function isCritical(extensions: PathExtensions, oid: string): boolean {
  return extensions.all.some((extension) => extension.oid === oid && extension.critical);
}

/** Whether the extension is there. */
export function hasExtension(extensions: PathExtensions, oid: string): boolean {
  return extensions.all.some((extension) => extension.oid === oid);
}

/** ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId. RFC 5280 §4.2.1.12 */
function readPurposes(value: DerElement): string[] {
  const purposes = childrenOf(value).map((purpose) => readOid(purpose, 'ExtKeyUsageSyntax'));
  if (value.tag !== TAG.sequence || purposes.length === 0) throw unexpected('ExtKeyUsageSyntax');
  return purposes;
}

function readGeneralNames(value: DerElement): DerElement[] {
  const names = childrenOf(value);
  if (value.tag !== TAG.sequence || names.length === 0) throw unexpected('GeneralNames');
  // Its text is only made when each name is of a form that the standard lists.
  for (const name of names) generalNameElementText(name);
  return names;
}

/**
 * ```
 * AuthorityKeyIdentifier ::= SEQUENCE {
 *   keyIdentifier [0] KeyIdentifier OPTIONAL, authorityCertIssuer [1] GeneralNames OPTIONAL, authorityCertSerialNumber [2] CertificateSerialNumber OPTIONAL }
 * ```
 * RFC 5280 §4.2.1.1
 */
function readAuthorityKeyIdentifier(value: DerElement): AuthorityKeyIdentifier {
  const fields = new FieldReader(value, 'AuthorityKeyIdentifier');
  const keyIdentifier = fields.optional(0x80);
  const issuer = fields.optional(0xa1);
  const serial = fields.optional(0x82);
  fields.finish();
  // Appendix A.2: issuer and serial both or neither.
  if ((issuer === null) !== (serial === null)) throw unexpected('AuthorityKeyIdentifier');
  return {
    keyIdentifier: keyIdentifier === null ? null : toHex(contentOf(keyIdentifier)),
    hasIssuerOrSerial: issuer !== null,
  };
}

/**
 * ```
 * certificatePolicies ::= SEQUENCE SIZE (1..MAX) OF PolicyInformation
 * PolicyInformation ::= SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo OPTIONAL }
 * PolicyQualifierInfo ::= SEQUENCE { policyQualifierId OBJECT IDENTIFIER, qualifier ANY }
 * ```
 * Throws `malformed` when a policy occurs twice. RFC 5280 §4.2.1.4
 */
function readPolicies(value: DerElement): PolicyInformation[] {
  const policies = childrenOf(value).map((information) => {
    const fields = new FieldReader(information, 'PolicyInformation');
    const oid = readOid(fields.takeAny('policyIdentifier'), 'PolicyInformation.policyIdentifier');
    const list = fields.optional(TAG.sequence);
    fields.finish();
    const qualifiers = list === null ? null : childrenOf(list).map(readQualifierId);
    if (qualifiers?.length === 0) throw unexpected('PolicyInformation.policyQualifiers');
    return { oid, hasUnknownQualifier: qualifiers?.some((id) => !KNOWN_QUALIFIERS.has(id)) ?? false };
  });
  if (value.tag !== TAG.sequence || policies.length === 0) throw unexpected('CertificatePolicies');
  if (new Set(policies.map(({ oid }) => oid)).size < policies.length)
    throw new PkiError('malformed', 'A certificate policy is listed twice.');
  return policies;
}

function readQualifierId(element: DerElement): string {
  const fields = new FieldReader(element, 'PolicyQualifierInfo');
  const id = readOid(fields.takeAny('policyQualifierId'), 'PolicyQualifierInfo.policyQualifierId');
  fields.takeAny('qualifier');
  fields.finish();
  return id;
}

/**
 * ```
 * PolicyMappings ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { issuerDomainPolicy CertPolicyId, subjectDomainPolicy CertPolicyId }
 * ```
 * RFC 5280 §4.2.1.5
 */
function readMappings(value: DerElement): PolicyMapping[] {
  const mappings = childrenOf(value).map((mapping) => {
    const fields = new FieldReader(mapping, 'PolicyMapping');
    const issuerDomainPolicy = readOid(fields.takeAny('issuerDomainPolicy'), 'PolicyMapping.issuerDomainPolicy');
    const subjectDomainPolicy = readOid(fields.takeAny('subjectDomainPolicy'), 'PolicyMapping.subjectDomainPolicy');
    fields.finish();
    return { issuerDomainPolicy, subjectDomainPolicy };
  });
  if (value.tag !== TAG.sequence || mappings.length === 0) throw unexpected('PolicyMappings');
  return mappings;
}

/**
 * ```
 * PolicyConstraints ::= SEQUENCE { requireExplicitPolicy [0] SkipCerts OPTIONAL, inhibitPolicyMapping [1] SkipCerts OPTIONAL }
 * ```
 * Throws `malformed` for an empty sequence. RFC 5280 §4.2.1.11
 */
function readPolicyConstraints(value: DerElement): PolicyConstraints {
  const fields = new FieldReader(value, 'PolicyConstraints');
  const explicitPolicy = fields.optional(0x80);
  const mapping = fields.optional(0x81);
  fields.finish();
  if (explicitPolicy === null && mapping === null) throw unexpected('PolicyConstraints');
  return {
    requireExplicitPolicy: explicitPolicy === null ? null : readSkipCerts(explicitPolicy, 0x80),
    inhibitPolicyMapping: mapping === null ? null : readSkipCerts(mapping, 0x81),
  };
}

/** SkipCerts ::= INTEGER (0..MAX), also under an implicit tag, whose content the gate has not judged. */
function readSkipCerts(element: DerElement, tag: number): number {
  const content = contentOf(element);
  const padded = content.length > 1 && content[0] === 0 && (content[1] as number) < 0x80;
  const value = content.length === 0 || padded ? -1n : integerValue(content);
  if (element.tag !== tag || value < 0n) throw unexpected('SkipCerts');
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
}

/** CPS pointer and user notice. RFC 5280 §4.2.1.4 */
const KNOWN_QUALIFIERS: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.2.1', '1.3.6.1.5.5.7.2.2']);
