import {
  type Argon2Parameters,
  argon2,
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  randomBytes,
} from 'node:crypto';
import { promisify } from 'node:util';
import { CountersignError } from '../domain/errors.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import { type KeyIdentity, spkiSha256Of } from './wrapped-key.ts';

/**
 * The private key of an authority in a file of its own: AES-256-GCM over the PKCS#8 under a key that argon2id makes of
 * a passphrase. JSON, so that the file says what it is; every member but the ciphertext is associated data, so a file
 * opens only as the key of the instance, authority key and public key that it names.
 */
interface SealedKeyFile {
  readonly format: 'countersign-sealed-key';
  readonly version: 1;
  readonly instanceId: string;
  readonly keyId: string;
  readonly algorithm: string;
  readonly spkiSha256: string;
  readonly kdf: {
    readonly name: 'argon2id';
    readonly memoryKib: number;
    readonly passes: number;
    readonly parallelism: number;
    /** Base64, like the next three. */
    readonly salt: string;
  };
  readonly nonce: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** The text of the file. Throws `validation-failed` for a passphrase of fewer than 15 characters. */
export async function sealKey(
  pkcs8Der: Uint8Array,
  passphrase: string,
  identity: KeyIdentity,
  algorithm: KeyAlgorithm,
): Promise<string> {
  if ([...passphrase].length < MIN_PASSPHRASE)
    throw refused('passphrase', `The passphrase is too short: at least ${MIN_PASSPHRASE} characters are needed.`);
  const head = {
    format: 'countersign-sealed-key',
    version: 1,
    instanceId: identity.instanceId,
    keyId: identity.keyId,
    algorithm,
    spkiSha256: identity.spkiSha256,
    kdf: { ...KDF, salt: randomBytes(16).toString('base64') },
    nonce: randomBytes(12).toString('base64'),
  } as const;
  const key = await derive(passphrase, head.kdf);
  try {
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.from(head.nonce, 'base64'));
    cipher.setAAD(associatedData(head));
    const ciphertext = Buffer.concat([cipher.update(pkcs8Der), cipher.final()]).toString('base64');
    const file: SealedKeyFile = { ...head, ciphertext, tag: cipher.getAuthTag().toString('base64') };
    return `${JSON.stringify(file, null, 2)}\n`;
  } finally {
    key.fill(0);
  }
}

/**
 * The PKCS#8 inside; the caller overwrites it. Throws `validation-failed` at `sealed` for another file or another
 * key's, at `passphrase` when it does not open.
 */
export async function openSealedKey(text: string, passphrase: string, identity: KeyIdentity): Promise<Buffer> {
  const file = parseFile(text);
  if (file.instanceId !== identity.instanceId)
    throw refused('sealed', 'This file was sealed by another instance of Countersign. Choose the file of this one.');
  if (file.keyId !== identity.keyId || file.spkiSha256 !== identity.spkiSha256)
    throw refused('sealed', "This file holds the key of another authority. Choose this authority's file.");
  const key = await derive(passphrase, file.kdf);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(file.nonce, 'base64'));
    decipher.setAAD(associatedData(file));
    decipher.setAuthTag(Buffer.from(file.tag, 'base64'));
    const pkcs8 = Buffer.concat([decipher.update(Buffer.from(file.ciphertext, 'base64')), decipher.final()]);
    // GCM does not commit to its key, so the public key is made again and compared.
    if (spkiSha256Of(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })) === identity.spkiSha256)
      return pkcs8;
    pkcs8.fill(0);
    throw new Error('another key');
  } catch (cause) {
    throw refused(
      'passphrase',
      'The passphrase does not open this file, or the file was damaged. Type it again; capital letters and spaces count.',
      cause,
    );
  } finally {
    key.fill(0);
  }
}

function parseFile(text: string): SealedKeyFile {
  let file: Partial<SealedKeyFile>;
  try {
    file = JSON.parse(text) as Partial<SealedKeyFile>;
  } catch (cause) {
    throw refused('sealed', 'This is not a sealed key file. Choose the file that ends in .sealed-key.json.', cause);
  }
  if (file === null || typeof file !== 'object' || file.format !== 'countersign-sealed-key')
    throw refused('sealed', 'This is not a sealed key file. Choose the file that ends in .sealed-key.json.');
  if (file.version !== 1) throw refused('sealed', 'The file was written by a newer Countersign. Use that version.');
  const { kdf } = file;
  const isText = [file.instanceId, file.keyId, file.algorithm, file.spkiSha256, file.ciphertext, kdf?.salt].every(
    (value) => typeof value === 'string' && value.length <= MAX_MEMBER,
  );
  // Parameters are taken only between floor and ceiling: no downgrade, no exhaustion.
  const fits =
    kdf !== undefined &&
    kdf.name === 'argon2id' &&
    isWithin(kdf.memoryKib, 64 * 1024, 1024 * 1024) &&
    isWithin(kdf.passes, 3, 10) &&
    isWithin(kdf.parallelism, 1, 16);
  if (!isText || !fits || octets(file.nonce) !== 12 || octets(file.tag) !== 16)
    throw refused('sealed', 'The sealed key file is damaged. Use another copy of it.');
  return file as SealedKeyFile;
}

function isWithin(value: unknown, low: number, high: number): boolean {
  return Number.isInteger(value) && (value as number) >= low && (value as number) <= high;
}

function octets(base64: unknown): number {
  return typeof base64 === 'string' && base64.length <= MAX_MEMBER ? Buffer.from(base64, 'base64').length : -1;
}

function derive(passphrase: string, kdf: SealedKeyFile['kdf']): Promise<Buffer> {
  return deriveKey('argon2id', {
    message: Buffer.from(passphrase.normalize('NFC'), 'utf8'),
    nonce: Buffer.from(kdf.salt, 'base64'),
    memory: kdf.memoryKib,
    passes: kdf.passes,
    parallelism: kdf.parallelism,
    tagLength: 32,
  });
}

const deriveKey = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

function associatedData(file: Omit<SealedKeyFile, 'ciphertext' | 'tag'>): Buffer {
  const { format, version, instanceId, keyId, algorithm, spkiSha256, kdf, nonce } = file;
  return createHash('sha256')
    .update(
      JSON.stringify([
        format,
        version,
        instanceId,
        keyId,
        algorithm,
        spkiSha256,
        KDF_MEMBERS.map((name) => kdf[name]),
        nonce,
      ]),
    )
    .digest();
}

function refused(field: string, message: string, cause?: unknown): CountersignError {
  return new CountersignError('validation-failed', message, {
    fields: [{ field, message }],
    ...(cause === undefined ? {} : { cause }),
  });
}

const MIN_PASSPHRASE = 15;
/** The largest key in use is under 6,000 octets (ML-DSA-87 with its expanded form). */
const MAX_MEMBER = 65_536;
/** About a second on a current two-core machine. */
const KDF = { name: 'argon2id' as const, memoryKib: 256 * 1024, passes: 4, parallelism: 4 };
const KDF_MEMBERS = ['name', 'memoryKib', 'passes', 'parallelism', 'salt'] as const;
