import { deliverAudit } from '../services/deliver-audit.ts';
import { runPlannedRevocations } from '../services/planned-revocation.ts';
import { publishStaleCrls } from '../services/publish-crl.ts';
import { renewResponders } from '../services/renew-responder.ts';
import { purgeDeletedKeys } from '../services/retire-authority.ts';
import { dropEndedHandovers } from '../services/revoke-handover.ts';
import { dropOldIdempotencyKeys } from '../services/run-once.ts';
import { runOpenJobs } from '../services/run-open-jobs.ts';
import { searchSharedFactors } from '../services/search-shared-factors.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { signCheckpoint } from '../services/sign-checkpoint.ts';
import { renewProof } from '../services/trust-proof.ts';

export interface ScheduledJob {
  readonly name: string;
  readonly everySeconds: number;
  readonly needsKeys: boolean;
  /** Also as soon as someone asks for a turn. */
  readonly onDemand?: boolean;
  readonly run: (context: ServiceContext) => Promise<number>;
}

const JOBS: readonly ScheduledJob[] = [
  { name: 'run-open-jobs', everySeconds: 1, needsKeys: true, onDemand: true, run: runOpenJobs },
  { name: 'publish-stale-crls', everySeconds: 30, needsKeys: true, run: publishStaleCrls },
  { name: 'run-planned-revocations', everySeconds: 30, needsKeys: true, run: runPlannedRevocations },
  { name: 'sign-checkpoint', everySeconds: 60, needsKeys: true, run: signCheckpoint },
  { name: 'deliver-audit', everySeconds: 5, needsKeys: false, run: deliverAudit },
  { name: 'renew-responders', everySeconds: 3_600, needsKeys: true, run: renewResponders },
  { name: 'renew-proof', everySeconds: 3_600, needsKeys: true, run: renewProof },
  // It works once a day, and soon after an import.
  { name: 'search-shared-factors', everySeconds: 60, needsKeys: false, run: searchSharedFactors },
  { name: 'purge-deleted-keys', everySeconds: 3_600, needsKeys: false, run: purgeDeletedKeys },
  { name: 'drop-ended-handovers', everySeconds: 600, needsKeys: false, run: dropEndedHandovers },
  { name: 'drop-old-idempotency-keys', everySeconds: 3_600, needsKeys: false, run: dropOldIdempotencyKeys },
];

/**
 * Starts every job. Of several processes on one database the one with the lease runs it, and holds the lease for as long
 * as it runs. A turn that comes while the one before still runs is left out. Returns what stops them.
 */
export function startJobs(context: ServiceContext, jobs: readonly ScheduledJob[] = JOBS): () => Promise<void> {
  const holder = context.entropy.id();
  const running = new Map<ScheduledJob, Promise<void>>();
  const stops = jobs.map((job) => {
    const tick = () => {
      if (running.has(job)) return;
      const turn = runJob(context, job, holder).finally(() => running.delete(job));
      running.set(job, turn);
    };
    const timer = setInterval(tick, job.everySeconds * 1_000);
    const deafen = job.onDemand ? context.jobTurn.whenAsked(tick) : () => undefined;
    return () => {
      clearInterval(timer);
      deafen();
    };
  });
  return async () => {
    for (const stop of stops) stop();
    await Promise.all(running.values());
    await giveBack(context, jobs, holder);
  };
}

async function runJob(context: ServiceContext, job: ScheduledJob, holder: string): Promise<void> {
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  try {
    if (!(await context.store.instance())) return;
    if (job.needsKeys && (await context.signer.state()) !== 'unsealed') return;
    if (!(await takeLease(context, job, holder))) return;
    heartbeat = setInterval(() => {
      takeLease(context, job, holder).catch((error) =>
        context.log.warn({ error, job: job.name }, 'the lease of a job could not be renewed'),
      );
    }, HEARTBEAT_SECONDS * 1_000);
    const done = await job.run(context);
    if (done > 0) context.log.info({ job: job.name, done }, 'a job did its work');
  } catch (error) {
    context.log.error({ error, job: job.name }, 'a job failed; it is tried again at its next turn');
  } finally {
    clearInterval(heartbeat);
  }
}

function takeLease(context: ServiceContext, { name, everySeconds }: ScheduledJob, holder: string): Promise<boolean> {
  const seconds = Math.max(LEASE_SECONDS, everySeconds * 2);
  return context.store.transaction((tx) => tx.acquireLease({ name, holder, now: context.clock.now(), seconds }));
}

/** Whoever starts next need not wait for the end of the leases. */
async function giveBack(context: ServiceContext, jobs: readonly ScheduledJob[], holder: string): Promise<void> {
  try {
    if (!(await context.store.instance())) return;
    const now = context.clock.now();
    for (const { name } of jobs)
      await context.store.transaction((tx) => tx.acquireLease({ name, holder, now, seconds: 0 }));
  } catch (error) {
    context.log.warn({ error }, 'the leases of the jobs could not be given back; they end by themselves');
  }
}

/** A process that is busy for a while keeps its lease; one that was killed is replaced after this. */
const LEASE_SECONDS = 10;
const HEARTBEAT_SECONDS = 3;
