/** Extensions of certificates, requests and lists: the list itself, and the values that the program acts on. RFC 5280 §4.2 */

import {
  childrenOf,
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readBoolean,
  readDer,
  readOctetString,
  readOid,
  readSmallInteger,
  unexpected,
  unwrapExplicit,
} from './der-reader.ts';
import { TAG } from './der-writer.ts';
import { OID, oidLabel } from './oids.ts';
import { PkiError } from './types.ts';

/** One certificate policy; the address of the statement about it, or null. RFC 5280 §4.2.1.4 */
export interface PolicyInformation {
  readonly policy: string;
  readonly cpsUri: string | null;
}

export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** Content of extnValue. */
  readonly valueDer: Uint8Array;
}

/**
 * Extensions ::= SEQUENCE SIZE (1..MAX) OF Extension, inside octets that passed the gate. Doubled OIDs are not refused here.
 * Throws `malformed`. RFC 5280 §4.1
 */
export function readExtensions(element: DerElement): RawExtension[] {
  const extensions = childrenOf(element).map((child) => {
    const fields = new FieldReader(child, 'Extension');
    const dotted = readOid(fields.takeAny('extnID'), 'Extension.extnID');
    // An explicit FALSE is not DER, yet old authorities wrote it and no decision depends on it.
    const critical = fields.optional(TAG.boolean);
    const valueDer = readOctetString(fields.takeAny('extnValue'), 'Extension.extnValue');
    fields.finish();
    return { oid: dotted, critical: critical !== null && readBoolean(critical, 'Extension.critical'), valueDer };
  });
  if (element.tag !== TAG.sequence || extensions.length === 0) throw unexpected('Extensions');
  return extensions;
}

/** Throws `malformed` when an OID occurs twice. RFC 5280 §4.2 */
export function refuseDuplicateExtensions(extensions: readonly RawExtension[]): void {
  const doubled = duplicateExtension(extensions);
  if (doubled !== null)
    throw new PkiError(
      'malformed',
      `The extension "${oidLabel(doubled)}" occurs twice; readers disagree about which one counts.`,
    );
}

/** The first OID that occurs twice, or null. */
export function duplicateExtension(extensions: readonly RawExtension[]): string | null {
  const seen = new Set<string>();
  for (const extension of extensions) {
    if (seen.has(extension.oid)) return extension.oid;
    seen.add(extension.oid);
  }
  return null;
}

/** The value of an extension as an element that passed the gate. Throws `malformed` when it is not DER. */
export function extensionValue(extension: RawExtension): DerElement {
  return readDer(extension.valueDer, {
    maxBytes: 1_048_576,
    maxNodes: 20_000,
    noun: `extension "${oidLabel(extension.oid)}"`,
  });
}

/** `pathLenConstraint` null: no limit. RFC 5280 §4.2.1.9 */
export function readBasicConstraints(value: DerElement): { cA: boolean; pathLenConstraint: number | null } {
  const fields = new FieldReader(value, 'BasicConstraints');
  const cA = fields.optional(TAG.boolean);
  const pathLen = fields.optional(TAG.integer);
  fields.finish();
  return {
    cA: cA !== null && readBoolean(cA, 'BasicConstraints.cA'),
    pathLenConstraint:
      pathLen === null
        ? null
        : readSmallInteger(pathLen, 'BasicConstraints.pathLenConstraint', Number.MAX_SAFE_INTEGER),
  };
}

/** The key identifier, or null when the value only has issuer and serial. RFC 5280 §4.2.1.1 */
export function readAuthorityKeyIdentifier(value: DerElement): Uint8Array | null {
  if (value.tag !== TAG.sequence) throw unexpected('AuthorityKeyIdentifier');
  for (const field of childrenOf(value)) {
    if (field.tag === 0x80) return contentOf(field).slice();
    if (field.tag !== 0xa1 && field.tag !== 0x82) throw unexpected('AuthorityKeyIdentifier');
  }
  return null;
}

