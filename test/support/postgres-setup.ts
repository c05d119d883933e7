import { CLUSTER_VARIABLE, UNAVAILABLE_VARIABLE } from './postgres.ts';
import { startCluster } from './postgres-cluster.ts';

/** One PostgreSQL for the whole run; each test file makes its own databases on it. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TEST_DATABASE_URL) return undefined;
  try {
    const { adminUrl, stop } = await startCluster();
    process.env[CLUSTER_VARIABLE] = adminUrl;
    return stop;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (process.env.CI === 'true') throw new Error(`The PostgreSQL suites must run here and cannot: ${reason}`);
    process.env[UNAVAILABLE_VARIABLE] = reason;
    console.warn(
      `\nPostgreSQL suites are SKIPPED: ${reason}\nSet TEST_DATABASE_URL=postgresql://user:password@host:port/database to run them on a server of yours.\n`,
    );
    return undefined;
  }
}
