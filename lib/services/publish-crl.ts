import type { CrlFacts } from '../domain/entities.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { encodeTbsCertListAround, parseCertificateList } from '../pki/crl.ts';
import { encodeEntries } from '../pki/crl-entries.ts';
import { tbsCertListAround } from '../pki/crl-parts.ts';
import { lintCrlEntries, lintTbsCertList } from '../pki/lints/lint-crl.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import type { SerialNumber } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { requireTrustedClock } from './clock-guard.ts';
import { type CrlScope, DELTA_LIST, listName, listsAfterChange, listsOf, shardsOf, WHOLE_LIST } from './crl-lists.ts';
import {
  CRL_LIFE_DAYS,
  gather,
  gatherNow,
  judgeComplete,
  keepFromOf,
  requireClean,
  toCrlEntry,
} from './gather-entries.ts';
import { type Issuer, isKeyAtHand, loadIssuer, requireKeyAtHand } from './issuer.ts';
import { keepEntries, withLaterEntries } from './kept-entries.ts';
import { inPieces, LONG_LIST_OCTETS, type PiecedEntries } from './piece-entries.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { type AnyIntent, auditDetails, finishCrl } from './sign-crl.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** Re-signed daily, so that six days of trouble pass before a relying party notices; a shorter life is re-signed at half of it. */
const RENEW_AFTER_DAYS = 1;
/** Far above the 30 seconds after which a transaction is given up. */
const LATE_COMMIT_SECONDS = 600;
const MOST_GATHERINGS = 4;

/**
 * Signs and publishes the CRLs of one authority: the whole list and, by its settings, its parts and a delta. The same
 * cycle as a certificate: decide, record the intents, sign, verify, record the results. Returns the whole list.
 * Throws `not-found`, `authority-not-usable`, `sealed`, `signer-unavailable`, `lint-refused`.
 */
export async function publishCrl(context: ServiceContext, actor: Actor | null, authorityId: string): Promise<CrlFacts> {
  authorise(actor, 'crl.publish', { authorityId });
  return publishLists(context, actor, authorityId, ({ settings }) => listsOf(settings), { anew: true });
}

/**
 * What a change of status makes necessary at once: the delta or the whole list, and the parts that hold these
 * certificates. Returns the list on which the change is seen first. Throws as `publishCrl`.
 */
export async function publishChange(
  context: ServiceContext,
  authorityId: string,
  serialNumbers: readonly SerialNumber[],
): Promise<CrlFacts> {
  return publishLists(
    context,
    { kind: 'system' },
    authorityId,
    ({ settings }) => listsAfterChange(settings, serialNumbers),
    { anew: false },
  );
}

async function publishLists(
  context: ServiceContext,
  actor: Actor,
  authorityId: string,
  choose: (authority: Issuer['authority']) => readonly CrlScope[],
  { anew }: { anew: boolean },
): Promise<CrlFacts> {
  const issuer = await loadIssuer(context.store, authorityId);
  await requireKeyAtHand(context, issuer.authority);
  await requireTrustedClock(context);
  const scopes = choose(issuer.authority);
  context.publication.crlOverdue.delete(authorityId);
  try {
    const intents = await recordCrlIntents(context, actor, issuer, scopes, anew);
    context.faults.reach('crl.intent-recorded');
    const records: CrlFacts[] = [];
    for (const intent of intents) records.push(await finishCrl(context, actor, issuer, intent));
    return records[0] as CrlFacts;
  } catch (error) {
    context.publication.crlOverdue.add(authorityId);
    throw error;
  }
}

/** The job's call: publishes for every authority whose lists are missing, half through their time, or behind a revocation. */
export async function publishStaleCrls(context: ServiceContext): Promise<number> {
  let published = 0;
  const now = context.clock.now();
  for (const authority of await context.store.authorities()) {
    if (!authority.certificateId || !(await isKeyAtHand(context, authority))) continue;
    const stale = [];
    for (const scope of listsOf(authority.settings)) {
      const current = await context.store.currentCrlFacts(authority.id, scope);
      if (!current || now >= renewalOf(current)) stale.push(scope);
    }
    const overdue = context.publication.crlOverdue.has(authority.id);
    if (stale.length === 0 && !overdue) continue;
    // A delta alone is renewed alone; everything else is made together, as a delta must fit the whole list.
    const onlyDelta = !overdue && stale.every(({ kind }) => kind === 'delta');
    try {
      await publishLists(
        context,
        { kind: 'system' },
        authority.id,
        ({ settings }) => (onlyDelta ? [DELTA_LIST] : listsOf(settings)),
        { anew: true },
      );
      published += 1;
    } catch (error) {
      // One authority in trouble must not keep the lists of the others from being signed.
      context.log.error({ error, authorityId: authority.id }, 'a CRL could not be signed; the job tries again');
    }
  }
  return published;
}

