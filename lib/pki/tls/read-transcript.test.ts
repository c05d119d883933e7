import { createCipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PkiError } from '../types.ts';
import { encodePcapng } from './pcapng.ts';
import { possessionProof } from './proof.ts';
import { readTranscript, type TlsReading } from './read-transcript.ts';
import { expandLabel, KeyLog, pseudoRandom } from './record-keys.ts';
import { type TlsTranscript, type TranscriptJson, transcriptFromJson, transcriptToJson } from './transcript.ts';

/** Recorded once between two OpenSSL 3.5 ends. */
const RECORDED = Object.entries(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/vectors/tls/transcripts.json'), 'utf8')) as Record<
    string,
    TranscriptJson
  >,
);
const recorded = (name: string) => transcriptFromJson(Object.fromEntries(RECORDED)[name] as TranscriptJson);
const shape = ({ messages }: TlsReading) =>
  messages.map(({ from, name, octets, isEncrypted }) => ({
    from,
    name,
    hex: Buffer.from(octets).toString('hex'),
    isEncrypted,
  }));

describe('key schedule', () => {
  it('derives traffic keys as the trace of RFC 8448 §3 does', () => {
    const secret = Buffer.from('b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21', 'hex');
    expect(Buffer.from(expandLabel('sha256', secret, 'key', 16)).toString('hex')).toBe(
      'dbfaa693d1762c5b666af5d950258d01',
    );
    expect(Buffer.from(expandLabel('sha256', secret, 'iv', 12)).toString('hex')).toBe('5bd3c71b836e0b76bb73265f');
  });

  it('stretches secrets as the known answer for P_SHA256 says', () => {
    const secret = Buffer.from('9bbe436ba940f017b17652849a71db35', 'hex');
    const seed = Buffer.concat([Buffer.from('test label'), Buffer.from('a0ba9f936cda311827a6f796ffd5198c', 'hex')]);
    expect(Buffer.from(pseudoRandom('sha256', secret, seed, 100)).toString('hex')).toBe(
      'e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66',
    );
  });
});

describe.each(RECORDED)('%s', (_name, json) => {
  const transcript = transcriptFromJson(json);
  const whole = readTranscript(transcript);

  it('is the same however the octets came in pieces', () => {
    const single = transcript.chunks.flatMap(({ from, at, data }) =>
      [...data].map((octet) => ({ from, at, data: Uint8Array.of(octet) })),
    );
    // One octet a chunk is more chunks than a tap ever sees, so pairs of halves do.
    const halves = transcript.chunks.flatMap(({ from, at, data }) => {
      const middle = data.length >> 1;
      return [data.subarray(0, middle), data.subarray(middle)].map((part) => ({ from, at, data: part }));
    });
    expect(shape(readTranscript({ ...transcript, chunks: halves }))).toEqual(shape(whole));
    if (single.length <= 4_096) expect(shape(readTranscript({ ...transcript, chunks: single }))).toEqual(shape(whole));
  });

  it('survives being written to JSON', () => {
    expect(transcriptToJson(transcriptFromJson(json))).toEqual(json);
  });

  it('says of each record whether it could be opened: without secrets none that is encrypted is', () => {
    const { messages } = readTranscript({ ...transcript, keylog: '' });
    const locked = messages.filter(({ isEncrypted }) => isEncrypted);
    expect(locked.every(({ kind, problem }) => kind === 'unreadable' && problem !== null)).toBe(true);
    expect(locked.length > 0).toBe(whole.messages.some(({ isEncrypted }) => isEncrypted));
  });

  it('is a capture of as many packets as there are chunks, and TCP around them', () => {
    const capture = Buffer.from(encodePcapng({ transcript, startedAt: new Date(0), comment: 'test' }));
    const types: number[] = [];
    for (let at = 0; at < capture.length; at += capture.readUInt32LE(at + 4)) {
      types.push(capture.readUInt32LE(at));
      expect(capture.readUInt32LE(at + capture.readUInt32LE(at + 4) - 4)).toBe(capture.readUInt32LE(at + 4));
    }
    const secrets = json.keylog === '' ? [] : [10];
    expect(types.slice(0, 2 + secrets.length)).toEqual([0x0a0d0d0a, 1, ...secrets]);
    expect(types.filter((type) => type === 6)).toHaveLength(transcript.chunks.length + 6);
  });
});

