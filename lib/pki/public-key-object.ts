import { createPublicKey, type KeyObject } from 'node:crypto';
import { RecentlyUsed } from './recently-used.ts';

/**
 * The key object of a SubjectPublicKeyInfo. Making one decodes the key and proves that its point is on the curve, which
 * costs as much as verifying a signature, and an issuer's is needed for everything it signs: those used last are kept.
 * Throws what OpenSSL says of octets that are no key.
 */
export function publicKeyObject(spkiDer: Uint8Array): KeyObject {
  const octets = Buffer.from(spkiDer.buffer, spkiDer.byteOffset, spkiDer.byteLength);
  const name = octets.toString('latin1');
  const present = kept.get(name);
  if (present) return present;
  const key = createPublicKey({ key: Buffer.from(octets), format: 'der', type: 'spki' });
  kept.set(name, key);
  return key;
}

/** About 2 kB each with RSA 4096: below 2 MiB. */
const kept = new RecentlyUsed<KeyObject>(1_000);
