import { publishStaleCrls } from '../services/publish-crl.ts';
import { renewResponders } from '../services/renew-responder.ts';
import { purgeDeletedKeys } from '../services/retire-authority.ts';
import { dropOldIdempotencyKeys } from '../services/run-once.ts';
import { runOpenJobs } from '../services/run-open-jobs.ts';
import type { ServiceContext } from '../services/service-context.ts';

interface Job {
  readonly name: string;
  readonly everySeconds: number;
  readonly needsKeys: boolean;
  readonly run: (context: ServiceContext) => Promise<number>;
}

const JOBS: readonly Job[] = [
  { name: 'run-open-jobs', everySeconds: 1, needsKeys: true, run: runOpenJobs },
  { name: 'publish-stale-crls', everySeconds: 30, needsKeys: true, run: publishStaleCrls },
  { name: 'renew-responders', everySeconds: 3_600, needsKeys: true, run: renewResponders },
  { name: 'purge-deleted-keys', everySeconds: 3_600, needsKeys: false, run: purgeDeletedKeys },
  { name: 'drop-old-idempotency-keys', everySeconds: 3_600, needsKeys: false, run: dropOldIdempotencyKeys },
];

/** Starts every job. Of several processes on one database the one with the lease runs it. Returns what stops them. */
export function startJobs(context: ServiceContext): () => Promise<void> {
  const holder = context.entropy.id();
  const running = new Set<Promise<void>>();
  const timers = JOBS.map((job) => {
    const tick = () => {
      const turn = runJob(context, job, holder).finally(() => running.delete(turn));
      running.add(turn);
    };
    return setInterval(tick, job.everySeconds * 1_000);
  });
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running);
  };
}

async function runJob(context: ServiceContext, job: Job, holder: string): Promise<void> {
  try {
    if (!(await context.store.instance())) return;
    if (job.needsKeys && (await context.signer.state()) !== 'unsealed') return;
    const mine = await context.store.transaction((tx) =>
      tx.acquireLease({ name: job.name, holder, now: context.clock.now(), seconds: job.everySeconds * 2 }),
    );
    if (!mine) return;
    const done = await job.run(context);
    if (done > 0) context.log.info({ job: job.name, done }, 'a job did its work');
  } catch (error) {
    context.log.error({ error, job: job.name }, 'a job failed; it is tried again at its next turn');
  }
}
