import { authorise } from './authorise.ts';
import { othersTurn } from './others-turn.ts';
import { auditHash } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { AuditListView, AuditVerification, ChainVerdict } from './views.ts';

const GENESIS = '0'.repeat(64);
/** Some milliseconds of work. */
const BATCH = 200;

export interface AuditListRequest {
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly objectId?: string | undefined;
  /** Recompute the whole chain, also what was recomputed a while ago. */
  readonly whole?: boolean | undefined;
}

/** A page of the log, newest first. */
export async function listAudit(
  context: ServiceContext,
  actor: Actor | null,
  request: AuditListRequest,
): Promise<Omit<AuditListView, 'verification'>> {
  authorise(actor, 'audit.read');
  const filters = {
    ...(request.action ? { action: request.action } : {}),
    ...(request.actor ? { actor: request.actor } : {}),
    ...(request.objectId ? { objectId: request.objectId } : {}),
  };
  return context.store.auditPage({ limit: request.limit ?? 50, beforeSeq: request.before ?? null, ...filters });
}

/**
 * The verdict on the chain as it is now. What was recomputed within the last day by this process is not recomputed again unless the `whole`
 * is asked for; the verdict says since when. Whoever asks while one is being made gets that one.
 */
export async function readAuditVerification(
  context: ServiceContext,
  actor: Actor | null,
  { whole = false }: { readonly whole?: boolean } = {},
): Promise<AuditVerification> {
  authorise(actor, 'audit.read');
  const running = verifications.get(context);
  if (running && !whole) return running;
  const known = checked.get(context);
  const start = !whole && known && isRecent(context, known.wholeAt) ? known : null;
  const started = verifyFrom(context, start).finally(() => verifications.delete(context));
  verifications.set(context, started);
  return started;
}

async function verifyFrom(context: ServiceContext, start: Checked | null): Promise<AuditVerification> {
  const wholeAt = start?.wholeAt ?? context.clock.now();
  const verdict = await verifyAudit(context, start ?? undefined);
  if (verdict.state === 'broken') {
    checked.delete(context);
    return verdict;
  }
  checked.set(context, { seq: verdict.upToSeq, hash: verdict.headHash, wholeAt });
  return { ...verdict, checkedFrom: (start?.seq ?? 0) + 1, wholeAt };
}

/** So far this process has recomputed the chain, and when it did so from the first entry on. */
interface Checked {
  readonly seq: number;
  readonly hash: string;
  readonly wholeAt: Date;
}
const checked = new WeakMap<ServiceContext, Checked>();

function isRecent(context: ServiceContext, at: Date): boolean {
  return context.clock.now().getTime() - at.getTime() < 86_400_000;
}

/** A page with the verdict, in one answer. */
export async function listVerifiedAudit(
  context: ServiceContext,
  actor: Actor | null,
  request: AuditListRequest,
): Promise<AuditListView> {
  const [page, verification] = await Promise.all([
    listAudit(context, actor, request),
    readAuditVerification(context, actor, { whole: request.whole ?? false }),
  ]);
  return { ...page, verification };
}

const verifications = new WeakMap<ServiceContext, Promise<AuditVerification>>();

/**
 * Recomputes every hash and every link from the first entry (or the one after `start`) to the head, in batches, and names the first bad entry.
 * A log cut off at its tail and given a matching head cannot be told from a shorter one without an outside copy.
 */
export async function verifyAudit(
  context: Pick<ServiceContext, 'store'>,
  start: { readonly seq: number; readonly hash: string } = { seq: 0, hash: GENESIS },
): Promise<ChainVerdict> {
  const head = await context.store.auditHead();
  let previous = start.hash;
  let { seq } = start;
  while (seq < head.seq) {
    const batch = await context.store.auditRange({ afterSeq: seq, limit: BATCH });
    if (batch.length === 0) return { state: 'broken', seq: seq + 1, problem: `Entry ${seq + 1} is missing.` };
    await othersTurn();
    for (const entry of batch) {
      if (entry.seq > head.seq) break;
      if (entry.seq !== seq + 1) return { state: 'broken', seq: seq + 1, problem: `Entry ${seq + 1} is missing.` };
      if (entry.previousHash !== previous)
        return { state: 'broken', seq: entry.seq, problem: `Entry ${entry.seq} does not follow the one before it.` };
      if (auditHash(entry) !== entry.hash)
        return { state: 'broken', seq: entry.seq, problem: `Entry ${entry.seq} was changed after it was written.` };
      previous = entry.hash;
      seq = entry.seq;
    }
  }
  if (previous !== (head.seq === 0 ? GENESIS : head.hash))
    return { state: 'broken', seq: head.seq, problem: 'The newest entry is not the one that was recorded last.' };
  return { state: 'verified', upToSeq: head.seq, headHash: previous };
}
