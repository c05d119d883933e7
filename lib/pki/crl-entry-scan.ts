/** A strict look at the entries of a revocation list, fast where an entry has the usual form. RFC 5280 §5.1.2.6, §5.3 */
import { type DerElement, elementAt, FieldReader, readDer, unexpected } from './der-reader.ts';
import { TAG } from './der-writer.ts';
import { PkiError } from './types.ts';

export interface ScannedEntries {
  readonly count: number;
  /** Bit n: an entry of the usual form gives the reason with code n. RFC 5280 §5.3.1 */
  readonly reasonBits: number;
}

/**
 * Passes over `octets`, whole entries one after the other as revokedCertificates or a piece of it has them. All of it is strict DER
 * when this returns, and every entry is a SEQUENCE of INTEGER, Time and, at most, Extensions.
 *
 * An entry of the usual form (a positive serial of at most 20 octets, UTCTime, not critical reasonCode and invalidityDate in this
 * order, each at most once) is only counted; a million take a tenth of a second. Every other one is handed to `other`.
 * Throws `malformed`. Nothing at all is no error: the count is 0.
 */
export function scanEntries(octets: Uint8Array, other: (entry: DerElement) => void): ScannedEntries {
  let count = 0;
  let reasonBits = 0;
  for (let at = 0; at < octets.length; count += 1) {
    const found = usualEntry(octets, at);
    if (found >= 0) {
      reasonBits |= 1 << reasonFound;
      at = found;
    } else at = otherEntry(octets, at, other);
  }
  // What has no reason has counted as code 0 too, which the usual form does not have in so many words.
  return { count, reasonBits: reasonBits & ~1 };
}

/** The reason code that `usualEntry` read last, 0 without one; a second return value without an allocation per entry. */
let reasonFound = 0;

/** The offset behind the entry, or -1: it is not of the usual form, or not whole. */
function usualEntry(octets: Uint8Array, start: number): number {
  const length = octets[start + 1] as number;
  const end = start + 2 + length;
  if (octets[start] !== TAG.sequence || length > 0x7f || end > octets.length) return -1;
  const serialLength = octets[start + 3] as number;
  const serial = start + 4;
  if (octets[start + 2] !== TAG.integer || serialLength === 0 || serialLength > 20) return -1;
  const first = octets[serial] as number;
  // Positive, not zero, minimal.
  if (first > 0x7f || (first === 0 && (serialLength === 1 || (octets[serial + 1] as number) < 0x80))) return -1;
  const extensions = usualTime(octets, serial + serialLength);
  if (extensions < 0 || extensions > end) return -1;
  reasonFound = 0;
  return extensions === end || usualExtensions(octets, extensions, end) ? end : -1;
}

/** UTCTime with seconds of a real date; the offset behind it or -1. */
function usualTime(octets: Uint8Array, start: number): number {
  if (octets[start] !== TAG.utcTime || octets[start + 1] !== 13 || octets[start + 14] !== 0x5a) return -1;
  const year = twoDigits(octets, start + 2);
  const month = twoDigits(octets, start + 4);
  const day = twoDigits(octets, start + 6);
  if (year < 0 || month < 1 || month > 12 || day < 1) return -1;
  // 1950 to 2049: 2000 is a leap year too.
  if (day > 28 && day > (month === 2 ? (year % 4 === 0 ? 29 : 28) : LONG_MONTHS & (1 << month) ? 31 : 30)) return -1;
  const hour = twoDigits(octets, start + 8);
  const minute = twoDigits(octets, start + 10);
  const second = twoDigits(octets, start + 12);
  return hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ? -1 : start + 15;
}

function twoDigits(octets: Uint8Array, at: number): number {
  const high = (octets[at] as number) - 0x30;
  const low = (octets[at + 1] as number) - 0x30;
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : -1;
}

function usualExtensions(octets: Uint8Array, start: number, end: number): boolean {
  if (octets[start] !== TAG.sequence || octets[start + 1] !== end - start - 2) return false;
  let at = start + 2;
  if (end - at >= REASON_OCTETS && begins(octets, at, REASON_CODE)) {
    reasonFound = octets[at + REASON_CODE.length] as number;
    // 7 is not used; 0 is to be left out.
    if (reasonFound === 0 || reasonFound === 7 || reasonFound > 10) return false;
    at += REASON_OCTETS;
  }
  if (end - at === INVALIDITY_OCTETS && begins(octets, at, INVALIDITY_DATE)) {
    const time = at + INVALIDITY_DATE.length;
    // Its century and the rest of it as UTCTime has it; other centuries go the long way.
    if (octets[time] !== 0x32 || octets[time + 1] !== 0x30) return false;
    return usualDateAfterCentury(octets, time + 2);
  }
  return at === end;
}

/** `YYMMDDHHMMSSZ` of the years 2000 to 2049. */
function usualDateAfterCentury(octets: Uint8Array, start: number): boolean {
  SCRATCH.set(octets.subarray(start, start + 13), 2);
  return twoDigits(octets, start) < 50 && usualTime(SCRATCH, 0) > 0;
}

function begins(octets: Uint8Array, at: number, pattern: Uint8Array): boolean {
  for (let index = 0; index < pattern.length; index += 1) if (octets[at + index] !== pattern[index]) return false;
  return true;
}

function otherEntry(octets: Uint8Array, start: number, other: (entry: DerElement) => void): number {
  const { end } = elementAt(octets, start);
  // Also for what is no number, because the header itself is cut off.
  if (!(end <= octets.length))
    throw new PkiError('malformed', 'The entries of the list are not whole: the last one ends too early.');
  const entry = readDer(octets.subarray(start, end), { maxBytes: octets.length, noun: 'list entry' });
  const fields = new FieldReader(entry, 'revokedCertificates');
  fields.take(TAG.integer, 'userCertificate');
  const { tag } = fields.takeAny('revocationDate');
  if (tag !== TAG.utcTime && tag !== TAG.generalizedTime) throw unexpected('revokedCertificates.revocationDate');
  fields.optional(TAG.sequence);
  fields.finish();
  other(entry);
  return end;
}

/** January, March, May, July, August, October, December. */
const LONG_MONTHS = 0b1_0101_1010_1010;
/** `SEQUENCE { id-ce-cRLReasons, OCTET STRING { ENUMERATED …` up to the code. RFC 5280 §5.3.1 */
const REASON_CODE = Uint8Array.of(0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01);
const REASON_OCTETS = REASON_CODE.length + 1;
/** `SEQUENCE { id-ce-invalidityDate, OCTET STRING { GeneralizedTime …` up to the year. RFC 5280 §5.3.2 */
const INVALIDITY_DATE = Uint8Array.of(0x30, 0x18, 0x06, 0x03, 0x55, 0x1d, 0x18, 0x04, 0x11, 0x18, 0x0f);
const INVALIDITY_OCTETS = INVALIDITY_DATE.length + 15;
const SCRATCH = Uint8Array.of(TAG.utcTime, 13, ...new Uint8Array(13));
