/** Run by sqlite-processes.test.ts: PATH COUNT read-then-write transactions on a counter, without the instance lock. */
import { PrismaClient } from '../../lib/store/generated/sqlite/client.ts';
import { openSqliteConnection } from '../../lib/store/sqlite-connection.ts';
import { createSqliteAdapter } from '../../lib/store/sqlite-driver-adapter.ts';

const [path = '', count = '0'] = process.argv.slice(2);
const client = new PrismaClient({
  adapter: createSqliteAdapter(openSqliteConnection({ path, readOnly: false })),
  errorFormat: 'minimal',
});
let applied = 0;
for (let at = 0; at < Number(count); at += 1) {
  await client.$transaction(async (tx) => {
    const { attempts } = await tx.attemptCounter.findUniqueOrThrow({ where: { name: 'shared' } });
    await tx.attemptCounter.update({ where: { name: 'shared' }, data: { attempts: attempts + 1 } });
  });
  applied += 1;
}
await client.$disconnect();
process.stdout.write(String(applied));
