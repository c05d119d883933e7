import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PrismaClient } from '../../lib/store/generated/sqlite/client.ts';
import { migrateSqlite } from '../../lib/store/migrate.ts';
import type { DatabaseClient } from '../../lib/store/rows.ts';
import { openSqliteConnection, readPragma } from '../../lib/store/sqlite-connection.ts';
import { createSqliteAdapter } from '../../lib/store/sqlite-driver-adapter.ts';
import { MIGRATIONS, NOW, openDatabase, temporaryFolder } from './fixtures.ts';

/** The faults that the stock adapters were seen to have (docs: an acknowledged write must be a stored write). */
let folder: ReturnType<typeof temporaryFolder>;
let path: string;
let connection: DatabaseSync;
let client: DatabaseClient;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'test.db');
  migrateSqlite({ path, migrationsDirectory: MIGRATIONS });
  connection = openSqliteConnection({ path, readOnly: false });
  client = clientOn(connection);
});
afterEach(async () => {
  await client.$disconnect();
  if (connection.isOpen) connection.close();
  folder.remove();
});

function clientOn(database: DatabaseSync): DatabaseClient {
  return new PrismaClient({ adapter: createSqliteAdapter(database), errorFormat: 'minimal' });
}

/** What another process would find: the leases by name, on a connection opened for this question alone. */
function storedLeases(): string[] {
  const fresh = new DatabaseSync(path, { readOnly: true });
  try {
    return fresh
      .prepare('SELECT name FROM "Lease" ORDER BY name')
      .all()
      .map((row) => String(row.name));
  } finally {
    fresh.close();
  }
}

const lease = (name: string) => ({ data: { name, holder: 'h', expiresAt: NOW } });

describe('isolation', () => {
  it('keeps plain writes out of a transaction that is open and later rolled back', async () => {
    const opened = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const rolledBack = client
      .$transaction(async (tx) => {
        await tx.lease.create(lease('in-transaction'));
        opened.resolve();
        await finish.promise;
        throw new Error('roll back');
      })
      .catch((error: Error) => error.message);
    await opened.promise;

    let acknowledged = 0;
    const count = () => {
      acknowledged += 1;
    };
    // A Prisma call does not run until it is awaited or `.then` is called: without this the test would prove nothing.
    const writes = [
      client.lease.create(lease('plain-create')).then(count),
      client.lease.createMany({ data: [lease('plain-many').data] }).then(count),
      client.$executeRaw`INSERT INTO "Lease" VALUES ('plain-raw', 'h', 0)`.then(count),
      client.lease.count().then((found) => {
        // Not a dirty read either: the row of the open transaction is never counted.
        expect(found).toBe(3);
        count();
      }),
    ];
    await delay(100);
    expect(acknowledged).toBe(0);
    expect(connection.isTransaction).toBe(true);
    finish.resolve();
    expect(await rolledBack).toBe('roll back');
    await Promise.all(writes);
    expect(acknowledged).toBe(4);
    expect(storedLeases()).toEqual(['plain-create', 'plain-many', 'plain-raw']);
  });

  it('loses no acknowledged write among transactions that commit and roll back', async () => {
    const acknowledged: string[] = [];
    await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        const name = `w${String(at).padStart(2, '0')}`;
        if (at % 3 === 0) await client.lease.create(lease(name));
        else if (at % 3 === 1) await client.$transaction((tx) => tx.lease.create(lease(name)));
        else
          return client
            .$transaction(async (tx) => {
              await tx.lease.create(lease(name));
              await delay(1);
              throw new Error('roll back');
            })
            .catch(() => {});
        acknowledged.push(name);
      }),
    );
    expect(acknowledged).toHaveLength(40);
    expect(storedLeases()).toEqual(acknowledged.sort());
  });

  it('applies each of 60 parallel read-then-write transactions', async () => {
    await client.attemptCounter.create({ data: { name: 'n', windowStart: NOW, attempts: 0 } });
    await Promise.all(
      Array.from({ length: 60 }, () =>
        client.$transaction(
          async (tx) => {
            const { attempts } = await tx.attemptCounter.findUniqueOrThrow({ where: { name: 'n' } });
            await tx.attemptCounter.update({ where: { name: 'n' }, data: { attempts: attempts + 1 } });
          },
          { maxWait: 20_000 },
        ),
      ),
    );
    expect((await client.attemptCounter.findUniqueOrThrow({ where: { name: 'n' } })).attempts).toBe(60);
  });

  it('nests by savepoints and takes the array form', async () => {
    await client.$transaction([client.lease.create(lease('a')), client.lease.create(lease('b'))]);
    const failed = client.$transaction([client.lease.create(lease('c')), client.lease.create(lease('a'))]);
    await expect(failed).rejects.toMatchObject({ code: 'P2002' });
    expect(storedLeases()).toEqual(['a', 'b']);
  });

  it('frees the connection when a transaction overruns its time', async () => {
    const late = client.$transaction(
      async (tx) => {
        await tx.lease.create(lease('late'));
        await delay(200);
        await tx.lease.create(lease('later'));
      },
      { timeout: 50 },
    );
    await expect(late).rejects.toMatchObject({ code: 'P2028' });
    await client.lease.create(lease('next'));
    expect(storedLeases()).toEqual(['next']);
  });

  it('frees the connection when a transaction was waited for in vain', async () => {
    const finish = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<void>();
    const holder = client.$transaction(async () => {
      opened.resolve();
      await finish.promise;
    });
    await opened.promise;
    const impatient = client.$transaction((tx) => tx.lease.create(lease('impatient')), { maxWait: 30 });
    await expect(impatient).rejects.toMatchObject({ code: 'P2028' });
    finish.resolve();
    await holder;
    await client.lease.create(lease('next'));
    expect(storedLeases()).toEqual(['next']);
    expect(connection.isTransaction).toBe(false);
  });
});

