import type { Job, JobKind } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { RIGHT_OF_KIND } from './bulk-acts.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

/** Stops a job after the batch it is in. What was done stays done. Throws `not-found`, `conflict`. */
export async function cancelJob(context: ServiceContext, actor: Actor | null, jobId: string): Promise<Job> {
  authorise(actor, 'inventory.read');
  return context.store.transaction(async (tx) => {
    const job = await tx.job(jobId);
    if (!job) throw new CountersignError('not-found', `There is no job "${jobId}".`);
    authorise(actor, RIGHT_OF_KIND[job.kind]);
    const change = {
      state: 'cancelled',
      finishedAt: context.clock.now(),
      message: `Cancelled by ${actorName(actor)}. ${STAYS[job.kind]}`,
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

const STAYS = {
  'bulk-issuance': 'What was issued until then stays valid.',
  'bulk-revocation': 'What was revoked until then stays revoked.',
  'bulk-hold': 'What was put on hold until then stays on hold.',
  'bulk-release': 'What was released until then stays released.',
  'bulk-renewal': 'What was renewed until then stays valid.',
  'bulk-description': 'What was changed until then stays changed.',
} as const satisfies Record<JobKind, string>;
