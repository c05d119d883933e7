import type { Certificate } from '../domain/entities.ts';
import type { ExpiryOutlook, ExpiryWeek } from './views.ts';

/**
 * Counts what ends in the coming weeks from the certificates in the order of their end. `complete`: there are no more
 * than these, so that a database with a million of them is not counted for a drawing.
 */
export function expiryOutlook(certificates: readonly Certificate[], complete: boolean, now: Date): ExpiryOutlook {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const ends = certificates.map(({ notAfter }) => notAfter.getTime());
  const weeks = Array.from({ length: WEEKS }, (_, at): ExpiryWeek => {
    const from = today + at * 7 * DAY_MS;
    return {
      firstDay: dayOf(from),
      lastDay: dayOf(from + 6 * DAY_MS),
      count: ends.filter((end) => end >= from && end < from + 7 * DAY_MS).length,
    };
  });
  const within = (days: number) => ends.filter((end) => end <= now.getTime() + days * DAY_MS).length;
  const last = certificates.at(-1)?.notAfter ?? null;
  return {
    weeks,
    within: { 7: within(7), 14: within(14), 30: within(30) },
    countedUntil: complete || (last && last.getTime() >= today + WEEKS * 7 * DAY_MS) ? null : last,
  };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const DAY_MS = 86_400_000;
const WEEKS = 13;
