import type { Job, JobItem } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import { RIGHT_OF_KIND } from './bulk-acts.ts';
import { insertJob } from './insert-job.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';

/**
 * A new job of the same kind with those only that the first one refused. Each is judged anew. Throws `not-found`, `conflict` while
 * the first one runs or when it refused nothing, `step-up-required` as starting it did.
 */
export async function retryJob(context: ServiceContext, actor: Actor | null, jobId: string): Promise<Job> {
  authorise(actor, 'inventory.read');
  const job = await context.store.job(jobId);
  if (!job) throw new CountersignError('not-found', `There is no job "${jobId}".`);
  authorise(actor, RIGHT_OF_KIND[job.kind]);
  requireNoLimits(actor, 'An act on many certificates');
  if (job.state === 'queued' || job.state === 'running')
    throw new CountersignError('conflict', 'The job is still under way. Wait for its end, or cancel it first.');
  const refused: JobItem[] = [];
  for (let after = -1; ; ) {
    const slice = await context.store.jobItems({ jobId, state: 'refused', afterPosition: after, limit: 1_000 });
    refused.push(...slice);
    const last = slice.at(-1);
    if (!last || slice.length < 1_000) break;
    after = last.position;
  }
  if (refused.length === 0)
    throw new CountersignError('conflict', 'The job refused nothing. There is nothing to repeat.');
  if (job.kind === 'bulk-revocation') requirePasswordAgain(context, actor, 'Revoking many certificates');
  const { gathering: _, ...parameters } = JSON.parse(job.parameters) as Record<string, unknown>;
  return insertJob(context, actor, {
    kind: job.kind,
    label: `${job.label.replace(/ \(once more\)$/, '').slice(0, 80)} (once more)`,
    parameters,
    total: refused.length,
    items: refused.map(({ input }, position) => ({ position, input })),
  });
}
