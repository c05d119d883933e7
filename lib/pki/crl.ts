/** Revocation lists. Own writer and reader: libraries at hand are quadratic or stop near 3,000 entries, and lists of 1,000,000 must work. RFC 5280 §5 */

import { type CrlEntry, encodeEntries, type ParsedCrlEntry, readEntries } from './crl-entries.ts';
import {
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readBitStringOctets,
  readDer,
  readInteger,
  readTime,
  unexpected,
  unwrapExplicit,
} from './der-reader.ts';
import {
  ascii,
  bitString,
  explicit,
  headerLength,
  implicit,
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
  readCrlDistributionPoints,
  readDistributionPointName,
  readExtensions,
  refuseDuplicateExtensions,
} from './extensions.ts';
import { OID } from './oids.ts';
import { encodeAuthorityKeyIdentifier, encodeExtension, encodeFreshestCrl } from './tbs-certificate.ts';
import { type CertificateListDer, type NameDer, PkiError, type TbsCertListDer } from './types.ts';

export interface TbsCertListFields {
  readonly issuer: NameDer;
  /** AlgorithmIdentifier of the issuer's signature. */
  readonly signatureAlgorithm: Uint8Array;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  readonly crlNumber: bigint;
  readonly authorityKeyIdentifier: Uint8Array;
  /** Absent or null: the list covers every certificate of its issuer, wherever it is fetched. */
  readonly issuingDistributionPoint?: IssuingDistributionPoint | null;
  /** Number of the complete list that this delta list adds to; absent or null: a complete list. RFC 5280 §5.2.4 */
  readonly baseCrlNumber?: bigint | null;
  /** Where the delta lists to this complete list are. RFC 5280 §5.2.6 */
  readonly freshestCrlUrls?: readonly string[];
  /** Read once, in order; each serial once. */
  readonly entries: Iterable<CrlEntry>;
}

/** What a list covers when that is not all of its issuer's certificates. RFC 5280 §5.2.5 */
export interface IssuingDistributionPoint {
  /** The addresses that stand in the covered certificates too; may be empty. */
  readonly fullNameUrls: readonly string[];
  readonly onlyContainsUserCerts: boolean;
  readonly onlyContainsCACerts: boolean;
}

export interface ParsedIssuingDistributionPoint extends IssuingDistributionPoint {
  readonly onlyContainsAttributeCerts: boolean;
  readonly indirectCRL: boolean;
  /** The list covers some reasons only, so that a certificate that is not in it may still be revoked. */
  readonly hasOnlySomeReasons: boolean;
}

