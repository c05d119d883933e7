import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Log } from '../lib/domain/ports.ts';
import { readConfig } from '../lib/runtime/config.ts';
import { createContext } from '../lib/runtime/create-context.ts';
import { createAuthority } from '../lib/services/create-authority.ts';
import { loadIssuer } from '../lib/services/issuer.ts';
import { createProfile } from '../lib/services/manage-profiles.ts';
import { newOperator } from '../lib/services/new-operator.ts';
import { runOpenJobs } from '../lib/services/run-open-jobs.ts';
import type { Actor, ServiceContext } from '../lib/services/service-context.ts';
import { startBulkIssuance } from '../lib/services/start-bulk-issuance.ts';
import { openKeysAtStart } from '../lib/services/unseal-keys.ts';
import { fillEstate } from './estate/fill.ts';
import { HIERARCHIES, SPAN_DAYS } from './estate/plan.ts';
import { instanceIn, openEstateWriter } from './estate/rows.ts';

/**
 * `npm run seed -- --certificates 1000000 [--data DIRECTORY]` fills a scratch database with an estate: see
 * docs/performance.md for what in it is real. DATABASE_URL as for the server; without it SQLite in the directory. A
 * database with an instance that this program did not make is refused and left as it is; one that it made gets more.
 */
const MARK = 'scratch-estate';
const OPERATOR = {
  email: 'operator@scratch.example',
  name: 'Scratch Operator',
  password: 'scratch estate, never for use',
};
const PROFILE_NAME = 'Production server';
const DAY = 86_400_000;
const SEEDER: Actor = {
  kind: 'operator',
  operator: {
    id: 'seed',
    email: OPERATOR.email,
    name: OPERATOR.name,
    roles: ['ca-admin', 'security-admin'],
    authorityIds: null,
  },
  sessionId: 'seed',
};
const QUIET: Log = { debug() {}, info() {}, warn: say, error: say };