/** URIs by access method; other kinds of location are left out. Throws `malformed` for an empty list. RFC 5280 §4.2.2.1 */
export function readAuthorityInfoAccess(value: DerElement): { ocspUrls: string[]; caIssuersUrls: string[] } {
  const descriptions = childrenOf(value);
  if (value.tag !== TAG.sequence || descriptions.length === 0) throw unexpected('AuthorityInfoAccessSyntax');
  const ocspUrls: string[] = [];
  const caIssuersUrls: string[] = [];
  for (const description of descriptions) {
    const fields = new FieldReader(description, 'AccessDescription');
    const method = readOid(fields.takeAny('accessMethod'), 'AccessDescription.accessMethod');
    const location = fields.takeAny('accessLocation');
    fields.finish();
    if (location.tag !== URI) continue;
    if (method === OID.ocsp) ocspUrls.push(uriText(location));
    else if (method === OID.caIssuers) caIssuersUrls.push(uriText(location));
  }
  return { ocspUrls, caIssuersUrls };
}

/** URIs of all points that give a full name. Throws `malformed` for an empty list. RFC 5280 §4.2.1.13 */
export function readCrlDistributionPoints(value: DerElement): string[] {
  const points = childrenOf(value);
  if (value.tag !== TAG.sequence || points.length === 0) throw unexpected('CRLDistributionPoints');
  return points.flatMap((point) => {
    if (point.tag !== TAG.sequence) throw unexpected('DistributionPoint');
    const name = childrenOf(point).find((field) => field.tag === 0xa0);
    return name === undefined ? [] : readDistributionPointName(name);
  });
}

/** URIs of `distributionPoint [0] EXPLICIT CHOICE { fullName [0], nameRelativeToCRLIssuer [1] }`. RFC 5280 §4.2.1.13, §5.2.5 */
export function readDistributionPointName(wrapped: DerElement): string[] {
  const choice = unwrapExplicit(wrapped, 'DistributionPointName');
  return choice.tag === 0xa0
    ? childrenOf(choice)
        .filter((location) => location.tag === URI)
        .map(uriText)
    : [];
}

/**
 * ```
 * CertificatePolicies ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers SEQUENCE OF … OPTIONAL }
 * ```
 * Policy OIDs in order, and the CPS addresses among the qualifiers. Throws `malformed` for an empty list and a policy given twice. RFC 5280 §4.2.1.4
 */
export function readCertificatePolicies(value: DerElement): PolicyInformation[] {
  const policies = childrenOf(value).map((child): PolicyInformation => {
    const fields = new FieldReader(child, 'PolicyInformation');
    const policy = readOid(fields.takeAny('policyIdentifier'), 'PolicyInformation.policyIdentifier');
    const qualifiers = fields.optional(TAG.sequence);
    fields.finish();
    return { policy, cpsUri: qualifiers === null ? null : readCpsUri(qualifiers) };
  });
  const distinct = new Set(policies.map(({ policy }) => policy));
  if (value.tag !== TAG.sequence || policies.length === 0 || distinct.size < policies.length)
    throw unexpected('CertificatePolicies');
  return policies;
}

/** PolicyQualifierInfo ::= SEQUENCE { policyQualifierId, qualifier }; the first CPS pointer, or null. RFC 5280 §4.2.1.4 */
function readCpsUri(qualifiers: DerElement): string | null {
  const infos = childrenOf(qualifiers);
  if (infos.length === 0) throw unexpected('PolicyInformation.policyQualifiers');
  let found: string | null = null;
  for (const info of infos) {
    const fields = new FieldReader(info, 'PolicyQualifierInfo');
    const id = readOid(fields.takeAny('policyQualifierId'), 'PolicyQualifierInfo.policyQualifierId');
    const qualifier = fields.takeAny('qualifier');
    fields.finish();
    if (id !== OID.policyQualifierCps) continue;
    if (qualifier.tag !== TAG.ia5String) throw unexpected('CPSuri');
    found ??= uriText(qualifier);
  }
  return found;
}

/** Copies of the element's octets, so that small values don't keep a large file alive. */
export function copyOf(element: DerElement): Uint8Array {
  return encodingOf(element).slice();
}

function uriText(location: DerElement): string {
  return Buffer.from(contentOf(location)).toString('latin1');
}

const URI = 0x86;

/**
 * Extensions that path validation acts on or that carry nothing a verifier would have to act on; any other one that is
 * critical has the certificate refused. RFC 5280 §4.2, §6.1.4 (o)
 */
export const PROCESSED_EXTENSIONS: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extKeyUsage,
  OID.subjectAltName,
  OID.issuerAltName,
  OID.nameConstraints,
  OID.certificatePolicies,
  OID.policyMappings,
  OID.policyConstraints,
  OID.inhibitAnyPolicy,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.crlDistributionPoints,
  OID.freshestCrl,
  OID.authorityInfoAccess,
  OID.ocspNoCheck,
]);
