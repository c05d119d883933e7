import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuthoritySettings } from '../domain/entities.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { parseCertificateList } from '../pki/crl.ts';
import { answerQuestion } from '../pki/path/verify-question.ts';
import { encodePem } from '../pki/pem.ts';
import { createAuthority } from '../services/create-authority.ts';
import { DELTA_LIST, shardOf, WHOLE_LIST } from '../services/crl-lists.ts';
import { holdCertificate, releaseCertificate } from '../services/hold-certificate.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { loadIssuer } from '../services/issuer.ts';
import { type KeptEntries, keepEntries } from '../services/kept-entries.ts';
import { publishCrl, publishStaleCrls } from '../services/publish-crl.ts';
import { readCurrentCrl } from '../services/read-publication.ts';
import { recordAudit } from '../services/record-audit.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
let rootId: string;

beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  rootId = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root' })).authority.id;
});
afterAll(() => test.close());

async function authorityWith(name: string, settings: AuthoritySettings): Promise<string> {
  const { authority } = await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: rootId, name });
  await context.store.transaction((tx) => tx.updateAuthority(authority.id, { settings }));
  return authority.id;
}
const issue = async (authorityId: string, name: string) => {
  const { certificate, certificateDer } = await issueCertificate(context, OPERATOR, {
    profile: 'tlsServer',
    authorityId,
    names: [name],
  });
  return { ...certificate, parsed: parseCertificate(certificateDer), pem: encodePem('CERTIFICATE', certificateDer) };
};
type Leaf = Awaited<ReturnType<typeof issue>>;
const list = async (authorityId: string, scope = WHOLE_LIST) =>
  parseCertificateList((await readCurrentCrl(context, authorityId, scope)).certificateListDer);
const reasons = async (authorityId: string, scope = WHOLE_LIST) =>
  Object.fromEntries((await list(authorityId, scope)).entries.map((entry) => [entry.serialNumber, entry.reason]));

/** What a relying party finds that has these lists of the issuing authority, and the root's. */
async function verdict(authorityId: string, leafPem: string, scopes: readonly (typeof WHOLE_LIST)[]) {
  const { chain } = await loadIssuer(context.store, authorityId);
  const lists = await Promise.all(scopes.map((scope) => readCurrentCrl(context, authorityId, scope)));
  const pem = (label: string) => (der: Uint8Array) => encodePem(label, der);
  const [own, root] = chain.map(pem('CERTIFICATE')) as [string, string];
  const answer = answerQuestion(
    {
      trusted: [root],
      intermediates: [own],
      leaf: leafPem,
      crls: [
        ...lists.map((one) => one.certificateListDer),
        (await readCurrentCrl(context, rootId)).certificateListDer,
      ].map(pem('X509 CRL')),
    },
    context.clock.now(),
  );
  return answer.code;
}

