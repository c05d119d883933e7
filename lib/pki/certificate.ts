/** Certificates, read strictly: one DER value, version 3, one meaning. RFC 5280 §4.1 */
import { createHash } from 'node:crypto';
import {
  childrenOf,
  contentOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readBitStringOctets,
  readDer,
  readOctetString,
  readOid,
  readSmallInteger,
  readTime,
  unexpected,
  unwrapExplicit,
} from './der-reader.ts';
import { TAG } from './der-writer.ts';
import { namesMatch, readName } from './distinguished-name.ts';
import { explainExtension } from './extension-text.ts';
import {
  extensionValue,
  type PolicyInformation,
  type RawExtension,
  readAuthorityInfoAccess,
  readAuthorityKeyIdentifier,
  readBasicConstraints,
  readCertificatePolicies,
  readCrlDistributionPoints,
  readExtensions,
  refuseDuplicateExtensions,
} from './extensions.ts';
import { type ReadGeneralName, readGeneralName } from './general-name.ts';
import { readExtKeyUsage, readKeyUsage } from './key-usage.ts';
import { OID, oidLabel } from './oids.ts';
import { identifyKeyAlgorithm } from './public-key.ts';
import { serialNumberFromDer } from './serial-number.ts';
import { verifySignature } from './signature-algorithm.ts';
import {
  type CertificateDer,
  type DistinguishedName,
  type KeyAlgorithm,
  type KeyUsageBit,
  type NameDer,
  PkiError,
  type SerialNumber,
  type SubjectPublicKeyInfoDer,
  type TbsCertificateDer,
} from './types.ts';

export interface ParsedExtension extends RawExtension {
  /** In plain English; dotted when unknown. */
  readonly name: string;
  /** The value, decoded for people. */
  readonly text: string;
  /** One plain sentence about what the extension does. */
  readonly explanation: string;
}

export interface ParsedTbsCertificate {
  readonly tbsDer: TbsCertificateDer;
  /** `"00"` for the serial 0 of some old authorities; lints refuse it. */
  readonly serialNumber: SerialNumber;
  readonly issuerDer: NameDer;
  readonly issuer: DistinguishedName;
  readonly subjectDer: NameDer;
  readonly subject: DistinguishedName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly spkiDer: SubjectPublicKeyInfoDer;
  /** Null when the algorithm or size is not supported. */
  readonly keyAlgorithm: KeyAlgorithm | null;
  readonly signatureAlgorithmOid: string;
  readonly algorithmIdentifierDer: Uint8Array;
  readonly basicConstraints: { readonly cA: boolean; readonly pathLenConstraint: number | null } | null;
  readonly keyUsage: readonly KeyUsageBit[] | null;
  /** Names where known, else dotted OIDs. */
  readonly extKeyUsage: readonly string[] | null;
  readonly subjectAltName: readonly ReadGeneralName[];
  readonly subjectKeyIdentifier: Uint8Array | null;
  readonly authorityKeyIdentifier: Uint8Array | null;
  readonly ocspUrls: readonly string[];
  readonly caIssuersUrls: readonly string[];
  readonly crlUrls: readonly string[];
  readonly freshestCrlUrls: readonly string[];
  /** The encoded value of nameConstraints, or null. */
  readonly nameConstraintsDer: Uint8Array | null;
  readonly certificatePolicies: readonly PolicyInformation[];
  readonly extensions: readonly ParsedExtension[];
}

export interface ParsedCertificate extends ParsedTbsCertificate {
  readonly certificateDer: CertificateDer;
  readonly signature: Uint8Array;
  /** Hex of SHA-256 over the whole certificate. */
  readonly fingerprintSha256: string;
}

/**
 * Reads one certificate of at most 64 KiB. Throws `malformed` for anything but strict DER, trailing bytes, a version other than 3, two different
 * signature algorithms, unique identifiers, doubled or wrongly encoded extensions; `bad-serial` for a negative or over-long serial; `wrong-type`
 * for a request. RFC 5280 §4.1
 */
export function parseCertificate(der: Uint8Array): ParsedCertificate {
  const { tbsElement, algorithmIdentifierDer, signature } = readEnvelope(der);
  const tbs = readTbs(tbsElement);
  requireSameAlgorithm(algorithmIdentifierDer, tbs.algorithmIdentifierDer);
  return {
    ...tbs,
    certificateDer: der as CertificateDer,
    signature,
    fingerprintSha256: createHash('sha256').update(der).digest('hex'),
  };
}

/**
 * Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature BIT STRING } in strict DER, of its first field
 * only the algorithm: for whoever knows that part already, octet for octet. Throws `malformed`, also for two different
 * algorithms, and `wrong-type`. RFC 5280 §4.1.1
 */
