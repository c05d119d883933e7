/** A process that runs targets until it is told to stop or dies of an input; the parent reads the number of the input from a file. */
import { openSync, writeSync } from 'node:fs';
import type { Assignment, FuzzMessage } from './run-targets.ts';
import { inputOf, judge, type Target } from './target.ts';

/** A target is never left without its real files and some changes, however slow the machine is. */
const FEWEST = 40;

const {
  module,
  targets: names,
  seed,
  milliseconds,
  mostInputs = Number.POSITIVE_INFINITY,
  progressFile,
  memoryMiB,
} = JSON.parse(process.argv[2] as string) as Assignment;
const { TARGETS } = (await import(module)) as { TARGETS: readonly Target[] };
const progress = openSync(progressFile, 'w');
const send = (message: FuzzMessage) => new Promise((resolve) => process.send?.(message, resolve));

for (const name of names) {
  const target = TARGETS.find((one) => one.name === name) as Target;
  const started = performance.now();
  let index = 0;
  let fault: string | null = null;
  const isLeft = () => index < FEWEST || (index < mostInputs && performance.now() - started < milliseconds);
  for (; fault === null && isLeft(); index += 1) {
    // Written at once: a message would wait for a loop that never ends.
    writeSync(progress, `${JSON.stringify({ name, index })}\n`.padEnd(200), 0);
    fault = await faultOf(target, index);
  }
  await send({ name, inputs: index, fault: fault === null ? null : { index: index - 1, what: fault } });
}
process.exit(0);

async function faultOf(target: Target, index: number): Promise<string | null> {
  const input = inputOf(target, seed, index);
  const before = process.resourceUsage().maxRSS;
  const fault = await judge(target, input);
  const rise = (process.resourceUsage().maxRSS - before) / 1_024;
  return fault ?? (rise > memoryMiB ? `took ${Math.round(rise)} MiB of memory` : null);
}
