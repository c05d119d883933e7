/** Entries of revocation lists, written and read without an object for each value: lists of 1,000,000 must work. RFC 5280 §5.1.2.6, §5.3 */
import { type DerElement, elementAt, readSmallInteger, readTime, unexpected } from './der-reader.ts';
import { enumerated, generalizedTime, sequence, TAG, writeHeader } from './der-writer.ts';
import { extensionValue, type RawExtension, readExtensions, refuseDuplicateExtensions } from './extensions.ts';
import { OID } from './oids.ts';
import { hexDigit, serialNumberFromDer } from './serial-number.ts';
import { encodeExtension } from './tbs-certificate.ts';
import { PkiError, type RevocationReason, type SerialNumber } from './types.ts';

/** `removeFromCRL` takes a certificate off hold, or marks an expired one as gone; it occurs in delta lists only. RFC 5280 §5.3.1 */
export type CrlEntryReason = RevocationReason | 'removeFromCRL';

export interface CrlEntry {
  readonly serialNumber: SerialNumber;
  readonly revocationDate: Date;
  readonly reason: CrlEntryReason;
  /** Since when the key is not to be trusted, when that is earlier. RFC 5280 §5.3.2 */
  readonly invalidityDate?: Date | null;
}

export interface ParsedCrlEntry {
  readonly serialNumber: SerialNumber;
  readonly revocationDate: Date;
  readonly reason: CrlEntryReason;
}

export interface ParsedEntries {
  readonly entries: readonly ParsedCrlEntry[];
  /** An entry has a critical extension such as certificateIssuer, so that the list may speak about other issuers' certificates. RFC 5280 §5.3 */
  readonly hasCriticalEntryExtension: boolean;
}

/** One pass without an object for each value: lists are long, entries are small. */
export function readEntries(revoked: DerElement, delta: boolean): ParsedEntries {
  const entries: ParsedCrlEntry[] = [];
  // Long lists repeat the same few encodings of a reason.
  const known = new Map<string, EntryExtensions>();
  let hasCriticalEntryExtension = false;
  const source = Buffer.from(revoked.source.buffer, revoked.source.byteOffset, revoked.source.byteLength);
  for (let at = revoked.contentStart; at < revoked.end; ) {
    const entry = elementAt(source, at);
    at = entry.end;
    if (entry.tag !== TAG.sequence || entry.contentStart === entry.end || source[entry.contentStart] !== TAG.integer) {
      throw unexpected('revokedCertificates');
    }
    const serial = elementAt(source, entry.contentStart);
    if (serial.end >= entry.end) throw unexpected('revokedCertificates');
    const date = elementAt(source, serial.end);
    const extensions = date.end < entry.end ? readEntryExtensions(source, date.end, entry.end, known) : NO_EXTENSIONS;
    hasCriticalEntryExtension ||= extensions.critical;
    if (extensions.reason === 'removeFromCRL' && !delta) throw unexpected('CRLReason');
    entries.push({
      serialNumber: serialNumberFromDer(source.subarray(serial.contentStart, serial.end), { allowZero: true }),
      revocationDate: readTime(date, 'revocationDate'),
      reason: extensions.reason,
    });
  }
  if (entries.length === 0) throw unexpected('revokedCertificates');
  return { entries, hasCriticalEntryExtension };
}

interface EntryExtensions {
  readonly reason: CrlEntryReason;
  readonly critical: boolean;
}

const NO_EXTENSIONS: EntryExtensions = { reason: 'unspecified', critical: false };

function readEntryExtensions(
  source: Buffer,
  start: number,
  end: number,
  known: Map<string, EntryExtensions>,
): EntryExtensions {
  const key = end - start <= 32 ? source.toString('latin1', start, end) : null;
  const found = key === null ? undefined : known.get(key);
  if (found !== undefined) return found;
  const element = elementAt(source, start);
  if (element.end !== end) throw unexpected('revokedCertificates');
  const extensions = readExtensions(element);
  refuseDuplicateExtensions(extensions);
  const read = { reason: readReason(extensions), critical: extensions.some((extension) => extension.critical) };
  // The bound keeps a hostile list from filling memory twice.
  if (key !== null && known.size < 1000) known.set(key, read);
  return read;
}

