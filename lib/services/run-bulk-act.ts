import type { Job, JobItem } from '../domain/entities.ts';
import { type BatchRunner, type BulkItem, jobActor } from './batch-outcome.ts';
import { type BulkAct, type BulkActParameters, bulkInput } from './bulk-acts.ts';
import { describeBatch } from './bulk-description.ts';
import { holdBatch, releaseBatch } from './bulk-hold.ts';
import { renewBatch } from './bulk-renewal.ts';
import { revokeBatch } from './bulk-revocation.ts';
import { type CertificateFilter, changedCountWords, walkFilter } from './bulk-selection.ts';
import { recordAudit } from './record-audit.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Goes on with an act on many: first everything that the filter finds is written into the job, and counted; then it is done in
 * batches, in that order. Returns when the job is finished, cancelled, or has stopped because the number is another one.
 * Throws what is no certificate's fault; then the job goes on at its next turn.
 */
export async function runBulkAct(context: ServiceContext, jobId: string): Promise<void> {
  const now = context.clock.now();
  await context.store.transaction((tx) => tx.updateJob(jobId, ['queued'], { state: 'running', startedAt: now }));
  if (!(await gather(context, jobId))) return;
  for (;;) {
    const job = await context.store.job(jobId);
    if (job?.state !== 'running') return;
    const { act } = parametersOf(job);
    const waiting = await context.store.jobItems({
      jobId,
      state: 'waiting',
      afterPosition: -1,
      limit: BATCH[act.kind],
    });
    if (waiting.length === 0) return finish(context, job);
    await (RUNNERS[act.kind] as BatchRunner)(context, job, act, waiting.map(toBulkItem));
  }
}

/** False: the job is not to go on. A stop in the middle goes on behind the last slice that was written. */
async function gather(context: ServiceContext, jobId: string): Promise<boolean> {
  const job = await context.store.job(jobId);
  if (job?.state !== 'running') return false;
  const { gathering, ...parameters } = parametersOf(job);
  if (!gathering) return true;
  let { gathered, cursor } = gathering;
  if (gathered === 0 || cursor !== null)
    for await (const { items, next } of walkFilter(
      context,
      gathering.filter as CertificateFilter,
      job.createdAt,
      cursor,
    )) {
      const from = gathered;
      gathered += items.length;
      cursor = next;
      const kept = JSON.stringify({ ...parameters, gathering: { ...gathering, gathered, cursor } });
      const goesOn = await context.store.transaction(async (tx) => {
        if (!(await tx.updateJob(jobId, ['running'], { parameters: kept }))) return false;
        await tx.addJobItems(
          jobId,
          items.map((item, at) => ({ position: from + at, input: bulkInput(item) })),
        );
        return true;
      });
      if (!goesOn) return false;
      if (gathered > gathering.count) break;
    }
  if (gathered !== gathering.count) {
    await stop(context, job, changedCountWords(gathering.count, gathered));
    return false;
  }
  return context.store.transaction((tx) =>
    tx.updateJob(jobId, ['running'], { parameters: JSON.stringify(parameters) }),
  );
}

async function stop(context: ServiceContext, job: Job, message: string): Promise<void> {
  await context.store.transaction(async (tx) => {
    const change = { state: 'failed', message, finishedAt: context.clock.now() } as const;
    if (!(await tx.updateJob(job.id, ['running'], change))) return;
    await recordAudit(
      context,
      tx,
      jobActor(job),
      'job.finished',
      { type: 'job', id: job.id },
      { name: job.label, done: '0', failed: '0', reason: message },
    );
  });
}

async function finish(context: ServiceContext, job: Job): Promise<void> {
  await context.store.transaction(async (tx) => {
    const at = context.clock.now();
    if (!(await tx.updateJob(job.id, ['running'], { state: 'finished', finishedAt: at }))) return;
    await recordAudit(
      context,
      tx,
      jobActor(job),
      'job.finished',
      { type: 'job', id: job.id },
      { name: job.label, done: String(job.done), failed: String(job.failed) },
    );
  });
}

function toBulkItem({ position, input }: JobItem): BulkItem {
  const [certificateId] = JSON.parse(input) as [string];
  return { position, certificateId };
}

function parametersOf(job: Job): BulkActParameters {
  return JSON.parse(job.parameters) as BulkActParameters;
}

const RUNNERS = {
  revoke: revokeBatch,
  hold: holdBatch,
  release: releaseBatch,
  renew: renewBatch,
  describe: describeBatch,
} as const satisfies { [Kind in BulkAct['kind']]: BatchRunner<Extract<BulkAct, { kind: Kind }>> };

/** As for bulk issuance: what one durable write costs the least for. Words are entered into the search index, which takes longer. */
const BATCH = { revoke: 500, hold: 500, release: 500, renew: 250, describe: 100 } as const;
