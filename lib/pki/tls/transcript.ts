/** What a tap between two sockets has seen, and how it is kept: octets with direction and time, and the secrets of the session. */
import { PkiError } from '../types.ts';

export type TlsEnd = 'client' | 'server';

/** Octets as they came through, or the end of a direction. `at`: milliseconds since the connection was opened. */
export interface TranscriptChunk {
  readonly from: TlsEnd;
  readonly at: number;
  readonly data: Uint8Array;
}

export interface TlsTranscript {
  /** In the order of time. */
  readonly chunks: readonly TranscriptChunk[];
  /** Lines of the NSS key log format. */
  readonly keylog: string;
}

export interface TranscriptJson {
  readonly chunks: readonly { readonly from: TlsEnd; readonly at: number; readonly data: string }[];
  readonly keylog: string;
}

/** Octets in base64. */
export function transcriptToJson({ chunks, keylog }: TlsTranscript): TranscriptJson {
  return {
    chunks: chunks.map(({ from, at, data }) => ({ from, at, data: Buffer.from(data).toString('base64') })),
    keylog,
  };
}

export function transcriptFromJson({ chunks, keylog }: TranscriptJson): TlsTranscript {
  return { chunks: chunks.map(({ from, at, data }) => ({ from, at, data: Buffer.from(data, 'base64') })), keylog };
}

/** Most octets of a transcript, both directions together: handshakes with ML-DSA-87 chains have about 40,000. */
export const MAX_TRANSCRIPT_OCTETS = 262_144;

/** Throws `too-large`. */
export function refuseLongTranscript(chunks: readonly TranscriptChunk[]): void {
  const octets = chunks.reduce((sum, { data }) => sum + data.length, 0);
  if (octets > MAX_TRANSCRIPT_OCTETS || chunks.length > MAX_CHUNKS)
    throw new PkiError(
      'too-large',
      `A transcript has at most ${MAX_TRANSCRIPT_OCTETS} octets; this one has ${octets}.`,
    );
}
const MAX_CHUNKS = 4_096;
