import { generatePrimeSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { pssKeyPair, testKey } from './fixtures.test-support.ts';
import { findSharedFactors, ModulusProducts, rsaModulusOf } from './shared-factors.ts';

const primes = Array.from({ length: 24 }, () => generatePrimeSync(256, { bigint: true }));
const prime = (at: number) => primes[at] as bigint;
/** Numbers 0 to 9, each of two primes of its own. */
const sound = Array.from({ length: 10 }, (_, at) => prime(2 * at) * prime(2 * at + 1));
const pause = () => Promise.resolve();

describe('KEY-02: moduli that share a prime', () => {
  it('are found among sound ones, with one that each shares it with', () => {
    expect(findSharedFactors([])).toEqual([]);
    expect(findSharedFactors(sound.slice(0, 1))).toEqual([]);
    expect(findSharedFactors(sound)).toEqual([]);
    const planted = [...sound, prime(6) * prime(21)];
    expect(findSharedFactors(planted)).toEqual([
      { at: 3, with: 10 },
      { at: 10, with: 3 },
    ]);
    // Both of its primes belong to others.
    const both = [...sound, prime(0) * prime(19)];
    expect(findSharedFactors(both)).toEqual([
      { at: 0, with: 10 },
      { at: 9, with: 10 },
      { at: 10, with: 0 },
    ]);
  });

  it('are found across the blocks that many are divided into', () => {
    // Small coprime numbers in the place of moduli: the arithmetic is the same.
    const many = oddPrimes(9_000);
    const planted = [...many];
    planted[8_500] = (many[8_500] as bigint) * (many[17] as bigint);
    expect(findSharedFactors(many)).toEqual([]);
    expect(findSharedFactors(planted)).toEqual([
      { at: 17, with: 8_500 },
      { at: 8_500, with: 17 },
    ]);
  });

  it('are found when one more comes', async () => {
    const known = new ModulusProducts();
    expect(await known.commonFactor(sound[0] as bigint, pause)).toBe(1n);
    for (const one of sound) known.add(one);
    expect(await known.commonFactor(prime(20) * prime(21), pause)).toBe(1n);
    expect(await known.commonFactor(prime(6) * prime(21), pause)).toBe(prime(6));
    const both = prime(0) * prime(19);
    expect(await known.commonFactor(both, pause)).toBe(both);
  });

  it('are read from keys of both forms', () => {
    expect(rsaModulusOf(testKey('P-256').spkiDer)).toBeNull();
    expect(rsaModulusOf(testKey('RSA-2048').spkiDer)?.toString(2)).toHaveLength(2048);
    expect(rsaModulusOf(pssKeyPair('sha256').spkiDer)?.toString(2)).toHaveLength(2048);
  });
});

function oddPrimes(count: number): bigint[] {
  const found: number[] = [];
  for (let candidate = 3; found.length < count; candidate += 2) {
    let isPrime = true;
    for (const one of found) {
      if (one * one > candidate) break;
      if (candidate % one === 0) {
        isPrime = false;
        break;
      }
    }
    if (isPrime) found.push(candidate);
  }
  return found.map(BigInt);
}
