import { cpSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Snippet } from '../../lib/services/views.ts';
import { freePorts } from '../support/server.ts';
import { type ClientRun, HTTP_CLIENTS } from '../support/snippets/clients.ts';
import { type Estate, type Pair, startEstate } from '../support/snippets/estate.ts';
import { printExecuted, recordExecuted, versionOf } from '../support/snippets/record.ts';
import { runScript, textOf, writeConfiguration } from '../support/snippets/scripts.ts';

/** The configuration of clients as it is shown, on the bundle as it is downloaded, against good servers and others. */
// Some start a compiler or a virtual machine a dozen times.
vi.setConfig({ testTimeout: 400_000 });

const versions = new Map<string, string | null>();
for (const { id, name, version } of HTTP_CLIENTS)
  versions.set(id, await versionOf(name, version.command, version.pattern));

let estate: Estate;
let good: Pair;
let oneWay: Pair;
const servers: Record<string, { server: Server; port: number }> = {};
beforeAll(async () => {
  estate = await startEstate();
  good = await estate.pair();
  oneWay = await estate.pair({ kind: 'one-way' });
  const revoked = await estate.pair();
  const rogue = await estate.pair({ rogue: true });
  servers.good = await serve(good, true);
  servers.revoked = await serve(revoked, true);
  servers.rogue = await serve(rogue, true, good);
  servers.otherName = await serve(await estate.pair({ serverNames: ['other.lan'] }), true, good, 'other.lan');
  servers.oneWay = await serve(oneWay, false);
  servers.rogueOneWay = await serve(rogue, false);
  await estate.revoke(revoked.serverCertificateId);
});
afterAll(async () => {
  printExecuted(HTTP_CLIENTS.map(({ id }) => id));
  for (const { server } of Object.values(servers)) {
    server.closeAllConnections();
    server.close();
  }
  await estate.stop();
});

/** Says hello to whoever has a certificate below the root of `trust`, or to everyone. */
async function serve(pair: Pair, mutual: boolean, trust = pair, base = 'localhost') {
  const read = (name: string) => readFileSync(join(pair.serverFolder, name));
  const server = createServer(
    {
      key: read(`${base}.key`),
      cert: read(`${base}-fullchain.pem`),
      ...(mutual
        ? {
            requestCert: true,
            rejectUnauthorized: true,
            ca: readFileSync(join(trust.serverFolder, 'trust-anchor.pem')),
          }
        : {}),
    },
    (request, response) => {
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      response.setHeader('connection', 'close').end(`hello ${subject?.CN ?? 'nobody'}\n`);
    },
  ).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return { server, port: (server.address() as AddressInfo).port };
}

let count = 0;
/** A fresh copy of the bundle with the snippet's steps done in it. */
async function prepared(run: ClientRun, pair: Pair, snippet: Snippet) {
  count += 1;
  const folder = join(estate.folder, `run-${count}`);
  cpSync(pair.clientFolder, folder, { recursive: true });
  const options = { cwd: folder, prelude: run.prelude ?? '', env: { HOME: folder, ...run.env } };
  const step = async (name: 'prepare' | 'refresh') => {
    const text = textOf(snippet, name);
    if (text !== null) expect(await runScript(text, options), text).toMatchObject({ code: 0 });
  };
  await step('prepare');
  return {
    refresh: () => step('refresh'),
    call: async (port: number) => {
      const [local] = await freePorts();
      const change = run.change(port, local);
      writeConfiguration(snippet, folder, change);
      const outcome = await runScript(change(textOf(snippet, 'try') ?? ''), {
        ...options,
        ...(run.input ? { input: run.input, until: /hello|error/ } : {}),
      });
      return { said: /hello .*/.exec(outcome.output)?.[0] ?? 'nothing', failed: outcome.code !== 0, ...outcome };
    },
  };
}
const REFUSED = { said: 'nothing', failed: true };

describe.each(HTTP_CLIENTS)('$name', (run) => {
  const program = versions.get(run.id);
  const portOf = (name: string) => servers[name]?.port ?? 0;

  it.skipIf(!program)(
    'reaches the good server, refuses those of another authority or name, sees a revocation or says it does not',
    async () => {
      const snippet = await good.snippet(run.id);
      const client = await prepared(run, good, snippet);
      expect(await client.call(portOf('good'))).toMatchObject({ said: "hello billing O'Hara 1", failed: false });
      expect(await client.call(portOf('rogue'))).toMatchObject(REFUSED);
      expect(await client.call(portOf('otherName'))).toMatchObject(REFUSED);
      await client.refresh();
      const looks = !snippet.notChecked.some((sentence) => sentence.startsWith('Revocation: '));
      expect(await client.call(portOf('revoked'))).toMatchObject(
        looks ? REFUSED : { said: "hello billing O'Hara 1", failed: false },
      );
      expect(await client.call(portOf('good'))).toMatchObject({ said: "hello billing O'Hara 1", failed: false });

      // Without lists the revoked one is taken: nothing else refused it above.
      const without = await prepared(run, good, await good.snippet(run.id, false));
      expect(await without.call(portOf('revoked'))).toMatchObject({ said: "hello billing O'Hara 1", failed: false });

      const open = await prepared(run, oneWay, await oneWay.snippet(run.id));
      expect(await open.call(portOf('oneWay'))).toMatchObject({ said: 'hello nobody', failed: false });
      expect(await open.call(portOf('rogueOneWay'))).toMatchObject(REFUSED);
      recordExecuted(run.id, program as string);
    },
  );
});
