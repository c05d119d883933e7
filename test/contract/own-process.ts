/** Run by sqlite-processes.test.ts: opens the store at URL, says so, and keeps it until its input ends or it is killed. */
import { openStore } from '../../lib/store/open-store.ts';
import { MIGRATIONS, silentLog } from './fixtures.ts';

try {
  const { store } = await openStore({
    databaseUrl: process.argv[2] ?? '',
    migrationsDirectory: MIGRATIONS,
    log: silentLog,
  });
  process.stdout.write('open\n');
  for await (const _ of process.stdin);
  await store.close();
} catch (error) {
  process.stdout.write(`${error instanceof Error ? `${error.name}: ${error.message}` : error}\n`);
  process.exitCode = 1;
}
