/**
 * Revocation lists as a verifier must take them: complete, indirect and delta, version 1 and 2. `lib/pki/crl.ts` reads the lists that are published
 * here; this reader takes what other authorities may write, and notes faults that make a list unusable. RFC 5280 §5
 */
import {
  childrenOf,
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readBitStringOctets,
  readBoolean,
  readDer,
  readInteger,
  readSmallInteger,
  readTime,
  unexpected,
  unwrapExplicit,
} from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { comparableName } from '../distinguished-name.ts';
import { extensionValue, type RawExtension, readExtensions, refuseDuplicateExtensions } from '../extensions.ts';
import { OID, oidLabel } from '../oids.ts';
import { toHex } from '../serial-number.ts';
import { PkiError } from '../types.ts';
import {
  ALL_REASONS,
  type DistributionPoint,
  type DistributionPointName,
  type ReasonMask,
  readDistributionPointName,
  readDistributionPoints,
  readReasonFlags,
} from './distribution-point.ts';

export interface PathCrl {
  /** Position among the lists that were given, from 1, for messages. */
  readonly number: number;
  readonly issuerName: string;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly tbsDer: Uint8Array;
  readonly algorithmIdentifierDer: Uint8Array;
  readonly signature: Uint8Array;
  readonly crlNumber: bigint | null;
  readonly isCrlNumberCritical: boolean;
  /** BaseCRLNumber of a delta list, else null. */
  readonly baseCrlNumber: bigint | null;
  /** Hex. */
  readonly authorityKeyIdentifier: string | null;
  readonly distributionPoint: IssuingDistributionPoint | null;
  /** Octets of the issuingDistributionPoint in hex, to compare the scopes of two lists; empty without one. */
  readonly scope: string;
  readonly freshestCrl: readonly DistributionPoint[] | null;
  /** Why no status may be taken from the list, or null. */
  readonly fault: string | null;
  /** The entry for a certificate, by comparable issuer name and hex of the serial's content octets. */
  readonly entryOf: (issuerName: string, serialHex: string) => PathCrlEntry | null;
}

export interface PathCrlEntry {
  readonly revocationDate: Date;
  /** Number of RFC 5280 §5.3.1; 8 is removeFromCRL. */
  readonly reasonCode: number;
}

export interface IssuingDistributionPoint {
  readonly name: DistributionPointName | null;
  readonly onlyContainsUserCerts: boolean;
  readonly onlyContainsCACerts: boolean;
  readonly onlyContainsAttributeCerts: boolean;
  readonly onlySomeReasons: ReasonMask;
  readonly indirectCrl: boolean;
}

/** Reads one list of at most 64 MiB. Throws `malformed` for anything but strict DER in the shape of RFC 5280 §5.1, and `too-large`. */
export function readPathCrl(der: Uint8Array, number: number): PathCrl {
  const root = readDer(der, { maxBytes: MAX_LIST_BYTES, maxNodes: MAX_LIST_NODES, noun: 'revocation list' });
  const fields = new FieldReader(root, 'CertificateList');
  const tbs = fields.take(TAG.sequence, 'tbsCertList');
  const outerAlgorithm = encodingOf(fields.take(TAG.sequence, 'signatureAlgorithm'));
  const signature = readBitStringOctets(fields.takeAny('signature'), 'CertificateList.signature');
  fields.finish();
  const content = readTbs(tbs);
  const sameAlgorithm = Buffer.compare(content.algorithmIdentifierDer, outerAlgorithm) === 0;
  return {
    ...content,
    number,
    fault: sameAlgorithm ? content.fault : 'it names two different signature algorithms',
    tbsDer: encodingOf(tbs),
    signature,
  };
}

