import { spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OPERATOR, startTestContext } from '../lib/runtime/context.test-support.ts';
import { createAuthority } from '../lib/services/create-authority.ts';
import { issueCertificate } from '../lib/services/issue-certificate.ts';
import { publishCrl } from '../lib/services/publish-crl.ts';
import { readCurrentCrl } from '../lib/services/read-publication.ts';
import { revokeCertificate } from '../lib/services/revoke-certificate.ts';
import type { ServiceContext } from '../lib/services/service-context.ts';
import { type Figure, milliseconds, REPETITIONS, startReport } from './measure.ts';
import { DAY, randomSerial } from './seed.ts';
import { type Cost, costOf, highestMegabytes } from './watch-process.ts';

/**
 * Making and publishing a revocation list as the product does it: entries read from the store (SQLite), encoded,
 * linted, signed by the signer process, verified, stored. Beside it `openssl ca -gencrl` over an index of as many
 * revoked lines, which stores nothing. For both the memory: ours is what the process and the signer take in addition,
 * that of openssl all it takes. Then one more revocation through the product, up to the published list, beside the
 * SHA-256 and P-256 signature of the same octets. `ENTRIES` (10000,100000) names the sizes; 1000000 takes minutes.
 */
const SIZES = (process.env.ENTRIES ?? '10000,100000').split(',').map(Number);
const repetitionsOf = (size: number) => (size >= 1_000_000 ? 3 : REPETITIONS);

const print = startReport('crl-build', 'revocation lists read, signed and published');
const figures: Figure[] = [];
for (const size of SIZES) figures.push(...(await measure(size)));
print(figures);

async function measure(size: number): Promise<readonly Figure[]> {
  const test = await startTestContext();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-crl-'));
  try {
    const { authority } = await createAuthority(test.context, OPERATOR, {
      kind: 'root',
      name: 'Bench Root',
      keyAlgorithm: 'P-256',
    });
    const leaves: string[] = [];
    for (let at = 0; at < repetitionsOf(size); at += 1) leaves.push(await issueLeaf(test.context, authority.id, at));
    await seedBoth(join(test.directory, 'countersign.db'), authority.id, folder, size);
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const built: Cost[] = [];
    const further: Cost[] = [];
    const openssl: { milliseconds: number; megabytes: number }[] = [];
    const signing: number[] = [];
    let octets: Uint8Array = new Uint8Array();
    for (const [repetition, leaf] of leaves.entries()) {
      writeOut();
      built.push(
        await costOf(async () => {
          const { entryCount } = await publishCrl(test.context, OPERATOR, authority.id);
          if (entryCount !== size + repetition) throw new Error(`The list has ${entryCount} entries.`);
        }),
      );
      openssl.push(await gencrl(folder));
      writeOut();
      further.push(
        await costOf(async () => {
          const { crl } = await revokeCertificate(test.context, OPERATOR, leaf, { reason: 'superseded' });
          if (!crl) throw new Error('The list could not be signed.');
        }),
      );
      octets = (await readCurrentCrl(test.context, authority.id)).certificateListDer;
      signing.push(await milliseconds(() => sign('sha256', octets, privateKey)));
    }
    const entries = `${size.toLocaleString('en')} entries (${(octets.length / 1e6).toFixed(1)} MB)`;
    const gencrlName = '`openssl ca -gencrl`';
    const ms = (name: string, values: readonly number[]) => ({ name, unit: 'ms', values });
    return [
      {
        ...ms(
          entries,
          built.map((one) => one.milliseconds),
        ),
        denominator: ms(
          gencrlName,
          openssl.map((one) => one.milliseconds),
        ),
      },
      {
        name: `${entries}: memory`,
        unit: 'MB',
        values: built.map((one) => one.extraMegabytes),
        denominator: { name: `${gencrlName}, in all`, unit: 'MB', values: openssl.map((one) => one.megabytes) },
      },
      ms(
        `${entries}: longest stop of the event loop`,
        built.map((one) => one.lag),
      ),
      {
        ...ms(
          `${entries}: one more revocation`,
          further.map((one) => one.milliseconds),
        ),
        denominator: ms('SHA-256 and sign of the octets', signing),
      },
      ms(
        `${entries}: one more revocation, longest stop of the event loop`,
        further.map((one) => one.lag),
      ),
    ];
  } finally {
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A durable commit waits for what others have written, too: the tens of megabytes of openssl's files are not ours to wait for. */
function writeOut(): void {
  spawnSync('sync');
}

async function issueLeaf(context: ServiceContext, authorityId: string, at: number): Promise<string> {
  const names = [`leaf-${at}.bench.example`];
  const { certificate } = await issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId, names });
  return certificate.id;
}

/** The serials are not kept: they would be in the way of the memory figures. */
async function seedBoth(path: string, authorityId: string, folder: string, size: number): Promise<void> {
  const serials = Array.from({ length: size }, randomSerial);
  seed(path, authorityId, serials);
  await writeOpensslAuthority(folder, serials);
}

function seed(path: string, authorityId: string, serials: readonly string[]): void {
  const database = new DatabaseSync(path);
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  const insert = database.prepare(
    `INSERT INTO "RevokedEntry" ("authorityId", "serialHex", "revokedAt", "reason", "notAfter") VALUES (?, ?, ?, ?, ?)`,
  );
  database.exec('BEGIN');
  for (const [at, serial] of serials.entries())
    insert.run(authorityId, serial, now - at * 1_000, at % 2 ? 'keyCompromise' : 'unspecified', now + 90 * DAY);
  database.exec('COMMIT');
  database.close();
}

async function writeOpensslAuthority(folder: string, serials: readonly string[]): Promise<void> {
  await run(folder, ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'ca.key']);
  await run(folder, ['req', '-x509', '-new', '-key', 'ca.key', '-subj', '/CN=Bench', '-days', '30', '-out', 'ca.pem']);
  writeFileSync(
    join(folder, 'ca.cnf'),
    '[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncertificate=ca.pem\nprivate_key=ca.key\ndefault_md=sha256\ndefault_crl_days=7\ncrlnumber=crlnumber\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n',
  );
  writeFileSync(join(folder, 'crlnumber'), '01\n');
  const index = createWriteStream(join(folder, 'index.txt'));
  for (const [at, serial] of serials.entries())
    if (
      !index.write(
        `R\t301231235959Z\t261124120000Z${at % 2 ? ',keyCompromise' : ''}\t${serial.toUpperCase()}\tunknown\t/CN=x\n`,
      )
    )
      await new Promise<void>((resolve) => index.once('drain', () => resolve()));
  await new Promise<void>((resolve) => index.end(() => resolve()));
}

/** Milliseconds and the highest resident memory. */
async function gencrl(folder: string): Promise<{ milliseconds: number; megabytes: number }> {
  let megabytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const taken = await milliseconds(() =>
    run(folder, ['ca', '-gencrl', '-config', 'ca.cnf', '-out', 'crl.pem'], (id) => {
      timer = setInterval(() => {
        megabytes = Math.max(megabytes, highestMegabytes(id) || 0);
      }, 5);
    }),
  );
  clearInterval(timer);
  return { milliseconds: taken, megabytes };
}

function run(folder: string, args: readonly string[], onStart?: (processId: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('openssl', [...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    if (child.pid !== undefined) onStart?.(child.pid);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(said))));
  });
}
