/** Key usage bits and key purposes by name. RFC 5280 §4.2.1.3, §4.2.1.12 */

import { childrenOf, type DerElement, readNamedBits, readOid, unexpected } from './der-reader.ts';
import { namedBitString, oid, sequence } from './der-writer.ts';
import { OID, oidName } from './oids.ts';
import type { CustomKeyPurpose, ExtKeyUsage, KeyAlgorithm, KeyUsageBit } from './types.ts';

/**
 * ```
 * KeyUsage ::= BIT STRING { digitalSignature (0), … decipherOnly (8) }
 * ```
 * RFC 5280 §4.2.1.3
 */
export function encodeKeyUsage(bits: readonly KeyUsageBit[]): Uint8Array {
  return namedBitString(bits.map((bit) => KEY_USAGE_BITS.indexOf(bit)));
}

/** Throws `malformed` for a BIT STRING without any bit: at least one must be set. RFC 5280 §4.2.1.3 */
export function readKeyUsage(element: DerElement): KeyUsageBit[] {
  const names = readNamedBits(element, 'KeyUsage').flatMap((bit) => KEY_USAGE_BITS[bit] ?? []);
  if (names.length === 0) throw unexpected('KeyUsage');
  return names;
}

/**
 * ```
 * ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF OBJECT IDENTIFIER
 * ```
 * Throws `malformed` for a purpose that is neither a known name nor an OID. RFC 5280 §4.2.1.12
 */
export function encodeExtKeyUsage(purposes: readonly (ExtKeyUsage | CustomKeyPurpose)[]): Uint8Array {
  return sequence(...purposes.map((purpose) => oid(purpose in OID ? OID[purpose as ExtKeyUsage] : purpose)));
}

/** Names where known, else dotted OIDs. Throws `malformed` for an empty list. RFC 5280 §4.2.1.12 */
export function readExtKeyUsage(element: DerElement): string[] {
  const purposes = childrenOf(element).map((purpose) => oidName(readOid(purpose, 'ExtKeyUsageSyntax')));
  if (element.tag !== 0x30 || purposes.length === 0) throw unexpected('ExtKeyUsageSyntax');
  return purposes;
}

/** What keys of a type are not able to do; `isPss`: an RSA key under id-RSASSA-PSS, which only signs. RFC 4055 §1.2, RFC 5480 §3, RFC 8410 §5, RFC 9881 §5 */
export function impossibleUsage(keyAlgorithm: KeyAlgorithm, isPss: boolean): readonly KeyUsageBit[] {
  if (keyAlgorithm.startsWith('RSA-') && !isPss) return AGREEMENT;
  return keyAlgorithm.startsWith('P-') ? ENCIPHERMENT : [...AGREEMENT, ...ENCIPHERMENT];
}

const AGREEMENT: readonly KeyUsageBit[] = ['keyAgreement', 'encipherOnly', 'decipherOnly'];
const ENCIPHERMENT: readonly KeyUsageBit[] = ['keyEncipherment', 'dataEncipherment'];
/** In the order of their positions. RFC 5280 §4.2.1.3 */
const KEY_USAGE_BITS: readonly KeyUsageBit[] = [
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
