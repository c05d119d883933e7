/** Long revocation lists whose octets are never in one place: what stands before the entries, the entries in pieces, what stands behind. RFC 5280 §5.1 */
import {
  encodeAroundEntries,
  entriesHeader,
  MAX_LIST_BYTES,
  readTbsCertListHeader,
  type TbsCertListFields,
} from './crl.ts';
import { elementAt } from './der-reader.ts';
import { bitString, headerLength, sequence, TAG, writeHeader } from './der-writer.ts';
import { PkiError } from './types.ts';

/** The octets on both sides of the entries. */
export interface AroundEntries {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/** A TBSCertList around entries of so many octets, at least one. With them it is octet for octet what `encodeTbsCertList` makes, and it throws as that does. */
export function tbsCertListAround(fields: Omit<TbsCertListFields, 'entries'>, entriesLength: number): AroundEntries {
  const { before, after } = encodeAroundEntries(fields);
  return around(before, entriesLength, after);
}

/** The signed list around the same entries. `signature` was made over `tbs` with them in between. */
export function certificateListAround(
  tbs: AroundEntries,
  entriesLength: number,
  algorithmIdentifierDer: Uint8Array,
  signature: Uint8Array,
): AroundEntries {
  const tail = join(tbs.tail, algorithmIdentifierDer, bitString(signature));
  return { head: join(header(tbs.head.length + entriesLength + tail.length), tbs.head), tail };
}

/**
 * What a TBSCertList says of itself, read from what stands around its entries; whatever the entries are, whole ones of `entriesLength`
 * octets make it strict DER. Throws `malformed` for every other head and tail, `too-large` for more than 64 MiB. For who decides whether
 * to sign it.
 */
export function readTbsCertListAround(
  { head, tail }: AroundEntries,
  entriesLength: number,
): Omit<ReturnType<typeof readTbsCertListHeader>, 'revokedCertificates'> {
  if (head.length + entriesLength + tail.length > MAX_LIST_BYTES)
    throw new PkiError('too-large', `The revocation list is longer than ${MAX_LIST_BYTES} octets.`);
  const start = head.length < 2 ? 0 : elementAt(head, 0).contentStart;
  const end = head.length - entriesHeader(entriesLength).length;
  if (entriesLength === 0 || !(start <= end)) throw notAround();
  const before = head.subarray(start, end);
  const expected = around(before, entriesLength, tail);
  if (Buffer.compare(expected.head, head) !== 0) throw notAround();
  // The same with one known entry in place of all: when that is read as revokedCertificates, the real ones would be, too.
  const stead = join(entriesHeader(STEAD.length), STEAD);
  const whole = sequence(before, stead, tail);
  const { revokedCertificates, ...read } = readTbsCertListHeader(whole);
  if (revokedCertificates === null) throw notAround();
  const at = whole.length - tail.length - stead.length;
  if (revokedCertificates.start !== at || revokedCertificates.end !== at + stead.length) throw notAround();
  return read;
}

function around(before: Uint8Array, entriesLength: number, after: Uint8Array): AroundEntries {
  const middle = entriesHeader(entriesLength);
  const content = before.length + middle.length + entriesLength + after.length;
  return { head: join(header(content), before, middle), tail: after };
}

function header(contentLength: number): Uint8Array {
  const out = new Uint8Array(headerLength(contentLength));
  writeHeader(out, 0, TAG.sequence, contentLength);
  return out;
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function notAround(): PkiError {
  return new PkiError(
    'malformed',
    'What stands around the entries is not that of a revocation list with such entries.',
  );
}

/** Serial 1, revoked when 1970 began. */
const STEAD = Uint8Array.of(0x30, 18, 2, 1, 1, 0x17, 13, ...Buffer.from('700101000000Z'));
