import { CountersignError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import type { StoreReads } from '../domain/store.ts';

/** So far the clock may go back without anybody asking: corrections by NTP are below it. */
const BACK_MILLISECONDS = 60_000;
/** So far it may run ahead of the time that passed for this process: a machine that slept a night is below it. */
const AHEAD_MILLISECONDS = 24 * 3_600_000;

export type ClockVerdict =
  | { readonly state: 'trusted' }
  /** Earlier than what is in the log already. */
  | { readonly state: 'behind'; readonly now: Date; readonly lastKnown: Date }
  /** Later than the time that passed since this process looked first. */
  | { readonly state: 'ahead'; readonly now: Date; readonly expected: Date };

/**
 * Whether the time of this machine can be what it says. Signatures carry times: a clock that is wrong by a year makes certificates that
 * nobody accepts, revives lists that have ended, or ends what is valid. Kept by each process for itself.
 */
export interface ClockGuard {
  verdict(): Promise<ClockVerdict>;
  /** Somebody who may has looked at a clock of their own: the present one is right. */
  confirm(): void;
}

/** `monotonic`: milliseconds that only grow, from any beginning. */
export function createClockGuard(args: {
  readonly store: Pick<StoreReads, 'auditPage'>;
  readonly clock: Clock;
  readonly monotonic: () => number;
}): ClockGuard {
  const { store, clock, monotonic } = args;
  let lastKnown: Date | null = null;
  let base = { wall: clock.now(), monotonic: monotonic() };
  return {
    async verdict() {
      // What was written down before this process began is the only witness of earlier times.
      lastKnown ??= (await store.auditPage({ limit: 1, beforeSeq: null })).items[0]?.at ?? clock.now();
      const now = clock.now();
      if (lastKnown.getTime() - now.getTime() > BACK_MILLISECONDS) return { state: 'behind', now, lastKnown };
      const expected = new Date(base.wall.getTime() + (monotonic() - base.monotonic));
      if (now.getTime() - expected.getTime() > AHEAD_MILLISECONDS) return { state: 'ahead', now, expected };
      if (now > lastKnown) lastKnown = now;
      return { state: 'trusted' };
    },
    confirm() {
      const wall = clock.now();
      lastKnown = wall;
      base = { wall, monotonic: monotonic() };
    },
  };
}

/** Throws `clock-in-doubt`: nothing is signed then. */
export async function requireTrustedClock(context: { readonly clockGuard: ClockGuard }): Promise<void> {
  const verdict = await context.clockGuard.verdict();
  if (verdict.state === 'trusted') return;
  throw new CountersignError(
    'clock-in-doubt',
    `${clockSentence(verdict)} Nothing was signed. Set the clock, or confirm it under Settings, The clock.`,
  );
}

export function clockSentence(verdict: Exclude<ClockVerdict, { state: 'trusted' }>): string {
  const now = verdict.now.toISOString();
  return verdict.state === 'behind'
    ? `The clock of this machine says ${now}, but something was written into the log at ${verdict.lastKnown.toISOString()} already.`
    : `The clock of this machine says ${now}, but by the time that passed it should be about ${verdict.expected.toISOString()}.`;
}
