import type { AuditEntry } from '../domain/entities.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { AuditEntryModel } from './generated/sqlite/models.ts';
import { type Rows, SINGLETON } from './rows.ts';

export function auditReads(rows: Rows) {
  return {
    async auditPage(args: {
      limit: number;
      beforeSeq: number | null;
      action?: string;
      actor?: string;
      objectId?: string;
    }): Promise<{ items: readonly AuditEntry[]; next: number | null }> {
      const { limit, beforeSeq, action, actor, objectId } = args;
      const found = await rows.auditEntry.findMany({
        where: {
          ...(beforeSeq === null ? {} : { seq: { lt: BigInt(beforeSeq) } }),
          ...(action === undefined ? {} : { action }),
          ...(actor === undefined ? {} : { actor }),
          ...(objectId === undefined ? {} : { objectId }),
        },
        orderBy: { seq: 'desc' },
        take: limit + 1,
      });
      const items = found.slice(0, limit).map(toEntry);
      return { items, next: found.length > limit ? (items.at(-1)?.seq ?? null) : null };
    },
    async auditRange(args: { afterSeq: number; limit: number }): Promise<readonly AuditEntry[]> {
      const found = await rows.auditEntry.findMany({
        where: { seq: { gt: BigInt(args.afterSeq) } },
        orderBy: { seq: 'asc' },
        take: args.limit,
      });
      return found.map(toEntry);
    },
    async statusChangedSince(seq: number): Promise<boolean> {
      for (const action of STATUS_CHANGES) {
        const found = await rows.auditEntry.findFirst({
          where: { action, seq: { gt: BigInt(seq) } },
          select: { seq: true },
        });
        if (found) return true;
      }
      return false;
    },
    async statusChangesSince(seq: number, limit: number): Promise<readonly AuditEntry[] | null> {
      const changes: AuditEntry[] = [];
      for (const action of LIST_CHANGES) {
        const found = await rows.auditEntry.findMany({
          where: { action, seq: { gt: BigInt(seq) } },
          take: limit + 1 - changes.length,
        });
        changes.push(...found.map(toEntry));
        if (changes.length > limit) return null;
      }
      return changes;
    },
    async auditHead(): Promise<{ seq: number; hash: string }> {
      const { seq, hash } = await rows.auditHead.findUniqueOrThrow({ where: { id: SINGLETON } });
      return { seq: Number(seq), hash };
    },
  } satisfies Partial<StoreReads>;
}

export function auditWrites(rows: Rows) {
  // Two appends of one transaction started together would both continue the same entry.
  let earlier: Promise<unknown> = Promise.resolve();
  return {
    async appendAudit(
      entry: Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>,
      seal: (entry: Omit<AuditEntry, 'hash'>) => string,
    ): Promise<AuditEntry> {
      const appended = earlier.then(() => append(rows, entry, seal));
      earlier = appended.catch(() => {});
      return appended;
    },
  } satisfies Partial<StoreTransaction>;
}

async function append(
  rows: Rows,
  entry: Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>,
  seal: (entry: Omit<AuditEntry, 'hash'>) => string,
): Promise<AuditEntry> {
  const head = await rows.auditHead.findUniqueOrThrow({ where: { id: SINGLETON } });
  const { at, actor, action, objectType, objectId, details } = entry;
  const seq = head.seq + 1n;
  const unsealed = { seq: Number(seq), at, actor, action, objectType, objectId, details, previousHash: head.hash };
  const sealed: AuditEntry = { ...unsealed, hash: seal(unsealed) };
  await rows.auditEntry.create({ data: { ...sealed, seq, details: JSON.stringify(details) } });
  await rows.auditHead.update({ where: { id: SINGLETON }, data: { seq, hash: sealed.hash } });
  return sealed;
}

/** What puts a serial on a CRL or takes it off. */
const STATUS_CHANGES = [
  'certificate.revoked',
  'certificate.held',
  'certificate.released',
  'certificate.abandoned',
] as const satisfies readonly AuditEntry['action'][];

/** The same, and what brings many lines at once. */
const LIST_CHANGES = [
  ...STATUS_CHANGES,
  'authority.imported',
  'certificate.imported',
] as const satisfies readonly AuditEntry['action'][];

function toEntry(row: AuditEntryModel): AuditEntry {
  return {
    seq: Number(row.seq),
    at: row.at,
    actor: row.actor,
    action: row.action as AuditEntry['action'],
    objectType: row.objectType as AuditEntry['objectType'],
    objectId: row.objectId,
    details: JSON.parse(row.details) as AuditEntry['details'],
    previousHash: row.previousHash,
    hash: row.hash,
  };
}
