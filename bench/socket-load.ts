import { connect, type Socket } from 'node:net';
import { callsPerSecond } from './measure.ts';

/**
 * A load generator on bare sockets: the requests are octets made beforehand, and of an answer no more is read than its
 * status line and its length. It costs a fraction of `node:http`, so that on a small machine the server is measured and
 * not the generator.
 */

export interface RawRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** The octets of one HTTP/1.1 request. */
export function rawRequest({ method, url, headers = {}, body }: RawRequest, keepAlive = true): Buffer {
  const { host, pathname } = new URL(url);
  const lines = [
    `${method} ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    `Connection: ${keepAlive ? 'keep-alive' : 'close'}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`Content-Length: ${body.length}`] : []),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body ?? Buffer.alloc(0)]);
}

interface Load {
  readonly port: number;
  readonly calls: number;
  readonly concurrency: number;
  readonly requestOf: (index: number) => Buffer;
}

/** Requests a second on connections that are kept. Throws for any answer but 200 with a Content-Length. */
export async function keptConnections(load: Load): Promise<number> {
  const connections = await Promise.all(Array.from({ length: load.concurrency }, () => open(load.port)));
  const free = [...connections];
  try {
    return await callsPerSecond(load, async (index) => {
      const connection = free.pop() as Connection;
      await connection.exchange(load.requestOf(index));
      free.push(connection);
    });
  } finally {
    for (const { socket } of connections) socket.destroy();
  }
}

/** Requests a second with a connection for each. */
export function connectionEach(load: Load): Promise<number> {
  return callsPerSecond(load, async (index) => {
    const connection = await open(load.port);
    await connection.exchange(load.requestOf(index));
    connection.socket.destroy();
  });
}

interface Connection {
  readonly socket: Socket;
  exchange(request: Buffer): Promise<void>;
}

function open(port: number): Promise<Connection> {
  return new Promise((ready, refuse) => {
    let pending: { resolve: () => void; reject: (error: Error) => void } | null = null;
    let received: Buffer[] = [];
    let wanted = Number.POSITIVE_INFINITY;
    let size = 0;
    const fail = (error: Error) => {
      pending?.reject(error);
      pending = null;
      refuse(error);
    };
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () =>
      ready({
        socket,
        exchange: (request) =>
          new Promise((resolve, reject) => {
            if (socket.destroyed) return reject(new Error('The server closed a connection before it was used.'));
            pending = { resolve, reject };
            received = [];
            wanted = Number.POSITIVE_INFINITY;
            size = 0;
            socket.write(request);
          }),
      }),
    );
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk);
      size += chunk.length;
      if (wanted === Number.POSITIVE_INFINITY) wanted = answerLength(Buffer.concat(received));
      if (Number.isNaN(wanted)) fail(new Error(`An answer was not as expected: ${received.join('').slice(0, 200)}`));
      if (size < wanted || !pending) return;
      const { resolve } = pending;
      pending = null;
      resolve();
    });
    socket.on('error', fail);
    socket.on('close', () => fail(new Error('The server closed a connection before it had answered.')));
  });
}

/** Octets of head and body together; infinite while the head is not complete, NaN for what is no good answer. */
function answerLength(start: Buffer): number {
  const end = start.indexOf('\r\n\r\n');
  if (end < 0) return Number.POSITIVE_INFINITY;
  const head = start.toString('latin1', 0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  return /^HTTP\/1\.[01] 200/.test(head) && length !== undefined ? end + 4 + Number(length) : Number.NaN;
}
