import type { AuditEntry, CertificateIntent, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { searchTextOf } from './certificate-rows.ts';
import { Prisma } from './generated/sqlite/client.ts';
import { bytes, type Rows, SINGLETON } from './rows.ts';
import { inSlices } from './slices.ts';

/** Writes of many rows with one statement each: what bulk issuance needs. Each means the same as its single sibling. */
export function batchWrites(rows: Rows) {
  return {
    async insertKeys(keys: readonly StoredKey[]): Promise<void> {
      await inSlices(keys, 7, async (slice) => {
        const values = slice.map(
          (key) => Prisma.sql`(${key.id}, ${key.kind}, ${key.algorithm}, ${bytes(key.spkiDer)}, ${key.spkiSha256},
            ${bytes(key.wrapped)}, ${key.createdAt})`,
        );
        await rows.$executeRaw`
          INSERT INTO "PrivateKey" ("id", "kind", "algorithm", "spkiDer", "spkiSha256", "wrapped", "createdAt")
          VALUES ${Prisma.join(values)}`;
      });
    },

    async insertCertificateIntents(intents: readonly CertificateIntent[]): Promise<void> {
      await inSlices(intents, 20, async (slice) => {
        const values = slice.map(intentValues);
        const inserted = await rows.$executeRaw`
          INSERT INTO "Certificate" ("id", "issuerId", "serialHex", "state", "profile", "displayName", "subject", "names",
            "notBefore", "notAfter", "keyAlgorithm", "spkiSha256", "keyId", "createdAt", "createdBy", "searchText",
            "profileId", "authorityId", "replacesId", "owner", "notes")
          VALUES ${Prisma.join(values)} ON CONFLICT ("issuerId", "serialHex") DO NOTHING`;
        if (inserted !== slice.length)
          throw new CountersignError(
            'conflict',
            'The issuer has already used one of the serial numbers. Issue again: new ones will be drawn.',
          );
      });
      await inSlices(intents, 2, async (slice) => {
        const values = slice.map(({ id, tbsDer }) => Prisma.sql`(${id}, ${bytes(tbsDer)})`);
        await rows.$executeRaw`INSERT INTO "CertificateBody" ("certificateId", "tbsDer") VALUES ${Prisma.join(values)}`;
      });
      const names = intents.flatMap(({ id, names }) => names.map((name, position) => ({ id, position, ...name })));
      await inSlices(names, 4, async (slice) => {
        const values = slice.map(
          ({ id, position, type, value }) => Prisma.sql`(${id}, ${position}, ${type}, ${value})`,
        );
        await rows.$executeRaw`
          INSERT INTO "CertificateName" ("certificateId", "position", "type", "value") VALUES ${Prisma.join(values)}`;
      });
    },

    async recordAllIssued(items: Parameters<StoreTransaction['recordAllIssued']>[0]): Promise<void> {
      let recorded = 0;
      await inSlices(items, 2, async (slice) => {
        const values = slice.map(
          ({ id, fingerprintSha256 }) => Prisma.sql`(CAST(${id} AS TEXT), CAST(${fingerprintSha256} AS TEXT))`,
        );
        recorded += await rows.$executeRaw`
          UPDATE "Certificate" SET "state" = 'issued', "fingerprintSha256" = "v"."column2",
            "searchText" = "searchText" || ${'\n'} || "v"."column2"
          FROM (VALUES ${Prisma.join(values)}) AS "v"
          WHERE "Certificate"."id" = "v"."column1" AND "Certificate"."state" = 'intended'`;
      });
      if (recorded !== items.length)
        throw new CountersignError(
          'conflict',
          'This issuance was given up meanwhile. Nothing was handed out; start again.',
        );
      await inSlices(items, 3, async (slice) => {
        const values = slice.map(
          ({ id, tbsDer, certificateDer }) => Prisma.sql`(${id}, ${bytes(tbsDer)}, ${bytes(certificateDer)})`,
        );
        // An insert that always meets its row: unlike an update it needs no types of the values on PostgreSQL.
        await rows.$executeRaw`
          INSERT INTO "CertificateBody" ("certificateId", "tbsDer", "certificateDer") VALUES ${Prisma.join(values)}
          ON CONFLICT ("certificateId") DO UPDATE SET "certificateDer" = "excluded"."certificateDer"`;
      });
    },

    async appendAudits(
      entries: readonly Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>[],
      seal: (entry: Omit<AuditEntry, 'hash'>) => string,
    ): Promise<void> {
      if (entries.length === 0) return;
      const head = await rows.auditHead.findUniqueOrThrow({ where: { id: SINGLETON } });
      let seq = Number(head.seq);
      let previousHash = head.hash;
      const sealed = entries.map(({ at, actor, action, objectType, objectId, details }): AuditEntry => {
        seq += 1;
        const entry = { seq, at, actor, action, objectType, objectId, details, previousHash };
        const hash = seal(entry);
        previousHash = hash;
        return { ...entry, hash };
      });
      await inSlices(sealed, 9, async (slice) => {
        const values = slice.map(
          (
            entry,
          ) => Prisma.sql`(${BigInt(entry.seq)}, ${entry.at}, ${entry.actor}, ${entry.action}, ${entry.objectType},
            ${entry.objectId}, ${JSON.stringify(entry.details)}, ${entry.previousHash}, ${entry.hash})`,
        );
        await rows.$executeRaw`
          INSERT INTO "AuditEntry" ("seq", "at", "actor", "action", "objectType", "objectId", "details",
            "previousHash", "hash") VALUES ${Prisma.join(values)}`;
      });
      await rows.auditHead.update({ where: { id: SINGLETON }, data: { seq: BigInt(seq), hash: previousHash } });
    },
  } satisfies Partial<StoreTransaction>;
}

function intentValues(intent: CertificateIntent): Prisma.Sql {
  return Prisma.sql`(${intent.id}, ${intent.issuerId}, ${intent.serialNumber}, 'intended', ${intent.profile},
    ${intent.displayName}, ${JSON.stringify(intent.subject)}, ${JSON.stringify(intent.names)}, ${intent.notBefore},
    ${intent.notAfter}, ${intent.keyAlgorithm}, ${intent.spkiSha256}, ${intent.keyId}, ${intent.createdAt},
    ${intent.createdBy}, ${searchTextOf(intent)}, ${intent.profileId}, ${intent.authorityId}, ${intent.replacesId},
    ${intent.owner}, ${intent.notes})`;
}
