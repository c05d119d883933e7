import { existsSync } from 'node:fs';
import { PrismaPg } from '@prisma/adapter-pg';
import { Client } from 'pg';
import type { AuditEntry } from '../../lib/domain/entities.ts';
import { searchTextOf } from '../../lib/store/certificate-rows.ts';
import { PrismaClient as PostgresClient } from '../../lib/store/generated/postgresql/client.ts';
import { AUDIT_ENTRIES, BODIES, CERTIFICATES, NAMES } from '../../lib/store/ledger-tables.ts';
import { postgresConnectionSettings } from '../../lib/store/postgres-connection.ts';
import { postgresRowWriter, type RowWriter, sqliteRowWriter } from '../../lib/store/row-writer.ts';
import type { DatabaseClient, Rows } from '../../lib/store/rows.ts';
import { openSqliteConnection, sqlitePath } from '../../lib/store/sqlite-connection.ts';
import type { PlannedCertificate } from './plan.ts';

/** Writes whole rows of the ledger in the state they end in, which no door of the store does: many tables, one transaction. */
export interface EstateWriter {
  /** All of it or nothing. */
  write(work: (writer: RowWriter) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export interface MadeCertificate {
  readonly planned: PlannedCertificate;
  readonly id: string;
  readonly issuerId: string;
  readonly profileId: string | null;
  readonly serialHex: string;
  readonly spkiSha256: string;
  readonly notBefore: Date;
  readonly tbsDer: Uint8Array;
  /** Null: it was abandoned before it was signed. */
  readonly certificateDer: Uint8Array | null;
  readonly fingerprintSha256: string | null;
}

export function openEstateWriter(databaseUrl: string): EstateWriter {
  if (!databaseUrl.startsWith('file:')) return postgresEstateWriter(databaseUrl);
  const connection = openSqliteConnection({ path: sqlitePath(databaseUrl), readOnly: false });
  const writer = sqliteRowWriter(connection);
  return {
    async write(work) {
      connection.exec('BEGIN IMMEDIATE');
      try {
        await work(writer);
        connection.exec('COMMIT');
      } catch (error) {
        if (connection.isTransaction) connection.exec('ROLLBACK');
        throw error;
      }
    },
    close: async () => connection.close(),
  };
}

function postgresEstateWriter(url: string): EstateWriter {
  const adapter = new PrismaPg({ connectionString: url, max: 1 });
  const client = new PostgresClient({ adapter }) as unknown as DatabaseClient;
  return {
    write: (work) =>
      client.$transaction((rows: Rows) => work(postgresRowWriter(rows)), { maxWait: 60_000, timeout: 300_000 }),
    close: () => client.$disconnect(),
  };
}

/**
 * Whose database this is: the id of its instance, or null when it has none or no tables at all. Looked up before the
 * store opens it, which would bring its schema up to date.
 */
export async function instanceIn(databaseUrl: string): Promise<string | null> {
  const find = `SELECT "instanceId" FROM "Instance"`;
  if (databaseUrl.startsWith('file:')) {
    const path = sqlitePath(databaseUrl);
    if (!existsSync(path)) return null;
    const connection = openSqliteConnection({ path, readOnly: true });
    try {
      const has = connection.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'Instance'`).get();
      return has === undefined ? null : ((connection.prepare(find).get()?.instanceId as string | undefined) ?? null);
    } finally {
      connection.close();
    }
  }
  const client = new Client(postgresConnectionSettings(databaseUrl));
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT to_regclass('"Instance"') IS NOT NULL AS has`);
    return rows[0].has ? ((await client.query(find)).rows[0]?.instanceId ?? null) : null;
  } finally {
    await client.end();
  }
}

/** The rows that these certificates have in all tables that tell of them. */
export async function insertCertificates(writer: RowWriter, made: readonly MadeCertificate[]): Promise<void> {
  await writer.insert(CERTIFICATES, made.map(ledgerRow));
  await writer.insert(
    BODIES,
    made.map(({ id, tbsDer, certificateDer }) => ({
      certificateId: id,
      tbsDer: certificateDer === null ? tbsDer : new Uint8Array(0),
      certificateDer,
    })),
  );
  await writer.insert(
    NAMES,
    made.flatMap(({ id, planned }) =>
      planned.names.map(({ type, value }, position) => ({ certificateId: id, position, type, value })),
    ),
  );
  await writer.insert(
    TAGS,
    made.flatMap(({ id, planned }) => planned.tags.map((tag) => ({ certificateId: id, tag }))),
  );
  await writer.insert(
    REVOKED,
    made.flatMap(({ issuerId, serialHex, planned: { end, notAfter } }) =>
      end
        ? [{ authorityId: issuerId, serialHex, revokedAt: end.at, reason: end.reason, invalidityDate: null, notAfter }]
        : [],
    ),
  );
  await writer.insert(
    BARRED,
    made.flatMap(({ spkiSha256, planned: { end } }) =>
      end?.reason === 'keyCompromise' ? [{ spkiSha256, barredAt: end.at }] : [],
    ),
  );
}

/** The next links of the audit chain; `head` is the sequence number and hash of the last one. */
export async function insertAudit(writer: RowWriter, entries: readonly AuditEntry[]): Promise<void> {
  const last = entries.at(-1);
  if (last === undefined) return;
  await writer.insert(
    AUDIT_ENTRIES,
    entries.map((entry) => ({ ...entry, details: JSON.stringify(entry.details) })),
  );
  const moved = await writer.change(HEAD, [{ seq: last.seq, hash: last.hash, from: entries[0]?.previousHash ?? '' }]);
  if (moved !== 1) throw new Error('Another program wrote to the audit chain meanwhile. Stop it and begin again.');
}

function ledgerRow({ planned, ...made }: MadeCertificate) {
  const { displayName, names, owner, tags, end } = planned;
  const searchText = searchTextOf({ displayName, names, serialNumber: made.serialHex as never, owner });
  const more = [...(made.fingerprintSha256 ? [made.fingerprintSha256] : []), ...tags];
  return {
    id: made.id,
    issuerId: made.issuerId,
    serialHex: made.serialHex,
    state: planned.state,
    profile: planned.profile,
    displayName,
    subject: JSON.stringify(planned.subject),
    names: JSON.stringify(names),
    notBefore: made.notBefore,
    notAfter: planned.notAfter,
    keyAlgorithm: 'P-256',
    spkiSha256: made.spkiSha256,
    fingerprintSha256: made.fingerprintSha256,
    keyId: null,
    revokedAt: end?.at ?? null,
    revocationReason: end?.reason ?? null,
    createdAt: planned.createdAt,
    createdBy: 'seed',
    searchText: [searchText, ...more].join('\n'),
    profileId: made.profileId,
    authorityId: null,
    replacesId: null,
    owner,
    notes: '',
  };
}

const TAGS = { into: 'CertificateTag', columns: { certificateId: 'text', tag: 'text' } } as const;
const REVOKED = {
  into: 'RevokedEntry',
  columns: {
    authorityId: 'text',
    serialHex: 'text',
    revokedAt: 'time',
    reason: 'text',
    invalidityDate: 'time',
    notAfter: 'time',
  },
} as const;
const BARRED = { into: 'BarredKey', columns: { spkiSha256: 'text', barredAt: 'time' } } as const;
const HEAD = {
  table: 'AuditHead',
  columns: { seq: 'integer', hash: 'text', from: 'text' },
  set: '"seq" = :seq, "hash" = :hash',
  where: '"id" = 1 AND "AuditHead"."hash" = :from',
} as const;
