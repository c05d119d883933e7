import { randomFillSync } from 'node:crypto';
import type { Entropy } from '../domain/ports.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuv';

/** The system's CSPRNG. Identifiers: 10 characters of time in milliseconds, then 80 random bits, in base 32. */
export const systemEntropy: Entropy = {
  octets: (count) => drawn(count).slice(),
  id: () => {
    const random = drawn(10);
    return timeText(Date.now()) + base32(random, 0) + base32(random, 5);
  },
};

/** Octets that nobody gets again, as a view that the next call may overwrite. */
function drawn(count: number): Uint8Array {
  if (count > POOL_OCTETS) return randomFillSync(new Uint8Array(count));
  if (next + count > POOL_OCTETS) {
    randomFillSync(pool);
    next = 0;
  }
  next += count;
  return pool.subarray(next - count, next);
}

/** Ten characters of five bits, the highest first. Milliseconds of today fill 41 bits of the 50. */
function timeText(milliseconds: number): string {
  let text = '';
  for (let rest = milliseconds, at = 0; at < 10; at += 1, rest = Math.floor(rest / 32))
    text = (ALPHABET[rest % 32] as string) + text;
  return text;
}

/** Eight characters of the 40 bits that begin at `start`. */
function base32(octets: Uint8Array, start: number): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (let at = start; at < start + 5; at += 1) {
    held = (held << 8) | (octets[at] as number);
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >>> (bits - 5)) & 31];
    held &= 31;
  }
  return text;
}

/** Each call to the generator has a cost of its own, and a bulk of certificates makes a dozen for each. */
const POOL_OCTETS = 4_096;
const pool = new Uint8Array(POOL_OCTETS);
let next = POOL_OCTETS;
