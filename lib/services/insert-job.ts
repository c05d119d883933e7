import type { Job } from '../domain/entities.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

/** A job that waits, with its entry in the log. */
export async function insertJob(
  context: ServiceContext,
  actor: Actor,
  args: Pick<Job, 'kind' | 'label' | 'total'> & {
    readonly parameters: object;
    readonly items: Parameters<Parameters<Parameters<ServiceContext['store']['transaction']>[0]>[0]['insertJob']>[1];
  },
): Promise<Job> {
  const job: Job = {
    id: context.entropy.id(),
    kind: args.kind,
    label: args.label.slice(0, 100),
    state: 'queued',
    parameters: JSON.stringify(args.parameters),
    total: args.total,
    done: 0,
    failed: 0,
    message: '',
    createdAt: context.clock.now(),
    createdBy: actorName(actor),
    startedAt: null,
    finishedAt: null,
  };
  await context.store.transaction(async (tx) => {
    await tx.insertJob(job, args.items);
    await recordAudit(
      context,
      tx,
      actor,
      'job.started',
      { type: 'job', id: job.id },
      { name: job.label, kind: job.kind, total: String(job.total) },
    );
  });
  context.jobTurn.ask();
  return job;
}
