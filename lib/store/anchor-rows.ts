import type { AnchorReads, AnchorWrites, AuditCheckpoint, AuditSinkState } from '../domain/audit-anchor.ts';
import type { AuditCheckpointModel } from './generated/sqlite/models.ts';
import { bytes, type Rows, SINGLETON } from './rows.ts';

export function anchorReads(rows: Rows) {
  return {
    async latestCheckpoint(): Promise<AuditCheckpoint | null> {
      const row = await rows.auditCheckpoint.findFirst({ orderBy: { seq: 'desc' } });
      return row && toCheckpoint(row);
    },
    async checkpoints(args: { afterSeq: number; upToSeq: number }): Promise<readonly AuditCheckpoint[]> {
      const found = await rows.auditCheckpoint.findMany({
        where: { seq: { gt: BigInt(args.afterSeq), lte: BigInt(args.upToSeq) } },
        orderBy: { seq: 'asc' },
      });
      return found.map(toCheckpoint);
    },
    async auditSinks(): Promise<readonly AuditSinkState[]> {
      const found = await rows.auditSink.findMany({ orderBy: { name: 'asc' } });
      return found.map(({ deliveredSeq, checkpointSeq, ...facts }) => ({
        ...facts,
        deliveredSeq: Number(deliveredSeq),
        checkpointSeq: Number(checkpointSeq),
      }));
    },
  } satisfies AnchorReads;
}

export function anchorWrites(rows: Rows) {
  return {
    async nameAuditKey(keyId: string): Promise<void> {
      await rows.auditHead.update({ where: { id: SINGLETON }, data: { checkpointKeyId: keyId } });
    },
    async insertCheckpoint({ seq, at, text, signature }: AuditCheckpoint): Promise<boolean> {
      const later = await rows.auditCheckpoint.findFirst({
        where: { seq: { gte: BigInt(seq) } },
        select: { seq: true },
      });
      if (later) return false;
      await rows.auditCheckpoint.create({ data: { seq: BigInt(seq), at, text, signature: bytes(signature) } });
      return true;
    },
    async recordAuditSink({ name, deliveredSeq, checkpointSeq, deliveredAt, problem }: AuditSinkState): Promise<void> {
      const state = {
        deliveredSeq: BigInt(deliveredSeq),
        checkpointSeq: BigInt(checkpointSeq),
        deliveredAt,
        problem,
      };
      await rows.auditSink.upsert({ where: { name }, create: { name, ...state }, update: state });
    },
  } satisfies AnchorWrites;
}

function toCheckpoint({ seq, at, text, signature }: AuditCheckpointModel): AuditCheckpoint {
  return { seq: Number(seq), at, text, signature };
}
