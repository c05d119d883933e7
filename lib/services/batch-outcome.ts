import type { Certificate, Job } from '../domain/entities.ts';
import { CountersignError, type FieldError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import type { BulkAct } from './bulk-acts.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** One certificate of a job, not done yet. */
export interface BulkItem {
  readonly position: number;
  readonly certificateId: string;
}
/** One batch: what becomes of each is recorded in the transaction that changes it, so nothing is done twice or forgotten. */
export type BatchRunner<Act extends BulkAct = BulkAct> = (
  context: ServiceContext,
  job: Job,
  act: Act,
  items: readonly BulkItem[],
) => Promise<void>;

export const jobActor = (job: Job): Actor => ({ kind: 'job', startedBy: job.createdBy });

/** What a job records of one certificate. */
export type ItemOutcome = Parameters<StoreTransaction['recordJobItems']>[1][number];

/** Refusals that one certificate can cause. Anything else stops the job, which goes on at its next turn. */
const OWN_FAULTS: ReadonlySet<string> = new Set([
  'validation-failed',
  'lint-refused',
  'not-found',
  'conflict',
  'already-revoked',
  'authority-not-usable',
]);

/** What is wrong with one certificate, or what `judge` gives. Throws what is not its fault. */
export async function judgeOne<Result>(
  judge: () => Promise<Result> | Result,
): Promise<{ readonly result: Result } | { readonly problems: readonly FieldError[] }> {
  try {
    return { result: await judge() };
  } catch (error) {
    if (!(error instanceof CountersignError) || !OWN_FAULTS.has(error.code)) throw error;
    return { problems: error.fields.length > 0 ? error.fields : [{ field: '', message: error.detail }] };
  }
}

export function doneItem({ position }: BulkItem, certificateId: string): ItemOutcome {
  return { position, state: 'done', certificateId, problem: null };
}

export function refusedItem({ position, certificateId }: BulkItem, problems: readonly FieldError[]): ItemOutcome {
  return { position, state: 'refused', certificateId, problem: JSON.stringify(problems) };
}

/** Reads the certificates of a batch once, and judges each. */
export async function judgeBatch<Result>(
  reads: Pick<StoreReads, 'certificatesById'>,
  items: readonly BulkItem[],
  judge: (certificate: Certificate) => Promise<Result> | Result,
): Promise<{
  readonly accepted: readonly { readonly item: BulkItem; readonly certificate: Certificate; readonly result: Result }[];
  readonly refused: readonly ItemOutcome[];
}> {
  const found = await reads.certificatesById(items.map(({ certificateId }) => certificateId));
  const byId = new Map(found.map((certificate) => [certificate.id, certificate]));
  const accepted: { item: BulkItem; certificate: Certificate; result: Result }[] = [];
  const refused: ItemOutcome[] = [];
  for (const item of items) {
    const outcome = await judgeOne(async () => {
      const certificate = byId.get(item.certificateId);
      if (!certificate) throw new CountersignError('not-found', 'This certificate is not here.');
      return { certificate, result: await judge(certificate) };
    });
    if ('problems' in outcome) refused.push(refusedItem(item, outcome.problems));
    else accepted.push({ item, ...outcome.result });
  }
  return { accepted, refused };
}

/** Authorities by their identifiers, each read once. */
export function rememberAuthorities(reads: Pick<StoreReads, 'authority'>): Pick<StoreReads, 'authority'> {
  const known = new Map<string, ReturnType<StoreReads['authority']>>();
  return {
    authority: (id) => {
      const present = known.get(id) ?? reads.authority(id);
      known.set(id, present);
      return present;
    },
  };
}
