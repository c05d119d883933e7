import type { Clock } from '../domain/ports.ts';

/** The wall clock, cut to whole seconds: certificates, CRLs and our rows know nothing finer. */
export const systemClock: Clock = {
  now: () => new Date(Math.floor(Date.now() / 1000) * 1000),
};
