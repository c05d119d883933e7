import type { DatabaseSync } from 'node:sqlite';
import type { Pool } from 'pg';
import type { StatusFacts, StatusReads, StatusRecord } from '../domain/certificate-status.ts';
import { shareRuns } from '../domain/share-runs.ts';
import { SINGLETON } from './rows.ts';

/**
 * On a connection of its own: SQLite's data_version counts the commits of all other connections to the file, in this
 * process and outside of it, from the moment they are visible (sqlite.org/pragma.html#pragma_data_version). Calls that
 * come in one turn of the event loop share one read transaction at its end: opening one costs more than all it reads.
 */
export function sqliteStatusReads(connection: DatabaseSync): StatusReads & { close(): void } {
  const prepare = (sql: string) => {
    const statement = connection.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  const [begin, commit] = [prepare('BEGIN'), prepare('COMMIT')];
  const version = prepare('PRAGMA data_version');
  const authority = prepare(`
    SELECT a."certificateId", a."keyState", a."responderCertificateId", r."state", length(k."wrapped")
    FROM "Authority" a LEFT JOIN "Certificate" r ON r."id" = a."responderCertificateId"
    LEFT JOIN "PrivateKey" k ON k."id" = r."keyId" WHERE a."id" = ?`);
  const certificate = prepare(`
    SELECT "state", "createdAt", "notAfter", "revokedAt", "revocationReason"
    FROM "Certificate" WHERE "issuerId" = ? AND "serialHex" = ?`);
  const line = prepare(`
    SELECT 'revoked', "revokedAt", NULL, "revokedAt", "reason"
    FROM "RevokedEntry" WHERE "authorityId" = ? AND "serialHex" = ?`);
  const issued = prepare(`
    SELECT 'issued', "recordedAt", "notAfter", NULL, NULL
    FROM "IssuedSerial" WHERE "authorityId" = ? AND "serialHex" = ?`);
  const mark = () => String((version.get() as unknown as [number])[0]);
  const factsOf = (authorityId: string, serialNumbers: readonly string[]): StatusFacts | null => {
    const found = authority.get(authorityId) as unknown as AuthorityRow | undefined;
    if (!found) return null;
    const statuses = serialNumbers.map((serial) => {
      const row =
        certificate.get(authorityId, serial) ?? line.get(authorityId, serial) ?? issued.get(authorityId, serial);
      return row ? toRecord(row as unknown as StatusRow) : null;
    });
    return { ...toAuthority(found), statuses };
  };

  let asked: Asked[] = [];
  const answerAll = () => {
    const all = asked;
    asked = [];
    try {
      begin.run();
      try {
        for (const { read, resolve } of all) resolve(read());
      } finally {
        commit.run();
      }
    } catch (error) {
      // Those who have their answer already are not touched by this.
      for (const { reject } of all) reject(error);
    }
  };
  const atEndOfTurn = <Result>(read: () => Result): Promise<Result> =>
    new Promise((resolve, reject) => {
      if (!connection.isOpen) return reject(new Error('The store is closed.'));
      asked.push({ read, resolve: resolve as (result: unknown) => void, reject });
      if (asked.length === 1) setImmediate(() => connection.isOpen && answerAll());
    });
  return {
    changeMark: () => atEndOfTurn(mark),
    statusFacts: (authorityId, serialNumbers) => atEndOfTurn(() => factsOf(authorityId, serialNumbers)),
    close() {
      // Who still waits gets an answer.
      if (asked.length > 0) answerAll();
      if (connection.isOpen) connection.close();
    },
  };
}

/** Every transaction of the store, in whichever process, counts itself on the row of AuditHead before it does anything. */
export function postgresStatusReads(pool: Pool): StatusReads {
  return {
    changeMark: shareRuns(async () => {
      const { rows } = await pool.query<{ transactions: string }>(
        `SELECT "transactions" FROM "AuditHead" WHERE "id" = ${SINGLETON}`,
      );
      return String(rows[0]?.transactions);
    }),
    // One statement: one moment.
    async statusFacts(authorityId, serialNumbers) {
      const { rows } = await pool.query<unknown[]>({
        name: 'status-facts',
        rowMode: 'array',
        text: `
          SELECT a."certificateId", a."keyState", a."responderCertificateId", r."state", length(k."wrapped"),
            c."state", ${epoch('c."createdAt"')}, ${epoch('c."notAfter"')}, ${epoch('c."revokedAt"')}, c."revocationReason",
            ${epoch('l."revokedAt"')}, l."reason", ${epoch('i."recordedAt"')}, ${epoch('i."notAfter"')}
          FROM "Authority" a LEFT JOIN "Certificate" r ON r."id" = a."responderCertificateId"
          LEFT JOIN "PrivateKey" k ON k."id" = r."keyId"
          CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS asked(serial, position)
          LEFT JOIN "Certificate" c ON c."issuerId" = a."id" AND c."serialHex" = asked.serial
          LEFT JOIN "RevokedEntry" l ON l."authorityId" = a."id" AND l."serialHex" = asked.serial AND c."id" IS NULL
          LEFT JOIN "IssuedSerial" i ON i."authorityId" = a."id" AND i."serialHex" = asked.serial AND c."id" IS NULL
          WHERE a."id" = $1 ORDER BY asked.position`,
        values: [authorityId, serialNumbers],
      });
      const first = rows[0];
      if (!first) return null;
      const statuses = rows.map((row): StatusRecord | null => {
        const [state, createdAt, notAfter, revokedAt, reason, listedAt, listedFor, recordedAt, end] = row.slice(5) as [
          ...StatusRow,
          number | null,
          string | null,
          number | null,
          number | null,
        ];
        if (state !== null) return toRecord([state, createdAt, notAfter, revokedAt, reason]);
        if (listedAt !== null) return toRecord(['revoked', listedAt, null, listedAt, listedFor]);
        return recordedAt === null ? null : toRecord(['issued', recordedAt, end, null, null]);
      });
      return { ...toAuthority(first.slice(0, 5) as unknown as AuthorityRow), statuses };
    },
  };
}

/** The columns have no time zone and hold UTC; epoch milliseconds say so without the session's own zone. */
function epoch(column: string): string {
  return `(EXTRACT(EPOCH FROM ${column}) * 1000)::float8`;
}

interface Asked {
  readonly read: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type AuthorityRow = readonly [
  certificateId: string | null,
  keyState: string,
  responderCertificateId: string | null,
  responderState: string | null,
  keyOctets: number | null,
];
type StatusRow = readonly [
  state: string,
  createdAt: number,
  notAfter: number | null,
  revokedAt: number | null,
  reason: string | null,
];

function toAuthority(row: AuthorityRow): Pick<StatusFacts, 'authority' | 'responder'> {
  const [certificateId, keyState, responderCertificateId, state, octets] = row;
  return {
    authority: { certificateId, keyState, responderCertificateId } as StatusFacts['authority'],
    responder: state === null ? null : ({ state, hasKey: Number(octets) > 0 } as StatusFacts['responder']),
  };
}

function toRecord([state, createdAt, notAfter, revokedAt, reason]: StatusRow): StatusRecord {
  return {
    state: state as StatusRecord['state'],
    createdAt: new Date(createdAt),
    notAfter: notAfter === null ? null : new Date(notAfter),
    revokedAt: revokedAt === null ? null : new Date(revokedAt),
    reason: reason as StatusRecord['reason'],
  };
}
