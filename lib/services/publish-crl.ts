import type { Authority, CrlIntent, CrlRecord, RevokedEntry } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { assembleCertificateList, encodeTbsCertList, parseCertificateList } from '../pki/crl.ts';
import type { CrlEntry } from '../pki/crl-entries.ts';
import { lintTbsCertList } from '../pki/lints/lint-crl.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { signatureAlgorithmFor, verifySignature } from '../pki/signature-algorithm.ts';
import type { CertificateListDer, SerialNumber, TbsCertListDer } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import {
  type CrlScope,
  DELTA_LIST,
  listName,
  listsAfterChange,
  listsOf,
  shardOf,
  shardsOf,
  WHOLE_LIST,
} from './crl-lists.ts';
import { type Issuer, isKeyAtHand, loadIssuer, requireKeyAtHand } from './issuer.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
export const CRL_LIFE_DAYS = 7;
/** Re-signed daily, so that six days of trouble pass before a relying party notices; a shorter life is re-signed at half of it. */
const RENEW_AFTER_DAYS = 1;
/** Far above the 30 seconds after which a transaction is given up. */
const LATE_COMMIT_SECONDS = 600;

/**
 * Signs and publishes the CRLs of one authority: the whole list and, by its settings, its parts and a delta. The same
 * cycle as a certificate: decide, record the intents, sign, verify, record the results. Returns the whole list.
 * Throws `not-found`, `authority-not-usable`, `sealed`, `signer-unavailable`, `lint-refused`.
 */
export async function publishCrl(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
): Promise<CrlRecord> {
  authorise(actor, 'crl.publish');
  return publishLists(context, actor, authorityId, ({ settings }) => listsOf(settings));
}

/**
 * What a change of status makes necessary at once: the delta or the whole list, and the parts that hold these
 * certificates. Returns the list on which the change is seen first. Throws as `publishCrl`.
 */
export async function publishChange(
  context: ServiceContext,
  authorityId: string,
  serialNumbers: readonly SerialNumber[],
): Promise<CrlRecord> {
  return publishLists(context, { kind: 'system' }, authorityId, ({ settings }) =>
    listsAfterChange(settings, serialNumbers),
  );
}

async function publishLists(
  context: ServiceContext,
  actor: Actor,
  authorityId: string,
  choose: (authority: Issuer['authority']) => readonly CrlScope[],
): Promise<CrlRecord> {
  const issuer = await loadIssuer(context.store, authorityId);
  await requireKeyAtHand(context, issuer.authority);
  const scopes = choose(issuer.authority);
  context.publication.crlOverdue.delete(authorityId);
  try {
    const intents = await recordCrlIntents(context, actor, issuer, scopes);
    context.faults.reach('crl.intent-recorded');
    const records: CrlRecord[] = [];
    for (const intent of intents) records.push(await finishCrl(context, actor, issuer, intent));
    return records[0] as CrlRecord;
  } catch (error) {
    context.publication.crlOverdue.add(authorityId);
    throw error;
  }
}

/** Signs, verifies and records a CRL whose intent stands; also used for one that a crash interrupted. */
export async function finishCrl(
  context: ServiceContext,
  actor: Actor,
  issuer: Issuer,
  intent: CrlIntent,
): Promise<CrlRecord> {
  const { signatureScheme } = issuer.authority;
  const algorithm = signatureAlgorithmFor(issuer.key.algorithm, signatureScheme).algorithmIdentifierDer;
  const signature = await context.signer.signCrl({
    key: issuer.key,
    signatureScheme,
    tbsDer: intent.tbsDer,
    issuerChain: issuer.chain,
  });
  const certificateListDer: CertificateListDer = assembleCertificateList(intent.tbsDer, algorithm, signature);
  context.faults.reach('crl.signed');
  if (
    !verifySignature({
      spkiDer: issuer.certificate.spkiDer,
      algorithmIdentifierDer: algorithm,
      data: intent.tbsDer,
      signature,
    })
  )
    throw new CountersignError(
      'internal',
      'The signature made for this CRL does not verify. It was not published; the last good one is still served.',
    );
  const { tbsDer: _, ...facts } = intent;
  const record: CrlRecord = { ...facts, certificateListDer };
  await context.store.transaction(async (tx) => {
    await tx.recordCrlPublished(record);
    await recordAudit(
      context,
      tx,
      actor,
      'crl.published',
      { type: 'crl', id: intent.id },
      { ...auditDetails(intent), entryCount: String(intent.entryCount) },
    );
  });
  context.faults.reach('crl.result-recorded');
  return record;
}