describe('delta CRLs', () => {
  it('say at once what changed since a complete list, and relying parties combine the two', async () => {
    const id = await authorityWith('With deltas', { deltaCrlHours: 6 });
    const [gone, held, good] = [await issue(id, 'gone.lan'), await issue(id, 'held.lan'), await issue(id, 'good.lan')];
    const freshest = gone.parsed.extensions.find((extension) => extension.oid === '2.5.29.46');
    expect(freshest?.text).toContain(`/crl/${id}-delta.crl`);
    await publishCrl(context, OPERATOR, id);
    const complete = await list(id);
    expect(complete.extensions.map(({ oid }) => oid)).toContain('2.5.29.46');

    const { crl } = await revokeCertificate(context, OPERATOR, gone.id, { reason: 'superseded' });
    await holdCertificate(context, OPERATOR, held.id);
    const delta = await list(id, DELTA_LIST);
    expect(delta.baseCrlNumber).not.toBeNull();
    expect(delta.crlNumber as bigint).toBeGreaterThan(complete.crlNumber as bigint);
    expect(crl?.crlNumber).toBeDefined();
    expect(await reasons(id, DELTA_LIST)).toEqual({
      [gone.serialNumber]: 'superseded',
      [held.serialNumber]: 'certificateHold',
    });
    // The complete list is the old one until its time comes.
    expect((await list(id)).crlNumber).toBe(complete.crlNumber);
    expect(await reasons(id)).toEqual({});
    expect(await verdict(id, gone.pem, [WHOLE_LIST])).toBe('ok');
    expect(await verdict(id, gone.pem, [WHOLE_LIST, DELTA_LIST])).toBe('revoked');
    expect(await verdict(id, held.pem, [WHOLE_LIST, DELTA_LIST])).toBe('revoked');
    expect(await verdict(id, good.pem, [WHOLE_LIST, DELTA_LIST])).toBe('ok');

    await releaseCertificate(context, OPERATOR, held.id);
    expect(await reasons(id, DELTA_LIST)).toEqual({
      [gone.serialNumber]: 'superseded',
      [held.serialNumber]: 'removeFromCRL',
    });
    expect(await verdict(id, held.pem, [WHOLE_LIST, DELTA_LIST])).toBe('ok');

    await publishCrl(context, OPERATOR, id);
    const [newComplete, newDelta] = [await list(id), await list(id, DELTA_LIST)];
    expect(newComplete.crlNumber).toBe(newDelta.crlNumber);
    expect(await reasons(id)).toEqual({ [gone.serialNumber]: 'superseded' });
  });

  it('take off again what was on the complete list and is released', async () => {
    const id = await authorityWith('Released later', { deltaCrlHours: 6 });
    const held = await issue(id, 'held-long.lan');
    await holdCertificate(context, OPERATOR, held.id);
    await publishCrl(context, OPERATOR, id);
    await publishCrl(context, OPERATOR, id);
    expect(await reasons(id)).toEqual({ [held.serialNumber]: 'certificateHold' });
    await releaseCertificate(context, OPERATOR, held.id);
    expect(await verdict(id, held.pem, [WHOLE_LIST])).toBe('revoked');
    expect(await verdict(id, held.pem, [WHOLE_LIST, DELTA_LIST])).toBe('ok');
  });

  it('are made by the job when they are missing', async () => {
    const id = await authorityWith('Switched on later', { deltaCrlHours: 6 });
    await expect(readCurrentCrl(context, id, DELTA_LIST)).rejects.toMatchObject({ code: 'not-found' });
    expect(await publishStaleCrls(context)).toBeGreaterThan(0);
    expect((await list(id, DELTA_LIST)).baseCrlNumber).not.toBeNull();
    expect(await publishStaleCrls(context)).toBe(0);
  });
});

describe('a divided CRL', () => {
  it('has each certificate on the part that its address names, and on the whole list', async () => {
    const id = await authorityWith('Divided', { crlShards: 4 });
    await publishCrl(context, OPERATOR, id);
    const leaves = await Promise.all(Array.from({ length: 12 }, (_, at) => issue(id, `part-${at}.lan`)));
    for (const leaf of leaves)
      expect(leaf.parsed.crlUrls).toEqual([
        `${context.settings.publicUrl}/crl/${id}-${shardOf(leaf.serialNumber, 4)}.crl`,
      ]);
    const [gone, ...others] = leaves as [(typeof leaves)[0], ...typeof leaves];
    const own = { kind: 'complete', shard: shardOf(gone.serialNumber, 4) } as const;
    const numbers = async () =>
      Promise.all([1, 2, 3, 4].map(async (shard) => (await list(id, { kind: 'complete', shard })).crlNumber));
    const before = await numbers();
    await revokeCertificate(context, OPERATOR, gone.id, { reason: 'keyCompromise' });
    const after = await numbers();
    expect(after.filter((number, at) => number !== before[at])).toHaveLength(1);
    expect(await reasons(id, own)).toEqual({ [gone.serialNumber]: 'keyCompromise' });
    expect(await reasons(id)).toEqual({ [gone.serialNumber]: 'keyCompromise' });
    expect((await list(id, own)).issuingDistributionPoint?.fullNameUrls).toEqual(gone.parsed.crlUrls);

    expect(await verdict(id, gone.pem, [own])).toBe('revoked');
    const elsewhere = others.find((leaf) => shardOf(leaf.serialNumber, 4) !== own.shard);
    if (!elsewhere) throw new Error('Twelve random serials are in one of four parts: look at shardOf.');
    const its = { kind: 'complete', shard: shardOf(elsewhere.serialNumber, 4) } as const;
    expect(await verdict(id, elsewhere.pem, [its])).toBe('ok');
    // A part says nothing about certificates of another part.
    expect(await verdict(id, elsewhere.pem, [own])).not.toBe('ok');
  });
});

describe('many changes at once', () => {
  it('share lists: the last one has them all', async () => {
    const id = await authorityWith('Busy', {});
    const leaves = await Promise.all(Array.from({ length: 30 }, (_, at) => issue(id, `busy-${at}.lan`)));
    const first = (await list(id)).crlNumber as bigint;
    const answers = await Promise.all(
      leaves.map((leaf) => revokeCertificate(context, OPERATOR, leaf.id, { reason: 'cessationOfOperation' })),
    );
    const last = (await list(id)).crlNumber as bigint;
    expect(Object.keys(await reasons(id))).toHaveLength(30);
    expect(last - first).toBeLessThan(30n);
    // Each caller was told a list that is there.
    for (const { crl } of answers) expect(crl?.crlNumber).toBeLessThanOrEqual(last);
  });
});

