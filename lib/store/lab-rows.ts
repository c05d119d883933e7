import type { LabRecordJson, LabRun } from '../domain/lab.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { LabRunModel } from './generated/sqlite/models.ts';
import type { Rows } from './rows.ts';

/** All but the record, which is long. */
const FACTS = {
  id: true,
  groupId: true,
  kind: true,
  caseId: true,
  connectionId: true,
  title: true,
  ok: true,
  protocol: true,
  verdict: true,
  createdAt: true,
  createdBy: true,
} as const;

export function labReads(rows: Rows) {
  return {
    async labRun(id: string): Promise<{ run: LabRun; record: LabRecordJson } | null> {
      const row = await rows.labRun.findUnique({ where: { id } });
      return row && { run: toRun(row), record: JSON.parse(row.record) as LabRecordJson };
    },
    async labRunsOfGroup(groupId: string): Promise<readonly { run: LabRun; record: LabRecordJson }[]> {
      const found = await rows.labRun.findMany({ where: { groupId }, orderBy: { id: 'asc' } });
      return found.map((row) => ({ run: toRun(row), record: JSON.parse(row.record) as LabRecordJson }));
    },
    /** Newest first. */
    async labRuns(args: {
      limit: number;
      before: string | null;
    }): Promise<{ items: readonly LabRun[]; next: string | null }> {
      const cursor = args.before === null ? null : decodeCursor(args.before, CURSOR_KIND);
      const after = cursor ? Prisma.sql`WHERE ("createdAt", "id") < (${cursor.at}, ${cursor.id})` : Prisma.empty;
      const ids = await rows.$queryRaw<{ id: string }[]>(Prisma.sql`
        SELECT "id" FROM "LabRun" ${after} ORDER BY "createdAt" DESC, "id" DESC LIMIT ${args.limit + 1}`);
      const wanted = ids.slice(0, args.limit).map(({ id }) => id);
      const found = await rows.labRun.findMany({ where: { id: { in: wanted } }, select: FACTS });
      const byId = new Map(found.map((row) => [row.id, row]));
      const items = wanted.flatMap((id) => byId.get(id) ?? []).map(toRun);
      const last = items.at(-1);
      const next =
        last && ids.length > args.limit
          ? encodeCursor({ kind: CURSOR_KIND, direction: 'forward', at: last.createdAt, id: last.id })
          : null;
      return { items, next };
    },
    /** Newest first. */
    async labRunsOfConnection(connectionId: string, limit: number): Promise<readonly LabRun[]> {
      const found = await rows.labRun.findMany({
        where: { connectionId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit,
        select: FACTS,
      });
      return found.map(toRun);
    },
  } satisfies Partial<StoreReads>;
}

export function labWrites(rows: Rows) {
  return {
    async insertLabRun(run: LabRun, record: LabRecordJson): Promise<void> {
      await rows.labRun.create({ data: { ...run, record: JSON.stringify(record) } });
    },
    async pruneLabRuns(keep: number): Promise<number> {
      const last = await rows.labRun.findMany({
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        skip: keep,
        take: PRUNED_AT_ONCE,
        select: { id: true },
      });
      if (last.length === 0) return 0;
      const { count } = await rows.labRun.deleteMany({ where: { id: { in: last.map(({ id }) => id) } } });
      return count;
    },
  } satisfies Partial<StoreTransaction>;
}

function toRun(row: Omit<LabRunModel, 'record'>): LabRun {
  const { id, groupId, caseId, connectionId, title, ok, protocol, verdict, createdAt, createdBy } = row;
  const kind = row.kind as LabRun['kind'];
  return { id, groupId, kind, caseId, connectionId, title, ok, protocol, verdict, createdAt, createdBy };
}

const CURSOR_KIND = 'lab-runs';
const PRUNED_AT_ONCE = 100;