function readTbs(tbs: DerElement) {
  const fields = new FieldReader(tbs, 'TBSCertList');
  const versionField = fields.optional(TAG.integer);
  const version = versionField === null ? 1 : Number(readInteger(versionField, 'TBSCertList.version')) + 1;
  const algorithmIdentifierDer = encodingOf(fields.take(TAG.sequence, 'signature'));
  const issuerName = comparableName(encodingOf(fields.take(TAG.sequence, 'issuer')));
  const thisUpdate = readTime(fields.takeAny('thisUpdate'), 'TBSCertList.thisUpdate');
  const hasNext = fields.nextTag === TAG.utcTime || fields.nextTag === TAG.generalizedTime;
  const nextUpdate = hasNext ? readTime(fields.takeAny('nextUpdate'), 'TBSCertList.nextUpdate') : null;
  const revoked = fields.optional(TAG.sequence);
  const wrapped = fields.optional(0xa0);
  fields.finish();
  const extensions = wrapped === null ? [] : readExtensions(unwrapExplicit(wrapped, 'TBSCertList.crlExtensions'));
  refuseDuplicateExtensions(extensions);
  const known = readListExtensions(extensions);
  const entries = readEntries(revoked, issuerName);
  const unknown = extensions.find(({ oid, critical }) => critical && !PROCESSED.has(oid));
  return {
    algorithmIdentifierDer,
    issuerName,
    thisUpdate,
    nextUpdate,
    ...known,
    entryOf: (issuer: string, serialHex: string) => entries.byCertificate.get(`${serialHex} ${issuer}`) ?? null,
    fault: listFault(version, extensions.length > 0 || entries.hasExtensions, unknown?.oid ?? entries.unknownCritical),
  };
}

function listFault(version: number, hasExtensions: boolean, unknownCritical: string | null): string | null {
  if (version !== 1 && version !== 2) return 'it has a version that does not exist';
  if (version === 1 && hasExtensions) return 'it has extensions, but is of version 1';
  // RFC 5280 §5.2, §5.3: such a list must not be used at all.
  return unknownCritical === null
    ? null
    : `it has the critical extension "${oidLabel(unknownCritical)}", which is not understood here`;
}

function readListExtensions(extensions: readonly RawExtension[]) {
  const read = <Value>(oid: string, reader: (value: DerElement) => Value): Value | null => {
    const extension = extensions.find((candidate) => candidate.oid === oid);
    return extension === undefined ? null : reader(extensionValue(extension));
  };
  const scope = extensions.find(({ oid }) => oid === OID.issuingDistributionPoint);
  return {
    crlNumber: read(OID.crlNumber, (value) => readNumber(value, 'CRLNumber')),
    isCrlNumberCritical: extensions.some(({ oid, critical }) => oid === OID.crlNumber && critical),
    baseCrlNumber: read(OID.deltaCrlIndicator, (value) => readNumber(value, 'BaseCRLNumber')),
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, (value) => {
      const identifier = childrenOf(value).find(({ tag }) => tag === 0x80);
      return identifier === undefined ? null : toHex(contentOf(identifier));
    }),
    distributionPoint: read(OID.issuingDistributionPoint, readIssuingDistributionPoint),
    scope: scope === undefined ? '' : toHex(scope.valueDer),
    freshestCrl: read(OID.freshestCrl, readDistributionPoints),
  };
}

/** CRLNumber ::= INTEGER (0..MAX), at most 20 octets. RFC 5280 §5.2.3 */
function readNumber(value: DerElement, structure: string): bigint {
  const number = readInteger(value, structure);
  if (number < 0n || number >= 1n << 159n) throw unexpected(structure);
  return number;
}

/**
 * ```
 * IssuingDistributionPoint ::= SEQUENCE {
 *   distributionPoint [0] DistributionPointName OPTIONAL, onlyContainsUserCerts [1] BOOLEAN DEFAULT FALSE, onlyContainsCACerts [2] BOOLEAN DEFAULT FALSE,
 *   onlySomeReasons [3] ReasonFlags OPTIONAL, indirectCRL [4] BOOLEAN DEFAULT FALSE, onlyContainsAttributeCerts [5] BOOLEAN DEFAULT FALSE }
 * ```
 * Throws `malformed`, also for an empty sequence and for more than one of the three restrictions. RFC 5280 §5.2.5
 */
function readIssuingDistributionPoint(value: DerElement): IssuingDistributionPoint {
  const fields = new FieldReader(value, 'IssuingDistributionPoint');
  const flag = (tag: number): boolean => {
    const element = fields.optional(tag);
    if (element !== null && contentOf(element).length !== 1) throw unexpected('IssuingDistributionPoint');
    return element !== null && readBoolean({ ...element, tag: TAG.boolean }, 'IssuingDistributionPoint');
  };
  const name = fields.optional(0xa0);
  const onlyContainsUserCerts = flag(0x81);
  const onlyContainsCACerts = flag(0x82);
  const reasons = fields.optional(0x83);
  const indirectCrl = flag(0x84);
  const onlyContainsAttributeCerts = flag(0x85);
  fields.finish();
  const restrictions = [onlyContainsUserCerts, onlyContainsCACerts, onlyContainsAttributeCerts].filter(Boolean).length;
  const isEmpty = name === null && reasons === null && restrictions === 0 && !indirectCrl;
  if (restrictions > 1 || isEmpty) throw unexpected('IssuingDistributionPoint');
  return {
    name: name === null ? null : readDistributionPointName(name),
    onlyContainsUserCerts,
    onlyContainsCACerts,
    onlyContainsAttributeCerts,
    onlySomeReasons: reasons === null ? ALL_REASONS : readReasonFlags(reasons),
    indirectCrl,
  };
}

