import type { Authority, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { SubjectPublicKeyInfoDer } from '../pki/types.ts';
import type { AuthorityModel, PrivateKeyModel } from './generated/sqlite/models.ts';
import { bytes, type Rows, SINGLETON } from './rows.ts';

export function authorityReads(rows: Rows) {
  return {
    async auditKey(): Promise<StoredKey | null> {
      const head = await rows.auditHead.findUnique({ where: { id: SINGLETON }, select: { checkpointKeyId: true } });
      const row = head?.checkpointKeyId
        ? await rows.privateKey.findUnique({ where: { id: head.checkpointKeyId } })
        : null;
      return row && toKey(row);
    },
    async key(id: string): Promise<StoredKey | null> {
      const row = await rows.privateKey.findUnique({ where: { id } });
      return row && toKey(row);
    },
    async isAuthorityKey(spkiSha256: string): Promise<boolean> {
      const key = await rows.privateKey.findFirst({
        where: { spkiSha256, kind: { in: ['authority', 'responder', 'audit'] } },
        select: { id: true },
      });
      if (key) return true;
      // An authority may have its key elsewhere.
      const certificate = await rows.certificate.findFirst({
        where: { spkiSha256, profile: { in: ['rootAuthority', 'issuingAuthority', 'ocspResponder'] } },
        select: { id: true },
      });
      return certificate !== null;
    },
    async authorities(): Promise<readonly Authority[]> {
      const found = await rows.authority.findMany({
        omit: { requestDer: true },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return found.map(toAuthority);
    },
    async authority(id: string): Promise<Authority | null> {
      const row = await rows.authority.findUnique({ where: { id } });
      return row && toAuthority(row);
    },
    async authorityRequest(id: string): Promise<Uint8Array | null> {
      const row = await rows.authority.findUnique({ where: { id }, select: { requestDer: true } });
      return row?.requestDer ?? null;
    },
  } satisfies Partial<StoreReads>;
}

export function authorityWrites(rows: Rows) {
  return {
    async insertKey(key: StoredKey): Promise<void> {
      await rows.privateKey.create({
        data: {
          id: key.id,
          kind: key.kind,
          algorithm: key.algorithm,
          spkiDer: bytes(key.spkiDer),
          spkiSha256: key.spkiSha256,
          wrapped: bytes(key.wrapped),
          createdAt: key.createdAt,
        },
      });
    },
    async eraseKey(id: string): Promise<void> {
      const row = await rows.privateKey.findUnique({ where: { id }, select: { wrapped: true } });
      if (row === null) throw new CountersignError('not-found', 'There is no such key.');
      // The same length first: the octets in place are overwritten, not only marked as free.
      await rows.privateKey.update({ where: { id }, data: { wrapped: bytes(new Uint8Array(row.wrapped.length)) } });
      await rows.privateKey.update({ where: { id }, data: { wrapped: bytes(new Uint8Array()) } });
    },
    async insertAuthority(authority: Authority): Promise<void> {
      const { id, kind, name, status, parentId, keyId, keyState, signatureScheme, predecessorId, deletedAt } =
        authority;
      const { certificateId, responderCertificateId, createdAt } = authority;
      await rows.authority.create({
        data: {
          id,
          kind,
          name,
          status,
          parentId,
          keyId,
          keyState,
          settings: JSON.stringify(authority.settings),
          predecessorId,
          deletedAt,
          signatureScheme,
          certificateId,
          responderCertificateId,
          createdAt,
        },
      });
    },
    async saveAuthorityRequest(id: string, requestDer: Uint8Array): Promise<void> {
      const { count } = await rows.authority.updateMany({ where: { id }, data: { requestDer: bytes(requestDer) } });
      if (count === 0) throw noSuchAuthority();
    },
    async updateAuthority(id: string, change: Parameters<StoreTransaction['updateAuthority']>[1]): Promise<void> {
      const { settings, ...columns } = change;
      const { count } = await rows.authority.updateMany({
        where: { id },
        data: { ...columns, ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }) },
      });
      if (count === 0) throw noSuchAuthority();
    },
    /** RFC 5280 §5.2.3: the numbers of an authority's CRLs only grow. A transaction that is rolled back gives its number back unused. */
    async nextCrlNumber(authorityId: string): Promise<bigint> {
      const { count } = await rows.authority.updateMany({
        where: { id: authorityId },
        data: { lastCrlNumber: { increment: 1 } },
      });
      if (count === 0) throw noSuchAuthority();
      const row = await rows.authority.findUniqueOrThrow({
        where: { id: authorityId },
        select: { lastCrlNumber: true },
      });
      return row.lastCrlNumber;
    },
  } satisfies Partial<StoreTransaction>;
}

function toAuthority(row: Omit<AuthorityModel, 'requestDer'>): Authority {
  return {
    id: row.id,
    kind: row.kind as Authority['kind'],
    name: row.name,
    status: row.status as Authority['status'],
    parentId: row.parentId,
    keyId: row.keyId,
    keyState: row.keyState as Authority['keyState'],
    settings: JSON.parse(row.settings) as Authority['settings'],
    predecessorId: row.predecessorId,
    deletedAt: row.deletedAt,
    signatureScheme: row.signatureScheme as Authority['signatureScheme'],
    certificateId: row.certificateId,
    responderCertificateId: row.responderCertificateId,
    createdAt: row.createdAt,
  };
}

function noSuchAuthority(): CountersignError {
  return new CountersignError('not-found', 'There is no such authority.');
}

function toKey(row: PrivateKeyModel): StoredKey {
  return {
    id: row.id,
    kind: row.kind as StoredKey['kind'],
    algorithm: row.algorithm as StoredKey['algorithm'],
    spkiDer: row.spkiDer as Uint8Array as SubjectPublicKeyInfoDer,
    spkiSha256: row.spkiSha256,
    wrapped: row.wrapped,
    createdAt: row.createdAt,
  };
}
