#!/usr/bin/env node
/**
 * Runs the configuration that the product shows in the software it is for, and writes down what was executed with which
 * version: `lib/pki/snippets/executed-record.ts`. What cannot be run here keeps no mark. Called by `npm run snippets:record`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'countersign-record-'));
try {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'interop', 'test/interop/snippets-'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, COUNTERSIGN_SNIPPETS_RECORD: folder } },
  );
  const records = readdirSync(folder)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const lines = records.map(
    ({ id, program, sha256 }) =>
      `  ${/^\w+$/.test(id) ? id : `'${id}'`}: {\n    program: '${program}',\n    sha256: '${sha256}',\n  },`,
  );
  writeFileSync(
    join(root, 'lib/pki/snippets/executed-record.ts'),
    `/** What the tests executed last, written by \`npm run snippets:record\`. Do not edit: the marks on screen follow it. */
export const EXECUTED: Readonly<Record<string, { readonly program: string; readonly sha256: string }>> = {
${lines.join('\n')}
};
`,
  );
  console.log(`${records.length} executed and recorded.`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
