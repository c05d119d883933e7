/** Any ASN.1 in BER as a list of values with their offsets, for looking at; nothing is judged but what is not DER. ITU-T X.690 §8, §10 */
import { oidText, timeValue } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { escapeInvisible } from '../display-text.ts';
import { oidName } from '../oids.ts';

export interface Asn1Node {
  /** 0 for the outermost value. */
  readonly depth: number;
  /** Of the identifier octet, from the beginning of the file. */
  readonly offset: number;
  readonly headerLength: number;
  /** Of the content, in octets. */
  readonly length: number;
  /** `SEQUENCE`, `[0]`, `UTF8String`. */
  readonly type: string;
  readonly constructed: boolean;
  /** In words, at most 120 characters; null for values made of others and where it may be secret. */
  readonly value: string | null;
}

export interface Asn1Tree {
  /** In the order of the octets. */
  readonly nodes: readonly Asn1Node[];
  /** Where the encoding is not DER, at most 20 sentences. */
  readonly warnings: readonly string[];
  /** More values than are listed. */
  readonly truncated: boolean;
}

/**
 * Never throws: where the octets stop being ASN.1, a warning says so and the rest is left out. Values inside OCTET STRING and BIT STRING are shown
 * when they are ASN.1 to the last octet. With `hideValues` numbers and strings of octets are counted and not shown: they may be a private key.
 */
export function readAsn1Tree(
  bytes: Uint8Array,
  options: { readonly maxNodes?: number; readonly hideValues?: boolean } = {},
): Asn1Tree {
  const walker = new Walker(bytes, options.maxNodes ?? MAX_NODES, options.hideValues ?? false);
  return walker.walk();
}

interface Header {
  readonly tag: number;
  readonly tagText: string;
  readonly constructed: boolean;
  readonly contentStart: number;
  /** Null when the length is indefinite. */
  readonly length: number | null;
  readonly faults: readonly string[];
}

class Walker {
  readonly #bytes: Uint8Array;
  readonly #maxNodes: number;
  readonly #hideValues: boolean;
  readonly #nodes: Asn1Node[] = [];
  readonly #warnings: string[] = [];
  #truncated = false;

  constructor(bytes: Uint8Array, maxNodes: number, hideValues: boolean) {
    this.#bytes = bytes;
    this.#maxNodes = maxNodes;
    this.#hideValues = hideValues;
  }