describe('a COMMIT that fails', () => {
  it('by a deferred foreign key: is reported, rolled back, and later writes are durable', async () => {
    connection.exec(`CREATE TABLE "Child" (id INTEGER PRIMARY KEY, parent TEXT
      REFERENCES "Lease"(name) DEFERRABLE INITIALLY DEFERRED)`);
    const failed = client.$transaction(async (tx) => {
      await tx.lease.create(lease('with-orphan'));
      await tx.$executeRaw`INSERT INTO "Child" VALUES (1, 'nobody')`;
    });
    // What COMMIT threw comes as the adapter made it, without a code of Prisma's.
    await expect(failed).rejects.toMatchObject({ cause: { kind: 'ForeignKeyConstraintViolation' } });
    expect(connection.isTransaction).toBe(false);
    await client.lease.create(lease('after'));
    await client.$transaction((tx) => tx.lease.create(lease('after-in-transaction')));
    expect(storedLeases()).toEqual(['after', 'after-in-transaction']);
  });

  it('by BUSY: is reported, rolled back, and later writes are durable', async () => {
    // Write-ahead logging has no such case; the rollback journal has one as soon as somebody reads.
    connection.close();
    const journal = new DatabaseSync(path, { timeout: 20 });
    journal.exec('PRAGMA journal_mode = DELETE');
    client = clientOn(journal);
    await client.lease.create(lease('before'));
    const reader = new DatabaseSync(path);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM "Lease"').get();

    const failed = client.$transaction((tx) => tx.lease.create(lease('busy')));
    await expect(failed).rejects.toMatchObject({ cause: { kind: 'SocketTimeout', originalCode: '5' } });
    expect(journal.isTransaction).toBe(false);
    // While the reader stays, each write is refused, never acknowledged and lost.
    await expect(client.lease.create(lease('refused'))).rejects.toMatchObject({ code: 'P1008' });
    reader.exec('COMMIT');
    reader.close();
    await client.lease.create(lease('after'));
    expect(storedLeases()).toEqual(['after', 'before']);
    await client.$disconnect();
  });

  it('after SQLite has rolled back by itself: is reported', async () => {
    const failed = client.$transaction(async (tx) => {
      await tx.lease.create(lease('one'));
      // What a full disk or an I/O error makes SQLite do.
      connection.exec('ROLLBACK');
      await tx.lease.create(lease('two'));
    });
    await expect(failed).rejects.toThrow(/already ended/);
    expect(storedLeases()).toEqual([]);
    const silent = client.$transaction(async (tx) => {
      await tx.lease.create(lease('three'));
      connection.exec('ROLLBACK');
    });
    await expect(silent).rejects.toMatchObject({ cause: { kind: 'TransactionAlreadyClosed' } });
    await client.lease.create(lease('after'));
    expect(storedLeases()).toEqual(['after']);
  });

  it('by a BEGIN that finds the file locked: frees the connection for the next', async () => {
    const other = new DatabaseSync(path);
    connection.exec('PRAGMA busy_timeout = 20');
    other.exec('BEGIN IMMEDIATE');
    await expect(client.$transaction((tx) => tx.lease.create(lease('locked')))).rejects.toMatchObject({
      code: 'P1008',
    });
    other.exec('ROLLBACK');
    other.close();
    await client.$transaction((tx) => tx.lease.create(lease('free')));
    expect(storedLeases()).toEqual(['free']);
  });
});

