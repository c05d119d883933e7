/** Certification requests (PKCS#10): read strictly, and made for tests and the command line. RFC 2986 */

import {
  childrenOf,
  type DerElement,
  encodingOf,
  FieldReader,
  readBitStringOctets,
  readDer,
  readInteger,
  readOid,
  unexpected,
} from './der-reader.ts';
import { bitString, implicit, integer, oid, sequence, set, TAG } from './der-writer.ts';
import { encodeName, readName } from './distinguished-name.ts';
import {
  extensionValue,
  type RawExtension,
  readBasicConstraints,
  readExtensions,
  refuseDuplicateExtensions,
} from './extensions.ts';
import { readIssuableName } from './general-name.ts';
import { readExtKeyUsage, readKeyUsage } from './key-usage.ts';
import { OID, oidLabel } from './oids.ts';
import { decodePem } from './pem.ts';
import { readSubjectPublicKeyInfo } from './public-key.ts';
import { describeSignatureAlgorithm, verifySignature } from './signature-algorithm.ts';
import { encodeSubjectAltName } from './tbs-certificate.ts';
import {
  type CertificationRequestDer,
  type DistinguishedName,
  type GeneralName,
  type KeyAlgorithm,
  type KeyUsageBit,
  PkiError,
  type SubjectPublicKeyInfoDer,
} from './types.ts';

export interface ParsedCertificationRequest {
  readonly csrDer: CertificationRequestDer;
  readonly subject: DistinguishedName;
  readonly spkiDer: SubjectPublicKeyInfoDer;
  readonly keyAlgorithm: KeyAlgorithm;
  /** In canonical form, each name once. */
  readonly subjectAltName: readonly GeneralName[];
  /** What the request asks for beside names; a profile decides, nothing is copied. */
  readonly requested: {
    readonly cA: boolean;
    readonly keyUsage: readonly KeyUsageBit[];
    /** Names where known, else dotted OIDs. */
    readonly extKeyUsage: readonly string[];
  };
  /** Plain names of everything in the request that is not copied into a certificate. */
  readonly ignored: readonly string[];
  readonly signatureVerified: true;
}

/**
 * Reads a request of at most 64 KiB and checks its key, then its signature (proof of possession), then its names. Throws `malformed`, `too-large`,
 * `weak-key`, `unsupported`, `bad-signature`, `bad-name`, and `wrong-type` for a certificate. RFC 2986 §4
 */
export function parseCertificationRequest(der: Uint8Array): ParsedCertificationRequest {
  const root = readDer(der, { maxBytes: MAX_REQUEST_BYTES, noun: 'request' });
  if (isCertificate(root)) throw new PkiError('wrong-type', 'This is a certificate, not a request.');
  const fields = new FieldReader(root, 'CertificationRequest');
  const info = fields.take(TAG.sequence, 'certificationRequestInfo');
  const algorithm = encodingOf(fields.take(TAG.sequence, 'signatureAlgorithm'));
  const signature = readBitStringOctets(fields.takeAny('signature'), 'CertificationRequest.signature');
  fields.finish();

  const { subject, spki, attributes } = readInfo(info);
  const key = readSubjectPublicKeyInfo(spki);
  checkSignature(key.spkiDer, algorithm, encodingOf(info), signature);
  const extensions = readRequestedExtensions(attributes);
  return {
    csrDer: der as CertificationRequestDer,
    subject,
    spkiDer: key.spkiDer,
    keyAlgorithm: key.keyAlgorithm,
    subjectAltName: readSubjectAltName(extensions),
    requested: {
      cA: readRequested(extensions, OID.basicConstraints, readBasicConstraints)?.cA ?? false,
      keyUsage: readRequested(extensions, OID.keyUsage, readKeyUsage) ?? [],
      extKeyUsage: readRequested(extensions, OID.extKeyUsage, readExtKeyUsage) ?? [],
    },
    ignored: [
      ...attributes.filter(({ type }) => !EXTENSION_REQUESTS.has(type)).map(({ type }) => oidLabel(type)),
      ...extensions
        .filter((extension) => extension.oid !== OID.subjectAltName)
        .map((extension) => oidLabel(extension.oid)),
    ],
    signatureVerified: true,
  };
}

