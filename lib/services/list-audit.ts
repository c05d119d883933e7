import { authorise } from './authorise.ts';
import { othersTurn } from './others-turn.ts';
import { auditHash } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { AuditListView, AuditVerification } from './views.ts';

const GENESIS = '0'.repeat(64);
/** Some milliseconds of work. */
const BATCH = 200;

export interface AuditListRequest {
  readonly before?: number | undefined;
  readonly limit?: number | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly objectId?: string | undefined;
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

/** The verdict on the whole chain as it is now. Whoever asks while one is being made gets that one. */
export async function readAuditVerification(context: ServiceContext, actor: Actor | null): Promise<AuditVerification> {
  authorise(actor, 'audit.read');
  const running = verifications.get(context);
  if (running) return running;
  const started = verifyAudit(context).finally(() => verifications.delete(context));
  verifications.set(context, started);
  return started;
}

/** A page with the verdict, in one answer. */
export async function listVerifiedAudit(
  context: ServiceContext,
  actor: Actor | null,
  request: AuditListRequest,
): Promise<AuditListView> {
  const [page, verification] = await Promise.all([
    listAudit(context, actor, request),
    readAuditVerification(context, actor),
  ]);
  return { ...page, verification };
}

const verifications = new WeakMap<ServiceContext, Promise<AuditVerification>>();

/**
 * Recomputes every hash and every link from the first entry to the head, in batches, and names the first bad entry.
 * A log cut off at its tail and given a matching head cannot be told from a shorter one without an outside copy.
 */
export async function verifyAudit(context: Pick<ServiceContext, 'store'>): Promise<AuditVerification> {
  const head = await context.store.auditHead();
  let previous = GENESIS;
  let seq = 0;
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