describe('values', () => {
  it('keeps whole numbers beyond 2^53, bytes, times and truth', async () => {
    for (const large of [2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n + 1n, 0n]) {
      const row = { seq: large, at: NOW, actor: '', action: '', objectType: '', objectId: '', details: '' };
      await client.auditEntry.create({ data: { ...row, previousHash: '', hash: '' } });
      expect((await client.auditEntry.findUniqueOrThrow({ where: { seq: large } })).seq).toBe(large);
    }
    const [raw] = await client.$queryRaw<{ seq: bigint }[]>`SELECT max(seq) AS seq FROM "AuditEntry"`;
    expect(raw?.seq).toBe(2n ** 63n - 1n);

    const every = Uint8Array.from({ length: 256 }, (_, value) => value);
    const data = { id: 'k', kind: 'x', algorithm: 'x', spkiSha256: 'x', createdAt: NOW };
    await client.privateKey.create({ data: { ...data, spkiDer: every, wrapped: new Uint8Array() } });
    const key = await client.privateKey.findUniqueOrThrow({ where: { id: 'k' } });
    expect(key.spkiDer).toEqual(every);
    expect(key.wrapped).toEqual(new Uint8Array());
    expect(key.createdAt).toEqual(NOW);
    const stored = connection.prepare('SELECT typeof("createdAt") AS kind FROM "PrivateKey"').get();
    expect(stored?.kind).toBe('integer');

    const precise = new Date('2026-01-02T03:04:05.678Z');
    const user = {
      id: 'u',
      name: 'Ü\u{1F512}',
      email: 'e',
      emailVerified: true,
      createdAt: precise,
      updatedAt: precise,
    };
    await client.authUser.create({ data: user });
    expect(await client.authUser.findUniqueOrThrow({ where: { id: 'u' } })).toMatchObject(user);
    expect(await client.authUser.count({ where: { createdAt: { gte: precise }, emailVerified: true } })).toBe(1);
    expect(await client.$queryRaw`SELECT "createdAt", "emailVerified", 1.5 AS real FROM "AuthUser"`).toEqual([
      { createdAt: precise, emailVerified: true, real: 1.5 },
    ]);
  });

  it('gives constraint violations their names', async () => {
    const user = { name: '', email: 'e', createdAt: NOW, updatedAt: NOW };
    await client.authUser.create({ data: { id: '1', ...user } });
    await expect(client.authUser.create({ data: { id: '2', ...user } })).rejects.toMatchObject({ code: 'P2002' });
    await expect(client.authUser.create({ data: { id: '1', ...user, email: 'f' } })).rejects.toMatchObject({
      code: 'P2002',
    });
    const orphan = { id: 's', token: 't', userId: 'nobody', expiresAt: NOW, createdAt: NOW, updatedAt: NOW };
    await expect(client.authSession.create({ data: orphan })).rejects.toMatchObject({ code: 'P2003' });
    await expect(client.authUser.delete({ where: { id: 'nobody' } })).rejects.toMatchObject({ code: 'P2025' });
    await expect(client.$executeRaw`INSERT INTO "Lease" (name) VALUES ('x')`).rejects.toMatchObject({ code: 'P2010' });
    await expect(client.$queryRaw`SELECT * FROM "NoSuchTable"`).rejects.toMatchObject({ code: 'P2010' });
    await client.authSession.create({ data: { ...orphan, userId: '1' } });
    await client.authUser.delete({ where: { id: '1' } });
    expect(await client.authSession.count()).toBe(0);
  });
});

