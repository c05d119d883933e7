import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseCertificateList } from '../pki/crl.ts';
import { verifySignature } from '../pki/signature-algorithm.ts';
import { createCrlHandler } from '../protocols/crl/crl-handler.ts';
import { createAuthority } from '../services/create-authority.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { loadIssuer } from '../services/issuer.ts';
import { publishCrl } from '../services/publish-crl.ts';
import { readCurrentCrl } from '../services/read-publication.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

/** Of 42 octets each: more than three mebibytes. */
const MANY = 90_000;
let test: TestContext;
let context: ServiceContext;
let id = '';
let leaves: readonly string[] = [];

beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  id = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root' })).authority.id;
  const names = Array.from({ length: 6 }, (_, at) => `leaf-${at}.lan`);
  const issue = (name: string) =>
    issueCertificate(context, OPERATOR, { profile: 'tlsServer', authorityId: id, names: [name] });
  leaves = (await Promise.all(names.map(issue))).map(({ certificate }) => certificate.id);
  const database = new DatabaseSync(join(test.directory, 'countersign.db'));
  const insert = database.prepare(
    `INSERT INTO "RevokedEntry" ("authorityId", "serialHex", "revokedAt", "reason", "notAfter") VALUES (?, ?, ?, ?, ?)`,
  );
  const now = Math.floor(Date.now() / 1_000) * 1_000;
  database.exec('BEGIN');
  for (let at = 1; at <= MANY; at += 1)
    insert.run(
      id,
      `41${at.toString(16).padStart(30, '0')}`,
      now,
      at % 2 ? 'superseded' : 'unspecified',
      now + 86_400_000,
    );
  database.exec('COMMIT');
  database.close();
});
afterAll(() => test.close());

const revoke = (leaf: number) =>
  revokeCertificate(context, OPERATOR, leaves[leaf] as string, { reason: 'keyCompromise' });
/** The list that is served, after its signature was checked. */
async function served() {
  const { certificateListDer } = await readCurrentCrl(context, id);
  const list = parseCertificateList(certificateListDer);
  const { spkiDer } = (await loadIssuer(context.store, id)).certificate;
  const { tbsDer: data, algorithmIdentifierDer, signature } = list;
  expect(verifySignature({ spkiDer, algorithmIdentifierDer, data, signature })).toBe(true);
  expect(new Set(list.entries.map(({ serialNumber }) => serialNumber)).size).toBe(list.entries.length);
  return { number: list.crlNumber as bigint, count: list.entries.length, octets: certificateListDer };
}
function query(sql: string): unknown[] {
  const database = new DatabaseSync(join(test.directory, 'countersign.db'), { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => Object.values(row)[0]);
  } finally {
    database.close();
  }
}
const piecesOfNewest = () =>
  query(
    'SELECT "name" FROM "CrlPieceUse" WHERE "crlId" = (SELECT "id" FROM "Crl" ORDER BY "crlNumber" DESC LIMIT 1) ORDER BY "position"',
  );

describe('a list of megabytes', () => {
  it('is published in pieces, and one more revocation writes the last piece only', async () => {
    await publishCrl(context, OPERATOR, id);
    const first = await served();
    expect(first.count).toBe(MANY);
    const before = piecesOfNewest();
    expect(before.length).toBeGreaterThan(2);
    const scan = vi.spyOn(context.store, 'scanRevokedEntries');
    const offered = vi.spyOn(context.signer, 'offerCrlPieces');
    await revoke(0);
    expect(scan).not.toHaveBeenCalled();
    scan.mockRestore();
    offered.mockRestore();
    const second = await served();
    expect([second.count, second.number]).toEqual([MANY + 1, first.number + 1n]);
    const after = piecesOfNewest();
    expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
    expect(after.at(-1)).not.toBe(before.at(-1));
  });

  it('says the same when it is read anew, and leaves no piece behind', async () => {
    await revoke(1);
    const appended = await served();
    for (let round = 0; round < 3; round += 1) await publishCrl(context, OPERATOR, id);
    const again = await served();
    expect([again.count, again.number]).toEqual([appended.count, appended.number + 3n]);
    expect(query('SELECT count(*) FROM "CrlPieceUse"')).toEqual([3 * piecesOfNewest().length]);
    expect(query('SELECT "name" FROM "CrlPiece" ORDER BY 1')).toEqual([...new Set(piecesOfNewest())].sort());
  });

  it('has most pieces in common with the list before, where a line was put in between', async () => {
    const before = new Set(piecesOfNewest());
    await revoke(5);
    await publishCrl(context, OPERATOR, id);
    const after = piecesOfNewest();
    expect(after.length).toBeGreaterThan(4);
    expect(after.filter((name) => !before.has(name)).length).toBeLessThanOrEqual(2);
    expect((await served()).count).toBe(MANY + 3);
  });

  it('is published after the signer was lost in between', async () => {
    const before = await served();
    const lost = vi.spyOn(context.signer, 'offerCrlPieces').mockRejectedValue(new Error('gone'));
    await publishCrl(context, OPERATOR, id);
    await revoke(2);
    lost.mockRestore();
    const after = await served();
    expect([after.count, after.number]).toEqual([before.count + 1, before.number + 2n]);
  });

  it('is not published with a signature that does not verify; the last good one is served', async () => {
    const before = await served();
    const bad = vi.spyOn(context.signer, 'signLongCrl').mockResolvedValue(new Uint8Array(70));
    await expect(publishCrl(context, OPERATOR, id)).rejects.toThrow(/does not verify/);
    expect((await revoke(3)).crl).toBeNull();
    bad.mockRestore();
    expect(await served()).toEqual(before);
    await publishCrl(context, OPERATOR, id);
    expect((await served()).count).toBe(before.count + 1);
  });

  it('never says less than one with a lower number, when it is read while certificates are revoked', async () => {
    const before = await served();
    const scan = context.store.scanRevokedEntries;
    const spy = vi.spyOn(context.store, 'scanRevokedEntries').mockImplementationOnce(async function* (...args) {
      yield* scan(...args);
      // Committed after everything was read, and before the number of the list is taken.
      await revoke(4);
    });
    await publishCrl(context, OPERATOR, id);
    spy.mockRestore();
    const after = await served();
    expect(after.count).toBe(before.count + 1);
    expect(after.number).toBeGreaterThan(before.number + 1n);
  });

  it('is answered with its length and tag over HTTP', async () => {
    const { octets } = await served();
    const url = `http://localhost/crl/${id}.crl`;
    const answer = await createCrlHandler(context)({ request: new Request(url), path: `/crl/${id}.crl` } as never);
    expect(answer.headers.get('etag')).toMatch(/^"/);
    expect(Buffer.from(await answer.arrayBuffer()).equals(octets)).toBe(true);
  });
});
