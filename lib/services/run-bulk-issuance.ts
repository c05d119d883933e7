import type { Job, JobItem } from '../domain/entities.ts';
import { CountersignError, type FieldError } from '../domain/errors.ts';
import { toBulkRow } from './bulk-table.ts';
import type { CertificateDecision } from './decide-certificate.ts';
import { checkDescription } from './describe-certificate.ts';
import { runIssuanceCycle } from './issuance-cycle.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import { newKeys } from './new-keys.ts';
import { othersTurn } from './others-turn.ts';
import { bulkDecider } from './plan-bulk-issuance.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { BulkJobParameters } from './start-bulk-issuance.ts';

/**
 * Goes on with a bulk issuance until nothing waits, in batches that each pass the issuance cycle as one. A batch's
 * certificates and what it says of its rows are recorded in the same transaction, so a stop at any place loses and
 * repeats nothing: what waits afterwards was not handed out. Returns when the job is finished, cancelled or must wait
 * for the keys. Throws what is not the rows' fault.
 */
export async function runBulkIssuance(context: ServiceContext, jobId: string): Promise<void> {
  const now = context.clock.now();
  await context.store.transaction((tx) => tx.updateJob(jobId, ['queued'], { state: 'running', startedAt: now }));
  const taken = { upTo: -1 };
  // While one batch is with the signer, the other is prepared or recorded.
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, () => runLane(context, jobId, taken)));
  for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
  const job = await context.store.job(jobId);
  if (job?.state === 'running') await finish(context, job);
}

/** Takes batch after batch, each row once, until none is left or the job is no longer to run. */
async function runLane(context: ServiceContext, jobId: string, taken: { upTo: number }): Promise<void> {
  for (;;) {
    const job = await context.store.job(jobId);
    if (job?.state !== 'running') return;
    const items = await nextItems(context, jobId, taken);
    if (items.length === 0) return;
    await runBatch(context, job, items);
  }
}

/** Rows behind those that a lane has taken. Two lanes that read the same ones find out by `taken`: one reads again. */
async function nextItems(context: ServiceContext, jobId: string, taken: { upTo: number }): Promise<readonly JobItem[]> {
  for (;;) {
    const from = taken.upTo;
    const items = await context.store.jobItems({ jobId, state: 'waiting', afterPosition: from, limit: BATCH });
    if (taken.upTo !== from) continue;
    taken.upTo = items.at(-1)?.position ?? from;
    return items;
  }
}

interface Decided {
  readonly item: JobItem;
  readonly decision: CertificateDecision;
  readonly owner: string;
  readonly notes: string;
  readonly tags: readonly string[];
}
type Refused = { readonly position: number; readonly problems: readonly FieldError[] };

async function runBatch(context: ServiceContext, job: Job, items: readonly JobItem[]): Promise<void> {
  const { decided, refused } = await decideAll(context, job, items);
  const fault = await rowFault(() => issueBatch(context, job, decided, refused));
  if (fault === null) return;
  await recordRefused(context, job, refused);
  // One row spoils the batch, such as a key that was barred a moment ago: each alone finds out which. Each is decided
  // again, as a profile may have been changed meanwhile.
  for (const { item } of decided) {
    const again = await decideAll(context, job, [item]);
    const problems = await rowFault(() => issueBatch(context, job, again.decided, again.refused));
    if (problems !== null) await recordRefused(context, job, [{ position: item.position, problems }]);
  }
}

