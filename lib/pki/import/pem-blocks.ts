/** Every block of a PEM file as it stands, with the headers of old encrypted keys; one bad block does not spoil the others. RFC 7468, RFC 1421 §4.6 */
import { createDecipheriv, createHash } from 'node:crypto';
import { decodeBase64, lineAt } from '../pem.ts';
import { PkiError } from '../types.ts';

export interface PemBlock {
  /** 1 for the first of the file. */
  readonly number: number;
  readonly label: string;
  /** Null when `problem` says why not. */
  readonly der: Uint8Array | null;
  readonly problem: PkiError | null;
  /** How an old key is encrypted, or null. */
  readonly encryption: PemEncryption | null;
  /** From the `friendlyName:` line that OpenSSL writes before a block, or null. */
  readonly friendlyName: string | null;
}

export interface PemEncryption {
  /** As in `DEK-Info`, upper case. */
  readonly cipher: string;
  readonly iv: Uint8Array;
}

/** Text of a file that may hold PEM: UTF-16 as Windows PowerShell writes it, otherwise one character an octet. */
export function pemText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return buffer.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(buffer.subarray(0, buffer.length & ~1))
      .swap16()
      .toString('utf16le');
  return buffer.toString('latin1');
}

/**
 * All blocks in order, text around them skipped. Time grows with the text's length alone. Throws `too-large` over `maxBlocks` (10,000) only:
 * faults of a block are in the block. RFC 7468 §3
 */
export function scanPem(text: string, options: { readonly maxBlocks?: number } = {}): PemBlock[] {
  const { maxBlocks = MAX_BLOCKS } = options;
  const blocks: PemBlock[] = [];
  let friendlyName: string | null = null;
  for (let at = 0; at < text.length; ) {
    const line = lineAt(text, at);
    at = line.next;
    if (line.text.startsWith(FRIENDLY_NAME)) friendlyName = latin1AsUtf8(line.text.slice(FRIENDLY_NAME.length).trim());
    const label = beginLabel(line.text);
    if (label === null) continue;
    if (blocks.length >= maxBlocks)
      throw new PkiError(
        'too-large',
        `The file has more than ${maxBlocks.toLocaleString('en-US')} PEM blocks. Split it.`,
      );
    const { block, next } = readBlock(text, at, label);
    blocks.push({ number: blocks.length + 1, label, friendlyName, ...block });
    friendlyName = null;
    at = next;
  }
  return blocks;
}

/**
 * The content of a block with `DEK-Info` under the first password that fits by `isRight`. Throws `unsupported` for ciphers that protect nothing,
 * `bad-password`. The key is one round of MD5 over password and vector (OpenSSL, EVP_BytesToKey), so it holds off nobody for long.
 */
export function decryptPemBlock(
  encryption: PemEncryption,
  data: Uint8Array,
  passwords: readonly string[],
  isRight: (plain: Uint8Array) => boolean,
): Uint8Array {
  const cipher = DEK_CIPHERS.get(encryption.cipher);
  if (cipher === undefined)
    throw new PkiError(
      'unsupported',
      `The key is encrypted with ${encryption.cipher.slice(0, 40)}, which cannot be read here. Convert it with \`openssl pkcs8 -topk8\`, for single DES with \`-provider legacy -provider default\`.`,
    );
  if (encryption.iv.length !== cipher.ivOctets)
    throw new PkiError('malformed', 'The DEK-Info line of the key is not complete. Use another copy of the file.');
  for (const password of passwords) {
    const key = bytesToKey(Buffer.from(password, 'utf8'), encryption.iv.subarray(0, 8), cipher.keyOctets);
    try {
      const decipher = createDecipheriv(cipher.name, key, encryption.iv);
      const plain = new Uint8Array(Buffer.concat([decipher.update(data), decipher.final()]));
      if (isRight(plain)) return plain;
    } catch {
      // Wrong padding: another password is tried.
    } finally {
      key.fill(0);
    }
  }
  throw new PkiError(
    'bad-password',
    passwords.length === 0
      ? 'The key is encrypted. Enter its password.'
      : "No given password opens the key. Check capital letters, spaces and the keyboard's language.",
  );
}

type BlockBody = Pick<PemBlock, 'der' | 'problem' | 'encryption'>;

