/** PEM, strictly: exact labels, canonical base64, bounded and linear. RFC 7468 */
import { PkiError } from './types.ts';

/** 64 columns, LF, a line feed at the end. RFC 7468 §2 */
export function encodePem(label: string, der: Uint8Array): string {
  const base64 = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('base64');
  let text = `-----BEGIN ${label}-----\n`;
  for (let at = 0; at < base64.length; at += 64) text += `${base64.slice(at, at + 64)}\n`;
  return `${text}-----END ${label}-----\n`;
}

/**
 * All blocks in order; text around blocks is skipped. Throws `wrong-type` when a block has another label than expected, `too-large` over
 * `maxBlocks` (default 100) or `maxBytes` of text (default 1 MiB), `malformed` otherwise, also when there is no block. RFC 7468 §3
 */
export function decodePem(
  text: string,
  expectedLabels: readonly string[],
  options: { readonly maxBlocks?: number; readonly maxBytes?: number } = {},
): { label: string; der: Uint8Array }[] {
  const { maxBlocks = 100, maxBytes = 1_048_576 } = options;
  if (text.length > maxBytes)
    throw new PkiError('too-large', `The text has ${text.length} characters; at most ${maxBytes} are allowed.`);
  const blocks: { label: string; der: Uint8Array }[] = [];
  for (let at = 0; at < text.length; ) {
    const line = lineAt(text, at);
    at = line.next;
    const label = markerLabel(line.text, BEGIN);
    if (label === null) {
      if (markerLabel(line.text, END) !== null) throw malformed('A PEM block ends without a beginning.');
      continue;
    }
    if (!expectedLabels.includes(label)) throw wrongType(label, expectedLabels);
    if (blocks.length >= maxBlocks) {
      throw new PkiError(
        'too-large',
        `The text has more than ${maxBlocks} PEM ${maxBlocks === 1 ? 'block' : 'blocks'}.`,
      );
    }
    const block = readBlock(text, at, label);
    at = block.next;
    blocks.push({ label, der: block.der });
  }
  if (blocks.length === 0) {
    throw malformed(
      `No PEM block found. The text begins with \`-----BEGIN ${expectedLabels[0] ?? 'CERTIFICATE'}-----\` when it is complete.`,
    );
  }
  return blocks;
}

/** What a PEM label stands for, as people call it: `a certificate`. */
export function pemLabelNoun(label: string): string {
  return NOUNS.get(label) ?? 'of another type';
}

function readBlock(text: string, start: number, label: string): { der: Uint8Array; next: number } {
  const lines: string[] = [];
  for (let at = start; at < text.length; ) {
    const line = lineAt(text, at);
    at = line.next;
    const end = markerLabel(line.text, END);
    if (end === label) return { der: decodeBase64(lines.join('')), next: at };
    if (end !== null) throw malformed(`The PEM block begins as ${label} and ends as another type.`);
    if (line.text.startsWith('-----'))
      throw malformed('A PEM block begins inside another one; its END line is missing.');
    // A header (RFC 1421) has a colon, which base64 never has.
    if (line.text.includes(':')) {
      throw new PkiError(
        'unsupported',
        'The PEM block has headers, as old encrypted keys do. Convert it with `openssl pkcs8 -topk8` first.',
      );
    }
    lines.push(line.text);
  }
  throw malformed('The PEM block has no END line. The text may be cut off.');
}

/** The line at `at` without its end and without spaces around it, and where the next one begins. */
export function lineAt(text: string, at: number): { text: string; next: number } {
  const end = text.indexOf('\n', at);
  const stop = end < 0 ? text.length : end;
  let from = at;
  let to = stop;
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return { text: text.slice(from, to), next: end < 0 ? text.length : end + 1 };
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0xfeff;
}

/** The label of a `-----BEGIN …-----` line, or null when the line is none. */
function markerLabel(line: string, marker: string): string | null {
  if (!line.startsWith(marker)) return null;
  const end = line.indexOf('-----', marker.length);
  if (end < 0 || end !== line.length - 5)
    throw malformed('The BEGIN or END line of a PEM block is not complete on its own line.');
  return line.slice(marker.length, end);
}

/** Octets of base64 in its one canonical form. Throws `malformed` for any other text. RFC 4648 §3.5, §4 */
export function decodeBase64(text: string): Uint8Array {
  if (text.length === 0) throw malformed('The PEM block is empty.');
  if (text.length % 4 !== 0)
    throw malformed('The base64 text in the PEM block is not complete. Copy the whole text again.');
  const bytes = Buffer.from(text, 'base64');
  // Node skips what is not base64; writing it back shows every skipped, misplaced or loose bit.
  if (bytes.toString('base64') !== text)
    throw malformed('The PEM block has characters that are not base64. Copy the whole text again.');
  return new Uint8Array(bytes);
}

function wrongType(label: string, expectedLabels: readonly string[]): PkiError {
  const expected = NOUNS.get(expectedLabels[0] ?? '');
  const known = NOUNS.get(label);
  const found = known === undefined ? 'This is of a type that is not known here' : `This is ${known}`;
  return new PkiError('wrong-type', expected === undefined ? `${found}.` : `${found}, not ${expected}.`);
}

function malformed(message: string): PkiError {
  return new PkiError('malformed', message);
}

const BEGIN = '-----BEGIN ';
const END = '-----END ';

/** RFC 7468 §5 to §13 and the older labels that software still writes. */
const NOUNS: ReadonlyMap<string, string> = new Map([
  ['CERTIFICATE', 'a certificate'],
  ['X509 CERTIFICATE', 'a certificate'],
  ['TRUSTED CERTIFICATE', 'a certificate with OpenSSL trust settings'],
  ['CERTIFICATE REQUEST', 'a request'],
  ['NEW CERTIFICATE REQUEST', 'a request'],
  ['X509 CRL', 'a revocation list'],
  ['PRIVATE KEY', 'a private key'],
  ['ENCRYPTED PRIVATE KEY', 'an encrypted private key'],
  ['RSA PRIVATE KEY', 'a private key'],
  ['EC PRIVATE KEY', 'a private key'],
  ['DSA PRIVATE KEY', 'a private key'],
  ['OPENSSH PRIVATE KEY', 'an SSH private key'],
  ['PUBLIC KEY', 'a public key'],
  ['RSA PUBLIC KEY', 'a public key'],
  ['PKCS7', 'a PKCS#7 bundle'],
  ['CMS', 'a PKCS#7 bundle'],
  ['EC PARAMETERS', 'a set of curve parameters'],
  ['DH PARAMETERS', 'a set of Diffie-Hellman parameters'],
  ['ATTRIBUTE CERTIFICATE', 'an attribute certificate'],
]);