interface Entries {
  readonly byCertificate: ReadonlyMap<string, PathCrlEntry>;
  readonly hasExtensions: boolean;
  readonly unknownCritical: string | null;
}

/**
 * ```
 * revokedCertificates SEQUENCE OF SEQUENCE { userCertificate CertificateSerialNumber, revocationDate Time, crlEntryExtensions Extensions OPTIONAL }
 * ```
 * An entry's certificateIssuer also counts for the entries behind it. RFC 5280 §5.3.3
 */
function readEntries(revoked: DerElement | null, listIssuer: string): Entries {
  const byCertificate = new Map<string, PathCrlEntry>();
  let certificateIssuer = listIssuer;
  let hasExtensions = false;
  let unknownCritical: string | null = null;
  for (const element of revoked === null ? [] : childrenOf(revoked)) {
    const fields = new FieldReader(element, 'revokedCertificates');
    const serialHex = toHex(contentOf(fields.take(TAG.integer, 'userCertificate')));
    const revocationDate = readTime(fields.takeAny('revocationDate'), 'revocationDate');
    const list = fields.optional(TAG.sequence);
    fields.finish();
    let reasonCode = 0;
    if (list !== null) {
      const extensions = readEntryExtensions(list);
      hasExtensions = true;
      certificateIssuer = extensions.certificateIssuer ?? certificateIssuer;
      unknownCritical ??= extensions.unknownCritical;
      reasonCode = extensions.reasonCode;
    }
    byCertificate.set(`${serialHex} ${certificateIssuer}`, { revocationDate, reasonCode });
  }
  if (revoked !== null && byCertificate.size === 0) throw unexpected('revokedCertificates');
  return { byCertificate, hasExtensions, unknownCritical };
}

function readEntryExtensions(list: DerElement) {
  const extensions = readExtensions(list);
  refuseDuplicateExtensions(extensions);
  let certificateIssuer: string | null = null;
  let reasonCode = 0;
  let unknownCritical: string | null = null;
  for (const extension of extensions) {
    if (extension.oid === OID.certificateIssuer) certificateIssuer = readCertificateIssuer(extensionValue(extension));
    else if (extension.oid === OID.reasonCode) reasonCode = readReason(extensionValue(extension));
    else if (extension.critical && extension.oid !== OID.invalidityDate) unknownCritical ??= extension.oid;
  }
  return { certificateIssuer, reasonCode, unknownCritical };
}

/** CRLReason ::= ENUMERATED; 7 is not used. RFC 5280 §5.3.1 */
function readReason(value: DerElement): number {
  const code = readSmallInteger(value, 'CRLReason', 10, TAG.enumerated);
  if (code === 7) throw unexpected('CRLReason');
  return code;
}

/** CertificateIssuer ::= GeneralNames, the directory name among them. RFC 5280 §5.3.3 */
function readCertificateIssuer(value: DerElement): string {
  const name = childrenOf(value).find(({ tag }) => tag === 0xa4);
  if (value.tag !== TAG.sequence || name === undefined)
    throw new PkiError(
      'malformed',
      'An entry of the list names its certificate issuer in another form than a directory name.',
    );
  return comparableName(encodingOf(unwrapExplicit(name, 'directoryName')));
}

const PROCESSED: ReadonlySet<string> = new Set([
  OID.authorityKeyIdentifier,
  OID.issuerAltName,
  OID.crlNumber,
  OID.deltaCrlIndicator,
  OID.issuingDistributionPoint,
  OID.freshestCrl,
  OID.authorityInfoAccess,
]);
/** D28 */
const MAX_LIST_BYTES = 67_108_864;
/** As in `lib/pki/crl.ts`: eight values an entry of 22 octets bound the scan. */
const MAX_LIST_NODES = 25_000_000;
