import { afterEach, describe, expect, it } from 'vitest';
import type { FaultPoint } from '../../lib/domain/ports.ts';
import { parseCertificateList } from '../../lib/pki/crl.ts';
import {
  OPERATOR,
  removeDirectory,
  setUp,
  signedIn,
  startTestServer,
  type TestServer,
  temporaryDirectory,
} from '../support/server.ts';

/**
 * The process dies at each named step, as in a power cut, and starts again. Then: no intent is left, every serial that
 * may have been signed is either issued or on the CRL, no serial exists twice, CRL numbers only grow, the log verifies.
 */
const ISSUANCE: readonly FaultPoint[] = [
  'issuance.intent-recorded',
  'issuance.signed',
  'issuance.verified',
  'issuance.result-recorded',
];
const CRL: readonly FaultPoint[] = ['crl.intent-recorded', 'crl.signed', 'crl.result-recorded', 'revocation.recorded'];

let directory = '';
afterEach(() => removeDirectory(directory));

const ended = (server: TestServer) =>
  new Promise((done) =>
    server.process.exitCode !== null || server.process.signalCode !== null
      ? done(null)
      : server.process.once('exit', done),
  );

async function check(
  server: TestServer,
  issuingId: string,
): Promise<{ states: Map<string, string>; crlNumber: bigint }> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(`${server.dataDirectory}/countersign.db`, { readOnly: true });
  const rows = database.prepare('SELECT "issuerId", "serialHex", "state" FROM "Certificate"').all() as {
    issuerId: string;
    serialHex: string;
    state: string;
  }[];
  const unpublished = database
    .prepare(
      'SELECT count(*) AS n FROM "Crl" c WHERE NOT "published" AND "crlNumber" > (SELECT coalesce(max("crlNumber"), 0) FROM "Crl" p WHERE p."authorityId" = c."authorityId" AND "published")',
    )
    .get() as { n: number };
  const signed = database
    .prepare(
      'SELECT c."state" FROM "Certificate" c JOIN "CertificateBody" b ON b."certificateId" = c."id" WHERE b."certificateDer" IS NOT NULL AND c."state" = \'intended\'',
    )
    .all();
  database.close();
  expect(rows.filter((row) => row.state === 'intended')).toEqual([]);
  expect(signed).toEqual([]);
  expect(unpublished.n).toBe(0);
  expect(new Set(rows.map((row) => `${row.issuerId}|${row.serialHex}`)).size).toBe(rows.length);
  const gone = rows
    .filter((row) => row.issuerId === issuingId && (row.state === 'abandoned' || row.state === 'revoked'))
    .map((row) => row.serialHex);
  // A list that a crash left behind is signed by the job within its first turn.
  let list = await fetchCrl(server, issuingId);
  for (let waited = 0; waited < 60_000 && list.entries.length < gone.length; waited += 500) {
    await new Promise((done) => setTimeout(done, 500));
    list = await fetchCrl(server, issuingId);
  }
  expect(list.entries.map((entry) => entry.serialNumber as string).sort()).toEqual(gone.sort());
  const client = await signedIn(server);
  expect(((await client.get('/audit')) as { verification: { state: string } }).verification.state).toBe('verified');
  return { states: new Map(rows.map((row) => [row.serialHex, row.state])), crlNumber: list.crlNumber as bigint };
}

async function fetchCrl(server: TestServer, id: string) {
  return parseCertificateList(new Uint8Array(await (await fetch(`${server.publicUrl}/crl/${id}.crl`)).arrayBuffer()));
}

/** Lines of the ledger alone, as of certificates that are not here. */
async function revokeMany(path: string, authorityId: string, count: number): Promise<void> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path);
  const insert = database.prepare(
    `INSERT INTO "RevokedEntry" ("authorityId", "serialHex", "revokedAt", "reason", "notAfter") VALUES (?, ?, ?, ?, ?)`,
  );
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  database.exec('BEGIN');
  for (let at = 1; at <= count; at += 1)
    insert.run(authorityId, `4e${at.toString(16).padStart(30, '0')}`, now, 'superseded', now + 86_400_000);
  database.exec('COMMIT');
  database.close();
}

/** The lists of an authority, with the octets of the pieces they are made of. */
async function listRows(path: string, authorityId: string) {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database
    .prepare(
      `SELECT "id", "published", "entryCount", (SELECT coalesce(sum(length(p."octets")), 0) FROM "CrlPieceUse" u
         JOIN "CrlPiece" p ON p."name" = u."name" WHERE u."crlId" = c."id") AS "octets"
       FROM "Crl" c WHERE "authorityId" = ? ORDER BY "crlNumber"`,
    )
    .all(authorityId) as { id: string; published: number; entryCount: number; octets: number }[];
  database.close();
  return rows;
}