describe('keys that change while the connection is open', () => {
  const protection = { cipher: 'aes-256-gcm', hash: 'sha384', keyOctets: 32 } as const;
  /** RFC 8446 §5.2, the other way round. */
  const seal = (secret: Uint8Array, sequence: number, type: number, plaintext: Uint8Array): Buffer => {
    const nonce = Buffer.from(expandLabel(protection.hash, secret, 'iv', 12));
    nonce[11] = (nonce[11] as number) ^ sequence;
    const header = Buffer.from([23, 3, 3, 0, plaintext.length + 17]);
    const cipher = createCipheriv(
      protection.cipher,
      expandLabel(protection.hash, secret, 'key', protection.keyOctets),
      nonce,
    );
    cipher.setAAD(header);
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.update(Uint8Array.of(type)), cipher.final()]);
    return Buffer.concat([header, sealed, cipher.getAuthTag()]);
  };

  it('are followed through a KeyUpdate, for its sender alone', () => {
    const transcript = recorded('mutual TLSv1.3');
    const before = readTranscript(transcript);
    expect(before.cipherSuite).toBe(0x1302);
    const random = before.messages[0]?.facts?.random as Uint8Array;
    const secret = new KeyLog(transcript.keylog).secret('CLIENT_TRAFFIC_SECRET_0', random) as Uint8Array;
    const next = expandLabel(protection.hash, secret, 'traffic upd', secret.length);
    const finished = before.messages.findIndex(({ from, name }) => from === 'client' && name === 'Finished');
    const behind = before.messages.slice(finished + 1).filter(({ from }) => from === 'client').length;
    const data = Buffer.concat([
      seal(secret, behind, 22, Uint8Array.of(24, 0, 0, 1, 0)),
      seal(next, 0, 23, Buffer.from('under new keys')),
    ]);
    const { messages } = readTranscript({
      ...transcript,
      chunks: [...transcript.chunks, { from: 'client', at: 1_000, data }],
    });
    expect(messages.slice(-2)).toMatchObject([
      { name: 'KeyUpdate', from: 'client', isEncrypted: true },
      { name: 'Application data', problem: null },
    ]);
    expect(Buffer.from(messages.at(-1)?.octets ?? []).toString()).toBe('under new keys');
    // With the keys from before it would not have opened.
    const stale = Buffer.concat([seal(secret, behind, 23, Buffer.from('a')), seal(next, 0, 23, Buffer.from('b'))]);
    const wrong = readTranscript({
      ...transcript,
      chunks: [...transcript.chunks, { from: 'client', at: 1_000, data: stale }],
    });
    expect(wrong.messages.slice(-2).map(({ kind }) => kind)).toEqual(['application_data', 'unreadable']);
  });
});

describe('proof of possession', () => {
  it.each(['mutual TLSv1.3', 'mutual TLSv1.2'])('%s: both signatures are good', (name) => {
    const reading = readTranscript(recorded(name));
    expect(possessionProof(reading, 'server').outcome).toBe('good');
    expect(possessionProof(reading, 'client').outcome).toBe('good');
  });

  it('after a second ClientHello the first counts by its hash', () => {
    expect(possessionProof(readTranscript(recorded('hello-retry TLSv1.3')), 'server').outcome).toBe('good');
  });

  it('is bad when any octet of the handshake before it is another', () => {
    const transcript = recorded('mutual TLSv1.2');
    const first = transcript.chunks[0] as TlsTranscript['chunks'][number];
    const data = Uint8Array.from(first.data);
    // The random of the ClientHello: record header 5, handshake header 4, version 2.
    data[11] = (data[11] as number) ^ 1;
    const reading = readTranscript({ ...transcript, chunks: [{ ...first, data }, ...transcript.chunks.slice(1)] });
    expect(possessionProof(reading, 'server').outcome).toBe('bad');
    expect(possessionProof(reading, 'client').outcome).toBe('bad');
  });
});

describe('what is not as it should be', () => {
  const one = (data: Uint8Array) => readTranscript({ chunks: [{ from: 'client', at: 0, data }], keylog: '' });

  it('octets that are no TLS are shown as such', () => {
    const { messages, unfinished } = one(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    expect(messages).toMatchObject([{ kind: 'unreadable', problem: 'These octets are no TLS record.' }]);
    expect(unfinished).toEqual({ client: 0, server: 0 });
  });

  it('a message that contradicts its own lengths keeps the fields up to there', () => {
    const hello = Buffer.concat([
      Buffer.from([1, 0, 0, 40, 3, 3]),
      Buffer.alloc(32),
      Buffer.from([0, 0, 9, 0x13, 1, 0]),
    ]);
    const { messages } = one(Buffer.concat([Buffer.from([22, 3, 1, 0, hello.length]), hello]));
    expect(messages[0]?.name).toBe('ClientHello');
    expect(messages[0]?.problem).toMatch(/^The TLS message cannot be read: cipher_suites needs 9 octets/);
    expect(messages[0]?.fields.map(({ name }) => name)).toContain('random');
  });

  it('half a record is waited for', () => {
    expect(one(Uint8Array.of(22, 3, 1, 0, 9, 1)).unfinished.client).toBe(6);
  });

  it('refuses a transcript that no handshake needs', () => {
    expect(() => one(new Uint8Array(300_000))).toThrow(PkiError);
  });
});
