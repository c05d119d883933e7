import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { TARGETS } from './planted-targets.ts';
import { type FuzzResult, runTargets } from './run-targets.ts';
import { inputOf, type Target } from './target.ts';
import { TARGETS as REAL_TARGETS } from './targets.ts';

/** A fuzz run that finds nothing says something only when the same run finds faults that are there. */
let results: ReadonlyMap<string, FuzzResult>;
beforeAll(async () => {
  const planted = {
    module: join(import.meta.dirname, 'planted-targets.ts'),
    seed: 1,
    milliseconds: 200,
    memoryMiB: 64,
    lanes: 1,
  };
  const loops = (name: string) => name === 'never ends';
  const [found, hung] = await Promise.all([
    // Far more time than any needs, however busy the machine is.
    runTargets({ ...planted, targets: TARGETS.filter(({ name }) => !loops(name)), hangSeconds: 60 }),
    runTargets({ ...planted, targets: TARGETS.filter(({ name }) => loops(name)), hangSeconds: 5 }),
  ]);
  results = new Map([...found, ...hung]);
}, 180_000);

describe('planted faults', () => {
  it.each([
    ['throws a TypeError', /threw TypeError: Cannot read/],
    ['throws no Error at all', /threw text/],
    ['never ends', /gave no answer for 5 s/],
    ['fills the heap', /ended its process .*heap/is],
    ['takes memory outside of the heap', /took \d+ MiB of memory/],
    ['answers in two ways', /answered in two ways/],
    ['changes its input', /changed the octets/],
    ['loses something on the way back', /not the same after it was written/],
    ['refuses with the whole input', /a message of \d+ characters/],
    ['refuses what it must answer', /refused what it must answer/],
    ['ends its process', /ended its process \(0\)/],
  ])('%s is found, and told with its input', (name, expected) => {
    const fault = results.get(name)?.fault ?? '';
    expect(fault).toMatch(expected);
    expect(fault).toMatch(/seed 1, input \d+: [\s\S]*base64: \S/);
  });

  it('sound parsers next to them have none', () => {
    for (const name of ['sound', 'refuses']) {
      expect(results.get(name)?.fault).toBeNull();
      expect(results.get(name)?.inputs).toBeGreaterThanOrEqual(40);
    }
  });
});

describe('inputs', () => {
  it('are the same for the same seed and others for another', () => {
    for (const target of REAL_TARGETS) {
      const at = target.seeds.length + 3;
      expect(inputOf(target, 5, at)).toEqual(inputOf(target, 5, at));
      const some = (seed: number) => Array.from({ length: 10 }, (_, more) => inputOf(target, seed, at + more));
      expect(some(5)).not.toEqual(some(6));
    }
  });

  it('among the real files some are understood, so that changes begin at something', async () => {
    for (const target of REAL_TARGETS) {
      let isRead = false;
      for (let at = 0; at < target.seeds.length && !isRead; at += 1)
        isRead = await reads(target, inputOf(target, 1, at));
      expect(isRead, target.name).toBe(true);
    }
  });
});

async function reads(target: Target, input: Uint8Array | string): Promise<boolean> {
  try {
    await (target.kind === 'text' ? target.run(input as string) : target.run(input as Uint8Array));
    return true;
  } catch {
    return false;
  }
}
