import type { Instance, KeyProtection } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { SetupToken, StoreReads, StoreTransaction } from '../domain/store.ts';
import { type Rows, SINGLETON } from './rows.ts';

export function instanceReads(rows: Rows) {
  return {
    async instance(): Promise<Instance | null> {
      return rows.instance.findUnique({
        where: { id: SINGLETON },
        select: { instanceId: true, organisation: true, createdAt: true },
      });
    },
    async keyProtection(): Promise<KeyProtection | null> {
      const row = await rows.keyProtection.findUnique({ where: { id: SINGLETON } });
      return row && { mode: row.mode as KeyProtection['mode'], envelope: row.envelope };
    },
    async setupToken(): Promise<SetupToken | null> {
      return rows.setupToken.findUnique({
        where: { id: SINGLETON },
        select: { tokenHash: true, expiresAt: true, attemptsLeft: true },
      });
    },
  } satisfies Partial<StoreReads>;
}

export function instanceWrites(rows: Rows) {
  return {
    async replaceKeyProtection(before: KeyProtection, after: KeyProtection): Promise<boolean> {
      const { count } = await rows.keyProtection.updateMany({
        where: { id: SINGLETON, envelope: before.envelope },
        data: { mode: after.mode, envelope: after.envelope },
      });
      return count > 0;
    },
    async createInstance(instance: Instance, protection: KeyProtection): Promise<void> {
      // Read before writing: transactions that write run one after another, so of two set-ups the second sees the first.
      if ((await rows.instance.findUnique({ where: { id: SINGLETON } })) !== null)
        throw new CountersignError('conflict', 'This instance is already set up. Sign in instead.');
      const { instanceId, organisation, createdAt } = instance;
      await rows.instance.create({ data: { id: SINGLETON, instanceId, organisation, createdAt } });
      const { mode, envelope } = protection;
      await rows.keyProtection.create({ data: { id: SINGLETON, mode, envelope } });
    },
    async saveSetupToken({ tokenHash, expiresAt, attemptsLeft }: SetupToken): Promise<void> {
      const values = { tokenHash, expiresAt, attemptsLeft };
      await rows.setupToken.upsert({
        where: { id: SINGLETON },
        create: { id: SINGLETON, ...values },
        update: values,
      });
    },
    async clearSetupToken(): Promise<void> {
      await rows.setupToken.deleteMany();
    },
  } satisfies Partial<StoreTransaction>;
}
