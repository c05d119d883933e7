/** Readers of recorded handshakes: whatever a peer sends, they say what it is or that it is nothing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHandshake } from '../../lib/pki/tls/decode-message.ts';
import { encodePcapng } from '../../lib/pki/tls/pcapng.ts';
import { judgePeer } from '../../lib/pki/tls/peer-verdict.ts';
import { certificatesOf, possessionProof } from '../../lib/pki/tls/proof.ts';
import { readTranscript } from '../../lib/pki/tls/read-transcript.ts';
import { type TranscriptJson, transcriptFromJson } from '../../lib/pki/tls/transcript.ts';
import type { Target } from './target.ts';

const transcripts = Object.values(
  JSON.parse(readFileSync(join(import.meta.dirname, '../vectors/tls/transcripts.json'), 'utf8')) as Record<
    string,
    TranscriptJson
  >,
).map(transcriptFromJson);
const keylog = transcripts.map((one) => one.keylog).join('');
const handshakes = transcripts
  .flatMap((one) => readTranscript(one).messages)
  .filter(({ kind }) => kind === 'handshake')
  .map(({ octets }) => octets);
/** Chunks behind one octet of direction and two of length each. */
const packed = transcripts.map(({ chunks }) =>
  Buffer.concat(
    chunks.flatMap(({ from, data }) => [
      Uint8Array.of(from === 'client' ? 0 : 1, data.length >> 8, data.length & 255),
      data,
    ]),
  ),
);

function unpacked(input: Uint8Array) {
  const chunks: { from: 'client' | 'server'; at: number; data: Uint8Array }[] = [];
  for (let at = 0; at + 3 <= input.length; ) {
    const length = ((input[at + 1] as number) << 8) | (input[at + 2] as number);
    const from = (input[at] as number) & 1 ? ('server' as const) : ('client' as const);
    chunks.push({ from, at: chunks.length, data: input.subarray(at + 3, at + 3 + length) });
    at += 3 + length;
  }
  return { chunks, keylog };
}

export const TLS_TARGETS: readonly Target[] = [
  {
    kind: 'octets',
    name: 'TLS handshake message',
    neverRefuses: true,
    seeds: handshakes,
    run: (input) => [0x0303, 0x0304].map((version) => decodeHandshake(input, { version, cipherSuite: 0xc02b })),
  },
  {
    kind: 'octets',
    name: 'TLS transcript',
    seeds: packed,
    run: (input) => {
      const transcript = unpacked(input);
      const reading = readTranscript(transcript);
      const verdict = judgePeer({
        judge: 'client',
        chain: certificatesOf(reading, 'server'),
        trusted: certificatesOf(reading, 'client'),
        crls: [],
        known: [],
        time: new Date('2026-11-24T12:00:00Z'),
        identity: { kind: 'DNS', value: 'api.bench.test' },
        proof: possessionProof(reading, 'server'),
        stackCode: null,
      });
      return { reading, verdict, capture: encodePcapng({ transcript, startedAt: new Date(0), comment: '' }) };
    },
  },
];
