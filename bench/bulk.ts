import type { ApiClient } from '../lib/api/client.ts';
import { removeDirectory, setUp, startTestServer } from '../test/support/server.ts';
import { interleave, opensslSignatures, startReport } from './measure.ts';

/**
 * Bulk issuance through the job API: certificates a second from the first answer of the start to the end of the job,
 * P-256 keys made by the server, each certificate with its row, audit entries and job piece durable (SQLite). Beside it
 * the P-256 signatures a second of `openssl speed` on one thread. `ROWS` (2,000) sets how many; the dry run that comes
 * before every start is a figure of its own.
 */
const ROWS = Number(process.env.ROWS ?? 2_000);

const print = startReport('bulk', `bulk issuance of ${ROWS.toLocaleString('en')} certificates as a job`);
const server = await startTestServer();
try {
  const { client } = await setUp(server);
  let table = 0;
  const body = () => {
    table += 1;
    const rows = Array.from({ length: ROWS }, (_, at) => ({ names: `host-${at}.table-${table}.bench.example` }));
    return { format: 'json', content: JSON.stringify(rows), mapping: { names: 'names' } };
  };
  const values = await interleave({
    openssl: opensslSignatures,
    plan: async () => perSecond(() => client.post('/bulk-issuance/dry-run', body())),
    issue: async () => {
      const { id } = (await client.post('/bulk-issuance', body())) as { id: string };
      return perSecond(() => finished(client, id));
    },
  });
  const denominator = { name: '`openssl speed` P-256 sign', unit: '/s', values: values.openssl };
  print([
    { name: 'issued', unit: 'certificates/s', values: values.issue, denominator },
    { name: 'tried (dry run)', unit: 'rows/s', values: values.plan, denominator },
  ]);
} finally {
  await server.stop();
  removeDirectory(server.dataDirectory);
}

async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (ROWS * 1_000) / (performance.now() - started);
}

async function finished(client: ApiClient, id: string): Promise<void> {
  for (;;) {
    const { job } = (await client.get(`/jobs/${id}`)) as { job: { state: string; failed: number; message: string } };
    if (job.state === 'finished' && job.failed === 0) return;
    if (job.state !== 'queued' && job.state !== 'running')
      throw new Error(`The job ended as ${job.state}: ${job.message}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
