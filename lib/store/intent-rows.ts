import type { CertificateIntent } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { IntentBatch, StoreReads, StoreTransaction } from '../domain/store.ts';
import type { TbsCertificateDer } from '../pki/types.ts';
import { searchTextOf } from './certificate-rows.ts';
import { BODIES, CERTIFICATES, NAMES } from './ledger-tables.ts';
import type { RowWriter } from './row-writer.ts';
import type { Rows } from './rows.ts';

/**
 * Intents for end entities. They live for the blink between the two transactions of an issuance, so they rest as one
 * text beside the ledger and enter it once, in the state they end in: a row of the ledger is in ten indexes.
 */
export function intentReads(rows: Rows) {
  return {
    async intentBatches(): Promise<readonly IntentBatch[]> {
      const found = await rows.intentBatch.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
      return found.map(({ id, content }) => ({ id, intents: parseIntents(content) }));
    },
  } satisfies Partial<StoreReads>;
}

export function intentWrites(rows: Rows, writer: RowWriter) {
  /** Whoever removes the row decides what becomes of it. Null: somebody else did. */
  async function take(batchId: string): Promise<string | null> {
    const found = await rows.intentBatch.findUnique({ where: { id: batchId }, select: { content: true } });
    if (found === null) return null;
    await remove(batchId);
    return found.content;
  }
  async function remove(batchId: string): Promise<number> {
    const { count } = await rows.intentBatch.deleteMany({ where: { id: batchId } });
    if (count > 0) await rows.intendedSerial.deleteMany({ where: { batchId } });
    return count;
  }
  async function insertFinal(finals: readonly Final[]): Promise<void> {
    await writer.insert(CERTIFICATES, finals.map(ledgerRow));
    await writer.insert(
      BODIES,
      finals.map(({ intent: { id, tbsDer }, certificateDer }) => ({
        certificateId: id,
        tbsDer: certificateDer === null ? tbsDer : NO_OCTETS,
        certificateDer,
      })),
    );
    await writer.insert(
      NAMES,
      finals.flatMap(({ intent: { id, names } }) =>
        names.map(({ type, value }, position) => ({ certificateId: id, position, type, value })),
      ),
    );
  }

  return {
    async insertIntentBatch({ id, intents }: IntentBatch): Promise<void> {
      const taken = await writer.insert(
        SERIALS,
        intents.map(({ issuerId, serialNumber }) => ({ issuerId, serialHex: serialNumber, batchId: id })),
      );
      if (taken !== intents.length)
        throw new CountersignError(
          'conflict',
          'The issuer has already used one of the serial numbers. Issue again: new ones will be drawn.',
        );
      const createdAt = intents[0]?.createdAt;
      if (createdAt === undefined) throw new Error('A batch of intents has at least one.');
      await writer.insert(BATCHES, [{ id, createdAt, content: intentsText(intents) }]);
    },

    async recordBatchIssued(batchId: string, items: Parameters<StoreTransaction['recordBatchIssued']>[1]) {
      if ((await remove(batchId)) === 0)
        throw new CountersignError(
          'conflict',
          'This issuance was given up meanwhile. Nothing was handed out; start again.',
        );
      await insertFinal(items.map((item) => ({ ...item, state: 'issued', revokedAt: null, revocationReason: null })));
    },

    async recordBatchAbandoned(batchId: string, at: Date): Promise<readonly CertificateIntent[]> {
      const content = await take(batchId);
      if (content === null) return [];
      const intents = parseIntents(content);
      await insertFinal(
        intents.map((intent) => ({
          intent,
          certificateDer: null,
          fingerprintSha256: null,
          state: 'abandoned',
          revokedAt: at,
          revocationReason: 'unspecified',
        })),
      );
      await rows.revokedEntry.createMany({
        data: intents.map(({ issuerId, serialNumber, notAfter }) => ({
          authorityId: issuerId,
          serialHex: serialNumber,
          revokedAt: at,
          reason: 'unspecified',
          notAfter,
        })),
      });
      return intents;
    },
  } satisfies Partial<StoreTransaction>;
}

interface Final {
  readonly intent: CertificateIntent;
  readonly state: 'issued' | 'abandoned';
  readonly certificateDer: Uint8Array | null;
  readonly fingerprintSha256: string | null;
  readonly revokedAt: Date | null;
  readonly revocationReason: 'unspecified' | null;
}

function ledgerRow({ intent, state, fingerprintSha256, revokedAt, revocationReason }: Final) {
  const searchText = searchTextOf(intent);
  return {
    ...intent,
    serialHex: intent.serialNumber,
    state,
    fingerprintSha256,
    revokedAt,
    revocationReason,
    subject: JSON.stringify(intent.subject),
    names: JSON.stringify(intent.names),
    searchText: fingerprintSha256 === null ? searchText : `${searchText}\n${fingerprintSha256}`,
  };
}

function intentsText(intents: readonly CertificateIntent[]): string {
  return JSON.stringify(intents.map((intent) => ({ ...intent, tbsDer: base64(intent.tbsDer) })));
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
}

type AsText = 'notBefore' | 'notAfter' | 'createdAt' | 'tbsDer';

function parseIntents(content: string): readonly CertificateIntent[] {
  const parsed = JSON.parse(content) as readonly (Omit<CertificateIntent, AsText> & Record<AsText, string>)[];
  return parsed.map((intent) => ({
    ...intent,
    notBefore: new Date(intent.notBefore),
    notAfter: new Date(intent.notAfter),
    createdAt: new Date(intent.createdAt),
    tbsDer: new Uint8Array(Buffer.from(intent.tbsDer, 'base64')) as TbsCertificateDer,
  }));
}

const NO_OCTETS = new Uint8Array(0);
const SERIALS = {
  into: 'IntendedSerial',
  columns: { issuerId: 'text', serialHex: 'text', batchId: 'text' },
  unless: `EXISTS (SELECT 1 FROM "Certificate" WHERE "Certificate"."issuerId" = :issuerId AND "Certificate"."serialHex" = :serialHex)`,
  conflict: '("issuerId", "serialHex") DO NOTHING',
} as const;
const BATCHES = { into: 'IntentBatch', columns: { id: 'text', createdAt: 'time', content: 'text' } } as const;
