import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateSqlite } from '../../lib/store/migrate.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { openSqliteConnection } from '../../lib/store/sqlite-connection.ts';
import { MIGRATIONS, silentLog, temporaryFolder } from './fixtures.ts';

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'test.db');
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  folder.remove();
});

function start(script: string, args: readonly string[]): ChildProcess {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** Empty when it ends without a word. */
async function firstWords(child: ChildProcess): Promise<string> {
  const said = once(child.stdout!, 'data').then(([chunk]) => String(chunk));
  return Promise.race([said, once(child, 'close').then(() => '')]);
}

const open = () => openStore({ databaseUrl: `file:${path}`, migrationsDirectory: MIGRATIONS, log: silentLog });

describe('several processes on one SQLite file', () => {
  it('apply each of 300 read-then-write transactions', async () => {
    migrateSqlite({ path, migrationsDirectory: MIGRATIONS });
    const connection = openSqliteConnection({ path, readOnly: false });
    connection.exec(`INSERT INTO "AttemptCounter" VALUES ('shared', 0, 0)`);
    const applied = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const child = start('./increment-process.ts', [path, '100']);
        const [said] = await Promise.all([firstWords(child), once(child, 'exit')]);
        return Number(said);
      }),
    );
    expect(applied).toEqual([100, 100, 100]);
    expect(connection.prepare('SELECT attempts FROM "AttemptCounter"').get()?.attempts).toBe(300);
    connection.close();
  });

  it('do not own it together', async () => {
    const owner = start('./own-process.ts', [`file:${path}`]);
    expect(await firstWords(owner)).toBe('open\n');
    await expect(open()).rejects.toMatchObject({
      name: 'DatabaseRefusal',
      code: 'locked',
      message: expect.stringContaining(`process ${owner.pid} since `),
    });
    const another = start('./own-process.ts', [`file:${path}`]);
    expect(await firstWords(another)).toContain(`in use by process ${owner.pid} since`);

    // Free as soon as its owner has closed it.
    owner.stdin!.end();
    expect(await once(owner, 'exit')).toEqual([0, null]);
    const { store } = await open();
    // Nor twice in one process.
    await expect(open()).rejects.toMatchObject({ code: 'locked' });
    await store.close();
    await (await open()).store.close();
  });

  it('hand it on when the owner is killed', async () => {
    const owner = start('./own-process.ts', [`file:${path}`]);
    expect(await firstWords(owner)).toBe('open\n');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    const { store } = await open();
    expect(await store.auditHead()).toMatchObject({ seq: 0 });
    await store.close();
  });

  it('one of several that start in the same moment gets it', async () => {
    const starters = Array.from({ length: 4 }, () => start('./own-process.ts', [`file:${path}`]));
    const said = await Promise.all(starters.map(firstWords));
    expect(said.filter((words) => words === 'open\n')).toHaveLength(1);
    expect(said.filter((words) => words.includes('DatabaseRefusal: '))).toHaveLength(3);
  });
});