/** What the extensions of one entry say. `entry` has passed `scanEntries`. Throws `malformed` for extensions that are none, or twice there. */
export function readEntryExtensionsOf(entry: DerElement): {
  readonly reason: CrlEntryReason;
  readonly critical: boolean;
} {
  const serial = elementAt(entry.source, entry.contentStart);
  const date = elementAt(entry.source, serial.end);
  if (date.end === entry.end) return NO_EXTENSIONS;
  const extensions = readExtensions(elementAt(entry.source, date.end));
  refuseDuplicateExtensions(extensions);
  return { reason: readReason(extensions), critical: extensions.some((extension) => extension.critical) };
}

function readReason(extensions: readonly RawExtension[]): CrlEntryReason {
  const extension = extensions.find((candidate) => candidate.oid === OID.reasonCode);
  return extension === undefined ? 'unspecified' : readEntryReason(extensionValue(extension));
}

/** CRLReason ::= ENUMERATED, outside of lists. Throws `malformed` for removeFromCRL and a number without a meaning. RFC 5280 §5.3.1, RFC 6960 §4.2.1 */
export function readReasonCode(element: DerElement): RevocationReason {
  const reason = readEntryReason(element);
  if (reason === 'removeFromCRL') throw unexpected('CRLReason');
  return reason;
}

function readEntryReason(element: DerElement): CrlEntryReason {
  const reason = REASON_CODES.indexOf(readSmallInteger(element, 'CRLReason', 10, TAG.enumerated));
  if (reason < 0) throw unexpected('CRLReason');
  return REASONS[reason] as CrlEntryReason;
}

/** The reason's number. RFC 5280 §5.3.1 */
export function reasonCode(reason: CrlEntryReason): number {
  return REASON_CODES[REASONS.indexOf(reason)] as number;
}

/** The encoded entries in order, in blocks of at most 1 MiB, and how many octets they are together. */
export function encodeEntries(entries: Iterable<CrlEntry>, delta: boolean): EncodedEntries {
  const writer = new EntryWriter(delta);
  for (const entry of entries) writer.add(entry);
  return writer.finish();
}

export interface EncodedEntries {
  readonly chunks: readonly Uint8Array[];
  /** Octets of all chunks. */
  readonly length: number;
  readonly count: number;
}

/** Encodes entries as they come: for lists whose entries are never together in memory. */
export class EntryWriter {
  readonly #delta: boolean;
  readonly #chunks: Uint8Array[] = [];
  #chunk = new Uint8Array(FIRST_CHUNK_BYTES);
  #at = 0;
  #length = 0;
  #count = 0;

  constructor(delta: boolean) {
    this.#delta = delta;
  }

