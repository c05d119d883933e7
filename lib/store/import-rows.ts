import type { RevokedEntry } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { RevocationReason, SerialNumber } from '../pki/types.ts';
import { searchTextOf } from './certificate-rows.ts';
import { bytes, type Rows } from './rows.ts';
import { inSlices } from './slices.ts';

/** What comes along with an authority from elsewhere: certificates that end in their state, and lines of its CRL without one. */
export function importReads(rows: Rows) {
  return {
    async revokedEntry(authorityId: string, serialNumber: SerialNumber): Promise<RevokedEntry | null> {
      const row = await rows.revokedEntry.findUnique({
        where: { authorityId_serialHex: { authorityId, serialHex: serialNumber } },
      });
      return (
        row && {
          serialNumber: row.serialHex as SerialNumber,
          revokedAt: row.revokedAt,
          reason: row.reason as RevocationReason,
          invalidityDate: row.invalidityDate,
        }
      );
    },
    async fingerprintsBySerial(
      issuerId: string,
      serialNumbers: readonly SerialNumber[],
    ): Promise<ReadonlyMap<SerialNumber, string | null>> {
      const found = new Map<SerialNumber, string | null>();
      await inSlices(serialNumbers, 30, async (slice) => {
        const known = await rows.certificate.findMany({
          where: { issuerId, serialHex: { in: [...slice] } },
          select: { serialHex: true, fingerprintSha256: true },
        });
        for (const { serialHex, fingerprintSha256 } of known) found.set(serialHex as SerialNumber, fingerprintSha256);
      });
      return found;
    },
  } satisfies Partial<StoreReads>;
}

export function importWrites(rows: Rows) {
  return {
    async insertImportedCertificates(
      items: Parameters<StoreTransaction['insertImportedCertificates']>[0],
    ): Promise<void> {
      for (const issuerId of new Set(items.map(({ certificate }) => certificate.issuerId))) {
        const ofIssuer = items.filter(({ certificate }) => certificate.issuerId === issuerId);
        const serialNumbers = ofIssuer.map(({ certificate }) => certificate.serialNumber);
        if ((await importReads(rows).fingerprintsBySerial(issuerId, serialNumbers)).size > 0)
          throw new CountersignError(
            'conflict',
            'A certificate of this issuer with this serial number is here already.',
          );
      }
      await inSlices(items, 30, async (slice) => {
        await rows.certificate.createMany({ data: slice.map(({ certificate }) => certificateRow(certificate)) });
      });
      await inSlices(items, 3, async (slice) => {
        await rows.certificateBody.createMany({
          data: slice.map(({ certificate, tbsDer, certificateDer }) => ({
            certificateId: certificate.id,
            tbsDer: bytes(tbsDer),
            certificateDer: bytes(certificateDer),
          })),
        });
      });
      const names = items.flatMap(({ certificate: { id, names } }) =>
        names.map(({ type, value }, position) => ({ certificateId: id, position, type, value })),
      );
      await inSlices(names, 4, async (slice) => {
        await rows.certificateName.createMany({ data: [...slice] });
      });
      for (const { certificate } of items)
        if (certificate.revocationReason === 'keyCompromise')
          await rows.$executeRaw`
            INSERT INTO "BarredKey" ("spkiSha256", "barredAt") VALUES (${certificate.spkiSha256}, ${certificate.revokedAt})
            ON CONFLICT ("spkiSha256") DO NOTHING`;
    },

    async insertRevokedEntries(
      authorityId: string,
      entries: Parameters<StoreTransaction['insertRevokedEntries']>[1],
    ): Promise<number> {
      let added = 0;
      await inSlices(entries, 30, async (slice) => {
        const known = await rows.revokedEntry.findMany({
          where: { authorityId, serialHex: { in: slice.map(({ serialNumber }) => serialNumber) } },
          select: { serialHex: true },
        });
        const present = new Set(known.map(({ serialHex }) => serialHex));
        const data = slice
          .filter(({ serialNumber }) => !present.has(serialNumber))
          .map(({ serialNumber, revokedAt, reason, invalidityDate, notAfter }) => ({
            authorityId,
            serialHex: serialNumber,
            revokedAt,
            reason,
            invalidityDate,
            notAfter,
          }));
        if (data.length > 0) await rows.revokedEntry.createMany({ data });
        added += data.length;
      });
      return added;
    },

    async insertIssuedSerials(
      authorityId: string,
      entries: Parameters<StoreTransaction['insertIssuedSerials']>[1],
      recordedAt: Date,
    ): Promise<number> {
      let added = 0;
      await inSlices(entries, 30, async (slice) => {
        const known = await rows.issuedSerial.findMany({
          where: { authorityId, serialHex: { in: slice.map(({ serialNumber }) => serialNumber) } },
          select: { serialHex: true },
        });
        const present = new Set(known.map(({ serialHex }) => serialHex));
        const data = slice
          .filter(({ serialNumber }) => !present.has(serialNumber))
          .map(({ serialNumber, notAfter }) => ({ authorityId, serialHex: serialNumber, notAfter, recordedAt }));
        if (data.length > 0) await rows.issuedSerial.createMany({ data });
        added += data.length;
      });
      return added;
    },

    async raiseCrlNumber(authorityId: string, atLeast: bigint): Promise<void> {
      const row = await rows.authority.findUnique({ where: { id: authorityId }, select: { lastCrlNumber: true } });
      if (row === null) throw new CountersignError('not-found', 'There is no such authority.');
      if (row.lastCrlNumber < atLeast)
        await rows.authority.update({ where: { id: authorityId }, data: { lastCrlNumber: atLeast } });
    },
  } satisfies Partial<StoreTransaction>;
}

function certificateRow(
  certificate: Parameters<StoreTransaction['insertImportedCertificates']>[0][number]['certificate'],
) {
  const { serialNumber, subject, names, ...columns } = certificate;
  return {
    ...columns,
    serialHex: serialNumber,
    subject: JSON.stringify(subject),
    names: JSON.stringify(names),
    searchText: [searchTextOf(certificate), ...(certificate.fingerprintSha256 ? [certificate.fingerprintSha256] : [])]
      .join('\n')
      .toLowerCase(),
  };
}
