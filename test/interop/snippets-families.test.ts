import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Snippet } from '../../lib/services/views.ts';
import { stopProgram } from '../support/programs.ts';
import { freePorts } from '../support/server.ts';
import { FAMILIES, type FamilyRun } from '../support/snippets/databases.ts';
import { type Estate, type Pair, startEstate } from '../support/snippets/estate.ts';
import { missing, printExecuted, recordExecuted, versionOf } from '../support/snippets/record.ts';
import { pathsBelow, runScript, textOf, writeConfiguration } from '../support/snippets/scripts.ts';
import type { Place } from '../support/snippets/servers.ts';

/** Databases, brokers and tunnels: both ends by their shown configuration, on both downloaded bundles. */
// Some start a compiler or a virtual machine a dozen times.
vi.setConfig({ testTimeout: 400_000 });

const versions = new Map<string, readonly [string | null, string | null]>();
/** A tunnel makes interfaces, in a network that only root may make. */
const canTunnel = process.getuid?.() === 0 && existsSync('/dev/net/tun');
for (const { family, server, client } of FAMILIES) {
  if (server.id === 'openvpn' && !canTunnel) {
    missing('root with /dev/net/tun', 'the configuration of OpenVPN is not executed');
    continue;
  }
  versions.set(family, [
    await versionOf(server.name, server.version.command, server.version.pattern),
    await versionOf(client.name, client.version.command, client.version.pattern),
  ]);
}

let estate: Estate;
let second: Pair;
let rogue: Pair;
let oneWay: Pair;
let rogueOneWay: Pair;
beforeAll(async () => {
  estate = await startEstate();
  second = await estate.pair();
  rogue = await estate.pair({ rogue: true });
  oneWay = await estate.pair({ kind: 'one-way' });
  rogueOneWay = await estate.pair({ kind: 'one-way', rogue: true });
});
afterAll(async () => {
  printExecuted(
    FAMILIES.flatMap(({ server, client, clientOnly }) => (clientOnly ? [client.id] : [server.id, client.id])),
  );
  await estate.stop();
});

let count = 0;
interface Running {
  readonly place: Place;
  child: ChildProcess;
  readonly shell: (step: 'prepare' | 'refresh') => Promise<string>;
}

/** The server of `pair`, by the shown text; `trust`: whose clients it lets in, where not those of its own. */
async function startServer(
  run: FamilyRun,
  pair: Pair,
  snippet: Snippet,
  mutual: boolean,
  trust = pair,
): Promise<Running> {
  count += 1;
  const [port, backend] = await freePorts();
  const root = join(estate.folder, `f${count}`);
  const bundle = join(estate.folder, `bundle-${count}`);
  mkdirSync(root);
  cpSync(pair.serverFolder, bundle, { recursive: true });
  for (const name of ['trust-anchor.pem', 'crls.pem']) cpSync(join(trust.serverFolder, name), join(bundle, name));
  const place: Place = { root, port, backend, mutual };
  const below = pathsBelow(root);
  const prelude = run.server.prelude?.(place) ?? '';
  const run1 = async (text: string) => {
    const outcome = await runScript(text, { cwd: bundle, prelude });
    expect(outcome, text).toMatchObject({ code: 0 });
    return outcome.output;
  };
  const shell = async (step: 'prepare' | 'refresh') => run1(below(textOf(snippet, step, 'shell') ?? ''));
  await shell('prepare');
  writeConfiguration(snippet, root, (text) => run.server.change(place)(below(text)));
  const child = await run.server.start(place);
  const sql = textOf(snippet, 'users', 'sql');
  if (run.server.users === 'sql') {
    // A one-way server knows its users by name and password, which are its administrator's.
    const user =
      run.server.id === 'postgresql'
        ? `CREATE ROLE "your-user" LOGIN PASSWORD 'a password';`
        : `CREATE USER 'your-user'@'%';`;
    await run1(`sql <<'END'\n${mutual ? '' : user}\n${sql ?? ''}\nEND`);
  }
  return { place, child, shell };
}

/** One call of the client by its shown text, in a folder of its own. */
async function call(run: FamilyRun, running: Running, folder: string, snippet: Snippet, bare = false) {
  const { client } = run;
  count += 1;
  const cwd = `${folder}-${count}`;
  cpSync(folder, cwd, { recursive: true });
  writeFileSync(join(cwd, 'password'), 'your-user\na password\n');
  const change = (text: string) => client.change(running.place.port)(bare ? client.bare(text) : text);
  writeConfiguration(snippet, cwd, change);
  if (!bare) {
    const prepare = textOf(snippet, 'prepare');
    if (prepare) expect(await runScript(prepare, { cwd })).toMatchObject({ code: 0 });
  }
  // The client of a tunnel stays until it is ended, and lives in the network of its server.
  const inside = client.until
    ? `openvpn() {
  nsenter --target ${running.child.pid} --net openvpn "$@" >log 2>&1 & local pid=$!
  for _ in $(seq 200); do grep -Eq '${client.until.source}' log && break; sleep 0.1; done
  kill $pid; wait $pid || true
  cat log
}
`
    : '';
  const { output } = await runScript(change(textOf(snippet, 'try') ?? ''), {
    cwd,
    prelude: inside,
    env: { HOME: cwd, ...client.env },
    seconds: 30,
  });
  return client.success.test(output) ? { verdict: 'accepted' } : { verdict: 'refused', output };
}

