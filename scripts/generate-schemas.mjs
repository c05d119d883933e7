#!/usr/bin/env node
/**
 * Writes one schema a database from the shared models, and generates both clients, offline. Built-ins only.
 * `composeDatamodel` is what the migration script compares too, so both speak of the same text.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const PROVIDERS = ['sqlite', 'postgresql'];

if (process.argv[1] === fileURLToPath(import.meta.url)) generate();

function generate() {
  for (const provider of PROVIDERS) {
    const schemaPath = join(root, 'prisma', provider, 'schema.prisma');
    mkdirSync(dirname(schemaPath), { recursive: true });
    writeFileSync(schemaPath, composeSchema(provider));
    rmSync(join(root, 'lib/store/generated', provider), { recursive: true, force: true });
    runPrisma(['generate', '--schema', schemaPath]);
  }
}

function composeSchema(provider) {
  return `// Written by scripts/generate-schemas.mjs from prisma/models. Change the models, not this file.
generator client {
  provider               = "prisma-client"
  output                 = "../../lib/store/generated/${provider}"
  runtime                = "nodejs"
  moduleFormat           = "esm"
  generatedFileExtension = "ts"
  importFileExtension    = "ts"
}

${composeDatamodel(provider)}`;
}

/** Datasource and all models as one text, models in the order of their file names. */
export function composeDatamodel(provider) {
  const directory = join(root, 'prisma/models');
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.prisma'))
    .sort();
  // Line ends are made equal: a checkout on Windows must compose the same text as the snapshot.
  const models = files.map((name) => readFileSync(join(directory, name), 'utf8').replaceAll('\r\n', '\n'));
  return `datasource db {\n  provider = "${provider}"\n}\n\n${models.join('\n')}`;
}

/** The engine binary is downloaded unless the variable names an existing program; generating never starts it. */
function runPrisma(args) {
  const result = spawnSync(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), ...args], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      NO_COLOR: '1',
    },
  });
  if (result.status === 0) return;
  console.error(`prisma ${args.join(' ')} failed:\n${result.stdout}${result.stderr}${result.error ?? ''}`);
  process.exit(1);
}