/**
 * ```
 * CertificationRequestInfo ::= SEQUENCE {
 *   version INTEGER (0), subject Name, subjectPKInfo SubjectPublicKeyInfo, attributes [0] IMPLICIT SET OF Attribute }
 * ```
 * The names go into an extensionRequest attribute. RFC 2986 §4.1, RFC 2985 §5.4.2
 */
export function encodeCertificationRequestInfo(
  subject: DistinguishedName,
  spkiDer: Uint8Array,
  san: readonly GeneralName[],
): Uint8Array {
  const attributes =
    san.length === 0
      ? new Uint8Array(0)
      : sequence(oid(OID.extensionRequest), set(sequence(encodeSubjectAltName(san, subject.length === 0))));
  return sequence(integer(0), encodeName(subject), spkiDer, implicit(0, attributes, true));
}

/** The same with extensions for an authority, each an encoded `Extension`. RFC 2986 §4.1, RFC 2985 §5.4.2 */
export function encodeAuthorityRequestInfo(
  subject: DistinguishedName,
  spkiDer: Uint8Array,
  extensions: readonly Uint8Array[],
): Uint8Array {
  const attributes = sequence(oid(OID.extensionRequest), set(sequence(...extensions)));
  return sequence(integer(0), encodeName(subject), spkiDer, implicit(0, attributes, true));
}

/** What a CertificationRequestInfo says, before it is signed. Throws `malformed`, `too-large`. RFC 2986 §4.1 */
export function readCertificationRequestInfo(der: Uint8Array): {
  readonly subject: DistinguishedName;
  readonly spkiDer: Uint8Array;
  readonly attributeTypes: readonly string[];
  readonly extensions: readonly RawExtension[];
} {
  const { subject, spki, attributes } = readInfo(readDer(der, { maxBytes: MAX_REQUEST_BYTES, noun: 'request' }));
  return {
    subject,
    spkiDer: spki,
    attributeTypes: attributes.map(({ type }) => type),
    extensions: readRequestedExtensions(attributes),
  };
}

/**
 * ```
 * CertificationRequest ::= SEQUENCE { certificationRequestInfo, signatureAlgorithm AlgorithmIdentifier, signature BIT STRING }
 * ```
 * RFC 2986 §4.2
 */
export function assembleCertificationRequest(
  info: Uint8Array,
  algorithmIdentifierDer: Uint8Array,
  signature: Uint8Array,
): CertificationRequestDer {
  return sequence(info, algorithmIdentifierDer, bitString(signature)) as CertificationRequestDer;
}

/** DER of one request given as PEM (text or octets) or as DER. Throws `wrong-type` when it is something else, as PEM labels tell. RFC 7468 §7 */
export function decodeCertificationRequestPemOrDer(input: string | Uint8Array): Uint8Array {
  if (typeof input !== 'string' && input[0] === TAG.sequence) return input;
  const text =
    typeof input === 'string'
      ? input
      : Buffer.from(input.buffer, input.byteOffset, input.byteLength).toString('latin1');
  const [block] = decodePem(text, ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'], {
    maxBlocks: 1,
    maxBytes: 2 * MAX_REQUEST_BYTES,
  });
  return (block as { der: Uint8Array }).der;
}

interface Attribute {
  readonly type: string;
  readonly values: readonly DerElement[];
}

function readInfo(info: DerElement): { subject: DistinguishedName; spki: Uint8Array; attributes: Attribute[] } {
  const fields = new FieldReader(info, 'CertificationRequestInfo');
  const version = readInteger(fields.take(TAG.integer, 'version'), 'CertificationRequestInfo.version');
  if (version !== 0n)
    throw new PkiError('malformed', 'The version number of the request is not 0, the only one there is.');
  const subject = readName(fields.take(TAG.sequence, 'subject'));
  const spki = encodingOf(fields.take(TAG.sequence, 'subjectPKInfo'));
  // Some programs leave the field out when it would be empty, against RFC 2986 §4.1; nothing can hide in that.
  const attributes = fields.optional(0xa0);
  fields.finish();
  return { subject, spki, attributes: attributes === null ? [] : readAttributes(attributes) };
}

