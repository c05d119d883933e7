/** Names ⇄ DER, and when two names are the same. RFC 5280 §4.1.2.4, §7.1 */
import { createHash } from 'node:crypto';
import {
  childrenOf,
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readDer,
  readOid,
  unexpected,
} from './der-reader.ts';
import { ia5, oid, printable, sequence, set, TAG, utf8 } from './der-writer.ts';
import { OID } from './oids.ts';
import { toHex } from './serial-number.ts';
import type { DistinguishedName, NameAttribute, NameDer } from './types.ts';

/**
 * ```
 * Name ::= SEQUENCE OF RelativeDistinguishedName
 * RelativeDistinguishedName ::= SET SIZE (1..MAX) OF SEQUENCE { type OBJECT IDENTIFIER, value ANY }
 * ```
 * One attribute an RDN, in the given order. Country and serialNumber are PrintableString, e-mail and domain component IA5String, the rest
 * UTF8String. Throws `bad-name` when a value has characters its string type cannot hold. RFC 5280 §4.1.2.4
 */
export function encodeName(dn: DistinguishedName): NameDer {
  return sequence(
    ...dn.map((attribute) => set(sequence(oid(oidOf(attribute.type)), attributeValue(attribute)))),
  ) as NameDer;
}

/**
 * Attributes of an encoded name in order, with every string type; RDNs of several values are listed one after the other. Text that is not valid
 * in its string type is shown escaped (`\xFF`), other values as `#` and hex. Throws `malformed`.
 */
export function decodeName(der: Uint8Array): DistinguishedName {
  return readName(readDer(der, { maxBytes: 65_536, noun: 'name' }));
}

/** The same for a Name inside octets that passed the gate. */
export function readName(name: DerElement): DistinguishedName {
  if (name.tag !== TAG.sequence) throw unexpected('Name');
  return childrenOf(name).flatMap((rdn) => {
    const attributes = childrenOf(rdn);
    if (rdn.tag !== TAG.set || attributes.length === 0) throw unexpected('RelativeDistinguishedName');
    return attributes.map(readAttribute);
  });
}

/**
 * Whether two encoded names are the same: byte for byte, or attribute by attribute with letter case, string type and runs of spaces ignored.
 * Throws `malformed` when one is not a Name. RFC 5280 §7.1
 */
export function namesMatch(left: Uint8Array, right: Uint8Array): boolean {
  if (Buffer.compare(left, right) === 0) return true;
  return comparableName(left) === comparableName(right);
}

/** One text for all encodings of the same name, fit for use as a map key. RFC 5280 §7.1 */
export function comparableName(der: Uint8Array): string {
  return comparableRdns(der).join(',');
}

/** One text for each RDN, equal for all encodings of the same RDN: subtrees of names are prefixes of this list. RFC 5280 §7.1 */
export function comparableRdns(der: Uint8Array): string[] {
  const name = readDer(der, { maxBytes: 65_536, noun: 'name' });
  if (name.tag !== TAG.sequence) throw unexpected('Name');
  return childrenOf(name).map((rdn) => {
    const attributes = childrenOf(rdn);
    if (rdn.tag !== TAG.set || attributes.length === 0) throw unexpected('RelativeDistinguishedName');
    return attributes.map(comparableAttribute).sort().join('+');
  });
}

/** SHA-256 of the encoded name in hex: the index by which authorities are found. */
export function nameHash(der: Uint8Array): string {
  return createHash('sha256').update(der).digest('hex');
}

function attributeValue({ type, value }: NameAttribute): Uint8Array {
  if (type === 'C' || type === 'serialNumber' || type === OID.countryName || type === OID.serialNumber)
    return printable(value);
  if (type === 'emailAddress' || type === 'DC' || type === OID.emailAddress || type === OID.domainComponent)
    return ia5(value);
  return utf8(value);
}

