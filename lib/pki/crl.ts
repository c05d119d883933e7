/** Revocation lists. Own writer and reader: libraries at hand are quadratic or stop near 3,000 entries, and lists of 1,000,000 must work. RFC 5280 §5 */

import {
  type DerElement,
  elementAt,
  encodingOf,
  FieldReader,
  readBitStringOctets,
  readDer,
  readInteger,
  readSmallInteger,
  readTime,
  unexpected,
  unwrapExplicit,
} from './der-reader.ts';
import {
  bitString,
  enumerated,
  explicit,
  generalizedTime,
  headerLength,
  integer,
  sequence,
  TAG,
  time,
  writeHeader,
} from './der-writer.ts';
import {
  extensionValue,
  type RawExtension,
  readAuthorityKeyIdentifier,
  readExtensions,
  refuseDuplicateExtensions,
} from './extensions.ts';
import { OID } from './oids.ts';
import { hexDigit, serialNumberFromDer } from './serial-number.ts';
import { encodeAuthorityKeyIdentifier, encodeExtension } from './tbs-certificate.ts';
import {
  type CertificateListDer,
  type NameDer,
  PkiError,
  type RevocationReason,
  type SerialNumber,
  type TbsCertListDer,
} from './types.ts';

export interface CrlEntry {
  readonly serialNumber: SerialNumber;
  readonly revocationDate: Date;
  readonly reason: RevocationReason;
  /** Since when the key is not to be trusted, when that is earlier. RFC 5280 §5.3.2 */
  readonly invalidityDate?: Date | null;
}

export interface TbsCertListFields {
  readonly issuer: NameDer;
  /** AlgorithmIdentifier of the issuer's signature. */
  readonly signatureAlgorithm: Uint8Array;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly crlNumber: bigint;
  readonly authorityKeyIdentifier: Uint8Array;
  /** Read once, in order; each serial once. */
  readonly entries: Iterable<CrlEntry>;
}

