import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePorts } from '../test/support/server.ts';
import { type Figure, startReport } from './measure.ts';

/**
 * The way of a newcomer, once: `git clone` of this repository (what is committed, not what lies about) into a temporary
 * folder, `npm start` there with free ports and an empty data directory, until GET /setup answers 200; then the same
 * again in the prepared folder. The clone is local and the npm cache is the user's own: warm after a first run, and a
 * cold one adds the download. The steps are the times that the launcher itself prints.
 */
const LIMIT_MILLISECONDS = 600_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

const print = startReport('first-start', 'fresh clone to first page, one repetition');
const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
const tree = join(folder, 'tree');
try {
  const started = performance.now();
  const cloned = spawnSync('git', ['clone', '--quiet', resolve(import.meta.dirname, '..'), tree], { stdio: 'inherit' });
  if (cloned.status !== 0) throw new Error('The repository could not be cloned.');
  const cloneSeconds = (performance.now() - started) / 1_000;
  const first = await startUntilSetup();
  const second = await startUntilSetup();
  const seconds = (name: string, value: number): Figure => ({ name, unit: 's', values: [value] });
  const total = cloneSeconds + first.seconds;
  print([
    seconds('git clone to first page', total),
    ...[...first.output.matchAll(/countersign: (.+) took ([\d.]+) s/g)].map(([, step = '', took]) =>
      seconds(`… of which ${step}`, Number(took)),
    ),
    {
      ...seconds('second `npm start` to first page', second.seconds),
      denominator: { name: 'the first one, with its clone', unit: 's', values: [total] },
    },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function startUntilSetup(): Promise<{ seconds: number; output: string }> {
  const [admin, publicPort, enrol] = await freePorts();
  const started = performance.now();
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [program = 'npm', ...before] = npm;
  const child = spawn(program, [...before, 'start'], {
    cwd: tree,
    // A group of its own, so that npm, the launcher and the server can be ended together.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutSettings(process.env),
      COUNTERSIGN_DATA: join(folder, 'data'),
      COUNTERSIGN_ADMIN_PORT: String(admin),
      COUNTERSIGN_PUBLIC_PORT: String(publicPort),
      COUNTERSIGN_ENROL_PORT: String(enrol),
    },
  });
  const interrupted = () =>
    void endGroup(child).then(() => {
      rmSync(folder, { recursive: true, force: true });
      process.exit(1);
    });
  for (const signal of SIGNALS) process.once(signal, interrupted);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  try {
    while (!(await answers(`http://127.0.0.1:${admin}/setup`))) {
      if (child.exitCode !== null || performance.now() - started > LIMIT_MILLISECONDS)
        throw new Error(`\`npm start\` gave no page:\n${output}`);
      await new Promise((done) => setTimeout(done, 50));
    }
    return { seconds: (performance.now() - started) / 1_000, output };
  } finally {
    await endGroup(child);
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}

/** Neither npm's settings for this run nor another instance's are meant for the new tree. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^(npm_|COUNTERSIGN_|NODE_ENV$)/i.test(name));
  return Object.fromEntries(kept) as NodeJS.ProcessEnv;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Resolves when the pipes are closed too: by then the server under npm has ended. */
function endGroup(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.pid === undefined || child.exitCode !== null) return done();
    child.once('close', () => done());
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      child.kill('SIGTERM');
    }
  });
}
