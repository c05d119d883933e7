import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../domain/entities.ts';
import { createClockGuard, requireTrustedClock } from './clock-guard.ts';

const START = Date.UTC(2026, 10, 30, 12);
const HOUR = 3_600_000;

/** A machine whose wall clock and passing time are set by hand; `lastEntry` is what the log says at the start. */
function machine(lastEntry: number | null) {
  const state = { wall: START, passed: 0 };
  const guard = createClockGuard({
    store: {
      auditPage: async () => ({
        items: lastEntry === null ? [] : [{ at: new Date(lastEntry) } as AuditEntry],
        next: null,
      }),
    },
    clock: { now: () => new Date(state.wall) },
    monotonic: () => state.passed,
  });
  return {
    guard,
    /** Time passes, and the clock shows it. */
    pass: (milliseconds: number) => {
      state.wall += milliseconds;
      state.passed += milliseconds;
    },
    /** Somebody or something sets the clock. */
    set: (milliseconds: number) => {
      state.wall += milliseconds;
    },
    state: async () => (await guard.verdict()).state,
  };
}

describe('FLT-08: the clock', () => {
  it('is trusted while it goes as time does, for years', async () => {
    const one = machine(START - HOUR);
    for (let day = 0; day < 1_000; day += 1) {
      one.pass(24 * HOUR);
      expect(await one.state()).toBe('trusted');
    }
  });

  it.each([
    ['an hour back', -HOUR, 'behind'],
    ['a year back', -8_760 * HOUR, 'behind'],
    ['a minute back', -60_000, 'trusted'],
    ['an hour ahead', HOUR, 'trusted'],
    ['two days ahead', 48 * HOUR, 'ahead'],
    ['ten years ahead', 87_600 * HOUR, 'ahead'],
  ] as const)('set %s while it runs', async (_what, by, expected) => {
    const one = machine(START - HOUR);
    expect(await one.state()).toBe('trusted');
    one.set(by);
    expect(await one.state()).toBe(expected);
    // It does not get used to it.
    one.pass(1_000);
    expect(await one.state()).toBe(expected);
    // An hour ahead was believed: then what it was before is in the past.
    one.set(-by);
    expect(await one.state()).toBe(by === HOUR ? 'behind' : 'trusted');
  });

  it('that is before what the log says is in doubt from the start on', async () => {
    expect(await machine(START + 2 * 60_000).state()).toBe('behind');
    expect(await machine(START + 30_000).state()).toBe('trusted');
    expect(await machine(null).state()).toBe('trusted');
    // The program was stopped for a year: nobody wrote anything, and that is no fault of the clock.
    expect(await machine(START - 8_760 * HOUR).state()).toBe('trusted');
  });

  it('holds back signatures until somebody confirms it', async () => {
    const one = machine(START + HOUR);
    const context = { clockGuard: one.guard };
    await expect(requireTrustedClock(context)).rejects.toMatchObject({
      code: 'clock-in-doubt',
      message: expect.stringContaining('2026-11-30T13:00:00.000Z'),
    });
    one.guard.confirm();
    await requireTrustedClock(context);
    one.set(48 * HOUR);
    await expect(requireTrustedClock(context)).rejects.toMatchObject({ code: 'clock-in-doubt' });
    one.guard.confirm();
    one.pass(HOUR);
    await requireTrustedClock(context);
  });
});
