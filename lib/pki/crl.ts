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
import { serialNumberFromDer, serialNumberToDer } from './serial-number.ts';
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
  let hasCriticalEntryExtension = false;
  const { source } = revoked;
  for (let at = revoked.contentStart; at < revoked.end; ) {
    const entry = elementAt(source, at);
    at = entry.end;
    if (entry.tag !== TAG.sequence || entry.contentStart === entry.end || source[entry.contentStart] !== TAG.integer)
      throw unexpected('revokedCertificates');
    const serial = elementAt(source, entry.contentStart);
    if (serial.end >= entry.end) throw unexpected('revokedCertificates');
    const date = elementAt(source, serial.end);
    let reason: RevocationReason = 'unspecified';
    if (date.end < entry.end) {
      const more = elementAt(source, date.end);
      if (more.end !== entry.end) throw unexpected('revokedCertificates');
      const extensions = readExtensions(more);
      refuseDuplicateExtensions(extensions);
      reason = readReason(extensions);
      hasCriticalEntryExtension ||= extensions.some((extension) => extension.critical);
    }
    entries.push({
      serialNumber: serialNumberFromDer(source.subarray(serial.contentStart, serial.end), { allowZero: true }),
      revocationDate: readTime(date, 'revocationDate'),
      reason,
    });
  }
  if (entries.length === 0) throw unexpected('revokedCertificates');
  return { entries, hasCriticalEntryExtension };
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
  let lastTime = Number.NaN;
  let date = new Uint8Array(0);
  for (const entry of entries) {
    // Mass revocations share one second, so its encoding is kept.
    if (entry.revocationDate.getTime() !== lastTime) {
      lastTime = entry.revocationDate.getTime();
      date = Uint8Array.from(time(entry.revocationDate));
    }
    const extensions = entryExtensions(entry);
    const serial = serialNumberToDer(entry.serialNumber);
    const contentLength = 2 + serial.length + date.length + extensions.length;
    const total = headerLength(contentLength) + contentLength;
    if (at + total > chunk.length) {
      chunks.push(chunk.subarray(0, at));
      chunk = new Uint8Array(CHUNK_BYTES);
      at = 0;
    }
    at = writeHeader(chunk, at, TAG.sequence, contentLength);
    at = writeHeader(chunk, at, TAG.integer, serial.length);
    chunk.set(serial, at);
    chunk.set(date, at + serial.length);
    chunk.set(extensions, at + serial.length + date.length);
    at += serial.length + date.length + extensions.length;
    length += total;
  }
  chunks.push(chunk.subarray(0, at));
  return { chunks, length };
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
