import type { AuditEntry, StoredKey } from '../domain/entities.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { AUDIT_ENTRIES } from './ledger-tables.ts';
import type { RowWriter } from './row-writer.ts';
import { type Rows, SINGLETON } from './rows.ts';

/** Writes of many rows at once: what bulk issuance needs. Each means the same as its single sibling. */
export function batchWrites(rows: Rows, writer: RowWriter) {
  return {
    async insertKeys(keys: readonly StoredKey[]): Promise<void> {
      await writer.insert(KEYS, keys);
    },

    async appendAudits(
      entries: readonly Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>[],
      seal: (entry: Omit<AuditEntry, 'hash'>) => string,
    ): Promise<void> {
      if (entries.length === 0) return;
      const head = await rows.auditHead.findUniqueOrThrow({ where: { id: SINGLETON } });
      let seq = Number(head.seq);
      let previousHash = head.hash;
      const sealed = entries.map(({ at, actor, action, objectType, objectId, details }) => {
        seq += 1;
        const entry = { seq, at, actor, action, objectType, objectId, details, previousHash };
        const hash = seal(entry);
        previousHash = hash;
        return { ...entry, details: JSON.stringify(details), hash };
      });
      await writer.insert(AUDIT_ENTRIES, sealed);
      await rows.auditHead.update({ where: { id: SINGLETON }, data: { seq: BigInt(seq), hash: previousHash } });
    },
  } satisfies Partial<StoreTransaction>;
}

const KEYS = {
  into: 'PrivateKey',
  columns: {
    id: 'text',
    kind: 'text',
    algorithm: 'text',
    spkiDer: 'octets',
    spkiSha256: 'text',
    wrapped: 'octets',
    createdAt: 'time',
  },
} as const;
