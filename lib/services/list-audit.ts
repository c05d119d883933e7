import { authorise } from './authorise.ts';
import { auditHash } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { AuditListView, AuditVerification } from './views.ts';

const GENESIS = '0'.repeat(64);
const BATCH = 1_000;

/** A page of the log, newest first, with the verdict on the whole chain. */
export async function listAudit(
  context: ServiceContext,
  actor: Actor | null,
  request: {
    before?: number | undefined;
    limit?: number | undefined;
    action?: string | undefined;
    actor?: string | undefined;
    objectId?: string | undefined;
  },
): Promise<AuditListView> {
  authorise(actor, 'audit.read');
  const filters = {
    ...(request.action ? { action: request.action } : {}),
    ...(request.actor ? { actor: request.actor } : {}),
    ...(request.objectId ? { objectId: request.objectId } : {}),
  };
  const [page, verification] = await Promise.all([
    context.store.auditPage({ limit: request.limit ?? 50, beforeSeq: request.before ?? null, ...filters }),
    verifyAudit(context),
  ]);
  return { items: page.items, next: page.next, verification };
}

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
