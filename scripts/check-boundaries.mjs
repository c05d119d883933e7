#!/usr/bin/env node
/** Checks the room rules over the whole tree, and that the checker really looked at every file there is. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise } from 'dependency-cruiser';
import { boundaryRules, TEXT_RULES } from './rooms.mjs';

const FOLDERS = ['lib', 'app', 'components', 'bin'];
const isMain = process.argv[1] === fileURLToPath(import.meta.url);

/** Violations as plain lines; empty when all is well. `base` is the tree that holds lib/, app/ …. */
export async function findViolations(base) {
  const sources = FOLDERS.flatMap((folder) => sourceFiles(join(base, folder))).map((file) =>
    relative(base, file).replaceAll('\\', '/'),
  );
  const folders = FOLDERS.filter((folder) => sources.some((file) => file.startsWith(`${folder}/`)));
  const { output } = await cruise(
    folders,
    {
      baseDir: base,
      ruleSet: { forbidden: boundaryRules() },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '^lib/store/generated/' },
      enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'] },
    },
    { alias: { '@': base }, exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  );
  const lines = output.summary.violations.map((found) => `${found.rule.name}: ${found.from} → ${found.to}`);
  const seen = new Set(output.modules.map((module) => module.source));
  // A parser that silently reads nothing would find nothing.
  for (const file of sources)
    if (!seen.has(file) && !file.includes('/generated/')) lines.push(`checker-is-blind: ${file} was not looked at`);
  for (const file of sources.filter(
    (one) => one.startsWith('lib/') && !one.endsWith('.test.ts') && !one.includes('/generated/'),
  ))
    lines.push(...textViolations(file, readFileSync(join(base, file), 'utf8')));
  return { lines, count: sources.length };
}

function textViolations(file, text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  return TEXT_RULES.filter((rule) => rule.pattern.test(code) && !rule.allowed.test(file)).map(
    (rule) => `${rule.name}: ${file}`,
  );
}

function sourceFiles(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) =>
    entry.isDirectory()
      ? sourceFiles(join(folder, entry.name))
      : /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')
        ? [join(folder, entry.name)]
        : [],
  );
}

if (isMain) {
  const { lines, count } = await findViolations(dirname(dirname(fileURLToPath(import.meta.url))));
  for (const line of lines) console.error(line);
  console.log(
    lines.length === 0
      ? `boundaries: ${count} files, no violation`
      : `boundaries: ${lines.length} violations in ${count} files`,
  );
  process.exitCode = lines.length === 0 ? 0 : 1;
}