/** The job's call: publishes for every authority whose lists are missing, half through their time, or behind a revocation. */
export async function publishStaleCrls(context: ServiceContext): Promise<number> {
  let published = 0;
  const now = context.clock.now();
  for (const authority of await context.store.authorities()) {
    if (!authority.certificateId || !(await isKeyAtHand(context, authority))) continue;
    const stale = [];
    for (const scope of listsOf(authority.settings)) {
      const current = await context.store.currentCrl(authority.id, scope);
      if (!current || now >= renewalOf(current)) stale.push(scope);
    }
    const overdue = context.publication.crlOverdue.has(authority.id);
    if (stale.length === 0 && !overdue) continue;
    // A delta alone is renewed alone; everything else is made together, as a delta must fit the whole list.
    const onlyDelta = !overdue && stale.every(({ kind }) => kind === 'delta');
    try {
      await publishLists(context, { kind: 'system' }, authority.id, ({ settings }) =>
        onlyDelta ? [DELTA_LIST] : listsOf(settings),
      );
      published += 1;
    } catch (error) {
      // One authority in trouble must not keep the lists of the others from being signed.
      context.log.error({ error, authorityId: authority.id }, 'a CRL could not be signed; the job tries again');
    }
  }
  return published;
}

/** Expired certificates that ended before this are on no list of the authority any more. */
export function keepExpiredAfter({ settings }: Pick<Authority, 'settings'>, now: Date): Date {
  return new Date(now.getTime() - (settings.crlLifeDays ?? CRL_LIFE_DAYS) * DAY);
}

function renewalOf({ thisUpdate, nextUpdate }: CrlRecord): Date {
  const half = (nextUpdate.getTime() - thisUpdate.getTime()) / 2;
  return new Date(thisUpdate.getTime() + Math.min(half, RENEW_AFTER_DAYS * DAY));
}

/** One number for all lists of one act: RFC 5280 §5.2.3 wants a delta and a complete list of one moment to share theirs. */
async function recordCrlIntents(
  context: ServiceContext,
  actor: Actor,
  issuer: Issuer,
  scopes: readonly CrlScope[],
): Promise<readonly CrlIntent[]> {
  return context.store.transaction(async (tx) => {
    const now = context.clock.now();
    const crlNumber = await tx.nextCrlNumber(issuer.authority.id);
    // One reading for the whole list and all parts.
    const keepFrom = keepExpiredAfter(issuer.authority, now);
    const entries = scopes.some(({ kind }) => kind === 'complete')
      ? await tx.revokedEntries(issuer.authority.id, keepFrom)
      : [];
    const intents: CrlIntent[] = [];
    for (const scope of scopes) {
      const draft = scope.kind === 'delta' ? await deltaOf(tx, issuer, keepFrom) : completeOf(issuer, scope, entries);
      if (draft) intents.push(await recordIntent(context, tx, actor, issuer, { scope, crlNumber, now, ...draft }));
    }
    if (intents.length === 0)
      // A delta without a whole list before it has nothing to add to.
      intents.push(
        await recordIntent(context, tx, actor, issuer, {
          scope: WHOLE_LIST,
          crlNumber,
          now,
          ...completeOf(issuer, WHOLE_LIST, await tx.revokedEntries(issuer.authority.id, keepFrom)),
        }),
      );
    return intents;
  });
}

