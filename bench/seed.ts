import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { CertificateIntent } from '../lib/domain/entities.ts';
import type { Log } from '../lib/domain/ports.ts';
import type { Store } from '../lib/domain/store.ts';
import type { CertificateDer, DnsName, RevocationReason, SerialNumber, TbsCertificateDer } from '../lib/pki/types.ts';
import { openStore } from '../lib/store/open-store.ts';

/**
 * Fills a store directly, past the services: nothing is signed or audited, and the DER is 700 random octets, as long as
 * a usual certificate. Names, times, serials, states and indexes are as the product writes them.
 */

export const DAY = 86_400_000;
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** The SQLite database of a data directory, as the server opens it; no server may run on it. */
export async function openDataDirectory(directory: string): Promise<Store> {
  const opened = await openStore({
    databaseUrl: `file:${join(directory, 'countersign.db')}`,
    migrationsDirectory: resolve(import.meta.dirname, '../prisma'),
    log: silent,
  });
  return opened.store;
}

export interface Seed {
  readonly id: string;
  readonly issuerId: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly notAfter: Date;
  readonly profile: 'tlsServer' | 'tlsClient';
  readonly revoked: RevocationReason | null;
}

export async function insertSeeds(store: Store, seeds: readonly Seed[]): Promise<void> {
  for (let at = 0; at < seeds.length; at += BATCH)
    await store.transaction(async (tx) => {
      for (const seed of seeds.slice(at, at + BATCH)) {
        await tx.insertCertificateIntent(intentOf(seed));
        await tx.recordIssued({
          id: seed.id,
          certificateDer: new Uint8Array(randomBytes(700)) as CertificateDer,
          fingerprintSha256: randomBytes(32).toString('hex'),
        });
        if (seed.revoked)
          await tx.recordRevoked({ id: seed.id, at: seed.createdAt, reason: seed.revoked, invalidityDate: null });
      }
    });
}
const BATCH = 500;

function intentOf(seed: Seed): CertificateIntent {
  return {
    id: seed.id,
    issuerId: seed.issuerId,
    serialNumber: randomSerial(),
    profile: seed.profile,
    profileId: null,
    authorityId: null,
    replacesId: null,
    owner: '',
    notes: '',
    displayName: seed.name,
    subject: [{ type: 'CN', value: seed.name }],
    names: [{ type: 'dns', value: seed.name as DnsName }],
    notBefore: new Date(seed.createdAt.getTime() - 3_600_000),
    notAfter: seed.notAfter,
    keyAlgorithm: 'P-256',
    spkiSha256: randomBytes(32).toString('hex'),
    keyId: null,
    createdAt: seed.createdAt,
    createdBy: 'bench',
    tbsDer: new Uint8Array(randomBytes(600)) as TbsCertificateDer,
  };
}

/** Sixteen octets, positive and without a leading zero. */
export function randomSerial(): SerialNumber {
  const octets = randomBytes(16);
  octets[0] = 0x40 | ((octets[0] ?? 0) & 0x3f);
  return octets.toString('hex') as SerialNumber;
}