export interface ParsedCertificateList {
  readonly issuerDer: NameDer;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date;
  /** Null in lists of authorities that don't number them. */
  readonly crlNumber: bigint | null;
  readonly authorityKeyIdentifier: Uint8Array | null;
  readonly entries: readonly ParsedCrlEntry[];
  /** Number of the complete list that this delta list adds to; null for a complete list. */
  readonly baseCrlNumber: bigint | null;
  readonly issuingDistributionPoint: ParsedIssuingDistributionPoint | null;
  readonly freshestCrlUrls: readonly string[];
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
 * Version 2 with authorityKeyIdentifier and cRLNumber, then deltaCRLIndicator, issuingDistributionPoint and freshestCRL as given; no
 * revokedCertificates when there are none. Throws `malformed` for numbers without an encoding, a delta list that is not after its base,
 * removeFromCRL in a complete list and a distribution point that covers nothing. RFC 5280 §5.1
 */
export function encodeTbsCertList(fields: TbsCertListFields): TbsCertListDer {
  return encodeTbsCertListAround(fields, encodeEntries(fields.entries, isDelta(fields)));
}

/** The same around entries that `encodeEntries` or an `EntryWriter` has encoded. Throws as `encodeTbsCertList`. */
export function encodeTbsCertListAround(
  fields: Omit<TbsCertListFields, 'entries'>,
  { chunks, length }: { readonly chunks: readonly Uint8Array[]; readonly length: number },
): TbsCertListDer {
  const { before, after } = encodeAroundEntries(fields);
  return sequence(before, entriesHeader(length), ...chunks, after) as TbsCertListDer;
}

/** The fields in front of and behind the entries, for writers that never hold all entries at once. Throws as `encodeTbsCertList`. */
export function encodeAroundEntries(fields: Omit<TbsCertListFields, 'entries'>): {
  before: Uint8Array;
  after: Uint8Array;
} {
  const { crlNumber, issuingDistributionPoint, freshestCrlUrls = [] } = fields;
  const baseCrlNumber = fields.baseCrlNumber ?? null;
  for (const number of [crlNumber, baseCrlNumber ?? 0n])
    if (number < 0n || number >= 1n << 159n)
      throw new PkiError('malformed', 'The CRL number is a whole number of at most 20 octets.');
  if (baseCrlNumber !== null && baseCrlNumber >= crlNumber)
    throw new PkiError('malformed', 'A delta CRL has a number above that of the list it adds to.');
  // RFC 5280 §5.2.6: a delta list does not point to further delta lists.
  if (baseCrlNumber !== null && freshestCrlUrls.length > 0)
    throw new PkiError('malformed', 'A delta CRL does not name addresses of delta CRLs.');
  const extensions = [
    encodeAuthorityKeyIdentifier(fields.authorityKeyIdentifier),
    encodeExtension(OID.crlNumber, false, integer(crlNumber)),
    ...(baseCrlNumber === null ? [] : [encodeExtension(OID.deltaCrlIndicator, true, integer(baseCrlNumber))]),
    ...(issuingDistributionPoint ? [encodeIssuingDistributionPoint(issuingDistributionPoint)] : []),
    ...(freshestCrlUrls.length === 0 ? [] : [encodeFreshestCrl(freshestCrlUrls)]),
  ];
  return {
    before: concatenate(
      integer(1),
      fields.signatureAlgorithm,
      fields.issuer,
      time(fields.thisUpdate),
      time(fields.nextUpdate),
    ),
    after: explicit(0, sequence(...extensions)),
  };
}

/** The header of revokedCertificates for entries of so many octets; nothing when there are none. */
export function entriesHeader(length: number): Uint8Array {
  const header = new Uint8Array(length === 0 ? 0 : headerLength(length));
  if (length > 0) writeHeader(header, 0, TAG.sequence, length);
  return header;
}

/** Whether only changes to an earlier list are listed. */
export function isDelta(fields: Omit<TbsCertListFields, 'entries'>): boolean {
  return (fields.baseCrlNumber ?? null) !== null;
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

/**
 * What a TBSCertList says of itself, after the whole of it passed as strict DER; its entries are not read one by one. For who decides
 * whether to sign a list of any length. Throws `malformed`, `too-large`.
 */
export function readTbsCertListHeader(tbsDer: Uint8Array): Omit<
  ReturnType<typeof readTbsCertList>['list'],
  'entries' | 'hasCriticalEntryExtension'
> & {
  readonly algorithmIdentifierDer: Uint8Array;
  readonly revokedCertificates: DerElement | null;
} {
  const root = readDer(tbsDer, { maxBytes: MAX_LIST_BYTES, maxNodes: MAX_LIST_NODES, noun: 'revocation list' });
  const { algorithm, list, revoked } = readTbsCertList(root, { withEntries: false });
  const { entries: _, hasCriticalEntryExtension: __, ...header } = list;
  return { ...header, algorithmIdentifierDer: algorithm, revokedCertificates: revoked };
}

function readTbsCertList(tbs: DerElement, { withEntries } = { withEntries: true }) {
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
  const base = extensionOf(OID.deltaCrlIndicator);
  const point = extensionOf(OID.issuingDistributionPoint);
  const freshest = extensionOf(OID.freshestCrl);
  const keyIdentifier = extensionOf(OID.authorityKeyIdentifier);
  const list = {
    issuerDer: encodingOf(issuer) as NameDer,
    thisUpdate,
    nextUpdate,
    crlNumber: number === null ? null : readInteger(number, 'CRLNumber'),
    authorityKeyIdentifier: keyIdentifier === null ? null : readAuthorityKeyIdentifier(keyIdentifier),
    extensions,
    baseCrlNumber: base === null ? null : readInteger(base, 'BaseCRLNumber'),
    issuingDistributionPoint: point === null ? null : readIssuingDistributionPoint(point),
    freshestCrlUrls: freshest === null ? [] : readCrlDistributionPoints(freshest),
    ...(revoked === null || !withEntries
      ? { entries: [], hasCriticalEntryExtension: false }
      : readEntries(revoked, base !== null)),
  };
  return { algorithm, list, revoked };
}

/**
 * ```
 * IssuingDistributionPoint ::= SEQUENCE {
 *   distributionPoint [0] EXPLICIT CHOICE { fullName [0] IMPLICIT GeneralNames, … } OPTIONAL, onlyContainsUserCerts [1] BOOLEAN DEFAULT FALSE,
 *   onlyContainsCACerts [2] BOOLEAN DEFAULT FALSE, … }
 * ```
 * Always critical. RFC 5280 §5.2.5
 */
function encodeIssuingDistributionPoint(point: IssuingDistributionPoint): Uint8Array {
  const { fullNameUrls, onlyContainsUserCerts, onlyContainsCACerts } = point;
  if (onlyContainsUserCerts && onlyContainsCACerts)
    throw new PkiError('malformed', 'A CRL covers users only or authorities only, not both.');
  // RFC 5280 §5.2.5: the sequence may not be empty.
  if (fullNameUrls.length === 0 && !onlyContainsUserCerts && !onlyContainsCACerts)
    throw new PkiError(
      'malformed',
      'The issuing distribution point says nothing. Give an address or a limit, or leave it out.',
    );
  const names = fullNameUrls.map((url) => implicit(6, ascii(url)));
  const truth = Uint8Array.of(0xff);
  return encodeExtension(
    OID.issuingDistributionPoint,
    true,
    sequence(
      ...(names.length === 0 ? [] : [explicit(0, implicit(0, concatenate(...names), true))]),
      ...(onlyContainsUserCerts ? [implicit(1, truth)] : []),
      ...(onlyContainsCACerts ? [implicit(2, truth)] : []),
    ),
  );
}

function readIssuingDistributionPoint(value: DerElement): ParsedIssuingDistributionPoint {
  const fields = new FieldReader(value, 'IssuingDistributionPoint');
  const name = fields.optional(0xa0);
  const flag = (tag: number) => {
    const element = fields.optional(tag);
    if (element === null) return false;
    const content = contentOf(element);
    // Implicitly tagged, so the gate has not looked at it; DER leaves the default FALSE out.
    if (content.length !== 1 || content[0] !== 0xff) throw unexpected('IssuingDistributionPoint');
    return true;
  };
  const onlyContainsUserCerts = flag(0x81);
  const onlyContainsCACerts = flag(0x82);
  const hasOnlySomeReasons = fields.optional(0x83) !== null;
  const indirectCRL = flag(0x84);
  const onlyContainsAttributeCerts = flag(0x85);
  fields.finish();
  return {
    fullNameUrls: name === null ? [] : readDistributionPointName(name),
    onlyContainsUserCerts,
    onlyContainsCACerts,
    onlyContainsAttributeCerts,
    indirectCRL,
    hasOnlySomeReasons,
  };
}

function concatenate(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** D28 */
export const MAX_LIST_BYTES = 67_108_864;
/** An entry of at least 22 octets has three to eight values; eight a entry bounds the scan of 64 MiB. */
const MAX_LIST_NODES = 25_000_000;
