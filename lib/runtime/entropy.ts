import { randomBytes } from 'node:crypto';
import type { Entropy } from '../domain/ports.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuv';

/** The system's CSPRNG. Identifiers: 10 characters of time in milliseconds, then 80 random bits, in base 32. */
export const systemEntropy: Entropy = {
  octets: (count) => new Uint8Array(randomBytes(count)),
  id: () => base32(BigInt(Date.now()), 10) + base32(BigInt(`0x${randomBytes(10).toString('hex')}`), 16),
};

function base32(value: bigint, length: number): string {
  let text = '';
  for (let rest = value, at = 0; at < length; at += 1, rest >>= 5n) text = ALPHABET[Number(rest & 31n)] + text;
  return text;
}
