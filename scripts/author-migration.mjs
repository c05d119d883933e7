#!/usr/bin/env node
/**
 * `author-migration NAME` writes the next migration for both databases: the difference between the snapshot beside the
 * newest migration and the models as they are now. No database is needed. Read the SQL before committing it: what a
 * machine derives does not know about the data. `--check` writes nothing and exits 1 when a migration is missing.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { composeDatamodel, PROVIDERS } from './generate-schemas.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [argument] = process.argv.slice(2);

if (argument === undefined || !(argument === '--check' || /^[a-z0-9]+(_[a-z0-9]+)*$/.test(argument))) {
  console.error('Usage: author-migration <name_in_snake_case>   or   author-migration --check');
  process.exit(2);
}

const differences = [];
const engineClass = await loadEngine();
for (const provider of PROVIDERS) differences.push(await findDifference(engineClass, provider));
const changed = differences.filter(({ sql }) => sql !== null);

if (argument === '--check') {
  for (const { provider, sql } of changed)
    console.error(
      `prisma/models differs from the newest migration of ${provider}. Run: npm run migration -- <name>\n${sql}`,
    );
  process.exit(changed.length === 0 ? 0 : 1);
}
if (changed.length === 0) {
  console.log('Nothing to do: the newest migrations already describe prisma/models.');
  process.exit(0);
}
const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
// Both providers get one of the same name, even when one has nothing to change: the two histories stay in step.
for (const { provider, datamodel, sql } of differences) {
  const directory = join(root, 'prisma', provider, 'migrations', `${stamp}_${argument}`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'migration.sql'), sql ?? '-- Nothing changes on this database.\n');
  writeFileSync(join(directory, 'snapshot.prisma'), datamodel);
  console.log(`Wrote ${directory}/migration.sql: read it before committing.`);
}

/** The SQL from the newest snapshot to the models as they are, or null when they say the same. */
async function findDifference(SchemaEngine, provider) {
  const datamodel = composeDatamodel(provider);
  const directory = join(root, 'prisma', provider, 'migrations');
  const newest = existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => existsSync(join(directory, name, 'snapshot.prisma')))
        .sort()
        .at(-1)
    : undefined;
  const target = (content) => ({ tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] });
  const snapshot =
    newest === undefined
      ? null
      : readFileSync(join(directory, newest, 'snapshot.prisma'), 'utf8').replaceAll('\r\n', '\n');
  if (snapshot === datamodel) return { provider, datamodel, sql: null };
  const engine = await SchemaEngine.new(
    { datamodels: [['schema.prisma', datamodel]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(fakeAdapterFactory(provider)),
  );
  const result = await engine.diff({
    from: snapshot === null ? { tag: 'empty' } : target(snapshot),
    to: target(datamodel),
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  });
  // Exit code 2: there is a difference. Comments in the models are none.
  return { provider, datamodel, sql: result.exitCode === 2 ? withoutCreateSchema(result.stdout ?? '') : null };
}

/** A restricted role may use the schema `public` and may not create it. */
function withoutCreateSchema(sql) {
  return `${sql.replace(/-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n+/, '').trim()}\n`;
}

/** The engine's WebAssembly, instantiated by hand and once: a second instance in one process panics. */
async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message() {} };
  const require = createRequire(import.meta.url);
  const glue = await import(pathToFileURL(require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')).href);
  const bytes = readFileSync(join(dirname(require.resolve('@prisma/schema-engine-wasm')), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

/** The engine wants a connection and, for a difference of two texts, asks PostgreSQL for its version only. */
function fakeAdapterFactory(provider) {
  const info = { provider: provider === 'postgresql' ? 'postgres' : 'sqlite', adapterName: '@prisma/adapter-fake' };
  const adapter = {
    ...info,
    queryRaw: async () => ({
      columnNames: ['schema_exists', 'version', 'numeric_version'],
      columnTypes: [5, 7, 0],
      rows: [[true, 'PostgreSQL 15.0', 150000]],
    }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    startTransaction: async () => {
      throw new Error('The difference of two schemas needs no transaction.');
    },
    getConnectionInfo: () => ({ supportsRelationJoins: false }),
    dispose: async () => {},
  };
  return { ...info, connect: async () => adapter, connectToShadowDb: async () => adapter };
}
