/**
 * A small DER writer: every function returns one complete encoded value. ITU-T X.690 §8 and §10.
 * Lengths are summed first and each value is one allocation; nesting in certificates is shallow enough that the copies don't show.
 */
import { PkiError } from './types.ts';

/** Universal tags with the constructed bit where DER demands it. ITU-T X.680 §8.4 */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
} as const;

/** One value with the given identifier octet and the contents in order. Contents of 4 GiB and more are not supported. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  let contentLength = 0;
  for (const part of contents) contentLength += part.length;
  const header = headerLength(contentLength);
  const out = new Uint8Array(header + contentLength);
  writeHeader(out, 0, tag, contentLength);
  let at = header;
  for (const part of contents) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Octets that the identifier and length of a value with `contentLength` content octets take. ITU-T X.690 §10.1 */
export function headerLength(contentLength: number): number {
  if (contentLength < 0x80) return 2;
  if (contentLength < 0x100) return 3;
  if (contentLength < 0x10000) return 4;
  if (contentLength < 0x1000000) return 5;
  return 6;
}

/** Writes identifier and length at `at` and returns the offset behind them. */
export function writeHeader(out: Uint8Array, at: number, tag: number, contentLength: number): number {
  const octets = headerLength(contentLength) - 2;
  out[at] = tag;
  if (octets === 0) {
    out[at + 1] = contentLength;
    return at + 2;
  }
  out[at + 1] = 0x80 | octets;
  for (let index = 0; index < octets; index += 1) {
    out[at + 2 + index] = Math.floor(contentLength / 256 ** (octets - 1 - index)) & 0xff;
  }
  return at + 2 + octets;
}

/** SEQUENCE and SEQUENCE OF: the parts as they come. */
export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(TAG.sequence, ...parts);
}

/** SET OF: the parts in ascending order of their encodings, as DER demands. ITU-T X.690 §11.6 */
export function set(...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(TAG.set, ...sortedSetOf(parts));
}

/** The parts of a SET OF in DER order, for sets that carry an implicit tag. ITU-T X.690 §11.6 */
export function sortedSetOf(parts: readonly Uint8Array[]): readonly Uint8Array[] {
  return parts.length < 2 ? parts : [...parts].sort(compareOctets);
}

/** INTEGER of any sign, minimal. ITU-T X.690 §8.3 */
export function integer(value: number | bigint): Uint8Array {
  return tlv(TAG.integer, integerContent(BigInt(value)));
}

/** INTEGER from the big-endian magnitude of a value ≥ 0; leading zero octets are dropped and the sign octet is added. */
export function unsignedInteger(magnitude: Uint8Array): Uint8Array {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1;
  const digits = magnitude.subarray(start);
  if (digits.length === 0) return tlv(TAG.integer, ZERO_OCTET);
  return (digits[0] as number) & 0x80 ? tlv(TAG.integer, ZERO_OCTET, digits) : tlv(TAG.integer, digits);
}

/** ENUMERATED, minimal. ITU-T X.690 §8.4 */
export function enumerated(value: number): Uint8Array {
  return tlv(TAG.enumerated, integerContent(BigInt(value)));
}

/** BOOLEAN: FF or 00. ITU-T X.690 §11.1 */
export function boolean(value: boolean): Uint8Array {
  return Uint8Array.of(TAG.boolean, 1, value ? 0xff : 0x00);
}

/** NULL; a name of its own because `null` is taken. */
export function nullValue(): Uint8Array {
  return Uint8Array.of(TAG.null, 0);
}

/** OBJECT IDENTIFIER from dotted text. Throws `malformed` when the text is not an OID. ITU-T X.690 §8.19 */
export function oid(dotted: string): Uint8Array {
  const known = encodedOids.get(dotted);
  if (known !== undefined) return known.slice();
  const encoded = tlv(TAG.oid, oidContent(dotted));
  // The bound keeps hostile extension names from growing the table; the names in use are about a hundred.
  if (encodedOids.size < 512) encodedOids.set(dotted, encoded.slice());
  return encoded;
}

export function octetString(content: Uint8Array): Uint8Array {
  return tlv(TAG.octetString, content);
}

/** BIT STRING with `unusedBits` padding bits, which must be zero in `content`. ITU-T X.690 §11.2 */
export function bitString(content: Uint8Array, unusedBits = 0): Uint8Array {
  return tlv(TAG.bitString, Uint8Array.of(unusedBits), content);
}

/** BIT STRING of a NamedBitList: trailing zero bits are dropped. `bits` holds the positions that are set. ITU-T X.690 §11.2.2 */
export function namedBitString(bits: readonly number[]): Uint8Array {
  if (bits.length === 0) return bitString(new Uint8Array(0));
  const highest = Math.max(...bits);
  const content = new Uint8Array(Math.floor(highest / 8) + 1);
  for (const bit of bits) content[bit >> 3] = (content[bit >> 3] as number) | (0x80 >> (bit & 7));
  return bitString(content, 7 - (highest & 7));
}

