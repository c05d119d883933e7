import { describe, expect, it } from 'vitest';
import { systemEntropy } from './entropy.ts';

describe('systemEntropy', () => {
  it('gives as many octets as asked for, never the same ones and never changed afterwards', () => {
    const drawn = Array.from({ length: 1_000 }, () => systemEntropy.octets(16));
    const before = drawn.map((octets) => Buffer.from(octets).toString('hex'));
    expect(new Set(before).size).toBe(1_000);
    for (let count = 0; count < 1_000; count += 1) systemEntropy.octets(16);
    expect(drawn.map((octets) => Buffer.from(octets).toString('hex'))).toEqual(before);
    for (const count of [0, 1, 4_096, 4_097, 100_000]) expect(systemEntropy.octets(count).length).toBe(count);
    expect(systemEntropy.octets(10_000).some((octet) => octet !== 0)).toBe(true);
  });

  it('makes identifiers of 26 characters that sort by time, all different', async () => {
    const ids = Array.from({ length: 10_000 }, () => systemEntropy.id());
    expect(new Set(ids).size).toBe(10_000);
    for (const id of ids) expect(id).toMatch(/^[0-9a-v]{26}$/);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const later = systemEntropy.id();
    expect(ids.every((id) => id < later)).toBe(true);
    const time = [...later.slice(0, 10)].reduce((sum, letter) => sum * 32 + Number.parseInt(letter, 32), 0);
    expect(Math.abs(Date.now() - time)).toBeLessThan(60_000);
  });

  it('uses every letter at every random place', () => {
    const ids = Array.from({ length: 3_000 }, () => systemEntropy.id());
    for (let place = 10; place < 26; place += 1) expect(new Set(ids.map((id) => id[place])).size).toBe(32);
  });
});
