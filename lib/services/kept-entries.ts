import type { StoreTransaction } from '../domain/store.ts';
import { type CrlEntry, encodeEntries } from '../pki/crl-entries.ts';
import type { SerialNumber } from '../pki/types.ts';
import { shardOf } from './crl-lists.ts';
import { type PiecedEntries, withMore } from './piece-entries.ts';

/**
 * The encoded entries of an authority's complete lists, as they were when the audit log ended at `seq`. A further
 * revocation is written behind them, so that a list of a million is not read, encoded and judged again for one line;
 * whatever takes a line off, and every scheduled list, reads all of them anew. What was committed since is read in the
 * transaction that takes the list's number, so nothing here can make a list say less than the store does.
 */
export interface KeptEntries {
  readonly seq: number;
  /** Into how many parts the list was divided; 0: it was not. */
  readonly shards: number;
  /** By part; 0 is the whole list. */
  readonly lists: ReadonlyMap<number, PiecedEntries>;
  /** Those whose line is replaced when their status changes once more. */
  readonly held: ReadonlySet<SerialNumber>;
}

/** The same with everything that was committed since; null: they must be gathered anew. `judge` throws for octets that may not be signed. */
export async function withLaterEntries(
  tx: StoreTransaction,
  authorityId: string,
  kept: KeptEntries,
  judge: (chunk: Uint8Array) => void,
): Promise<KeptEntries | null> {
  const { seq } = await tx.auditHead();
  const changes = await tx.statusChangesSince(kept.seq, MOST_APPENDED);
  if (changes === null) return null;
  const serials = new Set<SerialNumber>();
  for (const { action, details } of changes) {
    if (action !== 'certificate.revoked' && action !== 'certificate.held') return null;
    const { issuerId, serialNumber } = details as { issuerId?: string; serialNumber?: SerialNumber };
    if (issuerId === authorityId && serialNumber !== undefined) serials.add(serialNumber);
  }
  const entries: CrlEntry[] = [];
  const held = new Set(kept.held);
  for (const serialNumber of serials) {
    const entry = kept.held.has(serialNumber) ? null : await tx.revokedEntry(authorityId, serialNumber);
    if (entry === null) return null;
    entries.push({ ...entry, revocationDate: entry.revokedAt });
    if (entry.reason === 'certificateHold') held.add(serialNumber);
  }
  const lists = new Map<number, PiecedEntries>();
  for (const [shard, list] of kept.lists) {
    const own = entries.filter(({ serialNumber }) => shard === 0 || shardOf(serialNumber, kept.shards) === shard);
    const more = encodeEntries(own, false);
    for (const chunk of more.chunks) judge(chunk);
    lists.set(shard, withMore(list, more));
  }
  return { seq, shards: kept.shards, lists, held };
}

/** Keeps the entries of the authorities that publish, the last ones first, up to a bound. */
export function keepEntries(all: Map<string, KeptEntries>, authorityId: string, entries: KeptEntries): void {
  all.delete(authorityId);
  all.set(authorityId, entries);
  let octets = 0;
  for (const [id, { lists }] of [...all].reverse()) {
    for (const { length } of lists.values()) octets += length;
    if (octets > MOST_KEPT_OCTETS) all.delete(id);
  }
}

const MOST_APPENDED = 1_000;
/** One list of two million entries, or thousands of usual ones. */
const MOST_KEPT_OCTETS = 96 * 1_048_576;
