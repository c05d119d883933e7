import type { PlannedRevocation } from '../domain/entities.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { PlannedRevocationModel } from './generated/sqlite/models.ts';
import type { Rows } from './rows.ts';

export function plannedRevocationReads(rows: Rows) {
  return {
    async plannedRevocation(id: string): Promise<PlannedRevocation | null> {
      const row = await rows.plannedRevocation.findUnique({ where: { id } });
      return row && toPlan(row);
    },
    async plannedRevocationsOf(certificateId: string): Promise<readonly PlannedRevocation[]> {
      const found = await rows.plannedRevocation.findMany({
        where: { OR: [{ certificateId }, { replacementId: certificateId }] },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: MOST_OF_ONE,
      });
      return found.map(toPlan);
    },
    async plannedRevocations({
      state,
      limit,
      dueFrom,
      dueBy,
    }: Parameters<StoreReads['plannedRevocations']>[0]): Promise<readonly PlannedRevocation[]> {
      const found = await rows.plannedRevocation.findMany({
        where: { state, dueAt: { ...(dueFrom ? { gte: dueFrom } : {}), ...(dueBy ? { lte: dueBy } : {}) } },
        orderBy: [{ dueAt: 'asc' }, { id: 'asc' }],
        take: limit,
      });
      return found.map(toPlan);
    },
  } satisfies Partial<StoreReads>;
}

export function plannedRevocationWrites(rows: Rows) {
  return {
    async insertPlannedRevocation(plan: PlannedRevocation): Promise<void> {
      await rows.plannedRevocation.create({ data: plan });
    },
    async endPlannedRevocation(
      id: string,
      end: Parameters<StoreTransaction['endPlannedRevocation']>[1],
    ): Promise<boolean> {
      return (await rows.plannedRevocation.updateMany({ where: { id, state: 'waiting' }, data: end })).count > 0;
    },
  } satisfies Partial<StoreTransaction>;
}

function toPlan(row: PlannedRevocationModel): PlannedRevocation {
  return { ...row, state: row.state as PlannedRevocation['state'] };
}

const MOST_OF_ONE = 50;