async function decideAll(
  context: ServiceContext,
  job: Job,
  items: readonly JobItem[],
): Promise<{ decided: readonly Decided[]; refused: readonly Refused[] }> {
  const { columns, mapping, defaults } = JSON.parse(job.parameters) as BulkJobParameters;
  // The cycle lints each before it is signed.
  const decide = bulkDecider(context, { defaults: defaults ?? undefined }, { lint: false });
  const decided: Decided[] = [];
  const refused: Refused[] = [];
  for (const [at, item] of items.entries()) {
    if (at % BREATH === BREATH - 1) await othersTurn();
    const row = toBulkRow({ columns, rows: [] }, mapping, JSON.parse(item.input) as string[]);
    const outcome = await decide(row);
    if ('problems' in outcome) {
      refused.push({ position: item.position, problems: outcome.problems });
      continue;
    }
    const { owner = '', notes = '', tags = [] } = checkDescription(row);
    decided.push({ item, decision: outcome.decision, owner, notes, tags });
  }
  return { decided, refused };
}

/** What a row did wrong, or null when all went well. Throws what is not a row's fault. */
async function rowFault(work: () => Promise<void>): Promise<readonly FieldError[] | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (!(error instanceof CountersignError) || !ROW_FAULTS.has(error.code)) throw error;
    return error.fields.length > 0 ? error.fields : [{ field: '', message: error.detail }];
  }
}

async function issueBatch(
  context: ServiceContext,
  job: Job,
  decided: readonly Decided[],
  refused: readonly Refused[],
): Promise<void> {
  if (decided.length === 0) return recordRefused(context, job, refused);
  const actor: Actor = { kind: 'job', startedBy: job.createdBy };
  const withoutRequest = decided.filter(({ decision }) => !decision.csr);
  const keys = await newKeys(
    context,
    'endEntity',
    withoutRequest.map(({ decision }) => decision.keyAlgorithm),
  );
  const keyOf = new Map(withoutRequest.map((one, at) => [one, keys[at]]));
  const orders = decided.map((one): IssuanceOrder => {
    const key = keyOf.get(one) ?? null;
    const spkiDer = key?.spkiDer ?? one.decision.csr?.spkiDer;
    if (!spkiDer) throw new CountersignError('internal', 'There is neither a request nor a key.');
    return { ...one.decision.order, spkiDer, key, owner: one.owner, notes: one.notes };
  });
  await runIssuanceCycle(context, actor, orders, {
    withResult: async (tx, results) => {
      await tx.describeCertificates(
        decided.flatMap(({ owner, notes, tags }, at) =>
          tags.length > 0
            ? [{ id: (results[at] as { certificate: { id: string } }).certificate.id, owner, notes, tags }]
            : [],
        ),
      );
      await tx.recordJobItems(job.id, [
        ...decided.map(({ item }, at) => ({
          position: item.position,
          state: 'done' as const,
          certificateId: results[at]?.certificate.id ?? null,
          problem: null,
        })),
        ...refused.map(refusedItem),
      ]);
    },
  });
}

async function recordRefused(context: ServiceContext, job: Job, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return;
  await context.store.transaction((tx) => tx.recordJobItems(job.id, refused.map(refusedItem)));
}

function refusedItem({ position, problems }: Refused) {
  return { position, state: 'refused' as const, certificateId: null, problem: JSON.stringify(problems) };
}

async function finish(context: ServiceContext, job: Job): Promise<void> {
  await context.store.transaction(async (tx) => {
    const at = context.clock.now();
    if (!(await tx.updateJob(job.id, ['running'], { state: 'finished', finishedAt: at }))) return;
    await recordAudit(
      context,
      tx,
      { kind: 'job', startedBy: job.createdBy },
      'job.finished',
      { type: 'job', id: job.id },
      { name: job.label, done: String(job.done), failed: String(job.failed) },
    );
  });
}

/** About what one durable write costs the least for, while a cancel is still heard within a fraction of a second. */
const BATCH = 500;
const LANES = 2;
/** Rows that are decided at a stretch, some milliseconds of work. */
const BREATH = 50;
/** Refusals that a row can cause. Anything else stops the job, which goes on at its next turn. */
const ROW_FAULTS: ReadonlySet<string> = new Set([
  'validation-failed',
  'lint-refused',
  'conflict',
  'authority-not-usable',
]);
