/**
 * Strict DER reader. `readDer` checks the whole structure first, in one loop without recursion and within stated budgets; only what passed is
 * handed out as elements. The X.509 parsers at hand accept BER, trailing bytes and non-minimal lengths, so nothing foreign reaches them unchecked.
 */
import { TAG } from './der-writer.ts';
import { PkiError } from './types.ts';

export interface DerLimits {
  /** Most octets of the whole value. */
  readonly maxBytes: number;
  /** Most values in the structure, constructed and primitive. Default 10,000: a certificate of 64 KiB has a few hundred. */
  readonly maxNodes?: number;
  /** Deepest nesting. Default and ceiling 32: real certificates and PKCS#12 files stay below 16. */
  readonly maxDepth?: number;
  /** What the value is called in messages, for example "certificate". Default "value". */
  readonly noun?: string;
}

/** One value inside octets that passed the gate. Offsets count within `source`. */
export interface DerElement {
  readonly source: Uint8Array;
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

/** Checks that `bytes` is exactly one strict DER value and returns it. Throws `malformed` or `too-large`. ITU-T X.690 §10, §11 */
export function readDer(bytes: Uint8Array, limits: DerLimits): DerElement {
  const noun = limits.noun ?? 'value';
  if (bytes.length > limits.maxBytes) {
    throw new PkiError('too-large', `The ${noun} has ${bytes.length} bytes; at most ${limits.maxBytes} are allowed.`);
  }
  checkStructure(bytes, limits.maxNodes ?? 10_000, Math.min(limits.maxDepth ?? MAX_DEPTH, MAX_DEPTH), noun);
  // A Buffer's views are Buffers, which compare and print unlike plain octets; everything handed out is a Uint8Array.
  return elementAt(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0);
}

/** The element that begins at `offset` of octets that passed the gate. */
export function elementAt(source: Uint8Array, offset: number): DerElement {
  const first = source[offset + 1] as number;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  let length = first;
  if (octets > 0) {
    length = 0;
    for (let index = 0; index < octets; index += 1) length = length * 256 + (source[offset + 2 + index] as number);
  }
  const contentStart = offset + 2 + octets;
  return { source, tag: source[offset] as number, start: offset, contentStart, end: contentStart + length };
}

/** The element's octets with header, as a view. */
export function encodingOf(element: DerElement): Uint8Array {
  return element.source.subarray(element.start, element.end);
}

/** The element's content octets, as a view. */
export function contentOf(element: DerElement): Uint8Array {
  return element.source.subarray(element.contentStart, element.end);
}

/** The values directly inside a constructed element. */
export function childrenOf(element: DerElement): DerElement[] {
  const children: DerElement[] = [];
  if ((element.tag & 0x20) === 0) return children;
  for (let at = element.contentStart; at < element.end; ) {
    const child = elementAt(element.source, at);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** Reads the fields of a SEQUENCE one after the other, as the ASN.1 module lists them. */
export class FieldReader {
  readonly #structure: string;
  readonly #source: Uint8Array;
  readonly #end: number;
  #at: number;

  /** `structure` is the ASN.1 type's name, for messages. The element must be constructed; `tag` is SEQUENCE unless given. */
  constructor(element: DerElement, structure: string, tag: number = TAG.sequence) {
    if (element.tag !== tag) throw unexpected(structure);
    this.#structure = structure;
    this.#source = element.source;
    this.#at = element.contentStart;
    this.#end = element.end;
  }

  get done(): boolean {
    return this.#at >= this.#end;
  }

  /** The tag of the next field, or null behind the last one. */
  get nextTag(): number | null {
    return this.done ? null : (this.#source[this.#at] as number);
  }

  /** The next field, which must have this tag. */
  take(tag: number, field: string): DerElement {
    const element = this.takeAny(field);
    if (element.tag !== tag) throw unexpected(`${this.#structure}.${field}`);
    return element;
  }

  /** The next field whatever its tag is. */
  takeAny(field: string): DerElement {
    if (this.done) throw unexpected(`${this.#structure}.${field}`);
    const element = elementAt(this.#source, this.#at);
    this.#at = element.end;
    return element;
  }

  /** The next field when it has this tag, else null. */
  optional(tag: number): DerElement | null {
    return this.nextTag === tag ? this.takeAny('') : null;
  }

  /** Refuses fields behind the last one that was read. */
  finish(): void {
    if (!this.done) throw unexpected(this.#structure);
  }
}

/** The single value inside an EXPLICIT wrapper. */
export function unwrapExplicit(element: DerElement, structure: string): DerElement {
  const [inner, ...more] = childrenOf(element);
  if (inner === undefined || more.length > 0) throw unexpected(structure);
  return inner;
}

export function readOid(element: DerElement, structure: string): string {
  if (element.tag !== TAG.oid) throw unexpected(structure);
  return oidText(contentOf(element));
}

/** Dotted text of an OID's content octets, exact for arcs of any size. ITU-T X.690 §8.19 */
export function oidText(content: Uint8Array): string {
  let text = '';
  let small = 0;
  let big = 0n;
  let octets = 0;
  for (const octet of content) {
    octets += 1;
    // Six octets of seven bits stay exact in a double; longer arcs continue as bigint.
    if (octets <= 6) small = small * 128 + (octet & 0x7f);
    else big = (octets === 7 ? BigInt(small) : big) * 128n + BigInt(octet & 0x7f);
    if (octet & 0x80) continue;
    const arc = octets <= 6 ? small : big;
    // The first two arcs share one value: 40 times the root, which is 0, 1 or 2, plus the second one.
    if (text === '') text = arc < 40 ? `0.${arc}` : arc < 80 ? `1.${Number(arc) - 40}` : `2.${less80(arc)}`;
    else text += `.${arc}`;
    small = 0;
    octets = 0;
  }
  return text;
}

function less80(arc: number | bigint): number | bigint {
  return typeof arc === 'number' ? arc - 80 : arc - 80n;
}

export function readBoolean(element: DerElement, structure: string): boolean {
  if (element.tag !== TAG.boolean) throw unexpected(structure);
  return element.source[element.contentStart] === 0xff;
}

/** INTEGER as bigint; ENUMERATED with `tag` given. */
export function readInteger(element: DerElement, structure: string, tag: number = TAG.integer): bigint {
  if (element.tag !== tag) throw unexpected(structure);
  return integerValue(contentOf(element));
}

/** INTEGER between 0 and `max` as a number. */
export function readSmallInteger(
  element: DerElement,
  structure: string,
  max: number,
  tag: number = TAG.integer,
): number {
  const value = readInteger(element, structure, tag);
  if (value < 0n || value > BigInt(max)) throw unexpected(structure);
  return Number(value);
}

/** Value of an INTEGER's content octets (two's complement). */
export function integerValue(content: Uint8Array): bigint {
  const magnitude = BigInt(`0x${Buffer.from(content).toString('hex') || '0'}`);
  return content.length > 0 && (content[0] as number) & 0x80
    ? magnitude - (1n << BigInt(content.length * 8))
    : magnitude;
}

export function readOctetString(element: DerElement, structure: string): Uint8Array {
  if (element.tag !== TAG.octetString) throw unexpected(structure);
  return contentOf(element);
}

/** BIT STRING of whole octets (keys, signatures): refuses padding bits. */
export function readBitStringOctets(element: DerElement, structure: string): Uint8Array {
  if (element.tag !== TAG.bitString || element.source[element.contentStart] !== 0) throw unexpected(structure);
  return element.source.subarray(element.contentStart + 1, element.end);
}

/** Positions of the bits that are set in a BIT STRING. */
export function readNamedBits(element: DerElement, structure: string): number[] {
  if (element.tag !== TAG.bitString) throw unexpected(structure);
  const bits: number[] = [];
  const octets = element.source.subarray(element.contentStart + 1, element.end);
  if (octets.length > 8) throw unexpected(structure);
  octets.forEach((octet, index) => {
    for (let bit = 0; bit < 8; bit += 1) if (octet & (0x80 >> bit)) bits.push(index * 8 + bit);
  });
  return bits;
}

/** UTCTime or GeneralizedTime in the one canonical form each. RFC 5280 §4.1.2.5 */
export function readTime(element: DerElement, structure: string): Date {
  if (element.tag !== TAG.utcTime && element.tag !== TAG.generalizedTime) throw unexpected(structure);
  const milliseconds = timeValue(element.source, element.tag, element.contentStart, element.end);
  if (milliseconds === null) throw unexpected(structure);
  return new Date(milliseconds);
}

/** Milliseconds of a canonical time, or null when it isn't one: `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ` with a real calendar date. */
export function timeValue(source: Uint8Array, tag: number, start: number, end: number): number | null {
  const yearDigits = tag === TAG.utcTime ? 2 : 4;
  if (end - start !== yearDigits + 11 || source[end - 1] !== 0x5a) return null;
  // A long list has millions of times: no closure and no array for each.
  const at = start + yearDigits;
  const century = yearDigits === 4 ? twoDigits(source, start) : -1;
  const shortYear = twoDigits(source, at - 2);
  // RFC 5280 §4.1.2.5.1: 50 to 99 are 19xx, 00 to 49 are 20xx.
  const year = century < 0 ? shortYear + (shortYear >= 50 ? 1900 : 2000) : century * 100 + shortYear;
  const month = twoDigits(source, at);
  const day = twoDigits(source, at + 2);
  const hour = twoDigits(source, at + 4);
  const minute = twoDigits(source, at + 6);
  const second = twoDigits(source, at + 8);
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59)) return null;
  if (!(day <= daysInMonth(year, month))) return null;
  // Date.UTC alone reads the years 0 to 99 as 1900 to 1999.
  return year >= 100
    ? Date.UTC(year, month - 1, day, hour, minute, second)
    : new Date(Date.UTC(2000, 0, 1, hour, minute, second)).setUTCFullYear(year, month - 1, day);
}

/** NaN when either is no digit. */
function twoDigits(source: Uint8Array, at: number): number {
  const high = (source[at] as number) - 0x30;
  const low = (source[at + 1] as number) - 0x30;
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : Number.NaN;
}

/** The error for a field that is missing, doubled or of another type. */
export function unexpected(structure: string): PkiError {
  return new PkiError(
    'malformed',
    `The structure is not as the standard says at ${structure}. The file may be damaged or of another type.`,
  );
}

function checkStructure(bytes: Uint8Array, maxNodes: number, maxDepth: number, noun: string): void {
  const ends = new Float64Array(maxDepth + 1);
  let depth = 0;
  ends[0] = bytes.length;
  let nodes = 0;
  let at = 0;
  if (bytes.length === 0) throw notDer(noun, 0, 'it is empty');
  while (at < bytes.length) {
    if (depth === 0 && at > 0) throw notDer(noun, at, 'bytes follow after its end');
    nodes += 1;
    if (nodes > maxNodes)
      throw new PkiError('too-large', `The ${noun} has more than ${maxNodes} parts, which no real one has.`);
    const end = ends[depth] as number;
    const tag = bytes[at] as number;
    if ((tag & 0x1f) === 0x1f) throw notDer(noun, at, 'a tag number above 30');
    const contentStart = contentOffset(bytes, at, end, noun);
    const contentEnd = contentStart + lengthFound;
    if (contentEnd > end) throw notDer(noun, at, 'it ends too early');
    if (tag & 0x20) {
      checkConstructed(tag, at, noun);
      if (depth >= maxDepth) throw new PkiError('too-large', `The ${noun} is nested deeper than ${maxDepth} levels.`);
      depth += 1;
      ends[depth] = contentEnd;
      at = contentStart;
    } else {
      if ((tag & 0xc0) === 0) checkPrimitive(bytes, tag, contentStart, contentEnd, noun);
      at = contentEnd;
    }
    while (depth > 0 && at === ends[depth]) depth -= 1;
  }
}

/** The length that `contentOffset` read last; a second return value without an allocation per node. */
let lengthFound = 0;

function contentOffset(bytes: Uint8Array, at: number, end: number, noun: string): number {
  if (at + 2 > end) throw notDer(noun, at, 'it ends too early');
  const first = bytes[at + 1] as number;
  if (first < 0x80) {
    lengthFound = first;
    return at + 2;
  }
  if (first === 0x80) throw notDer(noun, at, 'an indefinite length');
  const octets = first & 0x7f;
  if (octets > 4) throw notDer(noun, at, 'a length beyond 4 GiB');
  if (at + 2 + octets > end) throw notDer(noun, at, 'it ends too early');
  let length = 0;
  for (let index = 0; index < octets; index += 1) length = length * 256 + (bytes[at + 2 + index] as number);
  if (bytes[at + 2] === 0 || length < 0x80) throw notDer(noun, at, 'a length that is not minimal');
  lengthFound = length;
  return at + 2 + octets;
}

function checkConstructed(tag: number, at: number, noun: string): void {
  if ((tag & 0xc0) === 0 && tag !== TAG.sequence && tag !== TAG.set) throw notDer(noun, at, 'a constructed string');
}

function checkPrimitive(bytes: Uint8Array, tag: number, start: number, end: number, noun: string): void {
  const length = end - start;
  const first = bytes[start] as number;
  switch (tag) {
    case TAG.boolean:
      if (length !== 1 || (first !== 0 && first !== 0xff))
        throw notDer(noun, start, 'a BOOLEAN that is neither 00 nor FF');
      return;
    case TAG.integer:
    case TAG.enumerated:
      if (length === 0 || (length > 1 && isPaddedInteger(first, bytes[start + 1] as number))) {
        throw notDer(noun, start, 'an INTEGER that is not minimal');
      }
      return;
    case TAG.bitString:
      if (
        length === 0 ||
        first > 7 ||
        (first > 0 && (length === 1 || (bytes[end - 1] as number) & ((1 << first) - 1)))
      ) {
        throw notDer(noun, start, 'a BIT STRING with wrong padding');
      }
      return;
    case TAG.null:
      if (length !== 0) throw notDer(noun, start, 'a NULL with content');
      return;
    case TAG.oid:
      checkOid(bytes, start, end, noun);
      return;
    case TAG.utcTime:
    case TAG.generalizedTime:
      if (timeValue(bytes, tag, start, end) === null)
        throw notDer(noun, start, 'a time that is not canonical or not a real date');
      return;
    case TAG.sequence & 0x1f:
    case TAG.set & 0x1f:
      throw notDer(noun, start, 'a SEQUENCE or SET that is not constructed');
    case 0:
      throw notDer(noun, start, 'an end-of-contents mark');
  }
}

function isPaddedInteger(first: number, second: number): boolean {
  return (first === 0 && second < 0x80) || (first === 0xff && second >= 0x80);
}

function checkOid(bytes: Uint8Array, start: number, end: number, noun: string): void {
  // 1,024 octets: an OID of that size names nothing real, and its text grows with the square of its arcs' length.
  if (end === start || end - start > 1024 || (bytes[end - 1] as number) & 0x80)
    throw notDer(noun, start, 'an OID without an end');
  let atArcStart = true;
  for (let index = start; index < end; index += 1) {
    if (atArcStart && bytes[index] === 0x80) throw notDer(noun, start, 'an OID with a padded arc');
    atArcStart = ((bytes[index] as number) & 0x80) === 0;
  }
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function notDer(noun: string, offset: number, what: string): PkiError {
  return new PkiError(
    'malformed',
    `The ${noun} is not valid DER: ${what} (at byte ${offset}). It may be damaged or of another type.`,
  );
}

const MAX_DEPTH = 32;
