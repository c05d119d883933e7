import { describe, expect, it } from 'vitest';
import type { Certificate } from '../domain/entities.ts';
import { expiryOutlook } from './expiry-outlook.ts';

const NOW = new Date('2026-11-24T15:30:00Z');
const ending = (...times: string[]) => times.map((notAfter) => ({ notAfter: new Date(notAfter) }) as Certificate);

describe('the outlook on what ends', () => {
  it('puts each end into its week of whole days, from today on', () => {
    const { weeks } = expiryOutlook(
      ending(
        '2026-11-24T16:00:00Z',
        '2026-11-30T23:59:59Z',
        '2026-12-01T00:00:00Z',
        '2027-02-22T23:59:59Z',
        '2027-02-23T00:00:00Z',
      ),
      true,
      NOW,
    );
    expect(weeks).toHaveLength(13);
    expect(weeks[0]).toEqual({ firstDay: '2026-11-24', lastDay: '2026-11-30', count: 2 });
    expect(weeks[1]).toEqual({ firstDay: '2026-12-01', lastDay: '2026-12-07', count: 1 });
    expect(weeks[12]).toEqual({ firstDay: '2027-02-16', lastDay: '2027-02-22', count: 1 });
  });

  it('counts the stages by the hour', () => {
    const { within } = expiryOutlook(
      ending('2026-12-01T15:30:00Z', '2026-12-01T15:30:01Z', '2026-12-24T15:30:00Z', '2026-12-24T15:30:01Z'),
      true,
      NOW,
    );
    expect(within).toEqual({ 7: 1, 14: 2, 30: 3 });
  });

  it('says until when it counted, unless that is beyond the drawing', () => {
    const some = ending('2026-12-01T00:00:00Z', '2026-12-09T00:00:00Z');
    expect(expiryOutlook(some, false, NOW).countedUntil).toEqual(new Date('2026-12-09T00:00:00Z'));
    expect(expiryOutlook(some, true, NOW).countedUntil).toBeNull();
    expect(expiryOutlook(ending('2027-02-23T00:00:00Z'), false, NOW).countedUntil).toBeNull();
    expect(expiryOutlook([], true, NOW)).toMatchObject({ within: { 7: 0, 14: 0, 30: 0 }, countedUntil: null });
  });
});
