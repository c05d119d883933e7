import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { startCluster } from './postgres-cluster.ts';

/**
 * An empty database of one's own on a real PostgreSQL: the server of TEST_DATABASE_URL, else the one that the set-up of
 * the run has started, else one that is started now and stopped with its last database.
 */
export async function acquirePostgres(): Promise<{ url: string; release(): Promise<void> } | { unavailable: string }> {
  const reason = process.env[UNAVAILABLE_VARIABLE];
  if (reason !== undefined && reason !== '') return { unavailable: reason };
  const given = process.env.TEST_DATABASE_URL ?? process.env[CLUSTER_VARIABLE];
  if (given !== undefined && given !== '') return createDatabase(given, async () => {});
  try {
    const { adminUrl, leave } = await joinOwnCluster();
    return await createDatabase(adminUrl, leave);
  } catch (error) {
    return { unavailable: error instanceof Error ? error.message : String(error) };
  }
}

/** Where the set-up of the run leaves word for the workers. */
export const CLUSTER_VARIABLE = 'COUNTERSIGN_TEST_CLUSTER';
export const UNAVAILABLE_VARIABLE = 'COUNTERSIGN_TEST_CLUSTER_UNAVAILABLE';

async function createDatabase(adminUrl: string, leave: () => Promise<void>) {
  const name = `countersign_test_${randomBytes(6).toString('hex')}`;
  await asAdministrator(
    adminUrl,
    `CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`,
  );
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async release() {
      await asAdministrator(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
      await leave();
    },
  };
}

async function asAdministrator(adminUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

let own: { started: ReturnType<typeof startCluster>; users: number } | null = null;

async function joinOwnCluster(): Promise<{ adminUrl: string; leave(): Promise<void> }> {
  own ??= { started: startCluster(), users: 0 };
  const joined = own;
  joined.users += 1;
  const { adminUrl, stop } = await joined.started;
  return {
    adminUrl,
    async leave() {
      joined.users -= 1;
      if (joined.users > 0) return;
      own = null;
      await stop();
    },
  };
}
