import { describe, expect, it } from 'vitest';
import { shareRuns } from './share-runs.ts';

describe('shareRuns', () => {
  it('gives who asks during a run the next one, which all of them share', async () => {
    const runs: ((value: number) => void)[] = [];
    const ask = shareRuns(() => new Promise<number>((resolve) => runs.push(resolve)));
    const first = ask();
    const late = [ask(), ask(), ask()];
    expect(runs).toHaveLength(1);
    runs[0]?.(1);
    expect(await first).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(runs).toHaveLength(2);
    runs[1]?.(2);
    expect(await Promise.all(late)).toEqual([2, 2, 2]);
    const later = ask();
    expect(runs).toHaveLength(3);
    runs[2]?.(3);
    expect(await later).toBe(3);
  });

  it('tells only those who share a run that it failed', async () => {
    let calls = 0;
    const ask = shareRuns(async () => {
      calls += 1;
      if (calls === 1) throw new Error('first');
      return calls;
    });
    const [first, second] = await Promise.allSettled([ask(), ask()]);
    expect(first).toMatchObject({ status: 'rejected' });
    expect(second).toMatchObject({ status: 'fulfilled', value: 2 });
  });
});
