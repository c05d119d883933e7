/** A connection to a server of somebody else: read with bounds, and passed on to TLS with every octet noted. */
import { connect, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { RemoteFailure } from '../domain/remote.ts';
import { MAX_TRANSCRIPT_OCTETS, type TlsEnd, type TranscriptChunk } from '../pki/tls/transcript.ts';

/** Ends a probe; `code` is the closed list, `detail` for people who know sockets. */
export class RemoteEnd extends Error {
  readonly code: RemoteFailure;
  readonly detail: string | null;
  constructor(code: RemoteFailure, detail: string | null = null) {
    super(code);
    this.name = 'RemoteEnd';
    this.code = code;
    this.detail = detail;
  }
}

/** All connections of a probe together have this long. */
export class Deadline {
  readonly #endsAt: number;
  constructor(milliseconds: number) {
    this.#endsAt = performance.now() + milliseconds;
  }
  get left(): number {
    return Math.max(0, this.#endsAt - performance.now());
  }
  /** Rejects with RemoteEnd when `work` takes longer, at most `milliseconds`. */
  async during<Result>(work: Promise<Result>, milliseconds: number, code: RemoteFailure): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new RemoteEnd(code)), Math.min(milliseconds, this.left));
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Throws RemoteEnd `refused`, `unreachable` or `timeout`. */
export async function openSocket(address: string, port: number, deadline: Deadline): Promise<Socket> {
  const socket = connect({ host: address, port, autoSelectFamily: false });
  socket.setNoDelay(true);
  // Errors after the connection are seen by whoever reads.
  socket.on('error', () => undefined);
  const opened = new Promise<Socket>((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => reject(new RemoteEnd(codeOf(error), error.code ?? null)));
  });
  try {
    return await deadline.during(opened, CONNECT_MILLISECONDS, 'timeout');
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function codeOf({ code }: NodeJS.ErrnoException): RemoteFailure {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return 'refused';
  return code === 'ETIMEDOUT' ? 'timeout' : 'unreachable';
}

/** What a server says before TLS: a few octets at a time, never more than MOST_PREAMBLE. */
export class PreambleReader {
  readonly #socket: Socket;
  #held = Buffer.alloc(0);
  #total = 0;
  #ended = false;
  #wake: () => void = () => undefined;
  readonly #onData = (data: Buffer) => {
    this.#total += data.length;
    this.#held = Buffer.concat([this.#held, data]);
    if (this.#total > MOST_PREAMBLE) this.#socket.pause();
    this.#wake();
  };
  readonly #onEnd = () => {
    this.#ended = true;
    this.#wake();
  };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
  }

  async octets(count: number): Promise<Buffer> {
    while (this.#held.length < count) await this.#more();
    const taken = this.#held.subarray(0, count);
    this.#held = this.#held.subarray(count);
    return taken;
  }

  /** Without its end of line, as Latin-1. */
  async line(): Promise<string> {
    for (;;) {
      const at = this.#held.indexOf(0x0a);
      if (at >= 0) return (await this.octets(at + 1)).toString('latin1').trimEnd();
      if (this.#held.length > MOST_LINE) throw new RemoteEnd('no-starttls');
      await this.#more();
    }
  }

  write(data: string | Uint8Array): void {
    this.#socket.write(data);
  }

  /** Hands the connection over. Octets behind the answer would be taken for encrypted ones: a known attack. Throws RemoteEnd. */
  release(): void {
    this.#socket.pause();
    this.#socket.off('data', this.#onData);
    this.#socket.off('end', this.#onEnd);
    this.#socket.off('close', this.#onEnd);
    if (this.#held.length > 0) throw new RemoteEnd('no-starttls', 'octets behind the answer to STARTTLS');
  }

  async #more(): Promise<void> {
    if (this.#total > MOST_PREAMBLE) throw new RemoteEnd('no-starttls');
    if (this.#ended) throw new RemoteEnd('no-starttls');
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** Between a socket and TLS: passes on and notes what goes through, and ends at the bound. */
export class TappedSocket extends Duplex {
  readonly chunks: TranscriptChunk[] = [];
  readonly #socket: Socket;
  readonly #startedAt = performance.now();
  #octets = 0;
  /** The server ended its direction, or the connection. */
  serverClosedAt: number | null = null;
  isTooLarge = false;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (data: Buffer) => {
      if (this.#note('server', data) && !this.push(data)) socket.pause();
    });
    socket.on('end', () => {
      this.serverClosedAt ??= this.now();
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => {
      this.serverClosedAt ??= this.now();
      this.destroy();
    });
  }

  /** Milliseconds since TLS began. */
  now(): number {
    return Math.round((performance.now() - this.#startedAt) * 1_000) / 1_000;
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(data: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#note('client', data);
    this.#socket.write(data, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }

  #note(from: TlsEnd, data: Buffer): boolean {
    this.#octets += data.length;
    if (this.#octets > MAX_TRANSCRIPT_OCTETS || this.chunks.length >= MOST_CHUNKS) {
      this.isTooLarge = true;
      this.destroy(new RemoteEnd('too-large'));
      return false;
    }
    this.chunks.push({ from, at: this.now(), data: new Uint8Array(data) });
    return true;
  }
}

const CONNECT_MILLISECONDS = 5_000;
const MOST_PREAMBLE = 65_536;
const MOST_LINE = 4_096;
/** A server that sends one octet at a time. */
const MOST_CHUNKS = 4_000;
