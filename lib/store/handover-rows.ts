import { type BundleSide, type Handover, MOST_ATTEMPTS } from '../domain/handover.ts';
import type { PartyReads, PartyWrites } from '../domain/party-store.ts';
import type { HandoverModel } from './generated/sqlite/models.ts';
import { bytes, type Rows } from './rows.ts';

/** Lists never read the file. */
const WITHOUT_FILE = { content: true } as const;

export function handoverReads(rows: Rows) {
  return {
    async handover(id: string): Promise<Handover | null> {
      const row = await rows.handover.findUnique({ where: { id }, omit: WITHOUT_FILE });
      return row && toHandover(row);
    },
    async handoverByToken(tokenSha256: string): Promise<Handover | null> {
      const row = await rows.handover.findUnique({ where: { tokenSha256 }, omit: WITHOUT_FILE });
      return row && toHandover(row);
    },
    async handoversOf(connectionId: string): Promise<readonly Handover[]> {
      const found = await rows.handover.findMany({
        where: { connectionId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        omit: WITHOUT_FILE,
      });
      return found.map(toHandover);
    },
  } satisfies Partial<PartyReads>;
}

/** Who gets the file is decided by one statement each time, and not after a read. */
export function handoverWrites(rows: Rows) {
  return {
    async insertHandover(handover: Handover, content: Uint8Array | null): Promise<void> {
      const { file, ...facts } = handover;
      await rows.handover.create({
        data: {
          ...facts,
          fileName: file?.name ?? null,
          fileSha256: file?.sha256 ?? null,
          codeSha256: file?.codeSha256 ?? null,
          attempts: file?.attempts ?? 0,
          collectedAt: file?.collectedAt ?? null,
          content: content && bytes(content),
        },
      });
    },
    async recordHandoverRevoked(id: string, at: Date): Promise<boolean> {
      const { count } = await rows.handover.updateMany({
        where: { id, revokedAt: null },
        data: { revokedAt: at, content: null },
      });
      return count > 0;
    },
    async countHandoverAttempt(id: string): Promise<number> {
      await rows.handover.updateMany({ where: { id }, data: { attempts: { increment: 1 } } });
      await rows.handover.updateMany({ where: { id, attempts: { gte: MOST_ATTEMPTS } }, data: { content: null } });
      const row = await rows.handover.findUnique({ where: { id }, select: { attempts: true } });
      return row?.attempts ?? MOST_ATTEMPTS;
    },
    async collectHandover(id: string, at: Date): Promise<Uint8Array | null> {
      const row = await rows.handover.findUnique({ where: { id }, select: { content: true } });
      const { count } = await rows.handover.updateMany({
        where: {
          id,
          collectedAt: null,
          revokedAt: null,
          expiresAt: { gt: at },
          attempts: { lt: MOST_ATTEMPTS },
          NOT: { content: null },
        },
        data: { collectedAt: at, content: null },
      });
      return count > 0 ? (row?.content ?? null) : null;
    },
    async dropEndedHandoverFiles(before: Date): Promise<number> {
      const { count } = await rows.handover.updateMany({
        where: { expiresAt: { lte: before }, NOT: { content: null } },
        data: { content: null },
      });
      return count;
    },
  } satisfies Partial<PartyWrites>;
}

function toHandover(row: Omit<HandoverModel, 'content'>): Handover {
  const { fileName, fileSha256, codeSha256, attempts, collectedAt, side, ...facts } = row;
  return {
    ...facts,
    side: side as BundleSide,
    file:
      fileName === null
        ? null
        : { name: fileName, sha256: fileSha256 ?? '', codeSha256: codeSha256 ?? '', attempts, collectedAt },
  };
}
