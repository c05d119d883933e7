import { describe, expect, it } from 'vitest';
import { createRateLimit } from './rate-limit.ts';

const START = Date.UTC(2026, 10, 30);
const at = (seconds: number) => new Date(START + seconds * 1_000);

describe('a limit on requests', () => {
  it('lets so many through in a window, says how long to wait, and begins again after it', () => {
    const limit = createRateLimit({ most: 3, windowSeconds: 60 });
    expect([1, 2, 3].map((second) => limit.ask('192.0.2.1', at(second)))).toEqual([0, 0, 0]);
    expect(limit.ask('192.0.2.1', at(4))).toBe(57);
    expect(limit.ask('192.0.2.2', at(4))).toBe(0);
    expect(limit.ask('192.0.2.1', at(61))).toBe(0);
  });

  it('takes one network for one party, however its addresses are written', () => {
    const limit = createRateLimit({ most: 1, windowSeconds: 60 });
    expect(limit.ask('2001:db8:1:2::1', at(0))).toBe(0);
    expect(limit.ask('2001:0db8:0001:0002:ffff::9', at(0))).toBeGreaterThan(0);
    expect(limit.ask('2001:db8:1:3::1', at(0))).toBe(0);
    expect(limit.ask('192.0.2.1', at(0))).toBe(0);
    expect(limit.ask('::ffff:192.0.2.1', at(0))).toBeGreaterThan(0);
    expect(limit.ask('::1', at(0))).toBe(0);
    expect(limit.ask('0:0:0:0::2', at(0))).toBeGreaterThan(0);
  });

  it('keeps a bounded number of addresses: those that come when it is full share one place', () => {
    const limit = createRateLimit({ most: 5, windowSeconds: 60 });
    for (let one = 0; one < 10_000; one += 1) limit.ask(`10.0.${one >> 8}.${one & 255}`, at(0));
    const more = Array.from({ length: 10 }, (_, one) => limit.ask(`172.16.0.${one}`, at(1)));
    expect(more.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(more.slice(5).every((wait) => wait > 0)).toBe(true);
    // Who was there before is not held up by them.
    expect(limit.ask('10.0.0.1', at(1))).toBe(0);
    expect(limit.ask('172.16.0.200', at(62))).toBe(0);
  });
});
