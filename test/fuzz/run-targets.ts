/** Starts the processes that parse, and watches them: what an input does to its process is seen from outside. */
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeDirectory, temporaryDirectory } from '../support/server.ts';
import { inputOf, type Target } from './target.ts';

export interface FuzzOptions {
  /** File with the export TARGETS. */
  readonly module: string;
  readonly targets: readonly Target[];
  readonly seed: number;
  /** Of each target. */
  readonly milliseconds: number;
  /** Inputs of each target at most; absent: as many as the time allows. */
  readonly mostInputs?: number;
  /** An input that takes longer has hung. Far above what any takes on a busy machine. */
  readonly hangSeconds: number;
  /** Heap of the process, and what one input may add to its memory at most. */
  readonly memoryMiB: number;
  /** Processes at a time. */
  readonly lanes: number;
}
export interface Assignment extends Pick<FuzzOptions, 'module' | 'seed' | 'milliseconds' | 'mostInputs' | 'memoryMiB'> {
  readonly targets: readonly string[];
  readonly progressFile: string;
}
export interface FuzzMessage {
  readonly name: string;
  readonly inputs: number;
  readonly fault: { readonly index: number; readonly what: string } | null;
}
export interface FuzzResult {
  readonly inputs: number;
  /** What was wrong and how to see it again; null when nothing was. */
  readonly fault: string | null;
}

/** Results by the name of the target. A target ends with its first fault. */
export async function runTargets(options: FuzzOptions): Promise<ReadonlyMap<string, FuzzResult>> {
  const results = new Map<string, FuzzResult>();
  const folder = temporaryDirectory();
  const byLane = Array.from({ length: options.lanes }, (_, lane) =>
    options.targets.filter((_target, at) => at % options.lanes === lane),
  );
  try {
    await Promise.all(byLane.map((targets, lane) => runLane(options, targets, join(folder, `${lane}`), results)));
  } finally {
    removeDirectory(folder);
  }
  return results;
}

async function runLane(
  options: FuzzOptions,
  targets: readonly Target[],
  progressFile: string,
  results: Map<string, FuzzResult>,
): Promise<void> {
  for (let left = targets; left.length > 0; left = left.filter(({ name }) => !results.has(name))) {
    const end = await runProcess(options, left, progressFile, results);
    const [target] = left.filter(({ name }) => !results.has(name));
    if (target === undefined) return;
    const { name, index } = lastInput(progressFile) ?? { name: target.name, index: -1 };
    // What died before its first input is a fault of the first target, or the lane would never end.
    const at = name === target.name ? index : -1;
    results.set(target.name, { inputs: at + 1, fault: describe(options, target, at, end) });
  }
}

/** Ends with the process; the sentence says how. */
function runProcess(
  options: FuzzOptions,
  targets: readonly Target[],
  progressFile: string,
  results: Map<string, FuzzResult>,
): Promise<string> {
  const { module, seed, milliseconds, mostInputs, memoryMiB, hangSeconds } = options;
  const names = targets.map(({ name }) => name);
  const assignment: Assignment = {
    module,
    seed,
    milliseconds,
    ...(mostInputs === undefined ? {} : { mostInputs }),
    memoryMiB,
    targets: names,
    progressFile,
  };
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'worker.ts'), [JSON.stringify(assignment)], {
      execArgv: [`--max-old-space-size=${memoryMiB}`, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let errors = '';
    child.stderr?.on('data', (text: Buffer) => {
      errors = `${errors}${text}`.slice(-4_000);
    });
    let last = '';
    let since = Date.now();
    let isHung = false;
    const watch = setInterval(() => {
      const now = JSON.stringify(lastInput(progressFile));
      if (now !== last) [last, since] = [now, Date.now()];
      else if (Date.now() - since > hangSeconds * 1_000) {
        isHung = true;
        child.kill('SIGKILL');
      }
    }, 200);
    child.on('message', (message: FuzzMessage) => {
      const target = targets.find(({ name }) => name === message.name) as Target;
      const { fault, inputs } = message;
      results.set(target.name, {
        inputs,
        fault: fault === null ? null : describe(options, target, fault.index, fault.what),
      });
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearInterval(watch);
      resolve(
        isHung ? `gave no answer for ${hangSeconds} s` : `ended its process (${signal ?? code}): ${errors.trim()}`,
      );
    });
  });
}

function lastInput(progressFile: string): { name: string; index: number } | null {
  try {
    return JSON.parse(readFileSync(progressFile, 'utf8'));
  } catch {
    // Not written yet.
    return null;
  }
}

function describe(options: FuzzOptions, target: Target, index: number, what: string): string {
  if (index < 0) return `${target.name}: ${what}`;
  const input = inputOf(target, options.seed, index);
  const shown = Buffer.from(typeof input === 'string' ? Buffer.from(input, 'utf16le') : input).toString('base64');
  const text = shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}… (${input.length})` : shown;
  return `${target.name}, seed ${options.seed}, input ${index}: ${what}\n${target.kind === 'text' ? 'UTF-16LE in base64' : 'base64'}: ${text}`;
}

const MOST_SHOWN = 6_000;
