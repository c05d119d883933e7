import { createHash } from 'node:crypto';
import type { CrlPiece } from '../domain/entities.ts';
import { CHUNK_BYTES, type EncodedEntries } from '../pki/crl-entries.ts';

/** The encoded entries of a list in order, whole ones in every piece. */
export interface PiecedEntries {
  readonly pieces: readonly CrlPiece[];
  /** Octets of all pieces. */
  readonly length: number;
  readonly count: number;
}

/** A list whose TBSCertList is longer than this is kept, sent and signed in pieces. */
export const LONG_LIST_OCTETS = CHUNK_BYTES;

export function pieceOf(octets: Uint8Array): CrlPiece {
  return { name: createHash('sha256').update(octets).digest('hex'), octets };
}

export function inPieces({ chunks, length, count }: EncodedEntries): PiecedEntries {
  return { pieces: chunks.map(pieceOf), length, count };
}

/** The same with more entries behind: the last piece makes way for a longer one while that is not too long. */
export function withMore(list: PiecedEntries, more: EncodedEntries): PiecedEntries {
  const pieces = [...list.pieces];
  for (const chunk of more.chunks) {
    const last = pieces.at(-1);
    if (last !== undefined && last.octets.length + chunk.length <= CHUNK_BYTES) {
      pieces.pop();
      pieces.push(pieceOf(new Uint8Array(Buffer.concat([last.octets, chunk]))));
    } else pieces.push(pieceOf(chunk));
  }
  return { pieces, length: list.length + more.length, count: list.count + more.count };
}
