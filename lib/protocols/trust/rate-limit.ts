/** So many requests of one address in a window of time; kept in memory, for as many addresses as fit. */
export interface RateLimit {
  /** Seconds to wait; 0: go on. */
  ask(address: string, now: Date): number;
}

const MOST_ADDRESSES = 10_000;

/**
 * Of IPv6 the first four groups count, as one party has all below them. When the table is full all others share one place in it: a
 * flood from many addresses slows itself and nobody who was there before.
 */
export function createRateLimit({ most, windowSeconds }: { most: number; windowSeconds: number }): RateLimit {
  const seen = new Map<string, { count: number; until: number }>();
  const makeRoom = (at: number) => {
    if (seen.size < MOST_ADDRESSES) return true;
    for (const [one, { until }] of seen) if (until <= at) seen.delete(one);
    return seen.size < MOST_ADDRESSES;
  };
  return {
    ask(address, now) {
      const at = now.getTime() / 1_000;
      const network = networkOf(address);
      const name = seen.has(network) || makeRoom(at) ? network : OTHERS;
      const known = seen.get(name);
      if (!known || known.until <= at) {
        seen.set(name, { count: 1, until: at + windowSeconds });
        return 0;
      }
      known.count += 1;
      return known.count > most ? Math.max(1, Math.ceil(known.until - at)) : 0;
    },
  };
}

const OTHERS = 'others';

/** The address for IPv4, also inside of IPv6; the /64 for others. RFC 4291 §2.5.5.2 */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined
      ? before
      : [...before, ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