export interface ParsedCertificateList {
  readonly issuerDer: NameDer;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** Null in lists of authorities that don't number them. */
  readonly crlNumber: bigint | null;
  readonly authorityKeyIdentifier: Uint8Array | null;
  readonly entries: readonly {
    readonly serialNumber: SerialNumber;
    readonly revocationDate: Date;
    readonly reason: RevocationReason;
  }[];
  /** Extensions of the list, for those who must refuse unknown critical ones. */
  readonly extensions: readonly RawExtension[];
  /** An entry has a critical extension such as certificateIssuer, so that the list may speak about other issuers' certificates. RFC 5280 §5.3 */
  readonly hasCriticalEntryExtension: boolean;
  readonly tbsDer: TbsCertListDer;
  readonly algorithmIdentifierDer: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * ```
 * TBSCertList ::= SEQUENCE {
 *   version INTEGER (1), signature AlgorithmIdentifier, issuer Name, thisUpdate Time, nextUpdate Time,
 *   revokedCertificates SEQUENCE OF SEQUENCE { userCertificate INTEGER, revocationDate Time, crlEntryExtensions Extensions OPTIONAL } OPTIONAL,
 *   crlExtensions [0] EXPLICIT Extensions }
 * ```
 * Version 2 with authorityKeyIdentifier and cRLNumber; no revokedCertificates when there are none. RFC 5280 §5.1
 */
export function encodeTbsCertList(fields: TbsCertListFields): TbsCertListDer {
  if (fields.crlNumber < 0n || fields.crlNumber >= 1n << 159n)
    throw new PkiError('malformed', 'The CRL number is a whole number of at most 20 octets.');
  const { chunks, length } = encodeEntries(fields.entries);
  const entriesHeader = new Uint8Array(length === 0 ? 0 : headerLength(length));
  if (length > 0) writeHeader(entriesHeader, 0, TAG.sequence, length);
  return sequence(
    integer(1),
    fields.signatureAlgorithm,
    fields.issuer,
    time(fields.thisUpdate),
    time(fields.nextUpdate),
    entriesHeader,
    ...chunks,
    explicit(
      0,
      sequence(
        encodeAuthorityKeyIdentifier(fields.authorityKeyIdentifier),
        encodeExtension(OID.crlNumber, false, integer(fields.crlNumber)),
      ),
    ),
  ) as TbsCertListDer;
}

/**
 * ```
 * CertificateList ::= SEQUENCE { tbsCertList TBSCertList, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING }
 * ```
 * RFC 5280 §5.1
 */
export function assembleCertificateList(
  tbs: TbsCertListDer,
  algorithmIdentifierDer: Uint8Array,
  signature: Uint8Array,
): CertificateListDer {
  return sequence(tbs, algorithmIdentifierDer, bitString(signature)) as CertificateListDer;
}

/**
 * Reads a list of at most 64 MiB, version 1 or 2. Throws `malformed` for anything but strict DER, two different signature algorithms or a
 * missing nextUpdate; `too-large`. The signature is not checked here. RFC 5280 §5.1
 */
export function parseCertificateList(der: Uint8Array): ParsedCertificateList {
  const root = readDer(der, { maxBytes: MAX_LIST_BYTES, maxNodes: MAX_LIST_NODES, noun: 'revocation list' });
  const fields = new FieldReader(root, 'CertificateList');
  const tbs = fields.take(TAG.sequence, 'tbsCertList');
  const algorithm = encodingOf(fields.take(TAG.sequence, 'signatureAlgorithm'));
  const signature = readBitStringOctets(fields.takeAny('signature'), 'CertificateList.signature');
  fields.finish();
  const content = readTbsCertList(tbs);
  if (Buffer.compare(content.algorithm, algorithm) !== 0)
    throw new PkiError('malformed', 'The list names two different signature algorithms.');
  return { ...content.list, tbsDer: encodingOf(tbs) as TbsCertListDer, algorithmIdentifierDer: algorithm, signature };
}

function readTbsCertList(tbs: DerElement) {
  const fields = new FieldReader(tbs, 'TBSCertList');
  const version = fields.optional(TAG.integer);
  if (version !== null && readInteger(version, 'TBSCertList.version') !== 1n)
    throw new PkiError('malformed', 'The version of the list is not 2.');
  const algorithm = encodingOf(fields.take(TAG.sequence, 'signature'));
  const issuer = fields.take(TAG.sequence, 'issuer');
  const thisUpdate = readTime(fields.takeAny('thisUpdate'), 'TBSCertList.thisUpdate');
  // RFC 5280 §5.1.2.5 requires it; a list without an end would count for ever.
  const nextUpdate = readTime(fields.takeAny('nextUpdate'), 'TBSCertList.nextUpdate');
  const revoked = fields.optional(TAG.sequence);
  const wrapped = fields.optional(0xa0);
  fields.finish();
  const extensions = wrapped === null ? [] : readExtensions(unwrapExplicit(wrapped, 'TBSCertList.crlExtensions'));
  if (version === null && extensions.length > 0)
    throw new PkiError('malformed', 'The list has extensions but is not of version 2.');
  refuseDuplicateExtensions(extensions);
  const extensionOf = (dotted: string): DerElement | null => {
    const extension = extensions.find((candidate) => candidate.oid === dotted);
    return extension === undefined ? null : extensionValue(extension);
  };
  const number = extensionOf(OID.crlNumber);
  const keyIdentifier = extensionOf(OID.authorityKeyIdentifier);
  const list = {
    issuerDer: encodingOf(issuer) as NameDer,
    thisUpdate,
    nextUpdate,
    crlNumber: number === null ? null : readInteger(number, 'CRLNumber'),
    authorityKeyIdentifier: keyIdentifier === null ? null : readAuthorityKeyIdentifier(keyIdentifier),
    extensions,
    ...(revoked === null ? { entries: [], hasCriticalEntryExtension: false } : readEntries(revoked)),
  };
  return { algorithm, list };
}

/** One pass without an object for each value: lists are long, entries are small. */
function readEntries(revoked: DerElement): Pick<ParsedCertificateList, 'entries' | 'hasCriticalEntryExtension'> {
  const entries: ParsedCertificateList['entries'][number][] = [];
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
  readonly reason: RevocationReason;
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

function readReason(extensions: readonly RawExtension[]): RevocationReason {
  const extension = extensions.find((candidate) => candidate.oid === OID.reasonCode);
  return extension === undefined ? 'unspecified' : readReasonCode(extensionValue(extension));
}

/** CRLReason ::= ENUMERATED. Throws `malformed` for a number without a meaning. RFC 5280 §5.3.1 */
export function readReasonCode(element: DerElement): RevocationReason {
  const code = readSmallInteger(element, 'CRLReason', 10, TAG.enumerated);
  // removeFromCRL (8) only occurs in delta lists, which are not read here.
  const reason = REASON_CODES.indexOf(code);
  if (reason < 0) throw unexpected('CRLReason');
  return REASONS[reason] as RevocationReason;
}

/** The reason's number. RFC 5280 §5.3.1 */
export function reasonCode(reason: RevocationReason): number {
  return REASON_CODES[REASONS.indexOf(reason)] as number;
}

function encodeEntries(entries: Iterable<CrlEntry>): { chunks: Uint8Array[]; length: number } {
  const chunks: Uint8Array[] = [];
  let chunk = new Uint8Array(CHUNK_BYTES);
  let at = 0;
  let length = 0;
  for (const entry of entries) {
    if (at + MAX_ENTRY_BYTES > chunk.length) {
      chunks.push(chunk.subarray(0, at));
      length += at;
      chunk = new Uint8Array(CHUNK_BYTES);
      at = 0;
    }
    at = writeEntry(chunk, at, entry);
  }
  chunks.push(chunk.subarray(0, at));
  return { chunks, length: length + at };
}

/** Writes one entry without an allocation: a million of them take about a second this way, ten times as long the other. */
function writeEntry(out: Uint8Array, start: number, entry: CrlEntry): number {
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
  const reasonOnly = REASON_EXTENSIONS.get(reason) as Uint8Array;
  if (invalidityDate === undefined || invalidityDate === null)
    return reasonOnly.length === 0 ? reasonOnly : sequence(reasonOnly);
  return sequence(reasonOnly, encodeExtension(OID.invalidityDate, false, generalizedTime(invalidityDate)));
}

const CHUNK_BYTES = 1_048_576;
/** Headers, a serial of 21 octets, a time of 17, both extensions: below 110 octets. */
const MAX_ENTRY_BYTES = 128;
/** D28 */
const MAX_LIST_BYTES = 67_108_864;
/** An entry of at least 22 octets has three to eight values; eight a entry bounds the scan of 64 MiB. */
const MAX_LIST_NODES = 25_000_000;

const REASONS: readonly RevocationReason[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];
/** RFC 5280 §5.3.1; 7 is not used and 8 is removeFromCRL. */
const REASON_CODES: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 9, 10];
const REASON_EXTENSIONS: ReadonlyMap<RevocationReason, Uint8Array> = new Map(
  REASONS.map((reason) => [
    reason,
    reason === 'unspecified'
      ? new Uint8Array(0)
      : encodeExtension(OID.reasonCode, false, enumerated(reasonCode(reason))),
  ]),
);
/** The whole of crlEntryExtensions for entries with nothing but a reason: nearly all of a long list. */
const _REASON_ONLY: ReadonlyMap<RevocationReason, Uint8Array> = new Map(
  [...REASON_EXTENSIONS].map(([reason, extension]) => [
    reason,
    extension.length === 0 ? extension : sequence(extension),
  ]),
);