/**
 * ```
 * Attribute ::= SEQUENCE { type OBJECT IDENTIFIER, values SET SIZE (1..MAX) OF ANY }
 * ```
 */
function readAttributes(element: DerElement): Attribute[] {
  const children = childrenOf(element);
  if (children.length > MAX_ATTRIBUTES) {
    throw new PkiError(
      'too-large',
      `The request has ${children.length} attributes; at most ${MAX_ATTRIBUTES} are allowed.`,
    );
  }
  return children.map((child) => {
    const fields = new FieldReader(child, 'Attribute');
    const type = readOid(fields.takeAny('type'), 'Attribute.type');
    const values = childrenOf(fields.take(TAG.set, 'values'));
    fields.finish();
    if (values.length === 0) throw unexpected('Attribute.values');
    return { type, values };
  });
}

function readRequestedExtensions(attributes: readonly Attribute[]): RawExtension[] {
  const requests = attributes.filter(({ type }) => EXTENSION_REQUESTS.has(type));
  const [request] = requests;
  if (request === undefined) return [];
  if (requests.length > 1 || request.values.length > 1) {
    throw new PkiError(
      'malformed',
      'The request lists its extensions twice; readers disagree about which list counts. Create the request again.',
    );
  }
  const extensions = readExtensions(request.values[0] as DerElement);
  refuseDuplicateExtensions(extensions);
  return extensions;
}

function readSubjectAltName(extensions: readonly RawExtension[]): GeneralName[] {
  const names = readRequested(extensions, OID.subjectAltName, (value) => {
    if (value.tag !== TAG.sequence) throw unexpected('SubjectAltName');
    return childrenOf(value);
  });
  if (names === null) return [];
  if (names.length === 0) throw unexpected('SubjectAltName');
  if (names.length > MAX_NAMES) {
    throw new PkiError(
      'too-large',
      `${names.length} names; at most ${MAX_NAMES} are allowed. Split them over several certificates.`,
    );
  }
  const unique = new Map<string, GeneralName>();
  for (const element of names) {
    const name = readIssuableName(element);
    unique.set(`${name.type}:${name.value}`, name);
  }
  return [...unique.values()];
}

function readRequested<Value>(
  extensions: readonly RawExtension[],
  dotted: string,
  reader: (value: DerElement) => Value,
): Value | null {
  const extension = extensions.find((candidate) => candidate.oid === dotted);
  return extension === undefined ? null : reader(extensionValue(extension));
}

function checkSignature(
  spkiDer: Uint8Array,
  algorithmIdentifierDer: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
): void {
  const { label, broken } = describeSignatureAlgorithm(algorithmIdentifierDer);
  if (broken)
    throw new PkiError(
      'unsupported',
      `The request is signed with ${label}, which is no longer safe. Create it again with SHA-256.`,
    );
  if (!verifySignature({ spkiDer, algorithmIdentifierDer, data, signature })) {
    throw new PkiError(
      'bad-signature',
      "The request's signature does not match its key, so it does not prove that the sender has the private key. Create the request again.",
    );
  }
}

/** A version 3 certificate begins with its version in [0], a request with a bare INTEGER. */
function isCertificate(root: DerElement): boolean {
  const content = childrenOf(root)[0];
  const first = content === undefined ? undefined : childrenOf(content)[0];
  return root.tag === TAG.sequence && content?.tag === TAG.sequence && first?.tag === 0xa0;
}

/** D28 */
const MAX_REQUEST_BYTES = 65_536;
const MAX_ATTRIBUTES = 50;
const MAX_NAMES = 100;
const EXTENSION_REQUESTS: ReadonlySet<string> = new Set([OID.extensionRequest, OID.microsoftExtensionRequest]);
