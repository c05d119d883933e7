import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCsr } from '../../test/support/requests.ts';
import type { Job } from '../domain/entities.ts';
import type { BulkAct } from '../services/bulk-acts.ts';
import type { BulkSelection } from '../services/bulk-selection.ts';
import { cancelJob } from '../services/cancel-job.ts';
import { crossSign } from '../services/certify-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { describeCertificate } from '../services/describe-certificate.ts';
import { exportSelectionCsv, exportSelectionFiles } from '../services/export-selection.ts';
import { downloadJobResults, downloadRefusedRows, getJob } from '../services/get-jobs.ts';
import { holdCertificate } from '../services/hold-certificate.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { listAudit } from '../services/list-audit.ts';
import { listCertificates } from '../services/list-certificates.ts';
import { renewCertificate } from '../services/renew-certificate.ts';
import { retryJob } from '../services/retry-job.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import { runOpenJobs } from '../services/run-open-jobs.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { previewBulkAct, startBulkAct } from '../services/start-bulk-act.ts';
import { startBulkIssuance } from '../services/start-bulk-issuance.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let issuingId = '';
beforeAll(async () => {
  test = await startTestContext();
  const { authority } = await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Many Root' });
  const issuing = await createAuthority(test.context, OPERATOR, {
    kind: 'issuing',
    name: 'Many Issuing',
    parentId: authority.id,
  });
  issuingId = issuing.authority.id;
});
afterAll(() => test.close());

const issue = async (name: string, more: object = {}) =>
  (await issueCertificate(test.context, OPERATOR, { profile: 'tlsServer', names: [name], ...more })).certificate;
/** As many certificates as wanted, all with the tag. */
async function issueMany(tag: string, count: number): Promise<void> {
  await startBulkIssuance(test.context, OPERATOR, {
    format: 'json',
    content: JSON.stringify(Array.from({ length: count }, (_, at) => ({ names: `${tag}-${at}.lan`, tags: tag }))),
    mapping: { names: 'names', tags: 'tags' },
  });
  await runOpenJobs(test.context);
}
const start = (act: BulkAct, selection: BulkSelection) => startBulkAct(test.context, OPERATOR, { act, selection });
const run = async (act: BulkAct, selection: BulkSelection): Promise<Job> => {
  const job = await start(act, selection);
  await runOpenJobs(test.context);
  return (await test.context.store.job(job.id)) as Job;
};
const refusals = async (jobId: string) =>
  (await getJob(test.context, OPERATOR, jobId)).refused.map(({ cells, problems }) => [cells[1], problems[0]?.message]);
const audited = async (action: string) => {
  let count = 0;
  for (let before: number | undefined; ; ) {
    const page = await listAudit(test.context, OPERATOR, { action, limit: 100, before });
    count += page.items.length;
    if (page.next === null) return count;
    before = page.next;
  }
};
const counted = async (filter: object) =>
  (await previewBulkAct(test.context, OPERATOR, { kind: 'hold', selection: { filter } })).total;

