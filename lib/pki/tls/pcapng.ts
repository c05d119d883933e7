/** A transcript as a capture that Wireshark opens decrypted: an Ethernet-less IPv4 connection with made-up addresses, and the secrets in the file. draft-ietf-opsawg-pcapng §4 */
import type { TlsTranscript } from './transcript.ts';

export interface CaptureArgs {
  readonly transcript: TlsTranscript;
  /** When the connection was opened. */
  readonly startedAt: Date;
  /** Goes into the file as its comment. */
  readonly comment: string;
}

/**
 * Section header, one interface of raw IP with times in microseconds, the decryption secrets (TLS key log), then the packets: the three of
 * TCP's beginning, one or more for each chunk, and the end. Addresses are 127.0.0.1 (client, port 40000) and 127.0.0.2 (server, port 443).
 */
export function encodePcapng({ transcript, startedAt, comment }: CaptureArgs): Uint8Array {
  const blocks = [sectionHeader(comment), interfaceDescription()];
  if (transcript.keylog !== '') blocks.push(decryptionSecrets(transcript.keylog));
  const connection = new Connection(startedAt.getTime() * 1_000);
  connection.open();
  for (const { from, at, data } of transcript.chunks) connection.send(from, at, data);
  connection.close(transcript.chunks.at(-1)?.at ?? 0);
  return Buffer.concat([...blocks, ...connection.packets]);
}

/** Length of the whole block stands in front and behind; the body is filled up to four octets. */
function block(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = padded(Buffer.concat(parts));
  const total = 12 + body.length;
  const [head, tail] = [Buffer.alloc(8), Buffer.alloc(4)];
  head.writeUInt32LE(type);
  head.writeUInt32LE(total, 4);
  tail.writeUInt32LE(total);
  return Buffer.concat([head, body, tail]);
}

function padded(octets: Buffer): Buffer {
  return Buffer.concat([octets, Buffer.alloc((4 - (octets.length % 4)) % 4)]);
}

function option(code: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(code);
  head.writeUInt16LE(value.length, 2);
  return Buffer.concat([head, padded(value)]);
}
const END_OF_OPTIONS = Buffer.alloc(4);

function sectionHeader(comment: string): Buffer {
  const fixed = Buffer.alloc(16);
  fixed.writeUInt32LE(0x1a2b3c4d);
  fixed.writeUInt16LE(1, 4);
  // The length of the section is not told.
  fixed.fill(0xff, 8);
  return block(0x0a0d0d0a, fixed, option(1, Buffer.from(comment.slice(0, 1_000))), END_OF_OPTIONS);
}

function interfaceDescription(): Buffer {
  const fixed = Buffer.alloc(8);
  fixed.writeUInt16LE(LINKTYPE_RAW);
  return block(1, fixed, option(2, Buffer.from('loopback')), END_OF_OPTIONS);
}

function decryptionSecrets(keylog: string): Buffer {
  const secrets = Buffer.from(keylog.endsWith('\n') ? keylog : `${keylog}\n`);
  const fixed = Buffer.alloc(8);
  fixed.writeUInt32LE(SECRETS_TLS_KEY_LOG);
  fixed.writeUInt32LE(secrets.length, 4);
  return block(0x0a, fixed, secrets);
}

class Connection {
  readonly packets: Buffer[] = [];
  readonly #startMicroseconds: number;
  readonly #sent = { client: 1_000, server: 5_000 };

  constructor(startMicroseconds: number) {
    this.#startMicroseconds = startMicroseconds;
  }

  open(): void {
    this.#packet('client', 0, SYN, NOTHING, 0);
    this.#sent.client += 1;
    this.#packet('server', 0, SYN | ACK, NOTHING, this.#sent.client);
    this.#sent.server += 1;
    this.#packet('client', 0, ACK, NOTHING, this.#sent.server);
  }

  send(from: 'client' | 'server', at: number, data: Uint8Array): void {
    for (let offset = 0; offset < data.length; offset += MAX_SEGMENT) {
      const part = data.subarray(offset, offset + MAX_SEGMENT);
      this.#packet(from, at, PSH | ACK, part, this.#sent[other(from)]);
      this.#sent[from] += part.length;
    }
  }

  close(at: number): void {
    this.#packet('client', at, FIN | ACK, NOTHING, this.#sent.server);
    this.#sent.client += 1;
    this.#packet('server', at, FIN | ACK, NOTHING, this.#sent.client);
    this.#sent.server += 1;
    this.#packet('client', at, ACK, NOTHING, this.#sent.server);
  }

  #packet(from: 'client' | 'server', at: number, flags: number, data: Uint8Array, acknowledged: number): void {
    const tcp = Buffer.alloc(20);
    tcp.writeUInt16BE(PORTS[from]);
    tcp.writeUInt16BE(PORTS[other(from)], 2);
    tcp.writeUInt32BE(this.#sent[from], 4);
    tcp.writeUInt32BE(acknowledged, 8);
    tcp[12] = 5 << 4;
    tcp[13] = flags;
    tcp.writeUInt16BE(65_535, 14);
    const addresses = Buffer.from([...ADDRESSES[from], ...ADDRESSES[other(from)]]);
    const pseudo = Buffer.alloc(4);
    pseudo[1] = TCP;
    pseudo.writeUInt16BE(tcp.length + data.length, 2);
    tcp.writeUInt16BE(checksum(Buffer.concat([addresses, pseudo, tcp, data])), 16);
    const ip = Buffer.alloc(12);
    ip[0] = 0x45;
    ip.writeUInt16BE(20 + tcp.length + data.length, 2);
    ip.writeUInt16BE(0x4000, 6);
    ip[8] = 64;
    ip[9] = TCP;
    const header = Buffer.concat([ip, addresses]);
    header.writeUInt16BE(checksum(header), 10);
    const packet = Buffer.concat([header, tcp, data]);
    const fixed = Buffer.alloc(20);
    const time = BigInt(Math.round(this.#startMicroseconds + at * 1_000));
    fixed.writeUInt32LE(Number(time >> 32n), 4);
    fixed.writeUInt32LE(Number(time & 0xffff_ffffn), 8);
    fixed.writeUInt32LE(packet.length, 12);
    fixed.writeUInt32LE(packet.length, 16);
    this.packets.push(block(6, fixed, packet));
  }
}

const other = (end: 'client' | 'server') => (end === 'client' ? 'server' : 'client');

/** RFC 1071 */
function checksum(octets: Buffer): number {
  let sum = 0;
  for (let index = 0; index < octets.length; index += 2)
    sum += ((octets[index] as number) << 8) | (octets[index + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

const NOTHING = new Uint8Array(0);
const LINKTYPE_RAW = 101;
/** "TLSK" */
const SECRETS_TLS_KEY_LOG = 0x544c534b;
const TCP = 6;
const [FIN, SYN, PSH, ACK] = [1, 2, 8, 16] as const;
const PORTS = { client: 40_000, server: 443 } as const;
const ADDRESSES = { client: [127, 0, 0, 1], server: [127, 0, 0, 2] } as const;
/** What fits a packet of 65,535 octets is less than some chunks have. */
const MAX_SEGMENT = 16_000;
