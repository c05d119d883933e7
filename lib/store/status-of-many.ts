import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import type { RowWriter } from './row-writer.ts';
import type { Rows } from './rows.ts';
import { inSlices } from './slices.ts';

/** Changes of status of many certificates at once; each means the same as its single sibling in `revocation-rows.ts`. */
export function statusOfManyWrites(rows: Rows, writer: RowWriter) {
  return {
    async recordStatusOfMany(args: Parameters<StoreTransaction['recordStatusOfMany']>[0]): Promise<void> {
      const { ids, at, to } = args;
      const reason = to === 'revoked' ? args.reason : to === 'held' ? 'certificateHold' : null;
      const change = { state: to, revokedAt: to === 'issued' ? null : at, revocationReason: reason };
      const changed = await writer.change(
        CHANGES[to],
        ids.map((id) => ({ id, ...change })),
      );
      if (changed !== ids.length) throw changedMeanwhile();
      const lines = await linesOf(rows, ids);
      if (to === 'issued') {
        await deleteLines(rows, 'revokedEntry', lines);
        await writer.insert(
          RELEASES,
          lines.map(({ authorityId, serialHex }) => ({ authorityId, serialHex, releasedAt: at })),
        );
        return;
      }
      const invalidityDate = to === 'revoked' ? args.invalidityDate : null;
      // From hold: the line of the hold becomes the one that stays.
      await writer.insert(
        ENTRIES,
        lines.map(({ authorityId, serialHex, notAfter }) => ({
          authorityId,
          serialHex,
          notAfter,
          revokedAt: at,
          reason,
          invalidityDate,
        })),
      );
      // What is on the list is no longer one that was released.
      await deleteLines(rows, 'releasedEntry', lines);
      if (reason === 'keyCompromise')
        await writer.insert(
          BARRED,
          [...new Set(lines.map(({ spkiSha256 }) => spkiSha256))].map((spkiSha256) => ({ spkiSha256, barredAt: at })),
        );
    },
  } satisfies Partial<StoreTransaction>;
}

interface Line {
  readonly authorityId: string;
  readonly serialHex: string;
  readonly notAfter: Date;
  readonly spkiSha256: string;
}

async function linesOf(rows: Rows, ids: readonly string[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  await inSlices(ids, 1, async (slice) => {
    const found = await rows.certificate.findMany({
      where: { id: { in: [...slice] } },
      select: { issuerId: true, serialHex: true, notAfter: true, spkiSha256: true },
    });
    for (const { issuerId, ...line } of found) lines.push({ authorityId: issuerId, ...line });
  });
  return lines;
}

async function deleteLines(rows: Rows, table: 'revokedEntry' | 'releasedEntry', lines: readonly Line[]): Promise<void> {
  for (const authorityId of new Set(lines.map((line) => line.authorityId)))
    await inSlices(
      lines.filter((line) => line.authorityId === authorityId).map(({ serialHex }) => serialHex),
      2,
      async (slice) => {
        const where = { authorityId, serialHex: { in: [...slice] } };
        if (table === 'revokedEntry') await rows.revokedEntry.deleteMany({ where });
        else await rows.releasedEntry.deleteMany({ where });
      },
    );
}

function changedMeanwhile(): CountersignError {
  return new CountersignError('conflict', 'One of the certificates changed meanwhile. Nothing was changed; try again.');
}

const CHANGED = { id: 'text', state: 'text', revokedAt: 'time', revocationReason: 'text' } as const;
const changeFrom = (states: string) =>
  ({
    table: 'Certificate',
    columns: CHANGED,
    set: '"state" = :state, "revokedAt" = :revokedAt, "revocationReason" = :revocationReason',
    where: `"Certificate"."id" = :id AND "Certificate"."state" IN (${states})`,
  }) as const;
const CHANGES = {
  revoked: changeFrom(`'issued', 'held'`),
  held: changeFrom(`'issued'`),
  issued: changeFrom(`'held'`),
} as const;
const ENTRIES = {
  into: 'RevokedEntry',
  columns: {
    authorityId: 'text',
    serialHex: 'text',
    notAfter: 'time',
    revokedAt: 'time',
    reason: 'text',
    invalidityDate: 'time',
  },
  conflict: `("authorityId", "serialHex") DO UPDATE SET "revokedAt" = EXCLUDED."revokedAt", "reason" = EXCLUDED."reason",
    "invalidityDate" = EXCLUDED."invalidityDate", "notAfter" = EXCLUDED."notAfter"`,
} as const;
const RELEASES = {
  into: 'ReleasedEntry',
  columns: { authorityId: 'text', serialHex: 'text', releasedAt: 'time' },
  conflict: `("authorityId", "serialHex") DO UPDATE SET "releasedAt" = EXCLUDED."releasedAt"`,
} as const;
const BARRED = {
  into: 'BarredKey',
  columns: { spkiSha256: 'text', barredAt: 'time' },
  conflict: `("spkiSha256") DO NOTHING`,
} as const;
