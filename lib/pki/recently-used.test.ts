import { describe, expect, it } from 'vitest';
import { RecentlyUsed } from './recently-used.ts';

describe('RecentlyUsed', () => {
  it('keeps what is used, forgets the rest, and never holds more than its bound', () => {
    const kept = new RecentlyUsed<number>(10);
    kept.set('issuer', -1);
    for (let at = 0; at < 1_000; at += 1) {
      kept.set(`key ${at}`, at);
      if (at % 4 === 0) expect(kept.get('issuer')).toBe(-1);
    }
    expect(kept.get('key 999')).toBe(999);
    expect(kept.get('key 0')).toBeUndefined();
    const left = Array.from({ length: 1_000 }, (_, at) => kept.get(`key ${at}`)).filter((one) => one !== undefined);
    expect(left.length).toBeLessThanOrEqual(10);
  });
});