function readBlock(text: string, start: number, label: string): { block: BlockBody; next: number } {
  const lines: string[] = [];
  const headers = new Map<string, string>();
  let lastHeader: string | null = null;
  for (let at = start; at < text.length; ) {
    const line = lineAt(text, at);
    if (line.text.startsWith('-----')) {
      const expected = `-----END ${label}-----`;
      // A BEGIN line inside is the next block's own.
      const next = line.text.startsWith('-----BEGIN ') ? at : line.next;
      return line.text === expected
        ? { block: blockBody(lines, headers), next }
        : { block: faulty('The block has no END line of its own. Part of the text is missing.'), next };
    }
    const colon = line.text.indexOf(':');
    if (colon > 0) {
      lastHeader = line.text.slice(0, colon).toLowerCase();
      // Two headers are all that keys have; a flood of others is not kept.
      if (headers.size < 16) headers.set(lastHeader, line.text.slice(colon + 1).trim());
    } else if (line.text === '') lastHeader = null;
    else if (lastHeader === null || lines.length > 0) lines.push(line.text);
    at = line.next;
  }
  return { block: faulty('The block has no END line. The text may be cut off.'), next: text.length };
}

function blockBody(lines: readonly string[], headers: ReadonlyMap<string, string>): BlockBody {
  try {
    const der = decodeBase64(lines.join(''));
    return { der, problem: null, encryption: readEncryption(headers) };
  } catch (error) {
    if (error instanceof PkiError) return { der: null, problem: error, encryption: null };
    throw error;
  }
}

/** `Proc-Type: 4,ENCRYPTED` and `DEK-Info: AES-256-CBC,A1B2…`. RFC 1421 §4.6.1.1, §4.6.1.3 */
function readEncryption(headers: ReadonlyMap<string, string>): PemEncryption | null {
  const type = headers.get('proc-type');
  const info = headers.get('dek-info');
  if (type === undefined && info === undefined) return null;
  if (type !== undefined && !/^4\s*,\s*ENCRYPTED$/i.test(type)) return null;
  const [cipher, iv] = (info ?? '').split(',').map((part) => part.trim());
  if (!cipher || iv === undefined || !/^(?:[0-9a-f]{2}){1,32}$/i.test(iv))
    throw new PkiError('malformed', 'The DEK-Info line of the key is not complete. Use another copy of the file.');
  return { cipher: cipher.toUpperCase(), iv: Uint8Array.from(Buffer.from(iv, 'hex')) };
}

/** One round of MD5 for each 16 octets of key. OpenSSL, EVP_BytesToKey */
function bytesToKey(password: Uint8Array, salt: Uint8Array, octets: number): Buffer {
  let block: Buffer = Buffer.alloc(0);
  let key: Buffer = Buffer.alloc(0);
  while (key.length < octets) {
    block = createHash('md5').update(block).update(password).update(salt).digest();
    key = Buffer.concat([key, block]);
  }
  return key.subarray(0, octets);
}

function beginLabel(line: string): string | null {
  if (!line.startsWith('-----BEGIN ') || !line.endsWith('-----') || line.length < 17 || line.length > 100) return null;
  return line.slice(11, -5);
}

function faulty(message: string): BlockBody {
  return { der: null, problem: new PkiError('malformed', message), encryption: null };
}

/** A name in UTF-8 that was read one character an octet; unchanged when it is not UTF-8. */
function latin1AsUtf8(text: string): string {
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? text : decoded;
}

/** ASN-13 */
const MAX_BLOCKS = 10_000;
const FRIENDLY_NAME = 'friendlyName:';
const DEK_CIPHERS: ReadonlyMap<string, { name: string; keyOctets: number; ivOctets: number }> = new Map([
  ['AES-128-CBC', { name: 'aes-128-cbc', keyOctets: 16, ivOctets: 16 }],
  ['AES-192-CBC', { name: 'aes-192-cbc', keyOctets: 24, ivOctets: 16 }],
  ['AES-256-CBC', { name: 'aes-256-cbc', keyOctets: 32, ivOctets: 16 }],
  ['DES-EDE3-CBC', { name: 'des-ede3-cbc', keyOctets: 24, ivOctets: 8 }],
]);