describe('entries that are kept', () => {
  const readings = () => vi.spyOn(context.store, 'scanRevokedEntries');

  it('take one more revocation without being read again, and say what the store says', async () => {
    const id = await authorityWith('Kept', {});
    const leaves = await Promise.all(Array.from({ length: 4 }, (_, at) => issue(id, `kept-${at}.lan`)));
    const [first, second, third, fourth] = leaves as [Leaf, Leaf, Leaf, Leaf];
    await revokeCertificate(context, OPERATOR, first.id, { reason: 'superseded' });
    const scan = readings();
    await revokeCertificate(context, OPERATOR, second.id, { reason: 'keyCompromise' });
    // Another process on the same database: nothing but the records of a revocation.
    await context.store.transaction(async (tx) => {
      await tx.recordRevoked({ id: third.id, at: context.clock.now(), reason: 'unspecified', invalidityDate: null });
      const details = { serialNumber: third.serialNumber, issuerId: id };
      await recordAudit(
        context,
        tx,
        { kind: 'system' },
        'certificate.revoked',
        { type: 'certificate', id: third.id },
        details,
      );
    });
    await revokeCertificate(context, OPERATOR, fourth.id, { reason: 'superseded' });
    expect(scan).not.toHaveBeenCalled();
    const listed = await reasons(id);
    expect(Object.keys(listed)).toHaveLength(4);
    await publishCrl(context, OPERATOR, id);
    expect(scan).toHaveBeenCalledTimes(1);
    scan.mockRestore();
    expect(await reasons(id)).toEqual(listed);
    expect((await list(id)).entries).toHaveLength(4);
  });

  it('are read again when a line is taken off or replaced', async () => {
    const id = await authorityWith('Taken off', {});
    const [held, other] = [await issue(id, 'held.lan'), await issue(id, 'other.lan')];
    await holdCertificate(context, OPERATOR, held.id);
    await revokeCertificate(context, OPERATOR, other.id, { reason: 'superseded' });
    expect(await reasons(id)).toEqual({ [held.serialNumber]: 'certificateHold', [other.serialNumber]: 'superseded' });
    await releaseCertificate(context, OPERATOR, held.id);
    expect(await reasons(id)).toEqual({ [other.serialNumber]: 'superseded' });
    await holdCertificate(context, OPERATOR, held.id);
    await revokeCertificate(context, OPERATOR, held.id, { reason: 'keyCompromise' });
    expect(await reasons(id)).toEqual({ [held.serialNumber]: 'keyCompromise', [other.serialNumber]: 'superseded' });
    expect((await list(id)).entries).toHaveLength(2);
  });

  it('are the right ones for each part of a divided list', async () => {
    const id = await authorityWith('Kept in parts', { crlShards: 2 });
    await publishCrl(context, OPERATOR, id);
    const leaves = await Promise.all(Array.from({ length: 8 }, (_, at) => issue(id, `kept-part-${at}.lan`)));
    const scan = readings();
    for (const leaf of leaves) await revokeCertificate(context, OPERATOR, leaf.id, { reason: 'superseded' });
    expect(scan).not.toHaveBeenCalled();
    scan.mockRestore();
    expect(Object.keys(await reasons(id))).toHaveLength(8);
    for (const shard of [1, 2]) {
      const own = leaves.filter((leaf) => shardOf(leaf.serialNumber, 2) === shard);
      const listed = own.length === 0 ? {} : await reasons(id, { kind: 'complete', shard });
      expect(Object.keys(listed).sort()).toEqual(own.map((leaf) => leaf.serialNumber).sort());
    }
  });

  it('hold no more than their bound, the last ones first', () => {
    const all = new Map<string, KeptEntries>();
    const of = (length: number): KeptEntries => ({
      seq: 1,
      shards: 0,
      lists: new Map([[0, { pieces: [], length, count: 1 }]]),
      held: new Set(),
    });
    keepEntries(all, 'a', of(50_000_000));
    keepEntries(all, 'b', of(40_000_000));
    expect([...all.keys()]).toEqual(['a', 'b']);
    keepEntries(all, 'c', of(40_000_000));
    expect([...all.keys()]).toEqual(['b', 'c']);
    keepEntries(all, 'd', of(200_000_000));
    expect([...all.keys()]).toEqual([]);
  });
});
