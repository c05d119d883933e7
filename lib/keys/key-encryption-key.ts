import { argon2Sync, createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { KeyProtection, KeyProtectionMode } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';

/**
 * The key-encryption key: 32 random octets that wrap every stored private key. It rests wrapped itself, by a key read
 * from a 0600 file or derived from a passphrase, so that changing either never touches the stored keys.
 */

export interface EnvelopeArgs {
  readonly instanceId: string;
  readonly keyFilePath: string;
  readonly passphrase: string | null;
}

/** Makes a new key-encryption key and its envelope. With `key-file`, makes the file when it is absent. */
export function createKeyEncryptionKey(
  mode: KeyProtectionMode,
  args: EnvelopeArgs,
): { key: Buffer; protection: KeyProtection } {
  return envelopeOf(randomBytes(32), mode, args, () => keyFromFile(args, true));
}

/**
 * The same key-encryption key in another envelope: no stored key is touched. A key file that is made for it replaces an old one, whose
 * content may have been copied. Throws as `openKeyEncryptionKey`, and `conflict` from one key file to another.
 */
export function protectAnew(
  present: KeyProtection,
  args: EnvelopeArgs,
  wanted: { readonly mode: KeyProtectionMode; readonly passphrase: string | null },
): KeyProtection {
  if (present.mode === 'key-file' && wanted.mode === 'key-file')
    throw new CountersignError(
      'conflict',
      'The keys are protected by a key file already. Change to a passphrase, and back for a new file.',
    );
  const key = openKeyEncryptionKey(present, args);
  try {
    const next = { ...args, passphrase: wanted.passphrase };
    const { protection } = envelopeOf(key, wanted.mode, next, () => {
      replaceKeyFile(args.keyFilePath);
      return keyFromFile(args, false);
    });
    const again = openKeyEncryptionKey(protection, next);
    if (!again.equals(key))
      throw new CountersignError('internal', 'The new envelope does not open. Nothing was changed.');
    again.fill(0);
    return protection;
  } finally {
    key.fill(0);
  }
}

/** Overwritten before it goes, as far as the file system lets one. Nothing happens when it is not there. */
export function removeKeyFile(path: string): void {
  if (!readKeyFile(path)) return;
  const file = openSync(path, 'r+');
  try {
    writeSync(file, '0'.repeat(64));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  unlinkSync(path);
}

function envelopeOf(
  key: Buffer,
  mode: KeyProtectionMode,
  args: EnvelopeArgs,
  fileKey: () => Buffer,
): { key: Buffer; protection: KeyProtection } {
  const kdf = mode === 'passphrase' ? { ...KDF_DEFAULT, salt: randomBytes(16).toString('base64') } : null;
  const wrapping = mode === 'passphrase' ? keyFromPassphrase(args.passphrase, kdf as Kdf) : fileKey();
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', wrapping, nonce);
  cipher.setAAD(associatedData(args.instanceId, mode));
  const sealed = Buffer.concat([cipher.update(key), cipher.final()]);
  wrapping.fill(0);
  const envelope: Envelope = {
    version: 1,
    kdf,
    nonce: nonce.toString('base64'),
    ciphertext: sealed.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
  };
  return { key, protection: { mode, envelope: JSON.stringify(envelope) } };
}

/** Opens an envelope. Throws `validation-failed` on a wrong passphrase, `sealed` when the key file is missing or does not fit. */
export function openKeyEncryptionKey(protection: KeyProtection, args: EnvelopeArgs): Buffer {
  const envelope = parseEnvelope(protection.envelope);
  const wrapping =
    protection.mode === 'passphrase'
      ? keyFromPassphrase(args.passphrase, checkedKdf(envelope))
      : keyFromFile(args, false);
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(envelope.nonce, 'base64'));
    decipher.setAAD(associatedData(args.instanceId, protection.mode));
    decipher.setAuthTag(Buffer.from(envelope.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(envelope.ciphertext, 'base64')), decipher.final()]);
  } catch (cause) {
    if (protection.mode === 'passphrase')
      throw new CountersignError('validation-failed', 'The passphrase does not open the keys.', {
        fields: [
          {
            field: 'passphrase',
            message:
              'This is not the passphrase the keys were sealed with. Type it again; capital letters and spaces count.',
          },
        ],
        cause,
      });
    throw new CountersignError(
      'sealed',
      `The key file ${args.keyFilePath} does not open the stored keys: it belongs to another instance or was changed. Put the original file back, or restore a backup.`,
      { cause },
    );
  } finally {
    wrapping.fill(0);
  }
}

