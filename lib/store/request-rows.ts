import type { IdempotencyRecord, StoreReads, StoreTransaction } from '../domain/store.ts';
import type { Rows } from './rows.ts';

export function requestReads(rows: Rows) {
  return {
    async idempotent(actor: string, key: string): Promise<IdempotencyRecord | null> {
      return rows.idempotencyKey.findUnique({ where: { actor_key: { actor, key } } });
    },
  } satisfies Partial<StoreReads>;
}

/** Claims, counts and leases are one statement each: whether it worked is decided by the database and not after a read. */
export function requestWrites(rows: Rows) {
  return {
    async claimIdempotency(record: IdempotencyRecord): Promise<boolean> {
      const { actor, key, requestHash, status, body, createdAt } = record;
      const inserted = await rows.$executeRaw`
        INSERT INTO "IdempotencyKey" ("actor", "key", "requestHash", "status", "body", "createdAt")
        VALUES (${actor}, ${key}, ${requestHash}, ${status}, ${body}, ${createdAt})
        ON CONFLICT ("actor", "key") DO NOTHING`;
      return inserted === 1;
    },
    async completeIdempotency(args: { actor: string; key: string; status: number; body: string }): Promise<void> {
      const { actor, key, status, body } = args;
      await rows.idempotencyKey.updateMany({ where: { actor, key }, data: { status, body } });
    },
    async releaseIdempotency(actor: string, key: string): Promise<void> {
      await rows.idempotencyKey.deleteMany({ where: { actor, key } });
    },
    async dropIdempotencyBefore(at: Date): Promise<number> {
      const { count } = await rows.idempotencyKey.deleteMany({ where: { createdAt: { lt: at } } });
      return count;
    },

    async countAttempt(args: { name: string; now: Date; windowSeconds: number }): Promise<number> {
      const { name, now, windowSeconds } = args;
      const windowIsOver = new Date(now.getTime() - windowSeconds * 1000);
      const [row] = await rows.$queryRaw<{ attempts: number }[]>`
        INSERT INTO "AttemptCounter" ("name", "windowStart", "attempts") VALUES (${name}, ${now}, 1)
        ON CONFLICT ("name") DO UPDATE SET
          "attempts" = CASE WHEN "AttemptCounter"."windowStart" <= ${windowIsOver} THEN 1
            ELSE "AttemptCounter"."attempts" + 1 END,
          "windowStart" = CASE WHEN "AttemptCounter"."windowStart" <= ${windowIsOver} THEN excluded."windowStart"
            ELSE "AttemptCounter"."windowStart" END
        RETURNING "attempts"`;
      if (row === undefined) throw new Error('The attempt was not counted.');
      return Number(row.attempts);
    },
    async clearAttempts(name: string): Promise<void> {
      await rows.attemptCounter.deleteMany({ where: { name } });
    },
    async acquireLease(args: { name: string; holder: string; now: Date; seconds: number }): Promise<boolean> {
      const { name, holder, now, seconds } = args;
      const expiresAt = new Date(now.getTime() + seconds * 1000);
      const taken = await rows.$executeRaw`
        INSERT INTO "Lease" ("name", "holder", "expiresAt") VALUES (${name}, ${holder}, ${expiresAt})
        ON CONFLICT ("name") DO UPDATE SET "holder" = excluded."holder", "expiresAt" = excluded."expiresAt"
          WHERE "Lease"."holder" = excluded."holder" OR "Lease"."expiresAt" <= ${now}`;
      return taken === 1;
    },
  } satisfies Partial<StoreTransaction>;
}