process.umask(0o077);
try {
  const { total, directory } = readArguments();
  await seed(total, directory);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function readArguments(): { total: number; directory: string } {
  const { values } = parseArgs({ options: { certificates: { type: 'string' }, data: { type: 'string' } } });
  const total = Number(values.certificates ?? '1000000');
  if (!Number.isSafeInteger(total) || total < 1 || total > 10_000_000)
    throw new Error(`--certificates ${values.certificates}: expected a whole number from 1 to 10000000.`);
  return { total, directory: resolve(values.data ?? join(import.meta.dirname, '../.cache/scratch-estate')) };
}

async function seed(total: number, directory: string): Promise<void> {
  refuseForeignDirectory(directory);
  const config = readConfig({ ...process.env, COUNTERSIGN_DATA: directory, LOG_LEVEL: 'silent' });
  const found = await instanceIn(config.databaseUrl);
  if (found !== null && !found.startsWith(MARK))
    throw new Error(
      'The database belongs to an instance that this program did not make. It was left as it is. Name another directory with --data, or another database with DATABASE_URL.',
    );
  const running = await createContext(config, QUIET);
  const context = running.services;
  try {
    writeFileSync(join(directory, MARK), 'Made by npm run seed. For trials only.\n');
    const now = context.clock.now();
    // As if the authorities had been made before the first certificate.
    const past: ServiceContext = { ...context, clock: { now: () => new Date(now.getTime() - (SPAN_DAYS + 30) * DAY) } };
    if (found === null) await makeInstance(past);
    else await openKeysAtStart(context, () => undefined);
    const issuers = await issuersOf(context);
    const profile = (await context.store.ownProfiles()).find(({ name }) => name === PROFILE_NAME);
    const writer = openEstateWriter(config.databaseUrl);
    const started = performance.now();
    let sample: Awaited<ReturnType<typeof fillEstate>>;
    try {
      sample = await fillEstate({
        context,
        writer,
        issuers,
        profileId: profile?.id ?? null,
        total,
        now,
        progress: (done) => report(done, total, started),
      });
    } finally {
      await writer.close();
    }
    await addConnections(context, sample, now);
    await addJobs(context);
    const seconds = Math.round((performance.now() - started) / 1_000);
    const url = process.env.DATABASE_URL ? `DATABASE_URL='${process.env.DATABASE_URL}' ` : '';
    console.log(
      `\n${total.toLocaleString('en')} certificates in ${seconds} s, in the ${running.storage}.\nStart on it:  COUNTERSIGN_DATA='${directory}' ${url}npm start\nSign in as    ${OPERATOR.email}   password: ${OPERATOR.password}`,
    );
  } finally {
    await running.close();
  }
}

/** A directory with something in it that is not ours is not even opened: opening a database would migrate it. */
function refuseForeignDirectory(directory: string): void {
  if (!existsSync(directory) || readdirSync(directory).length === 0 || existsSync(join(directory, MARK))) return;
  throw new Error(
    `${directory} holds files that this program did not make. They were left as they are. Name an empty or new directory with --data.`,
  );
}

async function makeInstance(past: ServiceContext): Promise<void> {
  const createdAt = past.clock.now();
  const instanceId = `${MARK}-${past.entropy.id()}`;
  const mode = past.settings.defaultKeyProtection;
  if (mode === 'passphrase')
    throw new Error('COUNTERSIGN_KEY_SOURCE: a scratch estate needs a key file. Leave it out.');
  const protection = await past.signer.initialise({ instanceId, mode, passphrase: null });
  await past.store.transaction((tx) =>
    tx.createInstance({ instanceId, organisation: 'Scratch Estate', createdAt }, protection),
  );
  const first = await newOperator(past, { ...OPERATOR, roles: ['ca-admin', 'security-admin'], authorityIds: null });
  await past.store.transaction((tx) => tx.insertOperator(first.operator, first.passwordHash));
  for (const { root, issuing } of HIERARCHIES) {
    const above = await createAuthority(past, SEEDER, { kind: 'root', name: `${root} Root`, validityDays: 7_300 });
    for (const name of issuing)
      await createAuthority(past, SEEDER, {
        kind: 'issuing',
        parentId: above.authority.id,
        name,
        keyAlgorithm: 'P-256',
        validityDays: 3_650,
      });
  }
  await createProfile(past, SEEDER, { base: 'tlsServer', name: PROFILE_NAME });
}

async function issuersOf(context: ServiceContext) {
  const authorities = await context.store.authorities();
  return Promise.all(
    HIERARCHIES.flatMap(({ issuing }) => issuing).map(async (name) => {
      const found = authorities.find((authority) => authority.name === name);
      if (!found)
        throw new Error(
          `The scratch estate lacks its authority "${name}": making it was interrupted. Remove the directory and begin again.`,
        );
      return loadIssuer(context.store, found.id);
    }),
  );
}

async function addConnections(
  context: ServiceContext,
  { server, client }: { readonly server: readonly string[]; readonly client: readonly string[] },
  now: Date,
): Promise<void> {
  await context.store.transaction(async (tx) => {
    for (const [at, serverCertificateId] of server.entries())
      await tx.insertConnection({
        id: context.entropy.id(),
        kind: client[at] ? 'mutual' : 'one-way',
        name: `Connection ${at + 1}`,
        serverCertificateId,
        clientCertificateId: client[at] ?? null,
        createdAt: now,
        createdBy: 'seed',
        lastTest: null,
      });
  });
}

/** By the product's own job: keys made and kept here, everything as an operator's table would have it. */
async function addJobs(context: ServiceContext): Promise<void> {
  const run = context.entropy.id();
  for (const table of ['shops', 'kiosks']) {
    const rows = Array.from({ length: 20 }, (_, at) => ({ names: `${table}-${at}.${run}.example` }));
    await startBulkIssuance(context, SEEDER, {
      format: 'json',
      content: JSON.stringify(rows),
      mapping: { names: 'names' },
    });
    await runOpenJobs(context);
  }
}

function report(done: number, total: number, started: number): void {
  const rate = (done * 1_000) / (performance.now() - started);
  const line = `${done.toLocaleString('en')} of ${total.toLocaleString('en')} · ${Math.round(rate).toLocaleString('en')}/s · ${Math.round((total - done) / rate)} s left`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
  else if (done % 50_000 === 0 || done === total) console.error(line);
}

function say(fields: Record<string, unknown>, message: string): void {
  console.error(message, fields);
}
