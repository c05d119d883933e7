import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type ApiClient, createApiClient } from '../../lib/api/client.ts';

const root = resolve(import.meta.dirname, '../..');
export const SETUP_TOKEN = 'a-fixed-setup-token-for-tests';
export const OPERATOR = { email: 'operator@example.test', password: 'correct horse battery staple' };

/** A real server process on free loopback ports, with a data directory of its own. */
export interface TestServer {
  readonly adminUrl: string;
  readonly publicUrl: string;
  readonly dataDirectory: string;
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  client(): ApiClient;
  /** Ends it with SIGTERM; resolves to the exit code (or signal name). */
  stop(): Promise<number | string>;
}

export interface StartOptions {
  readonly dataDirectory?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly ports?: readonly [number, number, number];
}

/** Starts the built server and waits until it answers. Throws with its output when it does not. */
export async function startTestServer(options: StartOptions = {}): Promise<TestServer> {
  const launched = await launch(options);
  const { child, output, adminUrl } = launched;
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The server ended with ${child.exitCode ?? child.signalCode}:\n${output()}`);
    try {
      if ((await fetch(`${adminUrl}/healthz`)).ok && output().includes('is running')) break;
    } catch {
      // not listening yet
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    adminUrl,
    publicUrl: launched.publicUrl,
    dataDirectory: launched.dataDirectory,
    process: child,
    output,
    client: () => createApiClient(adminUrl),
    stop: () => stop(child),
  };
}

/** Starts it and waits for its end: for starts that must be refused. */
export async function runToExit(options: StartOptions = {}): Promise<{ code: number | string; output: string }> {
  const { child, output } = await launch(options);
  return { code: await exitOf(child), output: output() };
}

/** Sets the instance up and returns a signed-in client with the ids of its authorities. */
export async function setUp(
  server: TestServer,
  more: Record<string, unknown> = {},
): Promise<{ client: ApiClient; rootId: string; issuingId: string }> {
  const client = server.client();
  const result = (await client.post('/setup', {
    setupToken: SETUP_TOKEN,
    operator: OPERATOR,
    organisation: 'Test Org',
    root: {},
    issuing: {},
    ...more,
  })) as { rootId: string; issuingId: string };
  return { client, ...result };
}

export async function signedIn(server: TestServer): Promise<ApiClient> {
  const client = server.client();
  await client.post('/session', OPERATOR);
  return client;
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'countersign-test-'));
}
export function removeDirectory(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

export async function freePorts(): Promise<[number, number, number]> {
  const servers = await Promise.all(
    [0, 1, 2].map(
      () =>
        new Promise<ReturnType<typeof createServer>>((done) => {
          const server = createServer().listen(0, '127.0.0.1', () => done(server));
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port) as [number, number, number];
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

async function launch(options: StartOptions) {
  const [adminPort, publicPort, enrolPort] = options.ports ?? (await freePorts());
  const dataDirectory = options.dataDirectory ?? temporaryDirectory();
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--enable-source-maps', join(root, 'build/serve.mjs')],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        COUNTERSIGN_DATA: dataDirectory,
        COUNTERSIGN_ADMIN_PORT: String(adminPort),
        COUNTERSIGN_PUBLIC_PORT: String(publicPort),
        COUNTERSIGN_ENROL_PORT: String(enrolPort),
        // A test that wants the proof names a port.
        COUNTERSIGN_PROOF_PORT: '0',
        COUNTERSIGN_SETUP_TOKEN: SETUP_TOKEN,
        ...options.env,
      },
    },
  );
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  return {
    child,
    output: () => text,
    adminUrl: `http://127.0.0.1:${adminPort}`,
    publicUrl: `http://127.0.0.1:${publicPort}`,
    dataDirectory,
  };
}

async function stop(child: ChildProcess): Promise<number | string> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  return exitOf(child);
}

function exitOf(child: ChildProcess): Promise<number | string> {
  if (child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve(child.exitCode ?? child.signalCode ?? '');
  return new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal ?? '')));
}
