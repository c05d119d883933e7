import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from 'node:tls';

export interface Exchange {
  /** What is sent as soon as the handshake is done, and after each answer that is not the expected one yet. */
  readonly send: readonly Buffer[];
  /** The answer of whoever lets the client in. */
  readonly expect: (answer: Buffer) => boolean;
}

export type Verdict = { readonly verdict: 'accepted' } | { readonly verdict: 'refused'; readonly why: string };

/** A client without opinions of its own beyond the root: what does this server say to this identity? */
export function probe(port: number, folder: string, base: string, exchange: Exchange): Promise<Verdict> {
  const read = (name: string) => readFileSync(join(folder, name));
  const hasOwn = existsSync(join(folder, `${base}.key`));
  return new Promise((done) => {
    let answer = Buffer.alloc(0);
    let sent = 0;
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: 'localhost',
      ca: read('trust-anchor.pem'),
      ...(hasOwn ? { cert: read(`${base}-fullchain.pem`), key: read(`${base}.key`) } : {}),
    });
    const end = (verdict: Verdict) => {
      clearTimeout(timer);
      socket.destroy();
      done(verdict);
    };
    const timer = setTimeout(() => end({ verdict: 'refused', why: `no answer: ${answer.toString('latin1')}` }), 8_000);
    const next = () => {
      const message = exchange.send[sent];
      sent += 1;
      if (message) socket.write(message);
    };
    socket.on('secureConnect', next);
    socket.on('data', (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      if (sent >= exchange.send.length && exchange.expect(answer)) end({ verdict: 'accepted' });
      else next();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => end({ verdict: 'refused', why: error.code ?? error.message }));
    socket.on('close', () =>
      end({ verdict: 'refused', why: `closed after: ${answer.toString('latin1').slice(0, 80)}` }),
    );
  });
}

export const HTTP: Exchange = {
  send: [Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')],
  expect: (answer) => /^HTTP\/1\.1 200 /.test(answer.toString('latin1')),
};

export const REDIS: Exchange = {
  send: [Buffer.from('PING\r\n')],
  expect: (answer) => answer.toString('latin1').startsWith('+PONG'),
};

/** AMQP 0-9-1 §4.2: protocol header, Connection.Start, Start-Ok by EXTERNAL, Connection.Tune (class 10, method 30). */
export const AMQP: Exchange = {
  send: [Buffer.from('AMQP\x00\x00\x09\x01', 'latin1'), startOk()],
  expect: (answer) => answer.includes(Buffer.from([0, 10, 0, 30])),
};
/** Without a user: that the server begins to talk at all. */
export const AMQP_START: Exchange = {
  send: [Buffer.from('AMQP\x00\x00\x09\x01', 'latin1')],
  expect: (answer) => answer.includes(Buffer.from([0, 10, 0, 10])),
};

function startOk(): Buffer {
  const short = (text: string) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
  const long = Buffer.alloc(4);
  const payload = Buffer.concat([
    Buffer.from([0, 10, 0, 11]),
    Buffer.alloc(4),
    short('EXTERNAL'),
    long,
    short('en_US'),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(payload.length);
  return Buffer.concat([Buffer.from([1, 0, 0]), size, payload, Buffer.from([0xce])]);
}

/** MQTT 3.1.1 §3.1: CONNECT with an empty client identifier and a clean session; CONNACK with return code 0. */
export const MQTT: Exchange = {
  send: [Buffer.from([0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 0])],
  expect: (answer) => answer.length >= 4 && answer[0] === 0x20 && answer[3] === 0,
};
