import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { SOFTWARE } from '../../../lib/pki/snippets/catalogue.ts';
import { templateHash } from '../../../lib/pki/snippets/executed.ts';
import { findProgram, run } from '../programs.ts';

const executed: string[] = [];

/** Called when everything was run on the text of this software: into the record that `snippets:record` puts together. */
export function recordExecuted(id: string, program: string): void {
  const software = SOFTWARE.find((one) => one.id === id);
  if (!software) throw new Error(`There is no software "${id}".`);
  executed.push(`${id} (${program})`);
  const folder = process.env.COUNTERSIGN_SNIPPETS_RECORD;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${id}.json`), JSON.stringify({ id, program, sha256: templateHash(software) }));
}

export function printExecuted(expected: readonly string[]): void {
  console.log(`Configuration executed: ${executed.length} of ${expected.length} in this file: ${executed.join(', ')}`);
}

/** Version as the program says it, `nginx 1.22.1`; null when it is not here. In CI a missing program is a failure. */
export async function versionOf(
  name: string,
  command: readonly [string, ...string[]],
  pattern: RegExp,
): Promise<string | null> {
  const program = isAbsolute(command[0]) ? existing(command[0]) : findProgram(command[0]);
  if (!program) {
    missing(command[0], 'its configuration is not executed');
    return null;
  }
  const { output } = await run(program, command.slice(1));
  const version = pattern.exec(output)?.[1];
  if (!version) throw new Error(`${command.join(' ')} does not say its version: ${output.slice(0, 300)}`);
  return `${name} ${version}`;
}

const existing = (path: string): string | null => (existsSync(path) ? path : null);

/** Says what is left out for want of a program. In CI that is a failure. */
export function missing(program: string, consequence: string): false {
  if (process.env.CI) throw new Error(`CI needs ${program}: add its package to .ci/run.`);
  console.log(`Skipped: there is no ${program} on this machine, so ${consequence}.`);
  return false;
}
