import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateSqlite } from '../../lib/store/migrate.ts';
import { SLICE } from '../../lib/store/revoked-slices.ts';
import { sqliteRevokedScan } from '../../lib/store/scan-revoked.ts';
import { openSqliteConnection } from '../../lib/store/sqlite-connection.ts';
import { MIGRATIONS, temporaryFolder } from './fixtures.ts';

const READER = fileURLToPath(new URL('../../bin/revoked-reader.ts', import.meta.url));
/** More than is read without a thread. */
const MANY = 250_002;
const EVERYTHING = new Date(0);

let folder: ReturnType<typeof temporaryFolder>;
let path: string;

beforeAll(() => {
  folder = temporaryFolder();
  path = join(folder.path, 'test.db');
  migrateSqlite({ path, migrationsDirectory: MIGRATIONS });
  const connection = openSqliteConnection({ path, readOnly: false, foreignKeys: false });
  connection.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY})
    INSERT INTO "RevokedEntry" ("authorityId", "serialHex", "revokedAt", "reason", "notAfter")
    SELECT 'many', printf('%032x', i * 7919), i * 1000, 'superseded', i * 1000 FROM n`);
  connection.close();
});
afterAll(() => folder.remove());

async function read(readerFile: string | null, notExpiredBefore = EVERYTHING, authorityId = 'many') {
  const hash = createHash('sha256');
  let slices = 0;
  for await (const slice of sqliteRevokedScan(path, readerFile)(authorityId, notExpiredBefore)) {
    slices += 1;
    hash.update(slice);
  }
  return { slices, digest: hash.digest('hex') };
}

describe('the thread that reads long lists', () => {
  it('says the same in the same slices as reading without it', async () => {
    const inThread = await read(READER);
    expect(inThread).toEqual(await read(null));
    expect(inThread.slices).toBe(Math.ceil(MANY / SLICE));
  });

  it('leaves out what had expired, down to nothing', async () => {
    const half = new Date((MANY * 1000) / 2);
    expect(await read(READER, half)).toEqual(await read(null, half));
    expect((await read(READER, new Date((MANY + 1) * 1000))).slices).toBe(0);
  });

  it('is not begun for a list that is short', async () => {
    expect((await read('/nowhere/reader.mjs', EVERYTHING, 'other')).slices).toBe(0);
  });

  it('refuses instead of handing out a part, when it cannot be begun', async () => {
    await expect(read('/nowhere/reader.mjs')).rejects.toThrow(/reader\.mjs/);
  });

  it('ends when who asked has enough, and the database can be written and read again', async () => {
    const scan = sqliteRevokedScan(path, READER);
    for await (const slice of scan('many', EVERYTHING)) {
      expect(slice.length).toBeGreaterThan(0);
      break;
    }
    const connection = openSqliteConnection({ path, readOnly: false });
    // Would be busy while a reader still had its moment of the database.
    expect(connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()).toMatchObject({ busy: 0 });
    connection.close();
    expect((await read(READER)).slices).toBe(Math.ceil(MANY / SLICE));
  });
});
