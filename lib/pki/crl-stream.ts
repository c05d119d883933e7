/** Revocation lists written piece by piece: memory for one block, however long the list is. RFC 5280 §5.1 */
import { encodeAroundEntries, entriesHeader, isDelta, type TbsCertListFields } from './crl.ts';
import { CHUNK_BYTES, type CrlEntry, MAX_ENTRY_BYTES, refuseRemoval, writeEntry } from './crl-entries.ts';
import { bitString, headerLength, TAG, writeHeader } from './der-writer.ts';
import { PkiError } from './types.ts';

export type EntrySource = () => Iterable<CrlEntry> | AsyncIterable<CrlEntry>;

/** A TBSCertList that is written on demand: its octets, in order, in blocks of about 1 MiB; the same at each call. */
export interface TbsCertListStream {
  readonly length: number;
  chunks(): AsyncGenerator<Uint8Array, void, undefined>;
}

/**
 * Measures the list in one pass over `entries`, as DER writes lengths in front; each call of `chunks` is one more pass. The passes must give
 * the same entries: `chunks` throws `malformed` when they differ in length. Octet for octet what `encodeTbsCertList` makes.
 */
export async function streamTbsCertList(
  fields: Omit<TbsCertListFields, 'entries'>,
  entries: EntrySource,
): Promise<TbsCertListStream> {
  const { before, after } = encodeAroundEntries(fields);
  const delta = isDelta(fields);
  const scratch = new Uint8Array(MAX_ENTRY_BYTES);
  let entryOctets = 0;
  for await (const entry of entries()) {
    refuseRemoval(entry, delta);
    entryOctets += writeEntry(scratch, 0, entry);
  }
  const middle = entriesHeader(entryOctets);
  const content = before.length + middle.length + entryOctets + after.length;
  const header = new Uint8Array(headerLength(content));
  writeHeader(header, 0, TAG.sequence, content);
  return {
    length: header.length + content,
    async *chunks() {
      yield Buffer.concat([header, before, middle]);
      yield* entryChunks(entries, delta, entryOctets);
      yield after;
    },
  };
}

/** The signed list in blocks. `signature` was made over the octets of `tbs.chunks()`. RFC 5280 §5.1 */
export async function* streamCertificateList(
  tbs: TbsCertListStream,
  algorithmIdentifierDer: Uint8Array,
  signature: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const end = Buffer.concat([algorithmIdentifierDer, bitString(signature)]);
  const content = tbs.length + end.length;
  const header = new Uint8Array(headerLength(content));
  writeHeader(header, 0, TAG.sequence, content);
  yield header;
  yield* tbs.chunks();
  yield end;
}

async function* entryChunks(
  entries: EntrySource,
  delta: boolean,
  expected: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  // A fresh block each time: who reads may keep or transfer it.
  let chunk = new Uint8Array(CHUNK_BYTES);
  let at = 0;
  let total = 0;
  for await (const entry of entries()) {
    refuseRemoval(entry, delta);
    if (at + MAX_ENTRY_BYTES > chunk.length) {
      yield chunk.subarray(0, at);
      chunk = new Uint8Array(CHUNK_BYTES);
      at = 0;
    }
    const start = at;
    at = writeEntry(chunk, at, entry);
    total += at - start;
    if (total > expected) break;
  }
  if (total !== expected)
    throw new PkiError('malformed', 'The entries of the list changed while it was written. Write it again.');
  if (at > 0) yield chunk.subarray(0, at);
}