describe('revoking all that a filter finds', () => {
  it('wants the password, goes in batches with one list each, and leaves an entry for each', {
    timeout: 60_000,
  }, async () => {
    const { context } = test;
    await issueMany('gone', 1_100);
    const already = (await listCertificates(context, OPERATOR, { text: 'gone-7.lan' })).items[0]?.certificate.id ?? '';
    await revokeCertificate(context, OPERATOR, already, { reason: 'superseded' });
    const filter = { tag: 'gone' };
    const preview = await previewBulkAct(context, OPERATOR, { kind: 'revoke', selection: { filter } });
    expect(preview).toMatchObject({
      total: 1_100,
      more: false,
      refusals: [{ reason: 'Revoked already', count: 1, names: ['gone-7.lan'] }],
      issuers: [{ id: issuingId, name: 'Many Issuing', count: 1_100 }],
    });
    const act = { kind: 'revoke', reason: 'cessationOfOperation' } as const;
    context.stepUp.sessions.clear();
    await expect(start(act, { filter, count: 1_100 })).rejects.toMatchObject({ code: 'step-up-required' });
    passwordGivenAgain(context);
    await expect(start(act, { filter, count: 1_099 })).rejects.toMatchObject({
      code: 'conflict',
      fields: [{ field: 'selection.count', suggestion: '1100' }],
    });
    expect((await context.store.openJobs()).length).toBe(0);

    const before = { revoked: await audited('certificate.revoked'), lists: await audited('crl.published') };
    const job = await run(act, { filter, count: 1_100 });
    expect(job).toMatchObject({ state: 'finished', total: 1_100, done: 1_099, failed: 1, kind: 'bulk-revocation' });
    expect(await audited('certificate.revoked')).toBe(before.revoked + 1_099);
    expect((await audited('crl.published')) - before.lists).toBeLessThanOrEqual(3);
    expect(await refusals(job.id)).toEqual([['gone-7.lan', expect.stringContaining('was revoked on')]]);
    const crl = await context.store.currentCrlFacts(issuingId);
    expect(crl?.entryCount).toBe(1_100);
    expect(context.publication.crlOverdue.size).toBe(0);
    const one = (await listCertificates(context, OPERATOR, { text: 'gone-1099.lan' })).items[0]?.certificate;
    expect(one).toMatchObject({ state: 'revoked', revocationReason: 'cessationOfOperation' });
  });

  it('never takes a certificate of an authority along, also one that could be revoked alone', async () => {
    const { context } = test;
    const bridge = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Bridge', pathLenConstraint: 3 });
    const target = (await context.store.authority(issuingId))?.parentId as string;
    passwordGivenAgain(context);
    await crossSign(context, OPERATOR, bridge.authority.id, { targetId: target });
    const cross = (await context.store.certificatesOfAuthority(target)).find(
      ({ issuerId: signer }) => signer === bridge.authority.id,
    );
    const crossId = cross?.id as string;
    const job = await run({ kind: 'revoke', reason: 'superseded' }, { ids: [crossId] });
    expect(job).toMatchObject({ done: 0, failed: 1 });
    expect(await refusals(job.id)).toEqual([['Many Root', expect.stringContaining('never revoked with others')]]);
    expect(await context.store.certificate(crossId)).toMatchObject({ state: 'issued' });
  });

  it('changes nothing when another number matches by the time it begins', async () => {
    const { context } = test;
    await issue('early.lan', { tags: ['race'] });
    const job = await start({ kind: 'hold' }, { filter: { tag: 'race' }, count: 1 });
    const late = await issue('late.lan');
    await describeCertificate(context, OPERATOR, late.id, { tags: ['race'] });
    await runOpenJobs(context);
    expect(await context.store.job(job.id)).toMatchObject({
      state: 'failed',
      done: 0,
      failed: 0,
      message: expect.stringContaining('2 certificates match now, not 1'),
    });
    expect(await context.store.certificate(late.id)).toMatchObject({ state: 'issued' });
    expect(await counted({ status: 'held', tag: 'race' })).toBe(0);
  });

  it('refuses a filter that finds nothing, unknown identifiers, and too many of them', async () => {
    await expect(start({ kind: 'hold' }, { filter: { text: 'nothing-of-this' }, count: 0 })).rejects.toMatchObject({
      code: 'validation-failed',
      detail: expect.stringContaining('Nothing matches'),
    });
    await expect(start({ kind: 'hold' }, { ids: ['nobody'] })).rejects.toMatchObject({ code: 'validation-failed' });
    await expect(start({ kind: 'hold' }, { ids: [] })).rejects.toMatchObject({ code: 'validation-failed' });
    const many = Array.from({ length: 1_001 }, (_, at) => `id-${at}`);
    await expect(start({ kind: 'hold' }, { ids: many })).rejects.toMatchObject({
      detail: expect.stringContaining('at most 1000'),
    });
    const [anyone] = (await listCertificates(test.context, OPERATOR, {})).items;
    const invalidityDate = new Date(Date.now() + 86_400_000).toISOString();
    await expect(
      start({ kind: 'revoke', reason: 'keyCompromise', invalidityDate }, { ids: [anyone?.certificate.id as string] }),
    ).rejects.toMatchObject({ code: 'validation-failed', fields: [{ field: 'act.invalidityDate' }] });
    expect((await test.context.store.openJobs()).length).toBe(0);
  });
});

