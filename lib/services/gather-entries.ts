import type { Authority, CrlPiece, RevokedEntry } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { type CrlEntry, EntryWriter, encodeEntries } from '../pki/crl-entries.ts';
import { lintCrlEntries } from '../pki/lints/lint-crl.ts';
import { RevokedLines } from '../pki/revoked-lines.ts';
import type { LintFinding, SerialNumber } from '../pki/types.ts';
import { type CrlScope, shardOf, shardsOf } from './crl-lists.ts';
import type { Issuer } from './issuer.ts';
import type { KeptEntries } from './kept-entries.ts';
import { othersTurn } from './others-turn.ts';
import { inPieces, LONG_LIST_OCTETS, type PiecedEntries, pieceOf } from './piece-entries.ts';
import type { ServiceContext } from './service-context.ts';

export const CRL_LIFE_DAYS = 7;
const DAY = 86_400_000;

/** Expired certificates that ended before this are on no list of the authority any more: each stays on one past its end (RFC 5280 §3.3). */
export function keepExpiredAfter({ settings }: Pick<Authority, 'settings'>, now: Date): Date {
  return new Date(now.getTime() - (settings.crlLifeDays ?? CRL_LIFE_DAYS) * DAY);
}

export function keepFromOf(context: ServiceContext, issuer: Issuer): Date {
  return keepExpiredAfter(issuer.authority, context.clock.now());
}

/**
 * Reads, encodes and judges the entries of complete lists without holding anybody up: a million take a second, and
 * requests are answered in between. Of a long list each piece goes to the signer as soon as it is there, so that the
 * signer looks at it while the next one is read. Throws `lint-refused`.
 */
export async function gather(
  context: ServiceContext,
  issuer: Issuer,
  scopes: readonly CrlScope[],
): Promise<KeptEntries> {
  const { id, settings } = issuer.authority;
  // The log first: what changes after this is seen to have changed.
  const { seq } = await context.store.auditHead();
  const makers = new Map(
    scopes.filter(({ kind }) => kind === 'complete').map(({ shard }) => [shard, new PieceMaker(context, id, shard)]),
  );
  const shards = shardsOf(settings);
  const held = new Set<SerialNumber>();
  if (makers.size > 0)
    for await (const slice of context.store.scanRevokedEntries(id, keepFromOf(context, issuer))) {
      const lines = new RevokedLines(slice);
      const whole = makers.get(0);
      while (lines.next()) {
        if (lines.reason === 'certificateHold') held.add(lines.serialNumber);
        whole?.add(lines);
        if (shards > 0) makers.get(shardOf(lines.serialNumber, shards))?.add(lines);
      }
      for (const maker of makers.values()) maker.takeFull();
    }
  const lists = new Map<number, PiecedEntries>();
  for (const [shard, maker] of makers) {
    lists.set(shard, maker.finish());
    await othersTurn();
  }
  return { seq, shards, lists, held };
}

/** Makes the pieces of one list. Those that the list before had are taken from it: they were judged, and are stored. */
class PieceMaker {
  readonly #writer = new EntryWriter(false);
  readonly #context: ServiceContext;
  readonly #known: ReadonlyMap<string, CrlPiece>;
  readonly #pieces: CrlPiece[] = [];
  #length = 0;
  #fresh: CrlPiece[] = [];

  constructor(context: ServiceContext, authorityId: string, shard: number) {
    this.#context = context;
    const before = context.publication.entries.get(authorityId)?.lists.get(shard);
    this.#known = new Map(before?.pieces.map((piece) => [piece.name, piece]));
  }

  add(line: RevokedLines): void {
    this.#writer.addWith(line.write);
    if (line.isBorder) this.#writer.border();
  }

  takeFull(): void {
    this.#take(this.#writer.full);
  }

  finish(): PiecedEntries {
    const { chunks, length, count } = this.#writer.finish();
    this.#take(chunks);
    return { pieces: this.#pieces, length, count };
  }

  #take(chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks.slice(this.#pieces.length)) {
      const piece = pieceOf(chunk);
      const known = this.#known.get(piece.name);
      if (known === undefined) {
        judgeComplete(chunk);
        this.#fresh.push(piece);
      }
      this.#pieces.push(known ?? piece);
      this.#length += chunk.length;
    }
    if (this.#length <= LONG_LIST_OCTETS || this.#fresh.length === 0) return;
    // What the signer has not got by then is sent when it is to sign.
    this.#context.signer.offerCrlPieces(this.#fresh).catch(() => undefined);
    this.#fresh = [];
  }
}

export async function gatherNow(
  context: ServiceContext,
  tx: StoreTransaction,
  issuer: Issuer,
  scopes: readonly CrlScope[],
): Promise<ReadonlyMap<number, PiecedEntries>> {
  const entries = await tx.revokedEntries(issuer.authority.id, keepFromOf(context, issuer));
  const shards = shardsOf(issuer.authority.settings);
  const lists = new Map<number, PiecedEntries>();
  for (const { kind, shard } of scopes) {
    if (kind === 'delta') continue;
    const own = shard === 0 ? entries : entries.filter(({ serialNumber }) => shardOf(serialNumber, shards) === shard);
    const encoded = encodeEntries(own.map(toCrlEntry), false);
    for (const chunk of encoded.chunks) judgeComplete(chunk);
    lists.set(shard, inPieces(encoded));
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