describe('the file', () => {
  it('is opened with every setting, on both connections', () => {
    const reader = openSqliteConnection({ path, readOnly: true });
    for (const database of [connection, reader])
      expect(Object.fromEntries(PRAGMAS.map((name) => [name, readPragma(database, name)]))).toEqual({
        journal_mode: 'wal',
        synchronous: '2',
        foreign_keys: '1',
        busy_timeout: '5000',
        trusted_schema: '0',
        cell_size_check: '1',
        cache_size: '-65536',
        mmap_size: '268435456',
        temp_store: '2',
      });
    expect(() => reader.exec(`DELETE FROM "Lease"`)).toThrow(/readonly/);
    reader.close();
  });

  it('keeps its settings after transactions', async () => {
    await client.$transaction((tx) => tx.lease.create(lease('x')));
    await client.$transaction((tx) => tx.lease.create(lease('x'))).catch(() => {});
    expect([readPragma(connection, 'synchronous'), readPragma(connection, 'foreign_keys')]).toEqual(['2', '1']);
  });

  it('is refused when a setting does not take', () => {
    // A database in memory cannot have a write-ahead log.
    expect(() => openSqliteConnection({ path: ':memory:', readOnly: false })).toThrow(
      expect.objectContaining({
        name: 'DatabaseRefusal',
        code: 'pragma',
        message: expect.stringContaining('journal_mode'),
      }),
    );
    // The file that is made beforehand, with its mode.
    rmSync(':memory:', { force: true });
  });

  it('is refused when it is something else', () => {
    const text = join(folder.path, 'text.db');
    writeFileSync(text, 'this is not a database, and long enough to be read as one: '.repeat(20));
    const directory = join(folder.path, 'folder.db');
    mkdirSync(directory);
    for (const wrong of [text, directory])
      expect(() => openSqliteConnection({ path: wrong, readOnly: false })).toThrow(
        expect.objectContaining({ name: 'DatabaseRefusal', code: 'not-writable' }),
      );
  });

  it.skipIf(process.platform === 'win32')('is readable by its owner alone, whatever the umask', async () => {
    const umask = process.umask(0o000);
    const database = await openDatabase('sqlite');
    try {
      const file = database.url.slice('file:'.length);
      await database.store.transaction((tx) => tx.clearAttempts('x'));
      for (const suffix of ['', '-wal', '-shm', '.lock'])
        expect((statSync(`${file}${suffix}`).mode & 0o777).toString(8), suffix).toBe('600');
    } finally {
      process.umask(umask);
      await database.release();
    }
  });
});

const PRAGMAS = [
  'journal_mode',
  'synchronous',
  'foreign_keys',
  'busy_timeout',
  'trusted_schema',
  'cell_size_check',
  'cache_size',
  'mmap_size',
  'temp_store',
];