describe('hold and release', () => {
  it('judge each as for one: authorities, responders and what is held already are refused', async () => {
    const { context } = test;
    const free = await issue('free.lan');
    const held = await issue('held.lan');
    await holdCertificate(context, OPERATOR, held.id);
    const authority = (await context.store.authority(issuingId))?.certificateId as string;
    const ids = [free.id, held.id, authority, free.id];
    const job = await run({ kind: 'hold' }, { ids });
    expect(job).toMatchObject({ state: 'finished', total: 3, done: 1, failed: 2 });
    expect(await refusals(job.id)).toEqual([
      ['held.lan', '"held.lan" is on hold already.'],
      ['Many Issuing', expect.stringContaining('cannot be put on hold')],
    ]);
    const facts = await context.store.statusFacts(issuingId, [free.serialNumber]);
    expect(facts?.statuses[0]).toMatchObject({ state: 'held', reason: 'certificateHold' });

    const released = await run({ kind: 'release' }, { filter: { status: 'held' }, count: 2 });
    expect(released).toMatchObject({ done: 2, failed: 0 });
    expect(await counted({ status: 'held' })).toBe(0);
    const crl = await context.store.currentCrlFacts(issuingId);
    expect(crl?.entryCount).toBe((await context.store.revokedEntries(issuingId, new Date(0))).length);
  });
});

describe('renewing many', () => {
  it('makes new keys, takes tags and connections along, and says what to do where the key is elsewhere', async () => {
    const { context } = test;
    const here = await issue('here.lan', { tags: ['fleet'], owner: 'Web team' });
    const elsewhere = await issue('elsewhere.lan', {
      csr: makeCsr({ commonName: 'elsewhere.lan' }).pem,
      names: undefined,
      tags: ['fleet'],
    });
    const renewed = await issue('renewed.lan', { tags: ['fleet'] });
    const { certificate: newer } = await renewCertificate(context, OPERATOR, renewed.id, {});
    await describeCertificate(context, OPERATOR, newer.id, { tags: [] });
    const job = await run({ kind: 'renew' }, { filter: { tag: 'fleet' }, count: 3 });
    expect(job).toMatchObject({ state: 'finished', done: 1, failed: 2 });
    expect(new Map((await refusals(job.id)) as [string, string][])).toEqual(
      new Map([
        ['elsewhere.lan', expect.stringContaining('Its private key is not held here')],
        ['renewed.lan', expect.stringContaining('already')],
      ]),
    );
    const [successor] = await context.store.replacementsOf(here.id);
    expect(successor).toMatchObject({ displayName: 'here.lan', owner: 'Web team', replacesId: here.id });
    expect(successor?.spkiSha256).not.toBe(here.spkiSha256);
    expect(await context.store.certificateTags(successor?.id as string)).toEqual(['fleet']);
    expect(await context.store.replacementsOf(elsewhere.id)).toEqual([]);
    const done = await context.store.jobItems({ jobId: job.id, state: 'done', afterPosition: -1, limit: 5 });
    expect(done.map(({ certificateId }) => certificateId)).toEqual([successor?.id]);

    const { connection } = await createConnection(context, OPERATOR, { kind: 'one-way', serverNames: ['moved.lan'] });
    const moved = await run({ kind: 'renew' }, { ids: [connection.serverCertificateId] });
    expect(moved).toMatchObject({ done: 1, failed: 0 });
    const [next] = await context.store.replacementsOf(connection.serverCertificateId);
    expect(await context.store.connection(connection.id)).toMatchObject({ serverCertificateId: next?.id });

    // What was refused, once more: nothing has changed, so it is refused once more.
    const again = await retryJob(context, OPERATOR, job.id);
    expect(again).toMatchObject({ total: 2, label: 'Renew 3 certificates (once more)' });
    await runOpenJobs(context);
    expect(await context.store.job(again.id)).toMatchObject({ state: 'finished', done: 0, failed: 2 });
  });
});

describe('tags and owner of many', () => {
  it('are added, taken away and found; who would get too many is refused alone', async () => {
    const { context } = test;
    const full = await issue('full.lan', { tags: Array.from({ length: 20 }, (_, at) => `t${at}`) });
    const plain = await issue('plain.lan', { tags: ['old'], notes: 'Kept.' });
    const ids = [full.id, plain.id];
    const job = await run({ kind: 'describe', addTags: ['New', 'pci'], removeTags: ['old'], owner: 'Ops' }, { ids });
    expect(job).toMatchObject({ done: 1, failed: 1 });
    expect(await refusals(job.id)).toEqual([['full.lan', expect.stringContaining('at most 20 are kept')]]);
    expect(await context.store.certificateTags(plain.id)).toEqual(['new', 'pci']);
    expect(await context.store.certificate(plain.id)).toMatchObject({ owner: 'Ops', notes: 'Kept.' });
    expect(await counted({ text: 'ops' })).toBe(1);
    await expect(start({ kind: 'describe' }, { ids })).rejects.toMatchObject({ code: 'validation-failed' });
    await expect(start({ kind: 'describe', addTags: ['a'], removeTags: ['A'] }, { ids })).rejects.toMatchObject({
      fields: [{ field: 'act.addTags' }],
    });
    const refused = await downloadRefusedRows(context, OPERATOR, job.id);
    expect(Buffer.from(refused.content).toString('utf8')).toMatch(
      /^certificate,name,serial number,reason\r\n\w+,full\.lan,/,
    );
    let results = '';
    for await (const part of (await downloadJobResults(context, OPERATOR, job.id)).parts) results += part;
    const lines = results.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('full.lan');
    expect(lines[1]).toContain('refused');
    expect(lines[2]).toContain(`done,${plain.id}`);
  });
});

