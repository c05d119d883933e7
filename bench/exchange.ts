import { type ChildProcess, spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { OPERATOR, type TestServer } from '../test/support/server.ts';
import { callsPerSecond } from './measure.ts';

/** The HTTP side of the programs: `node:http` with kept connections, which costs the load generator less than `fetch`. */

export interface Exchange {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * Requests a second with `concurrency` callers on kept connections. The connections are new for each measurement: one
 * that lay idle during another might be closed by the server in the moment of its next use.
 */
export async function requestsPerSecond(
  args: { calls: number; concurrency: number },
  exchangeOf: (index: number) => Exchange,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: args.concurrency });
  try {
    return await callsPerSecond(args, async (index) => {
      await send(exchangeOf(index), agent);
    });
  } finally {
    agent.destroy();
  }
}

/** One request; without an agent, on a connection of its own. Throws for anything but a status of 200 to 299. */
export function send({ method, url, headers = {}, body }: Exchange, agent?: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length: Record<string, number> = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { method, agent: agent ?? false, headers: { ...headers, ...length } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const answer = { status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) };
        if (answer.status >= 200 && answer.status < 300) resolve(answer);
        else reject(new Error(`${method} ${url} gave ${answer.status}: ${answer.body.toString().slice(0, 500)}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** The headers of a signed-in operator's JSON request to `/api/v1`. */
export async function operatorHeaders(server: TestServer): Promise<Readonly<Record<string, string>>> {
  const headers = { origin: new URL(server.adminUrl).origin, 'content-type': 'application/json' };
  const url = `${server.adminUrl}/api/v1/session`;
  const { headers: given } = await send({ method: 'POST', url, headers, body: JSON.stringify(OPERATOR) });
  const cookies = [given['set-cookie'] ?? []].flat().map((cookie) => cookie.split(';')[0]);
  return { ...headers, cookie: cookies.join('; ') };
}

/**
 * The least a Node server can do, as a denominator: a process of its own that answers everything with `octets` octets
 * from memory, after it has read the body.
 */
export async function startBareServer(octets: number): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, ['-e', BARE_SERVER, String(octets)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', (code) => reject(new Error(`The bare server ended with ${code}.`)));
  });
  return { url: `http://127.0.0.1:${port}/`, stop: () => end(child) };
}

const BARE_SERVER = `
  const body = Buffer.alloc(Number(process.argv[1]), 1);
  const server = require('node:http').createServer((request, response) => {
    request.resume().on('end', () => response.end(body));
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;

function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}
