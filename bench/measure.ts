import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';

/**
 * What every program here shares: repeating, summarising and printing. A figure is a list of values, one a repetition;
 * its denominator, where it has one, is measured in the same repetition, so that a busy machine slows both.
 */

/** One value a repetition. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}
export interface Figure extends Series {
  readonly denominator?: Series;
}
export interface Report {
  readonly program: string;
  readonly about: string;
  readonly figures: readonly Figure[];
  readonly environment: Environment;
}
export interface Environment {
  readonly node: string;
  /** The one inside Node, which the product signs with. */
  readonly opensslOfNode: string;
  /** The program whose `speed` is the denominator. */
  readonly openssl: string;
  readonly cores: number;
  /** Of the last minute, before and after. */
  readonly load: readonly [number, number];
}
export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export const REPETITIONS = 5;

/** Runs every measurement once, then all again: what disturbs one repetition disturbs numerator and denominator. */
export async function interleave<Name extends string>(
  measurements: Readonly<Record<Name, () => number | Promise<number>>>,
  repetitions = REPETITIONS,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(measurements) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let repetition = 0; repetition < repetitions; repetition += 1)
    for (const name of names) values[name].push(await measurements[name]());
  return values;
}

export function summarise(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  return { min: sorted[0] ?? Number.NaN, median: percentile(sorted, 0.5), max: sorted.at(-1) ?? Number.NaN };
}

/** The value that a share `part` of the sorted values does not exceed (nearest rank). */
export function percentile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

/** Calls a second with `concurrency` callers, each of which waits for its answer before it asks again. */
export async function callsPerSecond(
  args: { calls: number; concurrency: number },
  call: (index: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: args.concurrency }, async () => {
      while (next < args.calls) await call(next++);
    }),
  );
  return (args.calls * 1_000) / (performance.now() - started);
}

/** Milliseconds that `work` takes. */
export async function milliseconds(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * P-256 signatures a second by `openssl speed`, one thread, one second by the clock (its default counts processor time,
 * which other load does not slow). NaN where there is no such program.
 */
export function opensslSignatures(): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('openssl', ['speed', '-elapsed', '-seconds', '1', 'ecdsap256'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk;
    });
    child.once('error', () => resolve(Number.NaN));
    child.once('close', () => {
      const line = output.split('\n').find((one) => one.includes('ecdsa (nistp256)'));
      resolve(Number(line?.trim().split(/\s+/).at(-2) ?? Number.NaN));
    });
  });
}

/** Begins a report; the load is read now and again when it is printed. */
export function startReport(program: string, about: string): (figures: readonly Figure[]) => void {
  const before = loadOfLastMinute();
  return (figures) => {
    const openssl = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? '';
    const report: Report = {
      program,
      about,
      figures,
      environment: {
        node: process.versions.node,
        opensslOfNode: process.versions.openssl,
        openssl: openssl.split(' ')[1] ?? 'absent',
        cores: availableParallelism(),
        load: [before, loadOfLastMinute()],
      },
    };
    if (process.argv.includes('--json')) console.log(JSON.stringify(report));
    else console.log([`${program}: ${about}`, environmentLine(report), '', ...tableOf([report]), ''].join('\n'));
  };
}

export function environmentLine({ program, environment }: Report): string {
  const { node, opensslOfNode, openssl, cores, load } = environment;
  return `${program}: Node ${node} (OpenSSL ${opensslOfNode}), openssl ${openssl}, ${cores} cores, load ${load[0]} before and ${load[1]} after`;
}

/** Markdown; every value as median [min … max] over the repetitions, the ratio as the median of the repetitions' ratios. */
export function tableOf(reports: readonly Report[]): readonly string[] {
  const head = ['Program', 'Figure', 'Numerator', 'Denominator', 'Ratio', 'Repetitions'];
  const rows = reports.flatMap(({ program, figures }) =>
    figures.map((figure) => [
      `\`${program}\``,
      figure.name,
      seriesText(figure),
      figure.denominator ? `${figure.denominator.name}: ${seriesText(figure.denominator)}` : '–',
      ratioText(figure),
      String(figure.values.length),
    ]),
  );
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function seriesText({ values, unit }: Series): string {
  const { min, median, max } = summarise(values);
  if (values.length === 1) return `${numberText(median)} ${unit}`;
  return `${numberText(median)} [${numberText(min)} … ${numberText(max)}] ${unit}`;
}

function ratioText({ values, denominator }: Figure): string {
  if (!denominator) return '–';
  const ratios = values.map((value, at) => value / (denominator.values[at] ?? Number.NaN));
  return numberText(summarise(ratios).median);
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return 'not measured';
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}

function loadOfLastMinute(): number {
  return Number((loadavg()[0] ?? Number.NaN).toFixed(1));
}