describe('a crash', () => {
  it.each(ISSUANCE)('of an issuance at %s leaves nothing signed unrecorded and nothing twice', async (point) => {
    directory = temporaryDirectory();
    const calm = await startTestServer({ dataDirectory: directory });
    const { issuingId } = await setUp(calm);
    const before = await check(calm, issuingId);
    await calm.stop();
    const doomed = await startTestServer({ dataDirectory: directory, env: { COUNTERSIGN_TEST_CRASH_AT: point } });
    const client = await signedIn(doomed);
    await expect(
      client.post(
        '/connections',
        { kind: 'mutual', serverNames: ['crash.lan'], clientName: 'crash' },
        { 'idempotency-key': 'the-same-key' },
      ),
    ).rejects.toThrow();
    await ended(doomed);
    expect(doomed.process.signalCode).toBe('SIGKILL');
    const revived = await startTestServer({ dataDirectory: directory });
    const after = await check(revived, issuingId);
    const fresh = [...after.states].filter(([serial]) => !before.states.has(serial)).map(([, state]) => state);
    expect(fresh).toEqual(point === 'issuance.result-recorded' ? ['issued', 'issued'] : ['abandoned', 'abandoned']);
    await (await signedIn(revived)).post('/connections', {
      kind: 'mutual',
      serverNames: ['crash.lan'],
      clientName: 'crash',
    });
    await revived.stop();
  });

  it.each(CRL)('of a revocation at %s keeps the revocation and the order of CRL numbers', async (point) => {
    directory = temporaryDirectory();
    const calm = await startTestServer({ dataDirectory: directory });
    const { client: first, issuingId } = await setUp(calm);
    const { id, serialNumber } = (await first.post('/certificates', {
      profile: 'tlsClient',
      names: ['x@example.com'],
    })) as { id: string; serialNumber: string };
    const before = (await check(calm, issuingId)).crlNumber;
    await calm.stop();
    const doomed = await startTestServer({ dataDirectory: directory, env: { COUNTERSIGN_TEST_CRASH_AT: point } });
    await expect(
      (await signedIn(doomed)).post(`/certificates/${id}/revoke`, { reason: 'superseded' }),
    ).rejects.toThrow();
    await ended(doomed);
    const revived = await startTestServer({ dataDirectory: directory });
    const { states, crlNumber } = await check(revived, issuingId);
    expect(states.get(serialNumber)).toBe('revoked');
    expect(crlNumber).toBeGreaterThan(before);
    await revived.stop();
  });

  it.each(CRL)(
    'of a revocation at %s, where the list has megabytes, signs the list that was recorded',
    async (point) => {
      directory = temporaryDirectory();
      const calm = await startTestServer({ dataDirectory: directory });
      const { client, issuingId } = await setUp(calm);
      const { id, serialNumber } = (await client.post('/certificates', {
        profile: 'tlsClient',
        names: ['x@example.com'],
      })) as { id: string; serialNumber: string };
      await calm.stop();
      await revokeMany(`${directory}/countersign.db`, issuingId, 40_000);
      // Publishes what it finds.
      const long = await startTestServer({ dataDirectory: directory });
      const before = await fetchCrl(long, issuingId);
      expect(before.entries).toHaveLength(40_000);
      await long.stop();
      const doomed = await startTestServer({ dataDirectory: directory, env: { COUNTERSIGN_TEST_CRASH_AT: point } });
      const doomedClient = await signedIn(doomed);
      await expect(doomedClient.post(`/certificates/${id}/revoke`, { reason: 'superseded' })).rejects.toThrow();
      await ended(doomed);
      const left = await listRows(`${directory}/countersign.db`, issuingId);
      const revived = await startTestServer({ dataDirectory: directory });
      const after = await fetchCrl(revived, issuingId);
      expect(after.entries).toHaveLength(40_001);
      expect(after.entries.map((entry) => entry.serialNumber as string)).toContain(serialNumber);
      expect(after.crlNumber as bigint).toBeGreaterThan(before.crlNumber as bigint);
      // No number is lost: what stood as an intent was signed, as it stood.
      const now = await listRows(`${directory}/countersign.db`, issuingId);
      expect(now.filter(({ published }) => published === 0)).toEqual([]);
      expect(now.map(({ id: one }) => one)).toEqual(expect.arrayContaining(left.map(({ id: one }) => one)));
      expect(left.filter(({ published }) => published === 0)).toHaveLength(
        point === 'crl.intent-recorded' || point === 'crl.signed' ? 1 : 0,
      );
      expect(now.filter(({ octets }) => octets < 1_000_000)).toEqual(
        now.filter(({ entryCount }) => entryCount < 40_000),
      );
      const fetched = await fetch(`${revived.publicUrl}/crl/${issuingId}.crl`);
      expect(Number(fetched.headers.get('content-length'))).toBe((await fetched.arrayBuffer()).byteLength);
      await revived.stop();
    },
  );

  it.each(ISSUANCE)('of the first authority at %s finishes it at the next start', async (point) => {
    directory = temporaryDirectory();
    const doomed = await startTestServer({ dataDirectory: directory, env: { COUNTERSIGN_TEST_CRASH_AT: point } });
    await expect(setUp(doomed)).rejects.toThrow();
    await ended(doomed);
    const revived = await startTestServer({ dataDirectory: directory });
    const client = revived.client();
    await client.post('/session', OPERATOR);
    const { items } = (await client.get('/authorities')) as {
      items: { authority: { id: string; name: string }; problems: string[] }[];
    };
    expect(items.map((node) => [node.authority.name, node.problems])).toEqual([['Test Org Root', []]]);
    await check(revived, items[0]?.authority.id ?? '');
    await revived.stop();
  });

  it('of the signer fails the request cleanly, and the next one works', async () => {
    directory = temporaryDirectory();
    const server = await startTestServer({ dataDirectory: directory });
    const { client, issuingId } = await setUp(server);
    const { readdirSync, readFileSync } = await import('node:fs');
    const children = readdirSync('/proc').filter(
      (name) =>
        /^\d+$/.test(name) &&
        (() => {
          try {
            return (
              readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(server.process.pid)
            );
          } catch {
            return false;
          }
        })(),
    );
    expect(children.length).toBeGreaterThan(0);
    for (const pid of children) process.kill(Number(pid), 'SIGKILL');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, (_, at) =>
        client.post('/certificates', { profile: 'tlsServer', names: [`s${at}.lan`] }),
      ),
    );
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 503 });
    await client.post('/certificates', { profile: 'tlsServer', names: ['after.lan'] });
    await check(server, issuingId);
    await server.stop();
  });
});
