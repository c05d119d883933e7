import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Snippet } from '../../lib/services/views.ts';
import { stopProgram } from '../support/programs.ts';
import { freePorts } from '../support/server.ts';
import { type Estate, type Pair, startEstate } from '../support/snippets/estate.ts';
import { probe } from '../support/snippets/probe.ts';
import { printExecuted, recordExecuted, versionOf } from '../support/snippets/record.ts';
import { pathsBelow, runScript, textOf, writeConfiguration } from '../support/snippets/scripts.ts';
import { type Place, SERVER_RUNS, type ServerRun } from '../support/snippets/servers.ts';

/** The configuration of servers as it is shown, on the bundle as it is downloaded, asked by clients of all kinds. */
// Some start a compiler or a virtual machine a dozen times.
vi.setConfig({ testTimeout: 400_000 });

const versions = new Map<string, string | null>();
for (const { id, name, version } of SERVER_RUNS)
  versions.set(id, await versionOf(name, version.command, version.pattern));

let estate: Estate;
let backend: Server;
let second: Pair;
let rogue: Pair;
let oneWay: Pair;
beforeAll(async () => {
  estate = await startEstate();
  backend = createServer((_, response) => response.end('hello\n')).listen(0, '127.0.0.1');
  await new Promise((done) => backend.once('listening', done));
  [second, rogue, oneWay] = [
    await estate.pair(),
    await estate.pair({ rogue: true }),
    await estate.pair({ kind: 'one-way' }),
  ];
});
afterAll(async () => {
  printExecuted(SERVER_RUNS.map(({ id }) => id));
  backend.close();
  await estate.stop();
});

const BASE = 'billing-o-hara-1';
let count = 0;

/** Files placed and configuration written as the snippet says, and started. */
async function install(run: ServerRun, pair: Pair, snippet: Snippet, mutual: boolean) {
  count += 1;
  const [port] = await freePorts();
  const root = join(estate.folder, `${run.id}-${count}`);
  mkdirSync(root, { recursive: true });
  const place: Place = { root, port, backend: (backend.address() as AddressInfo).port, mutual };
  const below = pathsBelow(root);
  const change = run.change(place);
  const shell = async (step: 'prepare' | 'refresh' | 'users') => {
    const text = textOf(snippet, step, 'shell');
    if (text === null) return '';
    const outcome = await runScript(below(text), {
      cwd: pair.serverFolder,
      prelude: run.prelude?.(place) ?? '',
      env: { PATH: `${process.env.PATH}:/usr/sbin` },
    });
    expect(outcome, text).toMatchObject({ code: 0 });
    return outcome.output;
  };
  await shell('prepare');
  writeConfiguration(snippet, root, (text) => change(below(text)));
  const child = await run.start(place);
  if (run.users !== undefined) await shell('users');
  return { place, child, shell };
}

async function eventually(verdict: 'accepted' | 'refused', ask: () => ReturnType<typeof probe>) {
  let last = await ask();
  for (let tries = 0; last.verdict !== verdict && tries < 40; tries += 1) {
    await new Promise((done) => setTimeout(done, 100));
    last = await ask();
  }
  expect(last).toMatchObject({ verdict });
}

describe.each(SERVER_RUNS)('$name', (run) => {
  const program = versions.get(run.id);

  it.skipIf(!program)('lets in who it should, refuses the others, learns of a revocation by its own way', async () => {
    const pair = await estate.pair();
    const snippet = await pair.snippet(run.id);
    const folders = {
      good: estate.identity(pair, pair),
      second: estate.identity(pair, second),
      rogue: estate.identity(pair, rogue),
      none: estate.identity(pair, null),
    };
    let { place, child, shell } = await install(run, pair, snippet, true);
    const exchange = run.exchange?.(place);
    if (!exchange) throw new Error('There is nothing to ask it by.');
    const ask = (who: keyof typeof folders) => probe(place.port, folders[who], BASE, exchange);
    const restart = async (old: ChildProcess) => {
      await stopProgram(old);
      child = await run.start(place);
    };
    try {
      expect(await ask('good')).toEqual({ verdict: 'accepted' });
      expect(await ask('second')).toEqual({ verdict: 'accepted' });
      expect(await ask('none')).toMatchObject({ verdict: 'refused' });
      expect(await ask('rogue')).toMatchObject({ verdict: 'refused' });

      await estate.revoke(pair.clientCertificateId as string);
      const looks = !snippet.notChecked.some((sentence) => sentence.startsWith('Revocation: '));
      const refresh = await shell('refresh');
      if (/systemctl restart/.test(refresh)) await restart(child);
      else if (/systemctl reload/.test(refresh)) {
        if (!run.reloadSignal) throw new Error('It does not say how it is reloaded.');
        child.kill(run.reloadSignal);
      }
      // What is not checked is said, and it is so.
      await eventually(looks ? 'refused' : 'accepted', () => ask('good'));
      await eventually('accepted', () => ask('second'));
    } finally {
      await stopProgram(child);
    }

    // Without lists the revoked one is let in again: nothing else refused it above.
    const without = await pair.snippet(run.id, false);
    ({ place, child, shell } = await install(run, pair, without, true));
    try {
      await eventually('accepted', () => ask('good'));
      expect(await ask('rogue')).toMatchObject({ verdict: 'refused' });
    } finally {
      await stopProgram(child);
    }

    const open = await install(run, oneWay, await oneWay.snippet(run.id), false);
    try {
      const nobody = estate.identity(oneWay, null);
      const ask = () => probe(open.place.port, nobody, BASE, run.exchange?.(open.place) ?? exchange);
      expect(await ask()).toEqual({ verdict: 'accepted' });
    } finally {
      await stopProgram(open.child);
    }
    recordExecuted(run.id, program as string);
  });
});
