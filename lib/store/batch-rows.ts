import type { AuditEntry, CertificateIntent, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { searchTextOf } from './certificate-rows.ts';
import type { RowWriter } from './row-writer.ts';
import { type Rows, SINGLETON } from './rows.ts';

/** Writes of many rows at once: what bulk issuance needs. Each means the same as its single sibling. */
export function batchWrites(rows: Rows, writer: RowWriter) {
  return {
    async insertKeys(keys: readonly StoredKey[]): Promise<void> {
      await writer.insert(KEYS, keys);
    },

    async insertCertificateIntents(intents: readonly CertificateIntent[]): Promise<void> {
      const inserted = await writer.insert(CERTIFICATES, intents.map(intentRow));
      if (inserted !== intents.length)
        throw new CountersignError(
          'conflict',
          'The issuer has already used one of the serial numbers. Issue again: new ones will be drawn.',
        );
      await writer.insert(
        BODIES,
        intents.map(({ id, tbsDer }) => ({ certificateId: id, tbsDer })),
      );
      await writer.insert(
        NAMES,
        intents.flatMap(({ id, names }) =>
          names.map(({ type, value }, position) => ({ certificateId: id, position, type, value })),
        ),
      );
    },

    async recordAllIssued(items: Parameters<StoreTransaction['recordAllIssued']>[0]): Promise<void> {
      const recorded = await writer.change(ISSUED, items);
      if (recorded !== items.length)
        throw new CountersignError(
          'conflict',
          'This issuance was given up meanwhile. Nothing was handed out; start again.',
        );
      await writer.change(ISSUED_BODIES, items);
    },

    async appendAudits(
      entries: readonly Omit<AuditEntry, 'seq' | 'previousHash' | 'hash'>[],
      seal: (entry: Omit<AuditEntry, 'hash'>) => string,
    ): Promise<void> {
      if (entries.length === 0) return;
      const head = await rows.auditHead.findUniqueOrThrow({ where: { id: SINGLETON } });
      let seq = Number(head.seq);
      let previousHash = head.hash;
      const sealed = entries.map(({ at, actor, action, objectType, objectId, details }) => {
        seq += 1;
        const entry = { seq, at, actor, action, objectType, objectId, details, previousHash };
        const hash = seal(entry);
        previousHash = hash;
        return { ...entry, details: JSON.stringify(details), hash };
      });
      await writer.insert(AUDIT_ENTRIES, sealed);
      await rows.auditHead.update({ where: { id: SINGLETON }, data: { seq: BigInt(seq), hash: previousHash } });
    },
  } satisfies Partial<StoreTransaction>;
}

function intentRow(intent: CertificateIntent) {
  return {
    ...intent,
    serialHex: intent.serialNumber,
    state: 'intended',
    subject: JSON.stringify(intent.subject),
    names: JSON.stringify(intent.names),
    searchText: searchTextOf(intent),
  };
}

const KEYS = {
  into: 'PrivateKey',
  columns: {
    id: 'text',
    kind: 'text',
    algorithm: 'text',
    spkiDer: 'octets',
    spkiSha256: 'text',
    wrapped: 'octets',
    createdAt: 'time',
  },
} as const;
const CERTIFICATES = {
  into: 'Certificate',
  columns: {
    id: 'text',
    issuerId: 'text',
    serialHex: 'text',
    state: 'text',
    profile: 'text',
    displayName: 'text',
    subject: 'text',
    names: 'text',
    notBefore: 'time',
    notAfter: 'time',
    keyAlgorithm: 'text',
    spkiSha256: 'text',
    keyId: 'text',
    createdAt: 'time',
    createdBy: 'text',
    searchText: 'text',
    profileId: 'text',
    authorityId: 'text',
    replacesId: 'text',
    owner: 'text',
    notes: 'text',
  },
  conflict: '("issuerId", "serialHex") DO NOTHING',
} as const;
const BODIES = { into: 'CertificateBody', columns: { certificateId: 'text', tbsDer: 'octets' } } as const;
const NAMES = {
  into: 'CertificateName',
  columns: { certificateId: 'text', position: 'integer', type: 'text', value: 'text' },
} as const;
const ISSUED = {
  table: 'Certificate',
  columns: { id: 'text', fingerprintSha256: 'text' },
  set: `"state" = 'issued', "fingerprintSha256" = :fingerprintSha256,
    "searchText" = "searchText" || '\n' || :fingerprintSha256`,
  where: `"Certificate"."id" = :id AND "Certificate"."state" = 'intended'`,
} as const;
const ISSUED_BODIES = {
  table: 'CertificateBody',
  columns: { id: 'text', certificateDer: 'octets' },
  set: `"certificateDer" = :certificateDer`,
  where: `"CertificateBody"."certificateId" = :id`,
} as const;
const AUDIT_ENTRIES = {
  into: 'AuditEntry',
  columns: {
    seq: 'integer',
    at: 'time',
    actor: 'text',
    action: 'text',
    objectType: 'text',
    objectId: 'text',
    details: 'text',
    previousHash: 'text',
    hash: 'text',
  },
} as const;
