import type { Certificate, CertificateIntent } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { RsaKeyPage, StoreReads, StoreTransaction } from '../domain/store.ts';
import { dnsNameUnicode } from '../pki/names.ts';
import type { CertificateDer, SerialNumber, TbsCertificateDer } from '../pki/types.ts';
import type { CertificateModel } from './generated/sqlite/models.ts';
import { bytes, type Rows } from './rows.ts';

export function certificateReads(rows: Rows) {
  return {
    async certificate(id: string): Promise<Certificate | null> {
      const row = await rows.certificate.findUnique({ where: { id } });
      return row && toCertificate(row);
    },
    async certificateBySerial(issuerId: string, serialNumber: SerialNumber): Promise<Certificate | null> {
      const row = await rows.certificate.findUnique({
        where: { issuerId_serialHex: { issuerId, serialHex: serialNumber } },
      });
      return row && toCertificate(row);
    },
    async certificateDer(id: string): Promise<CertificateDer | null> {
      const row = await rows.certificateBody.findUnique({
        where: { certificateId: id },
        select: { certificateDer: true },
      });
      return (row?.certificateDer ?? null) as Uint8Array | null as CertificateDer | null;
    },
    async rsaKeysAfter(afterId: string, limit: number): Promise<RsaKeyPage> {
      // By the primary key alone: most certificates have other keys, and looking for the next RSA key would read them all at once.
      const rowsHere = await rows.certificate.findMany({
        where: { id: { gt: afterId } },
        orderBy: { id: 'asc' },
        take: limit,
        select: { id: true, createdAt: true, keyAlgorithm: true, spkiSha256: true },
      });
      const wanted = new Map(
        rowsHere.filter(({ keyAlgorithm }) => keyAlgorithm.startsWith('RSA-')).map((row) => [row.id, row.spkiSha256]),
      );
      const bodies = await rows.certificateBody.findMany({
        where: { certificateId: { in: [...wanted.keys()] } },
        select: { certificateId: true, tbsDer: true, certificateDer: true },
      });
      return {
        keys: bodies.map(({ certificateId, tbsDer, certificateDer }) => ({
          spkiSha256: wanted.get(certificateId) as string,
          tbsDer: tbsDer.length > 0 ? (tbsDer as Uint8Array as TbsCertificateDer) : null,
          certificateDer: certificateDer as Uint8Array | null as CertificateDer | null,
        })),
        count: rowsHere.length,
        last: rowsHere.at(-1) ?? null,
      };
    },
    async intendedCertificates(): Promise<readonly (Certificate & { readonly tbsDer: TbsCertificateDer })[]> {
      const found = await rows.certificate.findMany({
        where: { state: 'intended' },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        include: { body: { select: { tbsDer: true } } },
      });
      return found.map((row) => {
        if (row.body === null) throw new Error(`The certificate ${row.id} has no recorded bytes.`);
        return { ...toCertificate(row), tbsDer: row.body.tbsDer as Uint8Array as TbsCertificateDer };
      });
    },
  } satisfies Partial<StoreReads>;
}