function keyFromFile(args: EnvelopeArgs, create: boolean): Buffer {
  const secret = create ? readOrCreateKeyFile(args.keyFilePath) : readKeyFile(args.keyFilePath);
  if (!secret)
    throw new CountersignError(
      'sealed',
      `The key file ${args.keyFilePath} is missing, so the stored keys cannot be opened. Put it back, or set COUNTERSIGN_KEY_SOURCE=file:/where/it/is.`,
    );
  const key = Buffer.from(hkdfSync('sha256', secret, args.instanceId, 'countersign/key-encryption-key/v1', 32));
  secret.fill(0);
  return key;
}

function readOrCreateKeyFile(path: string): Buffer {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const present = readKeyFile(path);
  if (present) return present;
  const secret = randomBytes(32);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${secret.toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return secret;
}

/** Whole or not at all: whoever reads it meanwhile gets the old or the new one. */
function replaceKeyFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fresh = `${path}.new`;
  const secret = randomBytes(32);
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeSync(file, `${secret.toString('hex')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
    secret.fill(0);
  }
  renameSync(fresh, path);
}

/** Null when absent. A file that others may read, or that is not ours, is refused: it no longer protects anything. */
function readKeyFile(path: string): Buffer | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CountersignError(
      'sealed',
      `The key file ${path} cannot be read (${(error as NodeJS.ErrnoException).code}). It must be readable by the user that runs Countersign.`,
      { cause: error },
    );
  }
  try {
    const facts = fstatSync(file);
    if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0)
      throw new CountersignError(
        'sealed',
        `The key file ${path} may be read by other users (mode ${(facts.mode & 0o777).toString(8)}). Run: chmod 600 ${path}`,
      );
    if (process.getuid && facts.uid !== process.getuid() && process.getuid() !== 0)
      throw new CountersignError('sealed', `The key file ${path} belongs to another user. Run: chown $(id -u) ${path}`);
    const text = readFileSync(file, 'utf8').trim();
    if (!/^[0-9a-f]{64}$/.test(text))
      throw new CountersignError(
        'sealed',
        `The key file ${path} is damaged: 64 hexadecimal digits are expected. Put the original file back.`,
      );
    return Buffer.from(text, 'hex');
  } finally {
    closeSync(file);
  }
}

function keyFromPassphrase(passphrase: string | null, kdf: Kdf): Buffer {
  if (passphrase === null || passphrase === '')
    throw new CountersignError('sealed', 'The keys are sealed by a passphrase. Unseal them first.');
  return argon2Sync('argon2id', {
    message: Buffer.from(passphrase.normalize('NFC'), 'utf8'),
    nonce: Buffer.from(kdf.salt, 'base64'),
    memory: kdf.memoryKib,
    passes: kdf.passes,
    parallelism: kdf.parallelism,
    tagLength: 32,
  });
}

/** Parameters from storage are taken only between floor and ceiling: no downgrade, no exhaustion. */
function checkedKdf(envelope: Envelope): Kdf {
  const kdf = envelope.kdf;
  const fits =
    kdf &&
    kdf.memoryKib >= KDF_FLOOR.memoryKib &&
    kdf.memoryKib <= KDF_CEILING.memoryKib &&
    kdf.passes >= KDF_FLOOR.passes &&
    kdf.passes <= KDF_CEILING.passes &&
    kdf.parallelism >= 1 &&
    kdf.parallelism <= 16;
  if (!fits)
    throw new CountersignError(
      'sealed',
      'The stored passphrase parameters are outside the accepted range; the record was altered. Restore a backup.',
    );
  return kdf;
}

function parseEnvelope(text: string): Envelope {
  try {
    const envelope = JSON.parse(text) as Envelope;
    if (envelope.version === 1) return envelope;
  } catch (cause) {
    throw new CountersignError('sealed', 'The key protection record is damaged. Restore a backup.', { cause });
  }
  throw new CountersignError(
    'sealed',
    'The key protection record was written by a newer Countersign. Start that version.',
  );
}

function associatedData(instanceId: string, mode: KeyProtectionMode): Buffer {
  return Buffer.from(`countersign/kek/v1|${instanceId}|${mode}`, 'utf8');
}

interface Kdf {
  readonly name: 'argon2id';
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: string;
}
interface Envelope {
  readonly version: 1;
  readonly kdf: Kdf | null;
  readonly nonce: string;
  readonly ciphertext: string;
  readonly tag: string;
}

/** About a second on a current two-core machine. */
const KDF_DEFAULT = { name: 'argon2id' as const, memoryKib: 256 * 1024, passes: 4, parallelism: 4 };
const KDF_FLOOR = { memoryKib: 64 * 1024, passes: 3 };
const KDF_CEILING = { memoryKib: 1024 * 1024, passes: 10 };
