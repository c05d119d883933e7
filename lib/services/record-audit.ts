import { createHash } from 'node:crypto';
import type { AuditAction, AuditEntry, AuditObjectType } from '../domain/entities.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

/** Appends one entry in the transaction of the change it tells about: no entry, no change. */
export async function recordAudit(
  context: Pick<ServiceContext, 'clock'>,
  tx: StoreTransaction,
  actor: Actor,
  action: AuditAction,
  object: { type: AuditObjectType; id: string },
  details: Readonly<Record<string, string>> = {},
): Promise<AuditEntry> {
  return tx.appendAudit(
    { at: context.clock.now(), actor: actorName(actor), action, objectType: object.type, objectId: object.id, details },
    auditHash,
  );
}

/** The same for several at once, in their order. */
export async function recordAudits(
  context: Pick<ServiceContext, 'clock'>,
  tx: StoreTransaction,
  actor: Actor,
  entries: readonly {
    readonly action: AuditAction;
    readonly object: { readonly type: AuditObjectType; readonly id: string };
    readonly details: Readonly<Record<string, string>>;
  }[],
): Promise<void> {
  const at = context.clock.now();
  await tx.appendAudits(
    entries.map(({ action, object, details }) => ({
      at,
      actor: actorName(actor),
      action,
      objectType: object.type,
      objectId: object.id,
      details,
    })),
    auditHash,
  );
}

/** SHA-256(0x01 ‖ canonical JSON), hex. The previous hash is one of the members, which makes it a chain. */
export function auditHash(entry: Omit<AuditEntry, 'hash'>): string {
  return createHash('sha256')
    .update(Buffer.from([1]))
    .update(canonicalEntry(entry), 'utf8')
    .digest('hex');
}

/** RFC 8785 for the values that occur here: members sorted, strings and one small integer, times as RFC 3339 text. */
export function canonicalEntry(entry: Omit<AuditEntry, 'hash'>): string {
  const details = Object.fromEntries(Object.entries(entry.details).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({
    action: entry.action,
    actor: entry.actor,
    at: entry.at.toISOString(),
    details,
    objectId: entry.objectId,
    objectType: entry.objectType,
    previousHash: entry.previousHash,
    seq: entry.seq,
  });
}