describe('a job on many that is stopped', () => {
  it('goes on where it was: each once, nothing forgotten, also in the middle of gathering', {
    timeout: 60_000,
  }, async () => {
    const { context } = test;
    await issueMany('stop', 1_200);
    const job = await start({ kind: 'hold' }, { filter: { tag: 'stop' }, count: 1_200 });
    // The power fails after the first slice was written into the job, and again after the second batch.
    const fails = (method: 'addJobItems' | 'recordStatusOfMany', times: number): ServiceContext => {
      let left = times;
      return {
        ...context,
        store: {
          ...context.store,
          transaction: (work) =>
            context.store.transaction((tx) =>
              work({
                ...tx,
                [method]: (...args: never[]) => {
                  left -= 1;
                  if (left < 0) throw new Error('power cut');
                  return (tx[method] as (...all: never[]) => Promise<void>)(...args);
                },
              }),
            ),
        },
      };
    };
    await runOpenJobs(fails('addJobItems', 1));
    const gathered = await context.store.jobItems({ jobId: job.id, afterPosition: -1, limit: 2_000 });
    expect(gathered).toHaveLength(500);
    await runOpenJobs(fails('recordStatusOfMany', 2));
    expect(await context.store.job(job.id)).toMatchObject({ state: 'running', total: 1_200, done: 1_000 });
    expect(await context.store.jobItems({ jobId: job.id, afterPosition: -1, limit: 2_000 })).toHaveLength(1_200);
    await runOpenJobs(context);
    expect(await context.store.job(job.id)).toMatchObject({ state: 'finished', done: 1_200, failed: 0 });
    expect(await counted({ status: 'held', tag: 'stop' })).toBe(1_200);
  });

  it('is cancelled with words about what stays', async () => {
    const { context } = test;
    const [row] = (await listCertificates(context, OPERATOR, { tag: 'stop' })).items;
    const job = await start({ kind: 'release' }, { ids: [row?.certificate.id as string] });
    const cancelled = await cancelJob(context, OPERATOR, job.id);
    expect(cancelled.message).toContain('What was released until then stays released.');
    await runOpenJobs(context);
    expect(await context.store.certificate(row?.certificate.id as string)).toMatchObject({ state: 'held' });
    await expect(retryJob(context, OPERATOR, job.id)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('files of a selection', () => {
  it('are a zip of public files and a list, or the CSV', async () => {
    const { context } = test;
    const { unzipSync } = await import('fflate');
    const [a, b] = [await issue('zip-a.lan'), await issue('zip-b.lan')];
    const { content } = await exportSelectionFiles(context, OPERATOR, { ids: [b.id, a.id] });
    const files = unzipSync(content);
    const stem = (certificate: typeof a) => `${certificate.displayName}-${certificate.serialNumber.slice(-8)}`;
    expect(Object.keys(files).sort()).toEqual(
      [a, b]
        .flatMap((one) => [`${stem(one)}-fullchain.pem`, `${stem(one)}.pem`])
        .concat('certificates.csv', 'trust-anchor.pem')
        .sort(),
    );
    for (const octets of Object.values(files)) expect(Buffer.from(octets).toString()).not.toContain('PRIVATE KEY');
    expect(
      Buffer.from(files[`${stem(a)}-fullchain.pem`] as Uint8Array)
        .toString()
        .match(/BEGIN/g),
    ).toHaveLength(2);
    let csv = '';
    for await (const part of (await exportSelectionCsv(context, OPERATOR, { ids: [b.id] })).parts) csv += part;
    expect(csv.trim().split('\r\n')).toHaveLength(2);
    await expect(exportSelectionFiles(context, OPERATOR, { filter: { text: 'no-such' } })).rejects.toMatchObject({
      code: 'validation-failed',
    });
  });
});
