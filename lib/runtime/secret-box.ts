import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SecretBox } from '../domain/ports.ts';

/**
 * AES-256-GCM under a key that is derived from a file beside the database: for secrets that must be at hand while the keys of the
 * authorities are sealed. Bound to their purpose, so that none can be put in another's place.
 */
export function createSecretBox(fileSecret: string): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', Buffer.from(fileSecret, 'utf8'), '', 'countersign second factors/1', 32));
  return {
    seal: (octets, purpose) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose, 'utf8'));
      const body = Buffer.concat([cipher.update(octets), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]);
    },
    open: (sealed, purpose) => {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
        .setAAD(Buffer.from(purpose, 'utf8'))
        .setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
    },
  };
}
