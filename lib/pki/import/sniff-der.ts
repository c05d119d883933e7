/** What kind of structure some DER is, by its first fields; whether it is right is its own reader's business. */
import { contentOf, type DerElement, elementAt, readDer } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { PkiError } from '../types.ts';
import { readContainer } from './lenient-der.ts';

export type DerKind =
  | 'certificate'
  | 'request'
  | 'crl'
  | 'pkcs7'
  | 'pkcs12'
  | 'pkcs8'
  | 'encryptedPkcs8'
  | 'sec1'
  | 'pkcs1'
  | 'dsaKey'
  | 'publicKey'
  | 'rsaPublicKey'
  | 'ecParameters'
  | 'ocspResponse';

/** The kind, or null when it is none that this program knows. PKCS#7 and PKCS#12 may be BER. Throws `malformed` when the octets are no ASN.1 at all, or others follow them. */
export function sniffDer(bytes: Uint8Array): DerKind | null {
  const limits = { maxBytes: bytes.length, maxNodes: MAX_NODES, noun: 'file' };
  try {
    return kindOf(readDer(bytes, limits));
  } catch (error) {
    if (!(error instanceof PkiError) || error.code !== 'malformed') throw error;
    refuseTrailing(bytes);
    // BER is for containers only: a certificate has one encoding.
    const kind = berKind(bytes);
    if (kind === 'pkcs7' || kind === 'pkcs12') return kind;
    throw error;
  }
}

function berKind(bytes: Uint8Array): DerKind | null {
  try {
    return kindOf(readContainer(bytes, { maxBytes: MAX_CONTAINER_BYTES, maxNodes: MAX_NODES, noun: 'file' }));
  } catch (error) {
    if (error instanceof PkiError && error.code === 'malformed') return null;
    throw error;
  }
}

function kindOf(root: DerElement): DerKind | null {
  if (root.tag === TAG.oid) return 'ecParameters';
  if (root.tag !== TAG.sequence) return null;
  const fields = firstChildren(root);
  const tags = fields.map((field) => field.tag);
  const [first, second] = fields;
  if (first === undefined) return null;
  if (first.tag === TAG.oid && tags[1] === 0xa0) return 'pkcs7';
  if (first.tag === TAG.enumerated) return 'ocspResponse';
  if (first.tag === TAG.integer) return kindWithVersion(first, second, tags);
  if (first.tag !== TAG.sequence || second === undefined) return null;
  if (fields.length === 2 && firstChildren(first)[0]?.tag === TAG.oid) {
    if (second.tag === TAG.octetString) return 'encryptedPkcs8';
    if (second.tag === TAG.bitString) return 'publicKey';
  }
  return fields.length === 3 && second.tag === TAG.sequence && tags[2] === TAG.bitString ? signedKind(first) : null;
}

function kindWithVersion(version: DerElement, second: DerElement | undefined, tags: readonly number[]): DerKind | null {
  const areIntegers = tags.every((tag) => tag === TAG.integer);
  if (second?.tag === TAG.sequence) {
    if (tags[2] === TAG.octetString) return 'pkcs8';
    return contentOf(version)[0] === 3 && firstChildren(second)[0]?.tag === TAG.oid ? 'pkcs12' : null;
  }
  if (second?.tag === TAG.octetString) return 'sec1';
  if (!areIntegers) return tags.slice(0, 9).every((tag) => tag === TAG.integer) && tags.length > 9 ? 'pkcs1' : null;
  if (tags.length === 9) return 'pkcs1';
  if (tags.length === 6) return 'dsaKey';
  return tags.length === 2 ? 'rsaPublicKey' : null;
}

/** Up to 12 children: no structure here is told by more, and a hostile one may have millions. */
function firstChildren(element: DerElement): DerElement[] {
  const children: DerElement[] = [];
  if ((element.tag & 0x20) === 0) return children;
  for (let at = element.contentStart; at < element.end && children.length < 12; ) {
    const child = elementAt(element.source, at);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** Certificate, request and CRL are SEQUENCE { content, algorithm, signature } all three. RFC 5280 §4.1, §5.1, RFC 2986 §4.2 */
function signedKind(content: DerElement): DerKind | null {
  const tags = firstChildren(content).map((field) => field.tag);
  if (tags[0] === 0xa0) return 'certificate';
  const isTime = (tag: number | undefined) => tag === TAG.utcTime || tag === TAG.generalizedTime;
  const start = tags[0] === TAG.integer ? 1 : 0;
  if (tags[start] !== TAG.sequence || tags[start + 1] !== TAG.sequence) return null;
  if (isTime(tags[start + 2])) return 'crl';
  if (start === 0) return null;
  // Version 1 has neither [0] nor extensions: serial, algorithm, issuer, validity, subject, key.
  if (tags.slice(3, 6).every((tag) => tag === TAG.sequence) && tags.length >= 6) return 'certificate';
  return tags.length <= 4 ? 'request' : null;
}

function refuseTrailing(bytes: Uint8Array): void {
  const octets = (bytes[1] ?? 0x80) < 0x80 ? 0 : (bytes[1] as number) & 0x7f;
  if (bytes[1] === 0x80 || octets > 4 || bytes.length < 2 + octets) return;
  let length = octets === 0 ? (bytes[1] as number) : 0;
  for (let index = 0; index < octets; index += 1) length = length * 256 + (bytes[2 + index] as number);
  const trailing = bytes.length - 2 - octets - length;
  if (trailing > 0)
    throw new PkiError(
      'malformed',
      `${trailing} ${trailing === 1 ? 'byte follows' : 'bytes follow'} after the end of the structure. Readers disagree about such files; export it again.`,
    );
}

/** A CRL of 64 MiB, the largest file, has about as many values. */
const MAX_NODES = 25_000_000;
/** The larger one, PKCS#7. */
const MAX_CONTAINER_BYTES = 16_777_216;
