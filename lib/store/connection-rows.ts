import type { Connection, ConnectionTest } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { ConnectionModel } from './generated/sqlite/models.ts';
import type { Rows } from './rows.ts';

export function connectionReads(rows: Rows) {
  return {
    async connection(id: string): Promise<Connection | null> {
      const row = await rows.connection.findUnique({ where: { id } });
      return row && toConnection(row);
    },
    /** Newest first. */
    async connections(args: {
      limit: number;
      before: string | null;
    }): Promise<{ items: readonly Connection[]; next: string | null }> {
      const cursor = args.before === null ? null : decodeCursor(args.before, CURSOR_KIND);
      const after = cursor ? Prisma.sql`WHERE ("createdAt", "id") < (${cursor.at}, ${cursor.id})` : Prisma.empty;
      const ids = await rows.$queryRaw<{ id: string }[]>(Prisma.sql`
        SELECT "id" FROM "Connection" ${after} ORDER BY "createdAt" DESC, "id" DESC LIMIT ${args.limit + 1}`);
      const found = await rows.connection.findMany({
        where: { id: { in: ids.slice(0, args.limit).map(({ id }) => id) } },
      });
      const byId = new Map(found.map((row) => [row.id, row]));
      const items = ids.flatMap(({ id }) => byId.get(id) ?? []).map(toConnection);
      const last = items.at(-1);
      const next =
        last && ids.length > args.limit
          ? encodeCursor({ kind: CURSOR_KIND, direction: 'forward', at: last.createdAt, id: last.id })
          : null;
      return { items, next };
    },
    connectionCount: (): Promise<number> => rows.connection.count(),
    async connectionsOfCertificate(certificateId: string): Promise<readonly Connection[]> {
      const found = await rows.connection.findMany({
        where: { OR: [{ serverCertificateId: certificateId }, { clientCertificateId: certificateId }] },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return found.map(toConnection);
    },
  } satisfies Partial<StoreReads>;
}

export function connectionWrites(rows: Rows) {
  return {
    async insertConnection(connection: Connection): Promise<void> {
      const { id, kind, name, serverCertificateId, clientCertificateId, createdAt, createdBy } = connection;
      const lastTest = connection.lastTest && JSON.stringify(connection.lastTest);
      await rows.connection.create({
        data: { id, kind, name, serverCertificateId, clientCertificateId, createdAt, createdBy, lastTest },
      });
    },
    async updateConnection(
      id: string,
      change: Partial<Pick<Connection, 'serverCertificateId' | 'clientCertificateId'>>,
    ): Promise<void> {
      // What was tested were the certificates before.
      const { count } = await rows.connection.updateMany({ where: { id }, data: { ...change, lastTest: null } });
      if (count === 0) throw new CountersignError('not-found', 'There is no such connection.');
    },
    async recordConnectionTest(id: string, test: ConnectionTest): Promise<void> {
      const { count } = await rows.connection.updateMany({ where: { id }, data: { lastTest: JSON.stringify(test) } });
      if (count === 0) throw new CountersignError('not-found', 'There is no such connection.');
    },
  } satisfies Partial<StoreTransaction>;
}

function toConnection(row: ConnectionModel): Connection {
  return {
    id: row.id,
    kind: row.kind as Connection['kind'],
    name: row.name,
    serverCertificateId: row.serverCertificateId,
    clientCertificateId: row.clientCertificateId,
    createdAt: row.createdAt,
    createdBy: row.createdBy,
    lastTest: row.lastTest === null ? null : toTest(row.lastTest),
  };
}

function toTest(json: string): ConnectionTest {
  const test = JSON.parse(json) as Omit<ConnectionTest, 'ranAt'> & { readonly ranAt: string };
  return { ...test, ranAt: new Date(test.ranAt) };
}

const CURSOR_KIND = 'connections';