export function readCertificateEnvelope(der: Uint8Array): {
  readonly tbsDer: TbsCertificateDer;
  readonly algorithmIdentifierDer: Uint8Array;
  readonly signature: Uint8Array;
} {
  const { tbsElement, ...rest } = readEnvelope(der);
  // Behind the version and the serial number.
  const inner = childrenOf(tbsElement)[2];
  if (inner === undefined) throw unexpected('TBSCertificate.signature');
  requireSameAlgorithm(rest.algorithmIdentifierDer, encodingOf(inner));
  return { tbsDer: encodingOf(tbsElement) as TbsCertificateDer, ...rest };
}

function readEnvelope(der: Uint8Array) {
  const root = readDer(der, { maxBytes: MAX_CERTIFICATE_BYTES, noun: 'certificate' });
  if (isCertificationRequest(root)) throw new PkiError('wrong-type', 'This is a request, not a certificate.');
  const fields = new FieldReader(root, 'Certificate');
  const tbsElement = fields.take(TAG.sequence, 'tbsCertificate');
  const algorithmIdentifierDer = encodingOf(fields.take(TAG.sequence, 'signatureAlgorithm'));
  const signature = readBitStringOctets(fields.takeAny('signature'), 'Certificate.signature');
  fields.finish();
  return { tbsElement, algorithmIdentifierDer, signature };
}

/** RFC 5280 §4.1.1.2: both must be the same, or the unsigned one decides how the signature is checked. */
function requireSameAlgorithm(outer: Uint8Array, inner: Uint8Array): void {
  if (Buffer.compare(outer, inner) !== 0)
    throw new PkiError('malformed', 'The certificate names two different signature algorithms.');
}

/** What `parseCertificate` reads, for the part that is signed alone. */
export function parseTbsCertificate(der: Uint8Array): ParsedTbsCertificate {
  return readTbs(readDer(der, { maxBytes: MAX_CERTIFICATE_BYTES, noun: 'certificate content' }));
}

/** Whether `issuer` signed `child`: the names match, key identifiers too when both are there, and the signature is good. RFC 5280 §6.1.3 (a) */
export function isIssuedBy(child: ParsedCertificate, issuer: ParsedCertificate): boolean {
  if (!namesMatch(child.issuerDer, issuer.subjectDer)) return false;
  const [expected, actual] = [child.authorityKeyIdentifier, issuer.subjectKeyIdentifier];
  if (expected !== null && actual !== null && Buffer.compare(expected, actual) !== 0) return false;
  return verifySignature({
    spkiDer: issuer.spkiDer,
    algorithmIdentifierDer: child.algorithmIdentifierDer,
    data: child.tbsDer,
    signature: child.signature,
  });
}

/** The fields of a TBSCertificate before any of them is judged, for lints that name each fault by itself. Throws `malformed`. */
export interface TbsStructure {
  /** 0 for version 1. */
  readonly version: number;
  readonly serialContent: Uint8Array;
  readonly algorithm: DerElement;
  readonly issuer: DerElement;
  readonly notBefore: DerElement;
  readonly notAfter: DerElement;
  readonly subject: DerElement;
  readonly spki: DerElement;
  readonly hasUniqueIdentifiers: boolean;
  readonly extensions: readonly RawExtension[];
}

export function readTbsStructure(element: DerElement): TbsStructure {
  const fields = new FieldReader(element, 'TBSCertificate');
  const versionField = fields.optional(0xa0);
  const version =
    versionField === null
      ? 0
      : readSmallInteger(unwrapExplicit(versionField, 'version'), 'TBSCertificate.version', 255);
  const serial = fields.take(TAG.integer, 'serialNumber');
  const algorithm = fields.take(TAG.sequence, 'signature');
  const issuer = fields.take(TAG.sequence, 'issuer');
  const validity = new FieldReader(fields.take(TAG.sequence, 'validity'), 'Validity');
  const notBefore = validity.takeAny('notBefore');
  const notAfter = validity.takeAny('notAfter');
  validity.finish();
  const subject = fields.take(TAG.sequence, 'subject');
  const spki = fields.take(TAG.sequence, 'subjectPublicKeyInfo');
  const issuerUniqueId = fields.optional(0x81);
  const subjectUniqueId = fields.optional(0x82);
  const extensions = fields.optional(0xa3);
  fields.finish();
  return {
    version,
    serialContent: contentOf(serial),
    algorithm,
    issuer,
    notBefore,
    notAfter,
    subject,
    spki,
    hasUniqueIdentifiers: issuerUniqueId !== null || subjectUniqueId !== null,
    extensions: extensions === null ? [] : readExtensions(unwrapExplicit(extensions, 'TBSCertificate.extensions')),
  };
}

