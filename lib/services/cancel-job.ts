import type { Job } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

/** Stops a job after the batch it is in. What was issued stays valid. Throws `not-found`, `conflict`. */
export async function cancelJob(context: ServiceContext, actor: Actor | null, jobId: string): Promise<Job> {
  authorise(actor, 'certificate.issue');
  return context.store.transaction(async (tx) => {
    const job = await tx.job(jobId);
    if (!job) throw new CountersignError('not-found', `There is no job "${jobId}".`);
    const change = {
      state: 'cancelled',
      finishedAt: context.clock.now(),
      message: `Cancelled by ${actorName(actor)}. What was issued until then stays valid.`,
    } as const;
    if (!(await tx.updateJob(jobId, ['queued', 'running'], change)))
      throw new CountersignError('conflict', `The job is ${job.state} already. There is nothing to cancel.`);
    await recordAudit(
      context,
      tx,
      actor,
      'job.cancelled',
      { type: 'job', id: jobId },
      { name: job.label, done: String(job.done), failed: String(job.failed) },
    );
    return { ...job, ...change };
  });
}
