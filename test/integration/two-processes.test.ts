import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { certIdHashes, encodeOcspRequest } from '../../lib/pki/ocsp.ts';
import { parseOcspResponse } from '../../lib/pki/ocsp-response.ts';
import { parseSerialNumber } from '../../lib/pki/serial-number.ts';
import { acquirePostgres } from '../support/postgres.ts';
import { removeDirectory, setUp, signedIn, startTestServer, type TestServer } from '../support/server.ts';

/** Two servers with one key file on one PostgreSQL, as behind a load balancer. */
const database = await acquirePostgres();

describe.skipIf('unavailable' in database)('two processes on one PostgreSQL', () => {
  let servers: readonly [TestServer, TestServer];
  let clients: readonly [ApiClient, ApiClient];
  let issuingId: string;

  beforeAll(async () => {
    const env = { DATABASE_URL: (database as { url: string }).url };
    const first = await startTestServer({ env });
    const made = await setUp(first);
    issuingId = made.issuingId;
    const second = await startTestServer({ env, dataDirectory: first.dataDirectory });
    servers = [first, second];
    clients = [made.client, await signedIn(second)];
  });
  afterAll(async () => {
    for (const server of servers ?? []) await server.stop();
    if (servers) removeDirectory(servers[0].dataDirectory);
    if ('release' in database) await database.release();
  });

  it('SER-03: 1,000 certificates at the same time have 1,000 serials, and the log has no gap', {
    timeout: 300_000,
  }, async () => {
    const serials: string[] = [];
    const issue = async (client: ApiClient, from: number) => {
      for (let at = from; at < 1_000; at += 16) {
        const { serialNumber } = (await client.post('/certificates', {
          profile: 'tlsServer',
          names: [`host-${at}.lan`],
        })) as { serialNumber: string };
        serials.push(serialNumber);
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, at) => issue(clients[at % 2] as ApiClient, at)));
    expect(new Set(serials).size).toBe(1_000);
    for (const client of clients) {
      const { verification } = (await client.get('/audit')) as { verification: { state: string; upToSeq: number } };
      expect(verification.state).toBe('verified');
      expect(verification.upToSeq).toBeGreaterThanOrEqual(2_000);
    }
  });

  it('answer a repeated request once', async () => {
    const key = { 'idempotency-key': 'one-key-two-doors' };
    const body = { profile: 'tlsServer', names: ['twice.lan'] };
    const answers = await Promise.allSettled(clients.map((client) => client.post('/certificates', body, key)));
    // The later one is told to wait, or gets the answer of the first.
    expect(answers.some(({ status }) => status === 'fulfilled')).toBe(true);
    const { items } = (await clients[0].get('/certificates?q=twice.lan')) as { items: unknown[] };
    expect(items).toHaveLength(1);
  });

  it('see a revocation of the other one in the very next OCSP answer and list', async () => {
    const { id, serialNumber } = (await clients[0].post('/certificates', {
      profile: 'tlsServer',
      names: ['gone.lan'],
    })) as { id: string; serialNumber: string };
    const { content } = await clients[0].download('GET', `/authorities/${issuingId}/certificate?format=der`);
    const issuer = parseCertificate(content);
    const hashes = certIdHashes(issuer.subjectDer, issuer.spkiDer).sha256;
    const question = encodeOcspRequest(
      [
        {
          hashAlgorithm: 'sha256',
          issuerNameHash: hashes.name,
          issuerKeyHash: hashes.key,
          serialNumber: parseSerialNumber(serialNumber),
        },
      ],
      null,
    );
    const statuses = () =>
      Promise.all(
        servers.map(async ({ publicUrl }) => {
          const response = await fetch(`${publicUrl}/ocsp`, {
            method: 'POST',
            headers: { 'content-type': 'application/ocsp-request' },
            body: question as Uint8Array<ArrayBuffer>,
          });
          const parsed = parseOcspResponse(new Uint8Array(await response.arrayBuffer()));
          return parsed.basic?.responses[0]?.status.type;
        }),
      );
    expect(await statuses()).toEqual(['good', 'good']);
    await clients[0].post(`/certificates/${id}/revoke`, { reason: 'superseded' });
    expect(await statuses()).toEqual(['revoked', 'revoked']);
    const lists = await Promise.all(
      servers.map(async ({ publicUrl }) => (await fetch(`${publicUrl}/crl/${issuingId}.crl`)).arrayBuffer()),
    );
    for (const list of lists)
      expect(Buffer.from(list).includes(Buffer.from(serialNumber.replace(/^(?=[89a-f])/i, '00'), 'hex'))).toBe(true);
  });
});