function readTbs(element: DerElement): ParsedTbsCertificate {
  const structure = readTbsStructure(element);
  if (structure.version !== 2)
    throw new PkiError('malformed', `The certificate has version ${structure.version + 1}; version 3 is needed.`);
  // RFC 5280 §4.1.2.8: conforming authorities never write them, and no program takes them into account.
  if (structure.hasUniqueIdentifiers)
    throw new PkiError('malformed', 'The certificate has unique identifiers, which may not be used.');
  refuseDuplicateExtensions(structure.extensions);
  const spkiDer = encodingOf(structure.spki) as SubjectPublicKeyInfoDer;
  return {
    tbsDer: encodingOf(element) as TbsCertificateDer,
    serialNumber: serialNumberFromDer(structure.serialContent, { allowZero: true }),
    issuerDer: encodingOf(structure.issuer) as NameDer,
    issuer: readName(structure.issuer),
    subjectDer: encodingOf(structure.subject) as NameDer,
    subject: readName(structure.subject),
    notBefore: readTime(structure.notBefore, 'Validity.notBefore'),
    notAfter: readTime(structure.notAfter, 'Validity.notAfter'),
    spkiDer,
    keyAlgorithm: identifyKeyAlgorithm(spkiDer),
    signatureAlgorithmOid: readOid(
      childrenOf(structure.algorithm)[0] ?? structure.algorithm,
      'AlgorithmIdentifier.algorithm',
    ),
    algorithmIdentifierDer: encodingOf(structure.algorithm),
    ...readKnownExtensions(structure.extensions),
    extensions: structure.extensions.map(toParsedExtension),
  };
}

/** The words are made when somebody reads them: most certificates are only checked. */
function toParsedExtension(extension: RawExtension): ParsedExtension {
  let words: ReturnType<typeof explainExtension> | null = null;
  const explained = () => {
    words ??= explainExtension(extension);
    return words;
  };
  return {
    ...extension,
    get name() {
      return oidLabel(extension.oid);
    },
    get text() {
      return explained().text;
    },
    get explanation() {
      return explained().explanation;
    },
  };
}

function readKnownExtensions(extensions: readonly RawExtension[]) {
  const read = <Value>(dotted: string, reader: (value: DerElement) => Value): Value | null => {
    const extension = extensions.find((candidate) => candidate.oid === dotted);
    return extension === undefined ? null : reader(extensionValue(extension));
  };
  const access = read(OID.authorityInfoAccess, readAuthorityInfoAccess);
  return {
    basicConstraints: read(OID.basicConstraints, readBasicConstraints),
    keyUsage: read(OID.keyUsage, readKeyUsage),
    extKeyUsage: read(OID.extKeyUsage, readExtKeyUsage),
    subjectAltName: read(OID.subjectAltName, readGeneralNames) ?? [],
    subjectKeyIdentifier: read(OID.subjectKeyIdentifier, (value) => readOctetString(value, 'SubjectKeyIdentifier')),
    authorityKeyIdentifier: read(OID.authorityKeyIdentifier, readAuthorityKeyIdentifier),
    ocspUrls: access?.ocspUrls ?? [],
    caIssuersUrls: access?.caIssuersUrls ?? [],
    crlUrls: read(OID.crlDistributionPoints, readCrlDistributionPoints) ?? [],
    freshestCrlUrls: read(OID.freshestCrl, readCrlDistributionPoints) ?? [],
    nameConstraintsDer: read(OID.nameConstraints, (value) => encodingOf(value).slice()),
    certificatePolicies: read(OID.certificatePolicies, readCertificatePolicies) ?? [],
  };
}

function readGeneralNames(value: DerElement): ReadGeneralName[] {
  const names = childrenOf(value);
  if (value.tag !== TAG.sequence || names.length === 0) throw unexpected('GeneralNames');
  return names.map(readGeneralName);
}

/** A request begins with a bare version INTEGER followed by a Name, a certificate with [0] or a serial followed by an algorithm. */
function isCertificationRequest(root: DerElement): boolean {
  const info = childrenOf(root)[0];
  return info?.tag === TAG.sequence && childrenOf(info)[3]?.tag === 0xa0 && childrenOf(info)[0]?.tag === TAG.integer;
}

/** D28: real certificates stay below 8 KiB; the ledger, forms and protocols count on a bound. */
const MAX_CERTIFICATE_BYTES = 65_536;
