import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OPERATOR, startTestContext } from '../lib/runtime/context.test-support.ts';
import { createAuthority } from '../lib/services/create-authority.ts';
import { publishCrl } from '../lib/services/publish-crl.ts';
import { type Figure, milliseconds, startReport } from './measure.ts';
import { DAY, randomSerial } from './seed.ts';

/**
 * Making and publishing a revocation list as the product does it: entries read from the store (SQLite), encoded,
 * linted, signed by the signer process, verified, stored. Beside it `openssl ca -gencrl` over an index of as many
 * revoked lines, which stores nothing. `ENTRIES` (10000,100000) names the sizes; 1000000 takes minutes.
 */
const SIZES = (process.env.ENTRIES ?? '10000,100000').split(',').map(Number);
const REPETITIONS = 3;

const print = startReport('crl-build', 'revocation lists read, signed and published');
const figures: Figure[] = [];
for (const size of SIZES) figures.push(await measure(size));
print(figures);

async function measure(size: number): Promise<Figure> {
  const test = await startTestContext();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-crl-'));
  try {
    const { authority } = await createAuthority(test.context, OPERATOR, {
      kind: 'root',
      name: 'Bench Root',
      keyAlgorithm: 'P-256',
    });
    const serials = Array.from({ length: size }, randomSerial);
    seed(join(test.directory, 'countersign.db'), authority.id, serials);
    await writeOpensslAuthority(folder, serials);
    const ours: number[] = [];
    const openssl: number[] = [];
    let octets = 0;
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      ours.push(
        await milliseconds(async () => {
          const { certificateListDer, entryCount } = await publishCrl(test.context, OPERATOR, authority.id);
          if (entryCount !== size) throw new Error(`The list has ${entryCount} entries, not ${size}.`);
          octets = certificateListDer.length;
        }),
      );
      openssl.push(await milliseconds(() => gencrl(folder)));
    }
    return {
      name: `${size.toLocaleString('en')} entries (${(octets / 1_000_000).toFixed(1)} MB)`,
      unit: 'ms',
      values: ours,
      denominator: { name: '`openssl ca -gencrl`', unit: 'ms', values: openssl },
    };
  } finally {
    await test.close();
    rmSync(folder, { recursive: true, force: true });
  }
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

function gencrl(folder: string): Promise<void> {
  return run(folder, ['ca', '-gencrl', '-config', 'ca.cnf', '-out', 'crl.pem']);
}

function run(folder: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('openssl', [...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(said))));
  });
}
