/** Lines of a ledger of revocations, and the entries of a list they become, without an object for each: lists of 1,000,000 must work. */
import { type CrlEntry, REASON_ONLY, writeEntry } from './crl-entries.ts';
import { TAG } from './der-writer.ts';
import { PkiError, type RevocationReason, type SerialNumber } from './types.ts';

/**
 * Reads `serial,revocation date,reason,invalidity date\n`, line after line: the serial as SerialNumber has it, dates in milliseconds since
 * 1970, the second date empty where there is none. A store writes such text much faster than rows of values.
 * `next` and `write` throw `malformed` for anything else.
 */
export class RevokedLines {
  readonly #octets: Uint8Array;
  #next = 0;
  #start = 0;
  #serialEnd = 0;
  #dateEnd = 0;
  #reasonEnd = 0;
  #end = 0;
  #revokedAt = 0;
  #reason: KnownReason | undefined;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  /** Goes to the next line; false behind the last one. */
  next(): boolean {
    if (this.#next >= this.#octets.length) return false;
    this.#start = this.#next;
    this.#serialEnd = this.#find(COMMA, this.#start);
    this.#dateEnd = this.#find(COMMA, this.#serialEnd + 1);
    this.#reasonEnd = this.#find(COMMA, this.#dateEnd + 1);
    this.#end = this.#find(LINE_END, this.#reasonEnd + 1);
    this.#next = this.#end + 1;
    const serialLength = this.#serialEnd - this.#start;
    if (serialLength === 0 || serialLength % 2 === 1 || serialLength > 40) throw malformed();
    this.#revokedAt = this.#number(this.#serialEnd + 1, this.#dateEnd);
    this.#reason = this.#readReason();
    return true;
  }

  get serialNumber(): SerialNumber {
    return this.#text(this.#start, this.#serialEnd) as SerialNumber;
  }

  get reason(): RevocationReason {
    return (this.#reason as KnownReason).name;
  }

  /** One entry in some thousands, by its serial alone: where the blocks of a list may end. */
  get isBorder(): boolean {
    const end = this.#serialEnd;
    return this.#octets[end - 1] === ZERO && this.#octets[end - 2] === ZERO && this.#octets[end - 3] === ZERO;
  }

  get entry(): CrlEntry {
    const invalidity = this.#reasonEnd + 1;
    return {
      serialNumber: this.serialNumber,
      revocationDate: new Date(this.#revokedAt),
      reason: this.reason,
      invalidityDate: invalidity === this.#end ? null : new Date(this.#number(invalidity, this.#end)),
    };
  }

  /** Writes the entry of this line at `at` and returns the offset behind it; octet for octet what `writeEntry` writes. */
  readonly write = (out: Uint8Array, at: number): number => {
    const revokedAt = this.#revokedAt;
    if (this.#reasonEnd + 1 !== this.#end || revokedAt < FIRST_UTC_TIME || revokedAt > LAST_UTC_TIME)
      return writeEntry(out, at, this.entry);
    const octets = this.#octets;
    const { extensions } = this.#reason as KnownReason;
    const signOctet = (octets[this.#start] as number) >= EIGHT ? 1 : 0;
    const serialLength = (this.#serialEnd - this.#start) / 2 + signOctet;
    let to = at;
    out[to++] = TAG.sequence;
    // Far below 128: a serial of 21 octets, a time of 15, a reason of 14.
    out[to++] = 2 + serialLength + 15 + extensions.length;
    out[to++] = TAG.integer;
    out[to++] = serialLength;
    if (signOctet === 1) out[to++] = 0;
    for (let digit = this.#start; digit < this.#serialEnd; digit += 2) {
      const high = HEX_VALUES[octets[digit] as number] as number;
      const low = HEX_VALUES[octets[digit + 1] as number] as number;
      if ((high | low) > 15) throw malformed();
      out[to++] = high * 16 + low;
    }
    to = writeTime(out, to, revokedAt);
    for (let index = 0; index < extensions.length; index += 1) out[to++] = extensions[index] as number;
    return to;
  };

  #find(octet: number, from: number): number {
    const octets = this.#octets;
    let at = from;
    while (at < octets.length && octets[at] !== octet) at += 1;
    if (at === octets.length) throw malformed();
    return at;
  }

  #number(start: number, end: number): number {
    const negative = this.#octets[start] === MINUS;
    let value = 0;
    for (let at = negative ? start + 1 : start; at < end; at += 1) {
      const digit = (this.#octets[at] as number) - 0x30;
      if (digit < 0 || digit > 9) throw malformed();
      value = value * 10 + digit;
    }
    if (end - start < (negative ? 2 : 1)) throw malformed();
    return negative ? -value : value;
  }

  #readReason(): KnownReason {
    const start = this.#dateEnd + 1;
    // Length and first letter tell all of them apart; the rest is compared.
    const found = KNOWN_REASONS.get(reasonKey(this.#reasonEnd - start, this.#octets[start] as number));
    if (found === undefined) throw malformed();
    for (let index = 0; index < found.octets.length; index += 1)
      if (found.octets[index] !== this.#octets[start + index]) throw malformed();
    return found;
  }

  #text(start: number, end: number): string {
    return Buffer.from(this.#octets.buffer, this.#octets.byteOffset + start, end - start).toString('latin1');
  }
}

/** UTCTime `YYMMDDHHMMSSZ`. */
function writeTime(out: Uint8Array, start: number, milliseconds: number): number {
  const seconds = Math.floor(milliseconds / 1000);
  const day = Math.floor(seconds / 86_400);
  const kept = day & (KEPT_DAYS - 1);
  const slot = kept * 6;
  if (keptDays[kept] !== day) keepDay(day, kept);
  let at = start;
  out[at++] = TAG.utcTime;
  out[at++] = 13;
  for (let index = 0; index < 6; index += 1) out[at++] = DAY_DIGITS[slot + index] as number;
  const ofDay = seconds - day * 86_400;
  at = writeTwo(out, at, Math.floor(ofDay / 3600));
  at = writeTwo(out, at, Math.floor(ofDay / 60) % 60);
  at = writeTwo(out, at, ofDay % 60);
  out[at] = 0x5a;
  return at + 1;
}

/** A calendar is taken apart once for most days: revocations of a list are spread over a year or two. */
const KEPT_DAYS = 1_024;
const keptDays = new Float64Array(KEPT_DAYS).fill(Number.NaN);
const DAY_DIGITS = new Uint8Array(KEPT_DAYS * 6);

function keepDay(day: number, kept: number): void {
  const slot = kept * 6;
  const date = new Date(day * 86_400_000);
  writeTwo(DAY_DIGITS, slot, date.getUTCFullYear() % 100);
  writeTwo(DAY_DIGITS, slot + 2, date.getUTCMonth() + 1);
  writeTwo(DAY_DIGITS, slot + 4, date.getUTCDate());
  keptDays[kept] = day;
}

function writeTwo(out: Uint8Array, at: number, value: number): number {
  out[at] = 0x30 + Math.floor(value / 10);
  out[at + 1] = 0x30 + (value % 10);
  return at + 2;
}

interface KnownReason {
  readonly name: RevocationReason;
  readonly octets: Uint8Array;
  readonly extensions: Uint8Array;
}

function reasonKey(length: number, first: number): number {
  return length * 256 + first;
}

function malformed(): PkiError {
  return new PkiError('malformed', 'A line of the ledger of revocations cannot be read. Restore a backup.');
}

const COMMA = 0x2c;
const LINE_END = 0x0a;
const MINUS = 0x2d;
const ZERO = 0x30;
const EIGHT = 0x38;
/** RFC 5280 §5.1.2.6: UTCTime to the end of 2049. */
const FIRST_UTC_TIME = Date.UTC(1950, 0, 1);
const LAST_UTC_TIME = Date.UTC(2050, 0, 1) - 1;
/** By character code; 255 for what is no lower-case hex digit. */
const HEX_VALUES = new Uint8Array(256).fill(255);
for (const [value, digit] of [...'0123456789abcdef'].entries()) HEX_VALUES[digit.charCodeAt(0)] = value;
const KNOWN_REASONS: ReadonlyMap<number, KnownReason> = new Map(
  [...REASON_ONLY].flatMap(([name, extensions]) =>
    name === 'removeFromCRL'
      ? []
      : [[reasonKey(name.length, name.charCodeAt(0)), { name, octets: new TextEncoder().encode(name), extensions }]],
  ),
);
