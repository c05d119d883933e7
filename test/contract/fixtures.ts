import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Authority, CertificateIntent, Connection, StoredKey } from '../../lib/domain/entities.ts';
import type { Log } from '../../lib/domain/ports.ts';
import type { Store } from '../../lib/domain/store.ts';
import type { CertificateDer, DnsName, SerialNumber, SubjectPublicKeyInfoDer } from '../../lib/pki/types.ts';
import { type OpenedStore, openStore } from '../../lib/store/open-store.ts';
import type { DatabaseClient } from '../../lib/store/rows.ts';
import { acquirePostgres, UNAVAILABLE_VARIABLE } from '../support/postgres.ts';

export const MIGRATIONS = fileURLToPath(new URL('../../prisma', import.meta.url));
export const NOW = new Date('2026-06-01T12:00:00Z');

/** Both databases; the second is skipped, with its reason in the name, where no PostgreSQL can be had. */
export const PROVIDERS = [
  { provider: 'sqlite', skip: false },
  { provider: 'postgresql', skip: Boolean(process.env[UNAVAILABLE_VARIABLE]) },
] as const;
export type Provider = (typeof PROVIDERS)[number]['provider'];

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

export interface TestDatabase extends OpenedStore {
  readonly url: string;
  readonly client: DatabaseClient;
  /** Another opening of the same database, as another process would do it. */
  open(): Promise<OpenedStore>;
  release(): Promise<void>;
}

/** A fresh database with the newest schema. */
export async function openDatabase(provider: Provider): Promise<TestDatabase> {
  const place = await emptyDatabase(provider);
  const open = () => openStore({ databaseUrl: place.url, migrationsDirectory: MIGRATIONS, log: silentLog });
  const opened = await open();
  return {
    ...opened,
    url: place.url,
    client: opened.authenticationClient as DatabaseClient,
    open,
    async release() {
      await opened.store.close();
      await place.release();
    },
  };
}

export async function emptyDatabase(provider: Provider): Promise<{ url: string; release(): Promise<void> }> {
  if (provider === 'sqlite') {
    const folder = temporaryFolder();
    return { url: `file:${join(folder.path, 'test.db')}`, release: async () => folder.remove() };
  }
  const acquired = await acquirePostgres();
  if ('unavailable' in acquired) throw new Error(acquired.unavailable);
  return acquired;
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'countersign-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function key(id: string, change: Partial<StoredKey> = {}): StoredKey {
  return {
    id,
    kind: 'authority',
    algorithm: 'P-256',
    spkiDer: der('spki', id) as Uint8Array as SubjectPublicKeyInfoDer,
    spkiSha256: `spki-${id}`,
    wrapped: der('wrapped', id),
    createdAt: NOW,
    ...change,
  };
}

export function authority(id: string, change: Partial<Authority> = {}): Authority {
  return {
    id,
    kind: 'root',
    name: `Authority ${id}`,
    status: 'active',
    parentId: null,
    keyId: `key-${id}`,
    keyState: 'online',
    settings: {},
    predecessorId: null,
    deletedAt: null,
    signatureScheme: 'pkcs1',
    certificateId: null,
    responderCertificateId: null,
    createdAt: NOW,
    ...change,
  };
}

export function intent(id: string, change: Partial<CertificateIntent> = {}): CertificateIntent {
  return {
    id,
    issuerId: 'ca',
    serialNumber: randomBytes(16).toString('hex') as SerialNumber,
    profile: 'tlsServer',
    profileId: null,
    authorityId: null,
    replacesId: null,
    owner: '',
    notes: '',
    displayName: `${id}.example`,
    subject: [{ type: 'CN', value: `${id}.example` }],
    names: [{ type: 'dns', value: `${id}.example` as DnsName }],
    notBefore: daysFromNow(-1),
    notAfter: daysFromNow(90),
    keyAlgorithm: 'P-256',
    spkiSha256: `spki-${id}`,
    keyId: null,
    createdAt: NOW,
    createdBy: 'operator',
    tbsDer: der('tbs', id) as Uint8Array as CertificateIntent['tbsDer'],
    ...change,
  };
}

export function connection(id: string, serverCertificateId: string, change: Partial<Connection> = {}): Connection {
  return {
    id,
    kind: 'one-way',
    name: `Connection ${id}`,
    serverCertificateId,
    clientCertificateId: null,
    createdAt: NOW,
    createdBy: 'operator',
    lastTest: null,
    ...change,
  };
}

/** An authority `ca` with its key. */
export async function createAuthority(store: Store, id = 'ca'): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.insertKey(key(`key-${id}`));
    await tx.insertAuthority(authority(id));
  });
}

export async function issue(store: Store, id: string, change: Partial<CertificateIntent> = {}): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.insertCertificateIntent(intent(id, change));
    await tx.recordIssued({ id, certificateDer: certificateDer(id), fingerprintSha256: `f1${id}` });
  });
}

export function certificateDer(id: string): CertificateDer {
  return der('certificate', id) as Uint8Array as CertificateDer;
}

/** Bytes with every value in them, so that no step may take them for text. */
export function der(kind: string, id: string): Uint8Array {
  return Uint8Array.from([...Buffer.from(`${kind}:${id}:`), ...Array.from({ length: 256 }, (_, value) => value)]);
}

export function daysFromNow(days: number): Date {
  return new Date(NOW.getTime() + days * 86_400_000);
}

export function secondsFromNow(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1000);
}
