import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { getLabCapture, getLabKeylog, getLabRun, listLabRuns } from '../services/get-lab.ts';
import { publishCrl } from '../services/publish-crl.ts';
import { runLab } from '../services/run-lab.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { testConnection } from '../services/test-connection.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
let connection: { id: string; serverCertificateId: string; clientCertificateId: string | null };
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  const root = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Lab Root' });
  await createAuthority(context, OPERATOR, { kind: 'issuing', name: 'Lab Issuing', parentId: root.authority.id });
  ({ connection } = await createConnection(context, OPERATOR, {
    kind: 'mutual',
    serverNames: ['api.lab.lan'],
    clientName: 'billing',
  }));
}, 60_000);
afterAll(() => test.close());

const acts = async () =>
  (await context.store.auditPage({ limit: 200, beforeSeq: null })).items.map(({ action }) => action);

describe('a case of the bench', () => {
  it('is run in both versions, kept together and audited, and stores no key', async () => {
    const before = (await acts()).filter((action) => action === 'lab.ran').length;
    const { id, runs } = await runLab(context, OPERATOR, { kind: 'bench', case: 'client-chain-incomplete' });
    expect(runs.map(({ protocol, ok, caseId }) => ({ protocol, ok, caseId }))).toEqual([
      { protocol: 'TLSv1.3', ok: false, caseId: 'client-chain-incomplete' },
      { protocol: 'TLSv1.2', ok: false, caseId: 'client-chain-incomplete' },
    ]);
    expect((await acts()).filter((action) => action === 'lab.ran')).toHaveLength(before + 2);
    const view = await getLabRun(context, OPERATOR, id);
    expect(view.others.map(({ run }) => run.id)).toEqual(runs.map((run) => run.id));
    expect(view.shown.server.code).toBe('missing-intermediate');
    const failed = view.shown.steps.find(({ number }) => number === view.shown.failedStep);
    expect(failed).toMatchObject({ side: 'server', event: 'refused' });
    const shown = view.shown.steps.find(({ number }) => number === view.shown.server.certificateStep);
    expect(view.shown.messages[shown?.message ?? -1]).toMatchObject({ name: 'Certificate', from: 'client' });
    expect(view.shown.steps.map(({ at }) => at)).toEqual(
      view.shown.steps.map(({ at }) => at).sort((left, right) => left - right),
    );
    const stored = JSON.stringify(await context.store.labRun(id));
    expect(stored).not.toMatch(/PRIVATE KEY|pkcs8/i);
  });

  it('that does not exist, or not in that version, is refused and nothing is kept', async () => {
    const before = (await listLabRuns(context, OPERATOR, {})).items.length;
    await expect(runLab(context, OPERATOR, { kind: 'bench', case: 'nonsense' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(
      runLab(context, OPERATOR, { kind: 'bench', case: 'hello-retry', versions: ['TLSv1.2'] }),
    ).rejects.toMatchObject({ code: 'validation-failed', fields: [{ field: 'versions' }] });
    await expect(runLab(context, null, { kind: 'bench', case: 'mutual' })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
    expect((await listLabRuns(context, OPERATOR, {})).items).toHaveLength(before);
  });
});

describe('certificates of the inventory', () => {
  const request = () => ({
    kind: 'certificates' as const,
    serverCertificateId: connection.serverCertificateId,
    clientCertificateId: connection.clientCertificateId ?? undefined,
  });

  it('want the password, as their export does', async () => {
    context.stepUp.freshKeys.clear();
    await expect(runLab(context, OPERATOR, request())).rejects.toMatchObject({ code: 'step-up-required' });
  });

  it('work, and a server that sends its certificate alone does not, told apart from an untrusted root', async () => {
    passwordGivenAgain(context);
    for (const { id } of await context.store.authorities()) await publishCrl(context, OPERATOR, id);
    const good = await runLab(context, OPERATOR, request());
    expect(good.runs[0]).toMatchObject({ ok: true, protocol: 'TLSv1.3', title: 'billing and api.lab.lan, mutual' });
    const alone = await runLab(context, OPERATOR, { ...request(), serverSends: 'certificate', version: 'TLSv1.2' });
    expect(alone.runs[0]).toMatchObject({ ok: false, protocol: 'TLSv1.2' });
    const view = await getLabRun(context, OPERATOR, alone.id);
    expect(view.shown.client).toMatchObject({ outcome: 'refused', code: 'missing-intermediate' });
    expect(view.shown.client.verdict).toBe(
      'The server sent 1 certificate; Lab Issuing is missing between it and the trusted root Lab Root.',
    );
  });

  it('refuse a name that is none, at its field', async () => {
    await expect(runLab(context, OPERATOR, { ...request(), serverName: 'a b' })).rejects.toMatchObject({
      code: 'validation-failed',
      fields: [{ field: 'serverName' }],
    });
    const other = await runLab(context, OPERATOR, { ...request(), serverName: 'www.lab.lan' });
    expect((await getLabRun(context, OPERATOR, other.id)).shown.client.code).toBe('name-mismatch');
  });
});

it('the test of a connection keeps its recorded handshakes', async () => {
  const { runs } = await testConnection(context, OPERATOR, connection.id);
  expect(runs.map(({ kind, ok }) => [kind, ok])).toEqual([
    ['one-way', true],
    ['mutual', true],
  ]);
  for (const { labRunId } of runs) {
    const view = await getLabRun(context, OPERATOR, labRunId ?? '');
    expect(view.shown.run.connectionId).toBe(connection.id);
    expect(view.shown.messages.length).toBeGreaterThan(8);
  }
  expect(await context.store.labRunsOfConnection(connection.id, 10)).toHaveLength(2);
});

it('the post-quantum bench measures bytes and time of five variants', async () => {
  const { id, runs } = await runLab(context, OPERATOR, { kind: 'post-quantum' });
  expect(runs.every(({ ok }) => ok)).toBe(true);
  const measured = (await getLabRun(context, OPERATOR, id)).others.map((one) => one.measured);
  expect(measured).toHaveLength(5);
  const octets = measured.map((one) => (one?.clientOctets ?? 0) + (one?.serverOctets ?? 0));
  // Key shares of ML-KEM, then signatures and keys of ML-DSA, each larger than the one before.
  expect(octets).toEqual([...octets].sort((left, right) => left - right));
  expect(octets[1] as number).toBeGreaterThan((octets[0] as number) + 2_000);
  for (const one of measured) expect(one?.medianMilliseconds).toBeGreaterThan(0);
});

it('hands out the capture and the key log under their names', async () => {
  const { id } = await runLab(context, OPERATOR, { kind: 'bench', case: 'mutual', versions: ['TLSv1.3'] });
  const capture = await getLabCapture(context, OPERATOR, id);
  expect(capture.name).toBe(`handshake-${id}.pcapng`);
  const keylog = await getLabKeylog(context, OPERATOR, id);
  const text = Buffer.from(keylog.content).toString();
  expect(text).toMatch(/^CLIENT_HANDSHAKE_TRAFFIC_SECRET [0-9a-f]{64} [0-9a-f]{96}$/m);
  expect(Buffer.from(capture.content).includes(text)).toBe(true);
  await expect(getLabRun(context, OPERATOR, 'none')).rejects.toMatchObject({ code: 'not-found' });
});
