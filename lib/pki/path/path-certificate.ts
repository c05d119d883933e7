/**
 * Certificates as a verifier must take them: versions 1 to 3, with faults noted instead of thrown, so that each is named by its own rule. Only bytes
 * that are no Certificate in strict DER are refused. Extensions are read when a path first needs them: most of a hostile pool is never looked at.
 */
import { createHash } from 'node:crypto';
import { readTbsStructure, type TbsStructure } from '../certificate.ts';
import {
  type DerElement,
  elementAt,
  encodingOf,
  FieldReader,
  readBitStringOctets,
  readDer,
  readTime,
} from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { comparableName, decodeName } from '../distinguished-name.ts';
import { toHex } from '../serial-number.ts';
import { distinguishedNameText } from '../subject.ts';
import { type PathExtensions, readPathExtensions } from './path-extensions.ts';
import { type PathKey, readPathKey } from './path-key.ts';

/** One certificate of a pool. What a path may never need is read at its first use and kept. */
export interface PathCertificate {
  readonly der: Uint8Array;
  /** Hex of SHA-256 over the whole certificate. */
  readonly fingerprint: string;
  readonly version: 1 | 2 | 3 | 'unknown';
  readonly structure: TbsStructure;
  /** Hex of the serial's content octets, sign included: equal for equal numbers. */
  readonly serialHex: string;
  readonly issuerDer: Uint8Array;
  readonly subjectDer: Uint8Array;
  /** Names in the form that is compared. RFC 5280 §7.1 */
  readonly issuerName: string;
  readonly subjectName: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly tbsDer: Uint8Array;
  readonly algorithmIdentifierDer: Uint8Array;
  readonly outerAlgorithmIdentifierDer: Uint8Array;
  readonly signature: Uint8Array;
  readonly spkiDer: Uint8Array;
  /** RFC 5280 §3.2: subject and issuer are the same name, whoever signed. */
  readonly isSelfIssued: boolean;
  /** Text of the subject, or of the serial when that is empty; for messages. */
  readonly text: () => string;
  readonly extensions: () => PathExtensions;
  /** Throws PathFailure; see `readPathKey`. */
  readonly key: (allowLegacyAlgorithms: boolean) => PathKey;
}

/** Reads one certificate of at most 64 KiB. Throws `malformed` for anything that is no Certificate in strict DER, and `too-large`. RFC 5280 §4.1 */
export function readPathCertificate(der: Uint8Array): PathCertificate {
  const root = readDer(der, { maxBytes: MAX_CERTIFICATE_BYTES, noun: 'certificate' });
  const fields = new FieldReader(root, 'Certificate');
  const tbs = fields.take(TAG.sequence, 'tbsCertificate');
  const outerAlgorithm = fields.take(TAG.sequence, 'signatureAlgorithm');
  const signature = readBitStringOctets(fields.takeAny('signature'), 'Certificate.signature');
  fields.finish();
  const structure = readTbsStructure(tbs);
  const [issuerDer, subjectDer] = [encodingOf(structure.issuer), encodingOf(structure.subject)];
  const subjectName = comparableName(subjectDer);
  const issuerName = Buffer.compare(issuerDer, subjectDer) === 0 ? subjectName : comparableName(issuerDer);
  const fingerprint = once(() => createHash('sha256').update(der).digest('hex'));
  const spkiDer = encodingOf(structure.spki);
  const keys = [once(() => readPathKey(spkiDer, false)), once(() => readPathKey(spkiDer, true))] as const;
  return {
    der,
    get fingerprint() {
      return fingerprint();
    },
    version: VERSIONS[structure.version] ?? 'unknown',
    structure,
    serialHex: toHex(structure.serialContent),
    issuerDer,
    subjectDer,
    issuerName,
    subjectName,
    notBefore: readTime(structure.notBefore, 'Validity.notBefore'),
    notAfter: readTime(structure.notAfter, 'Validity.notAfter'),
    tbsDer: encodingOf(tbs),
    algorithmIdentifierDer: encodingOf(structure.algorithm),
    outerAlgorithmIdentifierDer: encodingOf(outerAlgorithm),
    signature,
    spkiDer,
    isSelfIssued: issuerName === subjectName,
    text: once(() => nameText(subjectDer) || `the certificate with the serial ${toHex(structure.serialContent)}`),
    extensions: once(() => readPathExtensions(structure.extensions)),
    key: (allowLegacyAlgorithms) => keys[allowLegacyAlgorithms ? 1 : 0](),
  };
}

/**
 * Octets of the subject where a certificate has it, or null when headers on the way there are not those of one. A guess that costs nothing: the
 * certificate was not checked.
 */
export function peekSubject(der: Uint8Array): Uint8Array | null {
  let element = enclosed(der, 0, der.length);
  if (element === null) return null;
  element = enclosed(der, element.contentStart, element.end);
  if (element === null) return null;
  const { end } = element;
  let at = element.contentStart;
  // Behind the version, if any: serial number, signature, issuer, validity.
  for (let fields = der[at] === 0xa0 ? 5 : 4; fields > 0; fields -= 1) {
    const field = enclosed(der, at, end);
    if (field === null) return null;
    at = field.end;
  }
  const subject = enclosed(der, at, end);
  return subject === null ? null : encodingOf(subject);
}

/** The element at an offset, or null when it does not end before `end`. */
function enclosed(der: Uint8Array, at: number, end: number): DerElement | null {
  if (at + 2 > end) return null;
  const element = elementAt(der, at);
  // A length of undefined octets is not a number, and not below anything.
  return element.end <= end ? element : null;
}

/** RFC 4514 text of an encoded name, shortened to 200 characters. */
export function nameText(nameDer: Uint8Array): string {
  const text = distinguishedNameText(decodeName(nameDer));
  return text.length > 200 ? `${text.slice(0, 200)} …` : text;
}

/** A function that works at its first call only; an error is thrown again at each. */
function once<Value>(work: () => Value): () => Value {
  let done: { value: Value } | null = null;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

const VERSIONS = [1, 2, 3] as const;
/** D28 */
const MAX_CERTIFICATE_BYTES = 65_536;
