import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type FuzzResult, runTargets } from './run-targets.ts';
import { TARGETS } from './targets.ts';

/**
 * Every parser with changed copies of real files, in processes of their own. `COUNTERSIGN_FUZZ_SECONDS` says how long, `COUNTERSIGN_FUZZ_SEED` with
 * which changes (`random` for new ones), `COUNTERSIGN_FUZZ_TARGET` which targets alone. Without any of them the inputs are the same ones each time,
 * so that a change of the program, and not the speed of the machine, decides whether the suite passes.
 */
const seconds = Number(process.env.COUNTERSIGN_FUZZ_SECONDS ?? 40);
const wanted = process.env.COUNTERSIGN_FUZZ_SEED ?? '20261124';
const seed = wanted === 'random' ? Date.now() % 2 ** 31 : Number(wanted);
const only = process.env.COUNTERSIGN_FUZZ_TARGET ?? '';
const isUsual = process.env.COUNTERSIGN_FUZZ_SECONDS === undefined && process.env.COUNTERSIGN_FUZZ_SEED === undefined;
const targets = TARGETS.filter(({ name }) => name.includes(only));
const lanes = 2;
/** Of each target. What most of them get through in their time. */
const MOST_USUAL = 4_000;

let results: ReadonlyMap<string, FuzzResult>;
beforeAll(
  async () => {
    results = await runTargets({
      module: join(import.meta.dirname, 'targets.ts'),
      targets,
      seed,
      milliseconds: (seconds * 1_000 * lanes) / targets.length,
      ...(isUsual ? { mostInputs: MOST_USUAL } : {}),
      hangSeconds: 60,
      memoryMiB: 256,
      lanes,
    });
    const inputs = [...results.values()].reduce((sum, result) => sum + result.inputs, 0);
    process.stdout.write(`fuzz: ${inputs} inputs for ${targets.length} parsers, seed ${seed}, ${seconds} s\n`);
  },
  seconds * 1_000 + 600_000,
);

describe(`foreign input (seed ${seed})`, () => {
  it.each(targets.map(({ name }) => name))('%s: a value or a refusal, in bounds, the same each time', (name) => {
    const result = results.get(name);
    expect(result?.fault).toBeNull();
    expect(result?.inputs).toBeGreaterThanOrEqual(40);
  });
});
