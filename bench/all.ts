import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { environmentLine, type Report, tableOf } from './measure.ts';

/** Runs the other programs one after another, each in a process of its own, and prints one Markdown table. */
const PROGRAMS = ['issue', 'bulk', 'ocsp', 'crl', 'crl-build', 'list', 'first-start'];

const reports: Report[] = [];
const failed: string[] = [];
for (const program of PROGRAMS) {
  console.error(`bench: ${program} …`);
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, `${program}.ts`), '--json'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (status === 0) reports.push(JSON.parse(stdout) as Report);
  else failed.push(program);
}
if (process.argv.includes('--json')) console.log(JSON.stringify(reports));
else console.log([...tableOf(reports), '', ...reports.map((report) => `- ${environmentLine(report)}`)].join('\n'));
if (failed.length > 0) {
  console.error(`bench: failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
