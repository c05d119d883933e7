import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { KeyKind } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';

/**
 * A private key at rest: key-encryption key → one data key per stored key → AES-256-GCM over the PKCS#8.
 *
 *   version(1) ‖ nonce(12) ‖ tag(16) ‖ wrapped data key(32) ‖ nonce(12) ‖ tag(16) ‖ PKCS#8 ciphertext
 *
 * Both layers carry what the key is as associated data, so a row cannot pass for another row, another kind or another
 * instance. GCM is not key-committing: the public key is derived again after opening and compared.
 */

export interface KeyIdentity {
  readonly instanceId: string;
  readonly keyId: string;
  readonly kind: KeyKind;
  readonly spkiSha256: string;
}

export function wrapPrivateKey(pkcs8Der: Uint8Array, identity: KeyIdentity, keyEncryptionKey: Buffer): Uint8Array {
  // One call for all three: each has a cost of its own.
  const random = randomBytes(32 + 12 + 12);
  const dataKey = random.subarray(0, 32);
  try {
    const outer = seal(dataKey, keyEncryptionKey, random.subarray(32, 44), associatedData(identity, 'data-key'));
    const inner = seal(pkcs8Der, dataKey, random.subarray(44), associatedData(identity, 'pkcs8'));
    return Buffer.concat([Buffer.from([VERSION]), ...outer, ...inner]);
  } finally {
    random.fill(0);
  }
}

/** The caller overwrites the returned octets when done. Throws `internal` when the record does not open or is not that key. */
export function unwrapPrivateKey(wrapped: Uint8Array, identity: KeyIdentity, keyEncryptionKey: Buffer): Buffer {
  const record = Buffer.from(wrapped.buffer, wrapped.byteOffset, wrapped.byteLength);
  if (record[0] !== VERSION || record.length < 1 + LAYER + 32 + LAYER + 16) throw damaged();
  let dataKey: Buffer | null = null;
  try {
    dataKey = open(record.subarray(1, 1 + LAYER + 32), keyEncryptionKey, associatedData(identity, 'data-key'));
    const pkcs8 = open(record.subarray(1 + LAYER + 32), dataKey, associatedData(identity, 'pkcs8'));
    if (spkiSha256Of(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })) !== identity.spkiSha256)
      throw damaged();
    return pkcs8;
  } catch (cause) {
    throw damaged(cause);
  } finally {
    dataKey?.fill(0);
  }
}

export function spkiSha256Of(key: KeyObject): string {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return createHash('sha256').update(spki).digest('hex');
}

function seal(plain: Uint8Array, key: Buffer, nonce: Buffer, aad: Buffer): readonly Buffer[] {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  const body = [cipher.update(plain), cipher.final()];
  return [nonce, cipher.getAuthTag(), ...body];
}

function open(layer: Buffer, key: Buffer, aad: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, layer.subarray(0, 12));
  decipher.setAAD(aad);
  decipher.setAuthTag(layer.subarray(12, LAYER));
  return Buffer.concat([decipher.update(layer.subarray(LAYER)), decipher.final()]);
}

function associatedData(identity: KeyIdentity, layer: string): Buffer {
  return Buffer.from(
    `countersign/key/v${VERSION}|${layer}|${identity.instanceId}|${identity.kind}|${identity.keyId}|${identity.spkiSha256}`,
    'utf8',
  );
}

function damaged(cause?: unknown): CountersignError {
  return new CountersignError(
    'internal',
    'A stored key does not open. The database was altered, or belongs to other key-protection settings; restore a backup.',
    { cause },
  );
}

const VERSION = 1;
const LAYER = 12 + 16;