export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new PkiError('bad-name', 'The text holds half of a surrogate pair. Enter it again.');
  return tlv(TAG.utf8String, new TextEncoder().encode(text));
}

/** PrintableString. Throws `bad-name` for a character outside its alphabet. ITU-T X.680 §41.4 */
export function printable(text: string): Uint8Array {
  for (const character of text) {
    if (!PRINTABLE.has(character)) {
      throw new PkiError(
        'bad-name',
        "Only letters, digits, space and ' ( ) + , - . / : = ? are possible in this field.",
      );
    }
  }
  return tlv(TAG.printableString, ascii(text));
}

/** IA5String. Throws `bad-name` for anything but ASCII. ITU-T X.680 §41.2 */
export function ia5(text: string): Uint8Array {
  return tlv(TAG.ia5String, ascii(text));
}

/** ASCII text as octets, for strings that carry an implicit tag. Throws `bad-name` for anything else. */
export function ascii(text: string): Uint8Array {
  const out = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) throw new PkiError('bad-name', 'Only plain ASCII characters are possible in this field.');
    out[index] = code;
  }
  return out;
}

/** UTCTime `YYMMDDHHMMSSZ`; the year must be 1950 to 2049. Parts of a second are dropped. RFC 5280 §4.1.2.5.1 */
export function utcTime(time: Date): Uint8Array {
  const year = time.getUTCFullYear();
  if (!(year >= 1950 && year <= 2049)) throw new PkiError('malformed', 'UTCTime holds the years 1950 to 2049 only.');
  return tlv(TAG.utcTime, ascii(timeDigits(time).slice(2)));
}

/** GeneralizedTime `YYYYMMDDHHMMSSZ`, years 1 to 9999. Parts of a second are dropped. RFC 5280 §4.1.2.5.2 */
export function generalizedTime(time: Date): Uint8Array {
  return tlv(TAG.generalizedTime, ascii(timeDigits(time)));
}

/** Time ::= CHOICE { utcTime, generalTime }: UTCTime to the end of 2049, GeneralizedTime from 2050. RFC 5280 §4.1.2.5 */
export function time(value: Date): Uint8Array {
  const year = value.getUTCFullYear();
  return year >= 1950 && year <= 2049 ? utcTime(value) : generalizedTime(value);
}

/** `[number] EXPLICIT`: a constructed wrapper around whole values. ITU-T X.690 §8.14 */
export function explicit(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(0xa0 | number, ...parts);
}

/** `[number] IMPLICIT` over the given content octets; `constructed` for SEQUENCE and SET. ITU-T X.690 §8.14 */
export function implicit(number: number, content: Uint8Array, constructed = false): Uint8Array {
  return tlv((constructed ? 0xa0 : 0x80) | number, content);
}

/** Ascending order of encodings; a shorter one counts as padded with zero octets. ITU-T X.690 §11.6 */
export function compareOctets(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (left[index] as number) - (right[index] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function integerContent(value: bigint): Uint8Array {
  const octets: number[] = [];
  let rest = value;
  for (;;) {
    const low = Number(rest & 0xffn);
    octets.push(low);
    rest >>= 8n;
    if ((rest === 0n && low < 0x80) || (rest === -1n && low >= 0x80)) break;
  }
  return Uint8Array.from(octets.reverse());
}

function oidContent(dotted: string): Uint8Array {
  const arcs = dotted.split('.');
  if (arcs.length < 2 || !arcs.every((arc) => /^(?:0|[1-9]\d{0,38})$/.test(arc))) throw notAnOid(dotted);
  const numbers = arcs.map(BigInt);
  const [first, second] = numbers as [bigint, bigint];
  if (first > 2n || (first < 2n && second > 39n)) throw notAnOid(dotted);
  const octets: number[] = [];
  for (const arc of [first * 40n + second, ...numbers.slice(2)]) {
    const digits = [Number(arc & 0x7fn)];
    for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) digits.push(Number(rest & 0x7fn) | 0x80);
    octets.push(...digits.reverse());
  }
  return Uint8Array.from(octets);
}

function notAnOid(dotted: string): PkiError {
  return new PkiError('malformed', `\`${dotted.slice(0, 64)}\` is not an object identifier such as 2.5.4.3.`);
}

function timeDigits(value: Date): string {
  const year = value.getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw new PkiError('malformed', 'The time is not within the years 1 to 9999.');
  const two = (number: number) => (number < 10 ? `0${number}` : `${number}`);
  return (
    String(year).padStart(4, '0') +
    two(value.getUTCMonth() + 1) +
    two(value.getUTCDate()) +
    two(value.getUTCHours()) +
    two(value.getUTCMinutes()) +
    two(value.getUTCSeconds()) +
    'Z'
  );
}

const ZERO_OCTET = new Uint8Array(1);
const PRINTABLE = new Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 '()+,-./:=?");
const encodedOids = new Map<string, Uint8Array>();
