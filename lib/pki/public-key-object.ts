import { createPublicKey, type KeyObject } from 'node:crypto';

/**
 * The key object of a SubjectPublicKeyInfo. Making one decodes the key and proves that its point is on the curve, which
 * costs as much as verifying a signature, and an issuer's is needed for everything it signs: the last ones are kept.
 * Throws what OpenSSL says of octets that are no key.
 */
export function publicKeyObject(spkiDer: Uint8Array): KeyObject {
  const octets = Buffer.from(spkiDer.buffer, spkiDer.byteOffset, spkiDer.byteLength);
  const name = octets.toString('latin1');
  const present = kept.get(name);
  if (present) return present;
  const key = createPublicKey({ key: Buffer.from(octets), format: 'der', type: 'spki' });
  // Half of them go, the oldest: a bulk of fresh keys must not push the issuer's out each time.
  if (kept.size >= MOST_KEPT) for (const old of [...kept.keys()].slice(0, MOST_KEPT / 2)) kept.delete(old);
  kept.set(name, key);
  return key;
}

const kept = new Map<string, KeyObject>();
/** About 2 kB each with RSA 4096: below 2 MiB. */
const MOST_KEPT = 1_000;