interface Draft {
  readonly entries: readonly CrlEntry[];
  readonly baseNumber: bigint | null;
}

function completeOf(issuer: Issuer, { shard }: CrlScope, entries: readonly RevokedEntry[]): Draft {
  const shards = shardsOf(issuer.authority.settings);
  const own = shard === 0 ? entries : entries.filter(({ serialNumber }) => shardOf(serialNumber, shards) === shard);
  return { entries: own.map(toCrlEntry), baseNumber: null };
}

/** RFC 6960 §4.4.4 for OCSP, RFC 5280 §3.3 for CRLs: an expired certificate stays on one CRL past its end. */
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
  return {
    entries: [
      ...added.map(toCrlEntry),
      ...released.map(({ serialNumber, releasedAt }) => ({
        serialNumber,
        revocationDate: releasedAt,
        reason: 'removeFromCRL' as const,
      })),
    ],
    baseNumber: base.crlNumber,
  };
}

async function recordIntent(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  issuer: Issuer,
  args: Draft & { scope: CrlScope; crlNumber: bigint; now: Date },
): Promise<CrlIntent> {
  const { authority, certificate } = issuer;
  const { scope, crlNumber, now, entries, baseNumber } = args;
  const previous = await tx.currentCrl(authority.id, scope);
  // A clock that was set back must not make a newer list look older than the last.
  const thisUpdate = previous && previous.thisUpdate > now ? previous.thisUpdate : now;
  const nextUpdate = new Date(thisUpdate.getTime() + lifeOf(issuer, scope.kind));
  const hasDelta = authority.settings.deltaCrlHours !== undefined && scope.kind === 'complete' && scope.shard === 0;
  const address = (one: CrlScope) => `${context.settings.publicUrl}/crl/${listName(authority.id, one)}.crl`;
  const tbsDer = encodeTbsCertList({
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
    entries,
  });
  requireCleanList(tbsDer, issuer, now);
  const intent: CrlIntent = {
    id: context.entropy.id(),
    authorityId: authority.id,
    crlNumber,
    kind: scope.kind,
    baseNumber,
    shard: scope.shard,
    thisUpdate,
    nextUpdate,
    entryCount: entries.length,
    tbsDer,
  };
  await tx.insertCrlIntent(intent);
  await recordAudit(context, tx, actor, 'crl.intended', { type: 'crl', id: intent.id }, auditDetails(intent));
  return intent;
}

function auditDetails(intent: CrlIntent): Record<string, string> {
  return {
    authorityId: intent.authorityId,
    crlNumber: String(intent.crlNumber),
    ...(intent.kind === 'delta' ? { kind: 'delta', baseNumber: String(intent.baseNumber) } : {}),
    ...(intent.shard === 0 ? {} : { shard: String(intent.shard) }),
  };
}

function toCrlEntry({ serialNumber, revokedAt, reason, invalidityDate }: RevokedEntry): CrlEntry {
  return { serialNumber, revocationDate: revokedAt, reason, invalidityDate };
}

/** No signature without a lint. Throws `lint-refused`; the last good list is still served. */
function requireCleanList(tbsDer: TbsCertListDer, issuer: Issuer, now: Date): void {
  const errors = lintTbsCertList(tbsDer, { issuer: issuer.certificate, now }).filter(
    ({ severity }) => severity === 'error',
  );
  if (errors.length > 0)
    throw new CountersignError(
      'lint-refused',
      `The CRL was not signed: ${errors.map(({ message }) => message).join(' ')} The last good one is still served.`,
      { fields: errors.map(({ field, message, fix }) => ({ field, message: `${message} ${fix}` })) },
    );
}

/** Whether a published list carries this serial: what a stranger would see. */
export function crlLists(certificateListDer: Uint8Array, serialNumber: string): boolean {
  return parseCertificateList(certificateListDer).entries.some((entry) => entry.serialNumber === serialNumber);
}