  walk(): Asn1Tree {
    const end = this.#value(0, this.#bytes.length, 0);
    if (end !== null && end < this.#bytes.length && !this.#truncated)
      this.#warn(`${this.#bytes.length - end} octets follow the value at offset ${end}; DER has nothing behind it.`);
    return { nodes: this.#nodes, warnings: this.#warnings, truncated: this.#truncated };
  }

  /** The end of the value that begins at `at`; null when it cannot be followed further. */
  #value(at: number, limit: number, depth: number): number | null {
    if (this.#nodes.length >= this.#maxNodes) {
      this.#truncated = true;
      return null;
    }
    const header = readHeader(this.#bytes, at, limit);
    if (typeof header === 'string') {
      this.#warn(`${header} at offset ${at}. What follows is not shown.`);
      return null;
    }
    for (const fault of header.faults) this.#warn(`${fault} at offset ${at}.`);
    const index = this.#nodes.length;
    const { tagText: type, constructed, contentStart } = header;
    const base = { depth, offset: at, headerLength: contentStart - at, type, constructed };
    if (header.length === null) {
      this.#nodes.push({ ...base, length: 0, value: null });
      const end = this.#children(contentStart, limit, depth + 1, true);
      if (end !== null) this.#nodes[index] = { ...base, length: end - 2 - contentStart, value: null };
      return end;
    }
    const end = contentStart + header.length;
    const shown = constructed ? null : this.#text(header, contentStart, end);
    this.#nodes.push({ ...base, length: header.length, value: shown });
    if (constructed) return this.#children(contentStart, end, depth + 1, false) === null ? null : end;
    this.#inner(header, contentStart, end, depth);
    return end;
  }

  #children(start: number, limit: number, depth: number, untilMark: boolean): number | null {
    if (depth > MAX_DEPTH) {
      this.#warn(`Values are nested more than ${MAX_DEPTH} deep at offset ${start}. They are not shown.`);
      return untilMark ? null : limit;
    }
    let at = start;
    while (at < limit) {
      if (untilMark && this.#bytes[at] === 0 && this.#bytes[at + 1] === 0 && at + 2 <= limit) return at + 2;
      const next = this.#value(at, limit, depth);
      if (next === null) return null;
      at = next;
    }
    if (!untilMark) return limit;
    this.#warn(`The value with indefinite length at offset ${start - 2} has no end.`);
    return null;
  }

  /** What an OCTET STRING or BIT STRING wraps, when it is one whole value. */
  #inner({ tag }: Header, start: number, end: number, depth: number): void {
    if (this.#hideValues || depth >= MAX_DEPTH) return;
    const from = tag === TAG.octetString ? start : tag === TAG.bitString && this.#bytes[start] === 0 ? start + 1 : -1;
    if (from < 0 || from >= end || !WRAPPED.has(this.#bytes[from] as number)) return;
    const header = readHeader(this.#bytes, from, end);
    if (typeof header === 'string' || header.length === null || header.contentStart + header.length !== end) return;
    this.#value(from, end, depth + 1);
  }

  #text({ tag }: Header, start: number, end: number): string | null {
    const content = this.#bytes.subarray(start, end);
    if (this.#hideValues && HIDDEN.has(tag)) return content.length === 0 ? '' : `${octets(content.length)}, not shown`;
    switch (tag) {
      case TAG.boolean:
        if (content.length === 1 && content[0] !== 0 && content[0] !== 0xff)
          this.#warn(`The BOOLEAN at offset ${start} is neither 00 nor FF.`);
        return content[0] === 0 ? 'FALSE' : 'TRUE';
      case TAG.integer:
      case TAG.enumerated:
        return numberText(content);
      case TAG.null:
        return '';
      case TAG.oid:
        return oidWords(content);
      case TAG.bitString:
        return `${Math.max(0, (content.length - 1) * 8 - (content[0] ?? 0))} bits: ${hexText(content.subarray(1))}`;
      case TAG.utcTime:
      case TAG.generalizedTime: {
        const time = timeValue(this.#bytes, tag, start, end);
        return time === null ? plainText(content) : new Date(time).toISOString().replace('.000Z', 'Z');
      }
      default:
        return TEXT_TYPES.has(tag) || isPrintable(content) ? textOf(tag, content) : hexText(content);
    }
  }

  #warn(sentence: string): void {
    if (this.#warnings.length < MAX_WARNINGS) this.#warnings.push(sentence);
  }
}

/** The header, or what is wrong with it. ITU-T X.690 §8.1.2, §8.1.3, §10.1 */
function readHeader(bytes: Uint8Array, start: number, limit: number): Header | string {
  const identifier = bytes[start];
  if (identifier === undefined || start >= limit) return 'The value is cut off';
  const tag = readTagNumber(bytes, start, limit);
  if (typeof tag === 'string') return tag;
  const size = readLength(bytes, tag.next, limit);
  if (typeof size === 'string') return size;
  const constructed = (identifier & 0x20) !== 0;
  if (size.length === null && !constructed) return 'A value that holds no others has an indefinite length';
  if (size.length !== null && size.next + size.length > limit) return 'The value is longer than what it stands in';
  const isUniversal = (identifier & 0xc0) === 0;
  const inPieces = isUniversal && constructed && STRINGS.has(tag.number);
  return {
    // Tags of other classes get a number that no universal one has.
    tag: isUniversal ? tag.number : -1,
    tagText: isUniversal
      ? (TYPE_NAMES.get(tag.number) ?? `universal ${tag.number}`)
      : `${CLASS_NAMES[identifier >> 6]}${tag.number}]`,
    constructed,
    contentStart: size.next,
    length: size.length,
    faults: [...size.faults, ...(inPieces ? ['Not DER: a string is given in pieces'] : [])],
  };
}

function readTagNumber(bytes: Uint8Array, start: number, limit: number): { number: number; next: number } | string {
  const low = (bytes[start] as number) & 0x1f;
  if (low !== 0x1f) return { number: low, next: start + 1 };
  let number = 0;
  for (let at = start + 1; at < limit; at += 1) {
    const octet = bytes[at] as number;
    number = number * 128 + (octet & 0x7f);
    if (number > 0xfff_ffff) return 'The tag number is too large';
    if ((octet & 0x80) === 0) return { number, next: at + 1 };
  }
  return 'The tag is cut off';
}

function readLength(
  bytes: Uint8Array,
  start: number,
  limit: number,
): { length: number | null; next: number; faults: readonly string[] } | string {
  const first = bytes[start];
  if (first === undefined || start >= limit) return 'The length is cut off';
  if (first < 0x80) return { length: first, next: start + 1, faults: [] };
  if (first === 0x80) return { length: null, next: start + 1, faults: ['Not DER: the length is indefinite'] };
  const count = first & 0x7f;
  if (count > 6) return 'The length is too large';
  const next = start + 1 + count;
  if (next > limit) return 'The length is cut off';
  let length = 0;
  for (const octet of bytes.subarray(start + 1, next)) length = length * 256 + octet;
  const isLong = length < 0x80 || bytes[start + 1] === 0;
  return { length, next, faults: isLong ? ['Not DER: the length is longer than it need be'] : [] };
}

function numberText(content: Uint8Array): string {
  if (content.length > 8) return hexText(content);
  let value = 0n;
  for (const octet of content) value = (value << 8n) | BigInt(octet);
  return String(BigInt.asIntN(Math.max(1, content.length) * 8, value));
}

function oidWords(content: Uint8Array): string {
  try {
    const dotted = oidText(content);
    const name = oidName(dotted);
    return name === dotted ? dotted : `${dotted} (${name})`;
  } catch {
    return hexText(content);
  }
}

function textOf(tag: number, content: Uint8Array): string {
  if (tag === BMP_STRING) {
    const even = Buffer.from(content.subarray(0, content.length & ~1)).swap16();
    return shorten(escapeInvisible(even.subarray(0, MAX_TEXT * 2).toString('utf16le')));
  }
  return plainText(content);
}

function plainText(content: Uint8Array): string {
  return shorten(escapeInvisible(Buffer.from(content.subarray(0, MAX_TEXT * 4)).toString('utf8')));
}

function shorten(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

function hexText(content: Uint8Array): string {
  const shown = Buffer.from(content.subarray(0, SHOWN_OCTETS)).toString('hex').toUpperCase();
  return content.length > SHOWN_OCTETS ? `${shown}… (${octets(content.length)})` : shown;
}

function octets(count: number): string {
  return `${count} ${count === 1 ? 'octet' : 'octets'}`;
}

function isPrintable(content: Uint8Array): boolean {
  return content.length > 0 && content.every((octet) => octet >= 0x20 && octet < 0x7f);
}

/** As deep as the strict reader goes (D28). */
const MAX_DEPTH = 32;
/** A certificate with 100 names has about 500. */
const MAX_NODES = 2_000;
const MAX_WARNINGS = 20;
const MAX_TEXT = 120;
/** A key identifier and a serial number whole. */
const SHOWN_OCTETS = 24;
const BMP_STRING = 30;
const CLASS_NAMES = ['', '[APPLICATION ', '[', '[PRIVATE '];
/** What extensions and keys wrap: SEQUENCE, OCTET STRING, BIT STRING, BOOLEAN and SET. */
const WRAPPED: ReadonlySet<number> = new Set([0x30, 0x31, 0x04, 0x03, 0x01]);
const HIDDEN: ReadonlySet<number> = new Set([TAG.integer, TAG.bitString, TAG.octetString, -1]);
const STRINGS: ReadonlySet<number> = new Set([3, 4, 12, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30]);
const TEXT_TYPES: ReadonlySet<number> = new Set([12, 18, 19, 20, 21, 22, 25, 26, 27, 30]);
const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'BOOLEAN'],
  [2, 'INTEGER'],
  [3, 'BIT STRING'],
  [4, 'OCTET STRING'],
  [5, 'NULL'],
  [6, 'OBJECT IDENTIFIER'],
  [10, 'ENUMERATED'],
  [12, 'UTF8String'],
  [16, 'SEQUENCE'],
  [17, 'SET'],
  [18, 'NumericString'],
  [19, 'PrintableString'],
  [20, 'TeletexString'],
  [22, 'IA5String'],
  [23, 'UTCTime'],
  [24, 'GeneralizedTime'],
  [26, 'VisibleString'],
  [28, 'UniversalString'],
  [30, 'BMPString'],
]);
