import type { SavedView } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { Rows } from './rows.ts';

export function savedViewReads(rows: Rows) {
  return {
    savedView: (id: string): Promise<SavedView | null> => rows.savedView.findUnique({ where: { id } }),
    async savedViews(operatorId: string): Promise<readonly SavedView[]> {
      const found = await rows.savedView.findMany({ where: { operatorId } });
      // Databases order capitals each in a way of its own.
      return found.sort((one, other) => one.name.localeCompare(other.name, 'en') || (one.id < other.id ? -1 : 1));
    },
  } satisfies Partial<StoreReads>;
}

export function savedViewWrites(rows: Rows) {
  // Looked for before it is written: an error would end the whole transaction on PostgreSQL, and writers go one by one.
  const refuseTaken = async (operatorId: string, name: string, exceptId: string) => {
    const taken = await rows.savedView.findUnique({ where: { operatorId_name: { operatorId, name } } });
    if (taken && taken.id !== exceptId)
      throw new CountersignError('conflict', `You have a view called "${name}" already. Choose another name.`, {
        fields: [{ field: 'name', message: `You have a view called "${name}" already. Choose another name.` }],
      });
  };
  return {
    async insertView(view: SavedView): Promise<void> {
      await refuseTaken(view.operatorId, view.name, '');
      await rows.savedView.create({ data: view });
    },
    async renameView(id: string, name: string, at: Date): Promise<boolean> {
      const present = await rows.savedView.findUnique({ where: { id } });
      if (!present) return false;
      await refuseTaken(present.operatorId, name, id);
      await rows.savedView.update({ where: { id }, data: { name, updatedAt: at } });
      return true;
    },
    async deleteView(id: string): Promise<boolean> {
      return (await rows.savedView.deleteMany({ where: { id } })).count > 0;
    },
  } satisfies Partial<StoreTransaction>;
}