  /** Throws `malformed` for removeFromCRL in a complete list. */
  add(entry: CrlEntry): void {
    refuseRemoval(entry, this.#delta);
    this.addWith((out, at) => writeEntry(out, at, entry));
  }

  /** One entry by `write`, which gets where it begins, has `MAX_ENTRY_BYTES` from there on and returns where it ended. */
  addWith(write: (out: Uint8Array, at: number) => number): void {
    if (this.#at + MAX_ENTRY_BYTES > this.#chunk.length) this.#next();
    this.#at = write(this.#chunk, this.#at);
    this.#count += 1;
  }

  /** The block may end here: it does when it is half full. Lists that differ a little have most blocks in common when it is the entries that say where. */
  border(): void {
    if (this.#at >= CHUNK_BYTES / 2) this.#next();
  }

  /** The blocks that are full by now. */
  get full(): readonly Uint8Array[] {
    return this.#chunks;
  }

  /** All that was added. */
  finish(): EncodedEntries {
    if (this.#at > 0) this.#next();
    return { chunks: this.#chunks, length: this.#length, count: this.#count };
  }

  #next(): void {
    this.#chunks.push(this.#chunk.slice(0, this.#at));
    this.#length += this.#at;
    if (this.#chunk.length < CHUNK_BYTES) this.#chunk = new Uint8Array(CHUNK_BYTES);
    this.#at = 0;
  }
}

/** Throws `malformed` for removeFromCRL in a complete list. RFC 5280 §5.3.1 */
export function refuseRemoval(entry: CrlEntry, delta: boolean): void {
  if (entry.reason === 'removeFromCRL' && !delta)
    throw new PkiError('malformed', 'Only a delta CRL removes entries. Leave the entry out of the complete list.');
}

/** Writes one entry without an allocation: a million of them take about a second this way, ten times as long the other. */
export function writeEntry(out: Uint8Array, start: number, entry: CrlEntry): number {
  const { serialNumber, revocationDate } = entry;
  const signOctet = serialNumber >= '8' ? 1 : 0;
  const serialLength = serialNumber.length / 2 + signOctet;
  const year = revocationDate.getUTCFullYear();
  const utc = year >= 1950 && year <= 2049;
  const extensions = entryExtensions(entry);
  let at = writeHeader(out, start, TAG.sequence, 2 + serialLength + (utc ? 15 : 17) + extensions.length);
  at = writeHeader(out, at, TAG.integer, serialLength);
  if (signOctet === 1) out[at++] = 0;
  for (let digit = 0; digit < serialNumber.length; digit += 2) {
    out[at++] = hexDigit(serialNumber.charCodeAt(digit)) * 16 + hexDigit(serialNumber.charCodeAt(digit + 1));
  }
  at = utc ? writeUtcTime(out, at, revocationDate, year) : writeValue(out, at, generalizedTime(revocationDate));
  return writeValue(out, at, extensions);
}

function writeValue(out: Uint8Array, at: number, value: Uint8Array): number {
  for (let index = 0; index < value.length; index += 1) out[at + index] = value[index] as number;
  return at + value.length;
}

/** UTCTime `YYMMDDHHMMSSZ`. RFC 5280 §5.1.2.6 */
function writeUtcTime(out: Uint8Array, start: number, value: Date, year: number): number {
  let at = writeHeader(out, start, TAG.utcTime, 13);
  // Arithmetic on the day's seconds: each getter of Date takes the calendar apart anew.
  const seconds = Math.floor(value.getTime() / 1000);
  const ofDay = ((seconds % 86_400) + 86_400) % 86_400;
  at = writeTwo(out, at, year % 100);
  at = writeTwo(out, at, value.getUTCMonth() + 1);
  at = writeTwo(out, at, value.getUTCDate());
  at = writeTwo(out, at, Math.floor(ofDay / 3600));
  at = writeTwo(out, at, Math.floor(ofDay / 60) % 60);
  at = writeTwo(out, at, ofDay % 60);
  out[at] = 0x5a;
  return at + 1;
}

function writeTwo(out: Uint8Array, at: number, value: number): number {
  out[at] = 0x30 + Math.floor(value / 10);
  out[at + 1] = 0x30 + (value % 10);
  return at + 2;
}

/**
 * ```
 * crlEntryExtensions: reasonCode ENUMERATED, invalidityDate GeneralizedTime
 * ```
 * `unspecified` is never written: RFC 5280 §5.3.1 asks for its absence.
 */
function entryExtensions({ reason, invalidityDate }: CrlEntry): Uint8Array {
  if (invalidityDate === undefined || invalidityDate === null) return REASON_ONLY.get(reason) as Uint8Array;
  return sequence(
    REASON_EXTENSIONS.get(reason) as Uint8Array,
    encodeExtension(OID.invalidityDate, false, generalizedTime(invalidityDate)),
  );
}

export const CHUNK_BYTES = 1_048_576;
/** Most lists are short. */
const FIRST_CHUNK_BYTES = 4_096;
/** Headers, a serial of 21 octets, a time of 17, both extensions: below 110 octets. */
export const MAX_ENTRY_BYTES = 128;
const REASONS: readonly CrlEntryReason[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
];
/** RFC 5280 §5.3.1; 7 is not used. */
const REASON_CODES: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 8, 9, 10];
const REASON_EXTENSIONS: ReadonlyMap<CrlEntryReason, Uint8Array> = new Map(
  REASONS.map((reason) => [
    reason,
    reason === 'unspecified'
      ? new Uint8Array(0)
      : encodeExtension(OID.reasonCode, false, enumerated(reasonCode(reason))),
  ]),
);
/** The whole of crlEntryExtensions for entries with nothing but a reason: nearly all of a long list. */
export const REASON_ONLY: ReadonlyMap<CrlEntryReason, Uint8Array> = new Map(
  [...REASON_EXTENSIONS].map(([reason, extension]) => [
    reason,
    extension.length === 0 ? extension : sequence(extension),
  ]),
);
