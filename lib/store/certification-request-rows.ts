import type { CertificationRequest, CertificationRequestState } from '../domain/certification-request.ts';
import type { PartyReads, PartyWrites } from '../domain/party-store.ts';
import { COUNT_LIMIT } from '../domain/store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { CertificationRequestModel } from './generated/sqlite/models.ts';
import type { Rows } from './rows.ts';

export function certificationRequestReads(rows: Rows) {
  return {
    async certificationRequest(id: string): Promise<CertificationRequest | null> {
      const row = await rows.certificationRequest.findUnique({ where: { id } });
      return row && toRequest(row);
    },
    async certificationRequests(args: {
      state: CertificationRequestState | null;
      limit: number;
      after: string | null;
    }): Promise<{ items: readonly CertificationRequest[]; next: string | null }> {
      const kind = `requests ${args.state ?? 'all'}`;
      const cursor = args.after === null ? null : decodeCursor(args.after, kind);
      const isQueue = args.state === 'waiting';
      const conditions = [
        args.state === null ? Prisma.sql`1 = 1` : Prisma.sql`"state" = ${args.state}`,
        ...(cursor
          ? [
              isQueue
                ? Prisma.sql`("createdAt", "id") > (${cursor.at}, ${cursor.id})`
                : Prisma.sql`("createdAt", "id") < (${cursor.at}, ${cursor.id})`,
            ]
          : []),
      ];
      const order = isQueue ? Prisma.sql`"createdAt" ASC, "id" ASC` : Prisma.sql`"createdAt" DESC, "id" DESC`;
      const ids = await rows.$queryRaw<{ id: string }[]>(Prisma.sql`
        SELECT "id" FROM "CertificationRequest" WHERE ${Prisma.join(conditions, ' AND ')}
        ORDER BY ${order} LIMIT ${args.limit + 1}`);
      const found = await rows.certificationRequest.findMany({
        where: { id: { in: ids.slice(0, args.limit).map(({ id }) => id) } },
      });
      const byId = new Map(found.map((row) => [row.id, row]));
      const items = ids.flatMap(({ id }) => byId.get(id) ?? []).map(toRequest);
      const last = items.at(-1);
      return {
        items,
        next:
          last && ids.length > args.limit
            ? encodeCursor({ kind, direction: 'forward', at: last.createdAt, id: last.id })
            : null,
      };
    },
    async waitingRequestCount(): Promise<number> {
      const [row] = await rows.$queryRaw<{ waiting: bigint | number }[]>`
        SELECT COUNT(*) AS "waiting" FROM (SELECT 1 FROM "CertificationRequest" WHERE "state" = 'waiting'
          LIMIT ${COUNT_LIMIT + 1}) AS "some"`;
      return Number(row?.waiting ?? 0);
    },
  } satisfies Partial<PartyReads>;
}

export function certificationRequestWrites(rows: Rows) {
  return {
    async insertCertificationRequest(request: CertificationRequest): Promise<void> {
      await rows.certificationRequest.create({ data: request });
    },
    async decideCertificationRequest(
      id: string,
      decision: Parameters<PartyWrites['decideCertificationRequest']>[1],
    ): Promise<boolean> {
      const { count } = await rows.certificationRequest.updateMany({ where: { id, state: 'waiting' }, data: decision });
      return count > 0;
    },
  } satisfies Partial<PartyWrites>;
}

function toRequest(row: CertificationRequestModel): CertificationRequest {
  return {
    ...row,
    state: row.state as CertificationRequestState,
    keyAlgorithm: row.keyAlgorithm as CertificationRequest['keyAlgorithm'],
  };
}
