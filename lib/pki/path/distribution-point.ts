/** Distribution points of certificates and lists, in the form in which they are compared. RFC 5280 §4.2.1.13, §5.2.5 */
import {
  childrenOf,
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readNamedBits,
  unexpected,
  unwrapExplicit,
} from '../der-reader.ts';
import { sequence, TAG, tlv } from '../der-writer.ts';
import { comparableName, comparableRdns } from '../distinguished-name.ts';
import { toHex } from '../serial-number.ts';

/** Reason bits 1 (keyCompromise) to 8 (aACompromise) as a bit mask; bit 0 is unused. RFC 5280 §4.2.1.13 */
export type ReasonMask = number;
/** All reasons. RFC 5280 §6.3.2 (b) */
export const ALL_REASONS: ReasonMask = 0b1_1111_1110;

/** Names as texts that are equal for equal names. */
export type DistributionPointName =
  | { readonly kind: 'full'; readonly names: readonly string[] }
  /** One RDN below the name of the list's issuer. */
  | { readonly kind: 'relative'; readonly rdn: string };

export interface DistributionPoint {
  readonly name: DistributionPointName | null;
  readonly reasons: ReasonMask;
  /** Comparable directory names, or null: the certificate's issuer publishes the list. */
  readonly crlIssuers: readonly string[] | null;
}

/**
 * ```
 * CRLDistributionPoints ::= SEQUENCE SIZE (1..MAX) OF DistributionPoint
 * DistributionPoint ::= SEQUENCE { distributionPoint [0] DistributionPointName OPTIONAL, reasons [1] ReasonFlags OPTIONAL, cRLIssuer [2] GeneralNames OPTIONAL }
 * ```
 * Throws `malformed`, also for a point with nothing but reasons. RFC 5280 §4.2.1.13
 */
export function readDistributionPoints(value: DerElement): DistributionPoint[] {
  const points = childrenOf(value);
  if (value.tag !== TAG.sequence || points.length === 0) throw unexpected('CRLDistributionPoints');
  return points.map((point) => {
    const fields = new FieldReader(point, 'DistributionPoint');
    const name = fields.optional(0xa0);
    const reasons = fields.optional(0x81);
    const issuers = fields.optional(0xa2);
    fields.finish();
    if (name === null && issuers === null) throw unexpected('DistributionPoint');
    return {
      name: name === null ? null : readDistributionPointName(name),
      reasons: reasons === null ? ALL_REASONS : readReasonFlags(reasons),
      crlIssuers: issuers === null ? null : readDirectoryNames(issuers),
    };
  });
}

/**
 * ```
 * DistributionPointName ::= CHOICE { fullName [0] GeneralNames, nameRelativeToCRLIssuer [1] RelativeDistinguishedName }
 * ```
 */
export function readDistributionPointName(wrapped: DerElement): DistributionPointName {
  const choice = unwrapExplicit(wrapped, 'DistributionPointName');
  const parts = childrenOf(choice);
  if (parts.length === 0) throw unexpected('DistributionPointName');
  if (choice.tag === 0xa0) return { kind: 'full', names: parts.map(comparableGeneralName) };
  if (choice.tag !== 0xa1) throw unexpected('DistributionPointName');
  const name = sequence(tlv(TAG.set, contentOf(choice)));
  return { kind: 'relative', rdn: comparableRdns(name)[0] as string };
}

/** ReasonFlags with an implicit tag. */
export function readReasonFlags(element: DerElement): ReasonMask {
  const bits = readNamedBits({ ...element, tag: TAG.bitString }, 'ReasonFlags');
  const mask = bits.reduce((sum, bit) => sum | (1 << bit), 0) & ALL_REASONS;
  if (mask === 0) throw unexpected('ReasonFlags');
  return mask;
}

/** The names a point means, with a relative one put below the issuer of the list. */
export function fullNames(name: DistributionPointName, listIssuer: string): readonly string[] {
  return name.kind === 'full' ? name.names : [`directory:${listIssuer},${name.rdn}`];
}

/** One text for all encodings of the same name. */
export function comparableGeneralName(element: DerElement): string {
  if (element.tag === 0xa4) return `directory:${comparableName(encodingOf(unwrapExplicit(element, 'directoryName')))}`;
  return toHex(encodingOf(element));
}

function readDirectoryNames(list: DerElement): string[] {
  const names = childrenOf(list);
  if (names.length === 0) throw unexpected('DistributionPoint.cRLIssuer');
  return names
    .filter((name) => name.tag === 0xa4)
    .map((name) => comparableName(encodingOf(unwrapExplicit(name, 'directoryName'))));
}
