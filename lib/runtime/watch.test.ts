import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startJobs } from '../jobs/schedule.ts';
import { configureAuthority } from '../services/configure-authority.ts';
import { createAuthority } from '../services/create-authority.ts';
import { getOverview } from '../services/get-overview.ts';
import { publishCrl } from '../services/publish-crl.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { getAuthorityWatch, watchPublications } from '../services/watch-publications.ts';
import { createPublicationProbe } from '../validation/fetch-published.ts';
import { createOutboundRules } from '../validation/outbound-rules.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';
import { createPublicServer } from './listeners.ts';

const RULES = createOutboundRules({ allow: [], deny: [], loopback: true, ports: [], ownPorts: [] });
let test: TestContext;
let context: ServiceContext;
let published: Server;
let elsewhere: Server;
let asked = 0;
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
let rootId: string;
let id: string;
let minutesLater = 0;
const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = (server: Server) => new Promise<Server>((done) => server.listen(0, '127.0.0.1', () => done(server)));
const url = () => `http://127.0.0.1:${portOf(elsewhere)}/list.crl`;

beforeAll(async () => {
  test = await startTestContext();
  elsewhere = await listening(
    createServer((request, response) => {
      asked += 1;
      answer(request, response);
    }),
  );
  const settings = { ...test.context.settings, watchMinutes: 10 };
  const clock = { now: () => new Date(test.context.clock.now().getTime() + minutesLater * 60_000) };
  context = { ...test.context, settings, clock };
  published = await listening(createPublicServer(context));
  Object.assign(settings, { publicUrl: `http://127.0.0.1:${portOf(published)}` });
  context = { ...context, probe: createPublicationProbe(settings.publicUrl, RULES) };
  rootId = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Watch Root' })).authority.id;
  id = (await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: rootId, name: 'Watch Issuing' }))
    .authority.id;
  await configureAuthority(context, OPERATOR, id, { crlUrls: [url()] });
  for (const one of [rootId, id]) await publishCrl(context, OPERATOR, one);
}, 60_000);
afterAll(async () => {
  for (const server of [published, elsewhere]) {
    server.closeAllConnections();
    server.close();
  }
  await test.close();
});

const serve = (octets: Uint8Array | string, type = 'application/pkix-crl') => {
  answer = (_, response) => response.writeHead(200, { 'content-type': type }).end(octets);
};
const newest = async (authorityId = id) =>
  (await context.store.currentCrl(authorityId))?.certificateListDer as Uint8Array;
const later = async () => {
  minutesLater += 13;
  return watchPublications(context);
};
const found = async () => (await getAuthorityWatch(context, OPERATOR, id)).addresses.find((one) => one.url === url());
const rows = async () => (await getOverview(context, OPERATOR)).attention.filter((one) => one.id.startsWith('watch-'));
const audited = async (action: string) =>
  (await context.store.auditPage({ limit: 100, beforeSeq: null, action })).items.length;

describe('the watch', () => {
  it('finds everything in order, says so, and asks nobody to do anything', async () => {
    serve(await newest());
    expect(await watchPublications(context)).toBe(2);
    expect(await found()).toMatchObject({ verdict: 'ok' });
    expect((await getAuthorityWatch(context, OPERATOR, rootId)).addresses.map(({ verdict }) => verdict)).not.toContain(
      'error',
    );
    expect(await rows()).toEqual([]);
    expect(await audited('watch.failed')).toBe(0);
  });

  it('does not look again before its time', async () => {
    const before = asked;
    expect(await watchPublications(context)).toBe(0);
    minutesLater += 5;
    expect(await watchPublications(context)).toBe(0);
    expect(asked).toBe(before);
  });

  it('asks for attention with the remedy and both times, and is audited once however often it is seen', async () => {
    serve('<html>Sign in</html>', 'text/html');
    await later();
    const first = await found();
    expect(first).toMatchObject({ verdict: 'error', words: expect.stringMatching(/cannot be read.*login page/) });
    await later();
    await later();
    const last = await found();
    expect(last?.since).toEqual(first?.since);
    expect(last?.seenAt.getTime()).toBeGreaterThan(first?.seenAt.getTime() as number);
    const [row, ...more] = await rows();
    expect(more).toEqual([]);
    expect(row).toMatchObject({ severity: 'error', title: 'Watch Issuing', href: `/authorities/${id}/publishing` });
    const shown = (at: Date | undefined) => at?.toISOString().slice(0, 16).replace('T', ' ');
    expect(row?.detail).toContain(`First seen ${shown(first?.since)} UTC, last ${shown(last?.seenAt)} UTC.`);
    expect(await audited('watch.failed')).toBe(1);
  });

  it.each([
    ['another issuer', 'error', /another authority/, () => newest(rootId)],
    [
      'an older number',
      'warning',
      /is the newest/,
      async () => {
        const old = await newest();
        await publishCrl(context, OPERATOR, id);
        return old;
      },
    ],
  ] as const)('tells %s', async (_, verdict, words, list) => {
    serve(await list());
    await later();
    expect(await found()).toMatchObject({ verdict, words: expect.stringMatching(words) });
    expect(await rows()).toHaveLength(1);
  });

  it('recovers by itself, and that is audited once', async () => {
    serve(await newest());
    await later();
    await later();
    expect(await found()).toMatchObject({ verdict: 'ok' });
    expect(await rows()).toEqual([]);
    expect(await audited('watch.recovered')).toBe(1);
    expect(await audited('watch.failed')).toBe(1);
  });

  it('takes one failure that is gone a moment later for none', async () => {
    const good = await newest();
    let first = true;
    answer = (_, response) => {
      if (first) response.destroy();
      else response.writeHead(200, { 'content-type': 'application/pkix-crl' }).end(good);
      first = false;
    };
    await later();
    expect(await found()).toMatchObject({ verdict: 'ok' });
    expect(await audited('watch.failed')).toBe(1);
  });

  it('of two processes on one database is done once', async () => {
    serve(await newest());
    minutesLater += 13;
    asked = 0;
    const lookedAt: number[] = [];
    const job = {
      name: 'watch-publications',
      everySeconds: 0.05,
      needsKeys: false,
      run: async (using: ServiceContext) => {
        const count = await watchPublications(using);
        if (count > 0) lookedAt.push(count);
        return count;
      },
    };
    const stops = [startJobs(context, [job]), startJobs({ ...context, entropy: context.entropy }, [job])];
    while (lookedAt.length === 0) await new Promise((done) => setTimeout(done, 20));
    await new Promise((done) => setTimeout(done, 200));
    for (const stop of stops) await stop();
    expect(lookedAt).toEqual([2]);
    expect(asked).toBe(1);
  });

  it('forgets an authority that publishes no more, and is silent when it is turned off', async () => {
    serve('nonsense');
    await later();
    expect(await rows()).toHaveLength(1);
    const off = { ...context, settings: { ...context.settings, watchMinutes: 0 } };
    expect(await watchPublications(off)).toBe(0);
    expect((await getOverview(off, OPERATOR)).attention.filter((one) => one.id.startsWith('watch-'))).toEqual([]);
    await context.store.transaction((tx) => tx.updateAuthority(id, { status: 'revoked' }));
    await later();
    expect((await getAuthorityWatch(context, OPERATOR, id)).addresses).toEqual([]);
    expect(await rows()).toEqual([]);
  });
});