function renewalOf({ thisUpdate, nextUpdate }: Pick<CrlFacts, 'thisUpdate' | 'nextUpdate'>): Date {
  const half = (nextUpdate.getTime() - thisUpdate.getTime()) / 2;
  return new Date(thisUpdate.getTime() + Math.min(half, RENEW_AFTER_DAYS * DAY));
}

/**
 * Records the intents of all lists of one act, with one number: RFC 5280 §5.2.3 wants a delta and a complete list of
 * one moment to share theirs. Entries that were gathered before a further change of status are gathered again, so that
 * a list never says less than one with a lower number.
 */
async function recordCrlIntents(
  context: ServiceContext,
  actor: Actor,
  issuer: Issuer,
  scopes: readonly CrlScope[],
  anew: boolean,
): Promise<readonly AnyIntent[]> {
  const appended = anew ? null : await recordAppended(context, actor, issuer, scopes);
  if (appended !== null) return appended;
  for (let attempt = 1; ; attempt += 1) {
    const gathered = await gather(context, issuer, scopes);
    for (const { pieces, length } of gathered.lists.values())
      if (length > LONG_LIST_OCTETS) await context.store.keepCrlPieces(pieces);
    const last = attempt === MOST_GATHERINGS;
    let isExact = false;
    const intents = await context.store.transaction(async (tx) => {
      if (gathered.lists.size === 0 || !(await tx.statusChangedSince(gathered.seq))) {
        isExact = true;
        return recordAll(context, tx, actor, issuer, scopes, gathered.lists);
      }
      isExact = false;
      // Where changes never pause, the list is made while nothing else can change.
      return last ? recordAll(context, tx, actor, issuer, scopes, await gatherNow(context, tx, issuer, scopes)) : null;
    });
    if (intents === null) continue;
    // Only what is known to be of one moment: else a later change might be in it already.
    if (isExact && gathered.lists.has(0)) keepEntries(context.publication.entries, issuer.authority.id, gathered);
    return intents;
  }
}

/** From the entries that are kept and what came since. Null: there are none, or they do not do. */
async function recordAppended(
  context: ServiceContext,
  actor: Actor,
  issuer: Issuer,
  scopes: readonly CrlScope[],
): Promise<readonly AnyIntent[] | null> {
  const { id, settings } = issuer.authority;
  const kept = context.publication.entries.get(id);
  const covers = scopes.every(({ kind, shard }) => kind === 'delta' || kept?.lists.has(shard));
  if (!kept || kept.shards !== shardsOf(settings) || !covers) return null;
  const done = await context.store.transaction(async (tx) => {
    const now = await withLaterEntries(tx, id, kept, judgeComplete);
    return now && { now, intents: await recordAll(context, tx, actor, issuer, scopes, now.lists) };
  });
  if (done === null) context.publication.entries.delete(id);
  else keepEntries(context.publication.entries, id, done.now);
  return done && done.intents;
}

async function recordAll(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  issuer: Issuer,
  scopes: readonly CrlScope[],
  lists: ReadonlyMap<number, PiecedEntries>,
): Promise<readonly AnyIntent[]> {
  const now = context.clock.now();
  const crlNumber = await tx.nextCrlNumber(issuer.authority.id);
  const intents: AnyIntent[] = [];
  for (const scope of scopes) {
    const entries = lists.get(scope.shard);
    const draft =
      scope.kind === 'delta'
        ? await deltaOf(tx, issuer, keepFromOf(context, issuer))
        : entries && { entries, baseNumber: null };
    if (draft) intents.push(await recordIntent(context, tx, actor, issuer, { scope, crlNumber, now, ...draft }));
  }
  // A delta without a whole list before it has nothing to add to.
  if (intents.length === 0)
    return recordAll(context, tx, actor, issuer, [WHOLE_LIST], await gatherNow(context, tx, issuer, [WHOLE_LIST]));
  return intents;
}

interface Draft {
  readonly entries: PiecedEntries;
  readonly baseNumber: bigint | null;
}

