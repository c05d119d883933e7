import type { Connection, ConnectionTest } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { ConnectionPage, ConnectionQuery, PartyReads, PartyWrites } from '../domain/party-store.ts';
import { daysAfter } from './certificate-counts.ts';
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { ConnectionModel } from './generated/sqlite/models.ts';
import type { Rows } from './rows.ts';

export function connectionReads(rows: Rows) {
  return {
    async connection(id: string): Promise<Connection | null> {
      const row = await rows.connection.findUnique({ where: { id } });
      return row && toConnection(row);
    },
    connections: (query: ConnectionQuery) => readPage(rows, query),
    connectionCount: (): Promise<number> => rows.connection.count(),
    async connectionsOfCertificate(certificateId: string): Promise<readonly Connection[]> {
      const found = await rows.connection.findMany({
        where: { OR: [{ serverCertificateId: certificateId }, { clientCertificateId: certificateId }] },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return found.map(toConnection);
    },
    async connectionsUnder(issuerIds: readonly string[], limit: number): Promise<readonly Connection[]> {
      if (issuerIds.length === 0) return [];
      const issuers = Prisma.join([...issuerIds]);
      const ids = await rows.$queryRaw<{ id: string }[]>(Prisma.sql`
        SELECT "c"."id" FROM ${WITH_CERTIFICATES} AND ("s"."issuerId" IN (${issuers}) OR "k"."issuerId" IN (${issuers}))
        ORDER BY "c"."createdAt" DESC, "c"."id" DESC LIMIT ${limit}`);
      return inOrder(rows, ids);
    },
  } satisfies Partial<PartyReads>;
}

export function connectionWrites(rows: Rows) {
  return {
    async insertConnection(connection: Connection): Promise<void> {
      const { id, kind, name, serverCertificateId, clientCertificateId, createdAt, createdBy } = connection;
      const lastTest = connection.lastTest && JSON.stringify(connection.lastTest);
      const searchText = name.toLowerCase();
      await rows.connection.create({
        data: { id, kind, name, searchText, serverCertificateId, clientCertificateId, createdAt, createdBy, lastTest },
      });
    },
    async updateConnection(
      id: string,
      change: Partial<Pick<Connection, 'serverCertificateId' | 'clientCertificateId'>>,
    ): Promise<void> {
      // What was tested were the certificates before.
      const { count } = await rows.connection.updateMany({ where: { id }, data: { ...change, lastTest: null } });
      if (count === 0) throw noSuchConnection();
    },
    async renameConnection(id: string, name: string): Promise<void> {
      const { count } = await rows.connection.updateMany({
        where: { id },
        data: { name, searchText: name.toLowerCase() },
      });
      if (count === 0) throw noSuchConnection();
    },
    async recordConnectionTest(id: string, test: ConnectionTest): Promise<void> {
      const { count } = await rows.connection.updateMany({ where: { id }, data: { lastTest: JSON.stringify(test) } });
      if (count === 0) throw noSuchConnection();
    },
    async deleteConnection(id: string): Promise<boolean> {
      await rows.handover.deleteMany({ where: { connectionId: id } });
      const { count } = await rows.connection.deleteMany({ where: { id } });
      return count > 0;
    },
  } satisfies Partial<PartyWrites>;
}

/**
 * One page by keyset in the order of creation. What a filter asks of the certificates is looked up by their keys, row by
 * row of this table: however many certificates there are, only those of connections are touched.
 */
async function readPage(rows: Rows, query: ConnectionQuery): Promise<ConnectionPage> {
  const cursor = query.before === null ? null : decodeCursor(query.before, CURSOR_KIND);
  const backward = cursor?.direction === 'backward';
  const conditions = [
    ...(cursor
      ? [
          backward
            ? Prisma.sql`("c"."createdAt", "c"."id") > (${cursor.at}, ${cursor.id})`
            : Prisma.sql`("c"."createdAt", "c"."id") < (${cursor.at}, ${cursor.id})`,
        ]
      : []),
    ...textConditions(query.text),
    ...stateConditions(query.state),
  ];
  const isPlain = query.text === undefined && query.state === undefined;
  const from = isPlain ? Prisma.sql`"Connection" AS "c" WHERE 1 = 1` : WITH_CERTIFICATES;
  const order = backward
    ? Prisma.sql`ORDER BY "c"."createdAt" ASC, "c"."id" ASC`
    : Prisma.sql`ORDER BY "c"."createdAt" DESC, "c"."id" DESC`;
  const ids = await rows.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT "c"."id" FROM ${from}${conditions.length > 0 ? Prisma.sql` AND ${Prisma.join(conditions, ' AND ')}` : Prisma.empty}
    ${order} LIMIT ${query.limit + 1}`);
  const items = [...(await inOrder(rows, ids.slice(0, query.limit)))];
  if (backward) items.reverse();
  const goesOn = ids.length > query.limit;
  const place = (direction: Cursor['direction'], item: Connection | undefined) =>
    item === undefined ? null : encodeCursor({ kind: CURSOR_KIND, direction, at: item.createdAt, id: item.id });
  return {
    items,
    next: backward || goesOn ? place('forward', items.at(-1)) : null,
    previous: (backward ? goesOn : cursor !== null) ? place('backward', items[0]) : null,
  };
}

/** CROSS JOIN: SQLite begins with the connections and not with all certificates of some state. */
const WITH_CERTIFICATES = Prisma.sql`"Connection" AS "c"
  CROSS JOIN "Certificate" AS "s" LEFT JOIN "Certificate" AS "k" ON "k"."id" = "c"."clientCertificateId"
  WHERE "s"."id" = "c"."serverCertificateId"`;

function textConditions(text: string | undefined): Prisma.Sql[] {
  if (text === undefined || text === '') return [];
  if (text.includes('\0')) return [Prisma.sql`1 = 0`];
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return [
    Prisma.sql`("c"."searchText" LIKE ${pattern} ESCAPE '\\' OR "s"."searchText" LIKE ${pattern} ESCAPE '\\'
      OR "k"."searchText" LIKE ${pattern} ESCAPE '\\')`,
  ];
}

function stateConditions(state: ConnectionQuery['state']): Prisma.Sql[] {
  if (state === undefined) return [];
  const until = state.is === 'broken' ? state.now : daysAfter(state.now, state.expiringDays);
  // Not accepted any more, or not until then.
  const failing = (end: Date) => Prisma.sql`("s"."state" <> 'issued' OR "s"."notAfter" <= ${end}
    OR ("k"."id" IS NOT NULL AND ("k"."state" <> 'issued' OR "k"."notAfter" <= ${end})))`;
  if (state.is === 'broken') return [failing(until)];
  if (state.is === 'valid') return [Prisma.sql`NOT ${failing(until)}`];
  return [Prisma.sql`NOT ${failing(state.now)}`, failing(until)];
}

async function inOrder(rows: Rows, ids: readonly { readonly id: string }[]): Promise<readonly Connection[]> {
  const found = await rows.connection.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
  const byId = new Map(found.map((row) => [row.id, row]));
  return ids.flatMap(({ id }) => byId.get(id) ?? []).map(toConnection);
}

function noSuchConnection(): CountersignError {
  return new CountersignError('not-found', 'There is no such connection.');
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
