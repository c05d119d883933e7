import type { DnsName } from '../lib/pki/types.ts';
import { makeCsr } from '../test/support/requests.ts';
import { removeDirectory, setUp, startTestServer } from '../test/support/server.ts';
import { operatorHeaders, requestsPerSecond } from './exchange.ts';
import { type Figure, interleave, opensslSignatures, startReport } from './measure.ts';

/**
 * Single issuance over HTTP: certificates a second by `POST /api/v1/certificates`, durable and audited when answered
 * (SQLite), from a CSR and with a P-256 key made by the server, with 1 and with 8 callers on kept connections. Beside
 * it the P-256 signatures a second of `openssl speed` on one thread. The CSRs are made beforehand; the load generator
 * shares the machine with the server. The database grows during the run, by a fifth a repetition.
 */
const CALLS = 300;
const CONCURRENCY = 8;

const print = startReport('issue', `issuance over HTTP, ${CALLS} requests a repetition`);
const server = await startTestServer();
try {
  await setUp(server);
  const headers = await operatorHeaders(server);
  const url = `${server.adminUrl}/api/v1/certificates`;
  const fromCsr = Array.from({ length: CALLS }, (_, index) => {
    const name = `csr-${index}.bench.example`;
    const { pem } = makeCsr({ commonName: name, names: [{ type: 'dns', value: name as DnsName }] });
    return JSON.stringify({ profile: 'tlsServer', csr: pem });
  });
  const withKey = Array.from({ length: CALLS }, (_, index) =>
    JSON.stringify({ profile: 'tlsServer', names: [`key-${index}.bench.example`], keyAlgorithm: 'P-256' }),
  );
  const rate = (bodies: readonly string[], concurrency: number, calls = CALLS) =>
    requestsPerSecond({ calls, concurrency }, (index) => ({ method: 'POST', url, headers, body: bodies[index] ?? '' }));

  for (const bodies of [fromCsr, withKey]) await rate(bodies, CONCURRENCY, 50);
  const values = await interleave({
    openssl: opensslSignatures,
    csrOne: () => rate(fromCsr, 1),
    csrMany: () => rate(fromCsr, CONCURRENCY),
    keyOne: () => rate(withKey, 1),
    keyMany: () => rate(withKey, CONCURRENCY),
  });
  const denominator = { name: '`openssl speed` P-256 sign', unit: '/s', values: values.openssl };
  const figure = (name: string, measured: readonly number[]): Figure => ({
    name,
    unit: 'certificates/s',
    values: measured,
    denominator,
  });
  print([
    figure('from a CSR, 1 caller', values.csrOne),
    figure(`from a CSR, ${CONCURRENCY} callers`, values.csrMany),
    figure('P-256 key made by the server, 1 caller', values.keyOne),
    figure(`P-256 key made by the server, ${CONCURRENCY} callers`, values.keyMany),
  ]);
} finally {
  await server.stop();
  removeDirectory(server.dataDirectory);
}