function lifeOf({ authority: { settings } }: Issuer, kind: 'complete' | 'delta'): number {
  return kind === 'delta' ? (settings.deltaCrlHours ?? 24) * HOUR : (settings.crlLifeDays ?? CRL_LIFE_DAYS) * DAY;
}

/**
 * Everything since the whole list before the newest, so that who fetched that one can still use it. What was taken off
 * hold since is listed as removeFromCRL (RFC 5280 §5.2.4). Null: there is no whole list yet.
 */
async function deltaOf(tx: StoreTransaction, issuer: Issuer, keepFrom: Date): Promise<Draft | null> {
  const { id } = issuer.authority;
  const base = await tx.crlBefore(id);
  if (!base) return null;
  // A change may have been dated before the base and committed after it; what the base has already does no harm here.
  const since = new Date(base.thisUpdate.getTime() - LATE_COMMIT_SECONDS * 1_000);
  const added = await tx.revokedEntriesSince(id, since, keepFrom);
  const released = await tx.releasedEntriesSince(id, since);
  const entries = encodeEntries(
    [
      ...added.map(toCrlEntry),
      ...released.map(({ serialNumber, releasedAt }) => ({
        serialNumber,
        revocationDate: releasedAt,
        reason: 'removeFromCRL' as const,
      })),
    ],
    true,
  );
  for (const chunk of entries.chunks) requireClean(lintCrlEntries(chunk, { delta: true }));
  return { entries: inPieces(entries), baseNumber: base.crlNumber };
}

async function recordIntent(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  issuer: Issuer,
  args: Draft & { scope: CrlScope; crlNumber: bigint; now: Date },
): Promise<AnyIntent> {
  const { authority, certificate } = issuer;
  const { scope, crlNumber, now, entries, baseNumber } = args;
  const previous = await tx.currentCrlFacts(authority.id, scope);
  // A clock that was set back must not make a newer list look older than the last.
  const thisUpdate = previous && previous.thisUpdate > now ? previous.thisUpdate : now;
  const nextUpdate = new Date(thisUpdate.getTime() + lifeOf(issuer, scope.kind));
  const hasDelta = authority.settings.deltaCrlHours !== undefined && scope.kind === 'complete' && scope.shard === 0;
  const address = (one: CrlScope) => `${context.settings.publicUrl}/crl/${listName(authority.id, one)}.crl`;
  const fields = {
    issuer: certificate.subjectDer,
    signatureAlgorithm: signatureAlgorithmFor(issuer.key.algorithm, authority.signatureScheme).algorithmIdentifierDer,
    thisUpdate,
    nextUpdate,
    crlNumber,
    authorityKeyIdentifier: certificate.subjectKeyIdentifier ?? readSubjectPublicKeyInfo(certificate.spkiDer).keyId,
    ...(scope.shard === 0
      ? {}
      : {
          issuingDistributionPoint: {
            fullNameUrls: [address(scope)],
            onlyContainsUserCerts: false,
            onlyContainsCACerts: false,
          },
        }),
    ...(baseNumber === null ? {} : { baseCrlNumber: baseNumber }),
    ...(hasDelta ? { freshestCrlUrls: [address(DELTA_LIST)] } : {}),
  };
  // The entries were judged where they were encoded; this judges everything around them.
  const around = encodeTbsCertListAround(fields, { chunks: [], length: 0 });
  requireClean(lintTbsCertList(around, { issuer: certificate, now }));
  const isLong = entries.length + around.length > LONG_LIST_OCTETS;
  const chunks = entries.pieces.map(({ octets }) => octets);
  const intent: AnyIntent = {
    id: context.entropy.id(),
    authorityId: authority.id,
    crlNumber,
    kind: scope.kind,
    baseNumber,
    shard: scope.shard,
    thisUpdate,
    nextUpdate,
    entryCount: entries.count,
    ...(isLong
      ? { tbs: { ...tbsCertListAround(fields, entries.length), pieces: entries.pieces } }
      : { tbsDer: encodeTbsCertListAround(fields, { chunks, length: entries.length }) }),
  };
  await tx.insertCrlIntent(intent);
  await recordAudit(context, tx, actor, 'crl.intended', { type: 'crl', id: intent.id }, auditDetails(intent));
  return intent;
}

/** Whether a published list carries this serial: what a stranger would see. */
export function crlLists(certificateListDer: Uint8Array, serialNumber: string): boolean {
  return parseCertificateList(certificateListDer).entries.some((entry) => entry.serialNumber === serialNumber);
}
