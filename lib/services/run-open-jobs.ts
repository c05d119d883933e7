import type { JobKind } from '../domain/entities.ts';
import { runBulkAct } from './run-bulk-act.ts';
import { runBulkIssuance } from './run-bulk-issuance.ts';
import type { ServiceContext } from './service-context.ts';

/** Goes on with what is queued or was interrupted, oldest first, one at a time. Returns how many ended. */
export async function runOpenJobs(context: ServiceContext): Promise<number> {
  let ended = 0;
  for (const job of await context.store.openJobs()) {
    if ((await context.signer.state()) !== 'unsealed') break;
    try {
      await RUNNERS[job.kind](context, job.id);
      ended += 1;
    } catch (error) {
      // A fault of the program or the keys, not of a row: the job stays as it is and goes on at the next turn.
      context.log.error({ error, jobId: job.id }, 'a job was interrupted; it goes on shortly');
      break;
    }
  }
  return ended;
}

const RUNNERS = {
  'bulk-issuance': runBulkIssuance,
  'bulk-revocation': runBulkAct,
  'bulk-hold': runBulkAct,
  'bulk-release': runBulkAct,
  'bulk-renewal': runBulkAct,
  'bulk-description': runBulkAct,
} as const satisfies Record<JobKind, (context: ServiceContext, jobId: string) => Promise<void>>;
