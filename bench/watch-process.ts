import { readdirSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a piece of work costs besides its time. Memory is read from `/proc`; NaN where there is none. */
export interface Cost {
  readonly milliseconds: number;
  /** The highest resident memory of this process and its children during the work, above what it was before; MB of 10⁶ octets. */
  readonly extraMegabytes: number;
  /** The longest time for which the event loop did not get round, in milliseconds. */
  readonly lag: number;
}

export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  // Looked for once: reading all processes of the machine again and again would hold up what is measured.
  const processes = processTree();
  const before = megabytesOf(processes);
  let highest = before;
  // Between two readings memory may go up and down again; a long block of the event loop hides readings too.
  const timer = setInterval(() => {
    highest = Math.max(highest, megabytesOf(processes));
  }, 10);
  delay.enable();
  const started = performance.now();
  await work();
  const milliseconds = performance.now() - started;
  delay.disable();
  clearInterval(timer);
  highest = Math.max(highest, megabytesOf(processes));
  return { milliseconds, extraMegabytes: highest - before, lag: delay.max / 1e6 };
}

/** The highest resident memory so far of a process that still runs, in MB. */
export function highestMegabytes(processId: number): number {
  return readMemory(processId, 'VmHWM');
}

/** This process and all that it has started. */
function processTree(): readonly number[] {
  const children = new Map<number, number[]>();
  try {
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
      const parent = parentOf(name);
      if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    }
  } catch {
    return [];
  }
  const below = (id: number): readonly number[] => [id, ...(children.get(id) ?? []).flatMap(below)];
  return below(process.pid);
}

/** NaN where there is no `/proc`. */
function megabytesOf(processes: readonly number[]): number {
  if (processes.length === 0) return Number.NaN;
  return processes.reduce((sum, id) => sum + (readMemory(id, 'VmRSS') || 0), 0);
}

/** Null for a process that has ended meanwhile. */
function parentOf(processId: string): number | null {
  try {
    return Number(readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return null;
  }
}

function readMemory(processId: number, name: 'VmRSS' | 'VmHWM'): number {
  try {
    const line = new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${processId}/status`, 'utf8'));
    return (Number(line?.[1] ?? Number.NaN) * 1_024) / 1e6;
  } catch {
    return Number.NaN;
  }
}