const looks = (snippet: Snippet) => !snippet.notChecked.some((sentence) => sentence.startsWith('Revocation: '));

async function eventually(verdict: 'accepted' | 'refused', ask: () => ReturnType<typeof call>) {
  let last = await ask();
  for (let tries = 0; last.verdict !== verdict && tries < 10; tries += 1) {
    await new Promise((done) => setTimeout(done, 200));
    last = await ask();
  }
  expect(last).toMatchObject({ verdict });
}

describe.each(FAMILIES)('$family', (run) => {
  const [server, client] = versions.get(run.family) ?? [null, null];
  const ready = server !== null && client !== null;

  it.skipIf(!ready || run.clientOnly)(
    'the server lets in who it should, refuses the others, learns of a revocation',
    async () => {
      const pair = await estate.pair();
      const [shown, asked] = [await pair.snippet(run.server.id), await pair.snippet(run.client.id, false)];
      const folders = {
        good: estate.identity(pair, pair),
        second: estate.identity(pair, second),
        rogue: estate.identity(pair, rogue),
      };
      let running = await startServer(run, pair, shown, true);
      const ask = (who: keyof typeof folders) => call(run, running, folders[who], asked);
      try {
        expect(await ask('good')).toEqual({ verdict: 'accepted' });
        expect(await ask('second')).toEqual({ verdict: 'accepted' });
        expect(await ask('rogue')).toMatchObject({ verdict: 'refused' });
        expect(await call(run, running, folders.good, asked, true)).toMatchObject({ verdict: 'refused' });
        await estate.revoke(pair.clientCertificateId as string);
        const refresh = await running.shell('refresh');
        if (/systemctl reload/.test(refresh)) running.child.kill(run.server.reloadSignal);
        await eventually(looks(shown) ? 'refused' : 'accepted', () => ask('good'));
        await eventually('accepted', () => ask('second'));
      } finally {
        await stopProgram(running.child);
      }
      running = await startServer(run, pair, await pair.snippet(run.server.id, false), true);
      try {
        expect(await ask('good')).toEqual({ verdict: 'accepted' });
        expect(await ask('rogue')).toMatchObject({ verdict: 'refused' });
      } finally {
        await stopProgram(running.child);
      }
      const open = await startServer(run, oneWay, await oneWay.snippet(run.server.id), false);
      try {
        expect(await call(run, open, estate.identity(oneWay, null), await oneWay.snippet(run.client.id))).toEqual({
          verdict: 'accepted',
        });
      } finally {
        await stopProgram(open.child);
      }
      recordExecuted(run.server.id, server as string);
    },
  );

  it.skipIf(!ready)(
    'the client reaches the good server, refuses those of another authority or name, sees a revocation or says it does not',
    async () => {
      const pair = await estate.pair();
      const [shown, asked] = [await pair.snippet(run.server.id), await pair.snippet(run.client.id)];
      const folder = estate.identity(pair, pair);
      const serving = async (of: Pair, mutual: boolean, check: (running: Running) => Promise<void>, trust = of) => {
        const running = await startServer(run, of, mutual ? shown : await of.snippet(run.server.id), mutual, trust);
        try {
          await check(running);
        } finally {
          await stopProgram(running.child);
        }
      };
      const ask = (running: Running) => call(run, running, folder, asked);
      await serving(pair, true, async (running) => {
        expect(await ask(running)).toEqual({ verdict: 'accepted' });
        await estate.revoke(pair.serverCertificateId);
        const refresh = textOf(asked, 'refresh');
        if (refresh) expect(await runScript(refresh, { cwd: folder })).toMatchObject({ code: 0 });
        expect(await ask(running)).toMatchObject({ verdict: looks(asked) ? 'refused' : 'accepted' });
        // Without lists it is taken: nothing else refused it.
        expect(await call(run, running, folder, await pair.snippet(run.client.id, false))).toEqual({
          verdict: 'accepted',
        });
      });
      // It would let this client in, so it is the client that refuses.
      await serving(
        rogue,
        true,
        async (running) => expect(await ask(running)).toMatchObject({ verdict: 'refused' }),
        pair,
      );
      // Of the right authority, for another name.
      const other = await estate.pair({ serverNames: ['other.lan'] });
      const compares = !asked.notChecked.some((sentence) => sentence.startsWith('The name: '));
      const misnamed = await startServer(run, other, await other.snippet(run.server.id), true, pair);
      try {
        expect(await ask(misnamed)).toMatchObject({ verdict: compares ? 'refused' : 'accepted' });
      } finally {
        await stopProgram(misnamed.child);
      }
      const nobody = estate.identity(oneWay, null);
      const plain = await oneWay.snippet(run.client.id);
      await serving(oneWay, false, async (running) =>
        expect(await call(run, running, nobody, plain)).toEqual({ verdict: 'accepted' }),
      );
      await serving(rogueOneWay, false, async (running) =>
        expect(await call(run, running, nobody, plain)).toMatchObject({ verdict: 'refused' }),
      );
      recordExecuted(run.client.id, client as string);
    },
  );
});
