/** A tap between two real sockets on loopback: passes on every octet, and notes when it came and from where. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { MAX_TRANSCRIPT_OCTETS, type TlsEnd, type TranscriptChunk } from '../pki/tls/transcript.ts';

export interface Tap {
  readonly port: number;
  readonly chunks: readonly TranscriptChunk[];
  /** Milliseconds since the connection was opened; 0 before. */
  now(): number;
  /** Resolves when both directions are closed. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Takes one connection and passes it on to `targetPort`. `onEnd`: a side ended, in order or not. */
export async function openTap(targetPort: number, onEnd: (side: TlsEnd, isOrderly: boolean) => void): Promise<Tap> {
  const chunks: TranscriptChunk[] = [];
  let octets = 0;
  let startedAt: number | null = null;
  const now = () => (startedAt === null ? 0 : Math.round((performance.now() - startedAt) * 1_000) / 1_000);
  let finish: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const open: Socket[] = [];
  const server: Server = createServer((client) => {
    startedAt = performance.now();
    server.close();
    const upstream = connect({ host: '127.0.0.1', port: targetPort });
    open.push(client, upstream);
    let left = 2;
    const join = (side: TlsEnd, from: Socket, to: Socket) => {
      let told = false;
      const tell = (isOrderly: boolean) => {
        if (told) return;
        told = true;
        onEnd(side, isOrderly);
      };
      from.setNoDelay(true);
      from.on('data', (data: Buffer) => {
        octets += data.length;
        // A run that does not end must not fill the memory.
        if (octets > MAX_TRANSCRIPT_OCTETS) {
          from.destroy();
          return;
        }
        chunks.push({ from: side, at: now(), data: new Uint8Array(data) });
        to.write(data);
      });
      from.on('end', () => {
        tell(true);
        to.end();
      });
      from.on('error', () => tell(false));
      from.on('close', () => {
        to.destroySoon();
        left -= 1;
        if (left === 0) finish();
      });
    };
    join('client', client, upstream);
    join('server', upstream, client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    chunks,
    now,
    closed,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
      finish();
    },
  };
}
