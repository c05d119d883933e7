import type { Authority, RevokedEntry } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { type CrlEntry, type EncodedEntries, EntryWriter, encodeEntries } from '../pki/crl-entries.ts';
import { lintCrlEntries } from '../pki/lints/lint-crl.ts';
import type { LintFinding, SerialNumber } from '../pki/types.ts';
import { type CrlScope, shardOf, shardsOf } from './crl-lists.ts';
import type { Issuer } from './issuer.ts';
import type { KeptEntries } from './kept-entries.ts';
import { othersTurn } from './others-turn.ts';
import type { ServiceContext } from './service-context.ts';

export const CRL_LIFE_DAYS = 7;
const DAY = 86_400_000;
/** Work on more octets than this lets others have a turn. */
const LONG_OCTETS = 65_536;

/** Expired certificates that ended before this are on no list of the authority any more: each stays on one past its end (RFC 5280 §3.3). */
export function keepExpiredAfter({ settings }: Pick<Authority, 'settings'>, now: Date): Date {
  return new Date(now.getTime() - (settings.crlLifeDays ?? CRL_LIFE_DAYS) * DAY);
}

export function keepFromOf(context: ServiceContext, issuer: Issuer): Date {
  return keepExpiredAfter(issuer.authority, context.clock.now());
}

/**
 * Reads, encodes and judges the entries of complete lists without holding anybody up: a million take seconds, and
 * requests are answered in between. Throws `lint-refused`.
 */
export async function gather(
  context: ServiceContext,
  issuer: Issuer,
  scopes: readonly CrlScope[],
): Promise<KeptEntries> {
  const { id, settings } = issuer.authority;
  // The log first: what changes after this is seen to have changed.
  const { seq } = await context.store.auditHead();
  const writers = new Map(
    scopes.filter(({ kind }) => kind === 'complete').map(({ shard }) => [shard, new EntryWriter(false)]),
  );
  const shards = shardsOf(settings);
  const held = new Set<SerialNumber>();
  if (writers.size > 0)
    for await (const slice of context.store.scanRevokedEntries(id, keepFromOf(context, issuer)))
      for (const entry of slice) {
        const line = toCrlEntry(entry);
        if (entry.reason === 'certificateHold') held.add(entry.serialNumber);
        writers.get(0)?.add(line);
        if (shards > 0) writers.get(shardOf(entry.serialNumber, shards))?.add(line);
      }
  const lists = new Map([...writers].map(([shard, writer]) => [shard, writer.finish()]));
  for (const { chunks } of lists.values())
    for (const chunk of chunks) {
      judgeComplete(chunk);
      if (chunk.length > LONG_OCTETS) await othersTurn();
    }
  return { seq, shards, lists, held };
}

export async function gatherNow(
  context: ServiceContext,
  tx: StoreTransaction,
  issuer: Issuer,
  scopes: readonly CrlScope[],
): Promise<ReadonlyMap<number, EncodedEntries>> {
  const entries = await tx.revokedEntries(issuer.authority.id, keepFromOf(context, issuer));
  const shards = shardsOf(issuer.authority.settings);
  const lists = new Map<number, EncodedEntries>();
  for (const { kind, shard } of scopes) {
    if (kind === 'delta') continue;
    const own = shard === 0 ? entries : entries.filter(({ serialNumber }) => shardOf(serialNumber, shards) === shard);
    const encoded = encodeEntries(own.map(toCrlEntry), false);
    for (const chunk of encoded.chunks) judgeComplete(chunk);
    lists.set(shard, encoded);
  }
  return lists;
}

export function toCrlEntry({ serialNumber, revokedAt, reason, invalidityDate }: RevokedEntry): CrlEntry {
  return { serialNumber, revocationDate: revokedAt, reason, invalidityDate };
}

export function judgeComplete(entries: Uint8Array): void {
  requireClean(lintCrlEntries(entries, { delta: false }));
}

/** No signature without a lint. Throws `lint-refused`; the last good list is still served. */
export function requireClean(findings: readonly LintFinding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new CountersignError(
      'lint-refused',
      `The CRL was not signed: ${errors.map(({ message }) => message).join(' ')} The last good one is still served.`,
      { fields: errors.map(({ field, message, fix }) => ({ field, message: `${message} ${fix}` })) },
    );
}