export function certificateWrites(rows: Rows) {
  return {
    async insertCertificateIntent(intent: CertificateIntent): Promise<void> {
      const { id, issuerId, serialNumber, profile, displayName, keyAlgorithm, spkiSha256, keyId } = intent;
      const { notBefore, notAfter, createdAt, createdBy, profileId, authorityId, replacesId, owner, notes } = intent;
      // ON CONFLICT: an error would end the whole transaction on PostgreSQL, and the caller may want another serial.
      const elsewhere = await rows.intendedSerial.findUnique({
        where: { issuerId_serialHex: { issuerId, serialHex: serialNumber } },
      });
      const inserted =
        elsewhere !== null
          ? 0
          : await rows.$executeRaw`
        INSERT INTO "Certificate" ("id", "issuerId", "serialHex", "state", "profile", "displayName", "subject", "names",
          "notBefore", "notAfter", "keyAlgorithm", "spkiSha256", "keyId", "createdAt", "createdBy", "searchText",
          "profileId", "authorityId", "replacesId", "owner", "notes")
        VALUES (${id}, ${issuerId}, ${serialNumber}, 'intended', ${profile}, ${displayName},
          ${JSON.stringify(intent.subject)}, ${JSON.stringify(intent.names)}, ${notBefore}, ${notAfter},
          ${keyAlgorithm}, ${spkiSha256}, ${keyId}, ${createdAt}, ${createdBy}, ${searchTextOf(intent)},
          ${profileId}, ${authorityId}, ${replacesId}, ${owner}, ${notes})
        ON CONFLICT ("issuerId", "serialHex") DO NOTHING`;
      if (inserted === 0)
        throw new CountersignError(
          'conflict',
          'The issuer has already used this serial number. Issue again: a new one will be drawn.',
        );
      await rows.certificateBody.create({ data: { certificateId: id, tbsDer: bytes(intent.tbsDer) } });
      if (intent.names.length > 0)
        await rows.certificateName.createMany({
          data: intent.names.map(({ type, value }, position) => ({ certificateId: id, position, type, value })),
        });
    },

    async recordIssued(args: {
      id: string;
      certificateDer: CertificateDer;
      fingerprintSha256: string;
    }): Promise<boolean> {
      const { id, fingerprintSha256 } = args;
      const updated = await rows.$executeRaw`
        UPDATE "Certificate" SET "state" = 'issued', "fingerprintSha256" = ${fingerprintSha256},
          "searchText" = "searchText" || CAST(${`\n${fingerprintSha256.toLowerCase()}`} AS TEXT)
        WHERE "id" = ${id} AND "state" = 'intended'`;
      if (updated === 0) return false;
      await rows.certificateBody.update({
        where: { certificateId: id },
        data: { certificateDer: bytes(args.certificateDer) },
      });
      return true;
    },
  } satisfies Partial<StoreTransaction>;
}

export function toCertificate(row: CertificateModel): Certificate {
  return {
    id: row.id,
    issuerId: row.issuerId,
    serialNumber: row.serialHex as SerialNumber,
    state: row.state as Certificate['state'],
    profile: row.profile as Certificate['profile'],
    profileId: row.profileId,
    authorityId: row.authorityId,
    replacesId: row.replacesId,
    origin: row.origin as Certificate['origin'],
    owner: row.owner,
    notes: row.notes,
    displayName: row.displayName,
    subject: JSON.parse(row.subject) as Certificate['subject'],
    names: JSON.parse(row.names) as Certificate['names'],
    notBefore: row.notBefore,
    notAfter: row.notAfter,
    keyAlgorithm: row.keyAlgorithm as Certificate['keyAlgorithm'],
    spkiSha256: row.spkiSha256,
    fingerprintSha256: row.fingerprintSha256,
    keyId: row.keyId,
    revokedAt: row.revokedAt,
    revocationReason: row.revocationReason as Certificate['revocationReason'],
    createdAt: row.createdAt,
    createdBy: row.createdBy,
  };
}

/**
 * What searches look in, each line once. International names as they are on the wire and as people write them.
 * Lower-cased here and not by the database: SQLite knows the case of ASCII only.
 */
export function searchTextOf({
  displayName,
  names,
  serialNumber,
  owner,
}: Pick<CertificateIntent, 'displayName' | 'names' | 'serialNumber' | 'owner'>): string {
  const written = names.flatMap(({ type, value }) => {
    const unicode = type === 'dns' && value.includes('xn--') ? dnsNameUnicode(value) : null;
    return unicode === null ? [value] : [value, unicode];
  });
  const lines = [displayName, ...written, serialNumber, ...(owner ? [owner] : [])].map((line) => line.toLowerCase());
  return [...new Set(lines)].join('\n');
}