function readAttribute(element: DerElement): NameAttribute {
  const fields = new FieldReader(element, 'AttributeTypeAndValue');
  const dotted = readOid(fields.takeAny('type'), 'AttributeTypeAndValue.type');
  const value = fields.takeAny('value');
  fields.finish();
  return { type: SHORT_NAMES.get(dotted) ?? dotted, value: stringText(value) };
}

function comparableAttribute(element: DerElement): string {
  const fields = new FieldReader(element, 'AttributeTypeAndValue');
  const dotted = readOid(fields.takeAny('type'), 'AttributeTypeAndValue.type');
  const value = fields.takeAny('value');
  fields.finish();
  const isText = STRING_TAGS.has(value.tag) && decodeString(value) !== null;
  // Length in front, so that no value can imitate the end of another.
  const comparable = isText ? foldText(stringText(value)) : `#${toHex(encodingOf(value))}`;
  return `${dotted}=${comparable.length}:${comparable}`;
}

/** Insignificant space and letter case removed. RFC 4518 §2, as far as RFC 5280 §7.1 asks */
function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ');
}

/** Text of a string value of any type; what is not valid is escaped, what is not a string is `#` and hex (RFC 4514 §2.4). */
export function stringText(element: DerElement): string {
  if (!STRING_TAGS.has(element.tag)) return `#${toHex(encodingOf(element))}`;
  return decodeString(element) ?? escapedOctets(contentOf(element));
}

/** Text of a string value, or null when its octets are not valid in its type. */
function decodeString(element: DerElement): string | null {
  const content = contentOf(element);
  switch (element.tag) {
    case TAG.utf8String:
      return decodeUtf8(content);
    case TAG.bmpString: {
      if (content.length % 2 !== 0) return null;
      const text = Buffer.from(content).swap16().toString('utf16le');
      return text.isWellFormed() ? text : null;
    }
    case TAG.universalString:
      return decodeUniversalString(content);
    // T.61 in the standard, Latin-1 in all software that ever wrote it.
    case TAG.teletexString:
      return Buffer.from(content).toString('latin1');
    default:
      return content.every((octet) => octet < 0x80) ? Buffer.from(content).toString('latin1') : null;
  }
}

function decodeUtf8(content: Uint8Array): string | null {
  try {
    return UTF8_DECODER.decode(content);
  } catch {
    return null;
  }
}

function decodeUniversalString(content: Uint8Array): string | null {
  if (content.length % 4 !== 0) return null;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  for (let at = 0; at < content.length; at += 4) {
    const code = view.getUint32(at);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    text += String.fromCodePoint(code);
  }
  return text;
}

function escapedOctets(content: Uint8Array): string {
  return Array.from(content, (octet) =>
    octet >= 0x20 && octet < 0x7f
      ? String.fromCharCode(octet)
      : `\\x${octet.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
}

function oidOf(type: string): string {
  return ATTRIBUTE_OIDS.get(type) ?? type;
}

const UTF8_DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const STRING_TAGS = new Set<number>([
  TAG.utf8String,
  TAG.printableString,
  TAG.ia5String,
  TAG.teletexString,
  TAG.bmpString,
  TAG.universalString,
  TAG.numericString,
  TAG.visibleString,
]);

/** RFC 4514 §3 and, where it has none, the names openssl prints. */
const ATTRIBUTE_OIDS: ReadonlyMap<string, string> = new Map([
  ['CN', OID.commonName],
  ['O', OID.organizationName],
  ['OU', OID.organizationalUnitName],
  ['C', OID.countryName],
  ['ST', OID.stateOrProvinceName],
  ['L', OID.localityName],
  ['serialNumber', OID.serialNumber],
  ['emailAddress', OID.emailAddress],
  ['DC', OID.domainComponent],
  ['UID', OID.userId],
  ['STREET', OID.streetAddress],
  ['postalCode', OID.postalCode],
  ['title', OID.title],
  ['SN', OID.surname],
  ['GN', OID.givenName],
  ['organizationIdentifier', OID.organizationIdentifier],
]);
const SHORT_NAMES = new Map([...ATTRIBUTE_OIDS].map(([short, dotted]) => [dotted, short]));
