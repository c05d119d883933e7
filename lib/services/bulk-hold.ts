import { type BatchRunner, doneItem, jobActor, judgeBatch } from './batch-outcome.ts';
import type { BulkAct } from './bulk-acts.ts';
import { publishBatch } from './bulk-revocation.ts';
import { judgeHold } from './hold-certificate.ts';
import { recordAudits } from './record-audit.ts';

type HoldRunner = BatchRunner<Extract<BulkAct, { kind: 'hold' | 'release' | 'renew' }>>;

/** Puts a batch on hold in one transaction; then one list for each of their issuers. */
export const holdBatch: HoldRunner = changeHold('held');
/** Takes a batch off hold, in the same way. */
export const releaseBatch: HoldRunner = changeHold('issued');

function changeHold(wanted: 'held' | 'issued'): HoldRunner {
  return async (context, job, _act, items) => {
    const at = context.clock.now();
    const changed = await context.store.transaction(async (tx) => {
      const { accepted, refused } = await judgeBatch(tx, items, (certificate) => judgeHold(certificate, wanted));
      const ids = accepted.map(({ certificate }) => certificate.id);
      if (ids.length > 0) await tx.recordStatusOfMany({ ids, to: wanted, at });
      await recordAudits(
        context,
        tx,
        jobActor(job),
        accepted.map(({ certificate: { id, serialNumber, issuerId, displayName } }) => ({
          action: wanted === 'held' ? 'certificate.held' : 'certificate.released',
          object: { type: 'certificate', id },
          details: { serialNumber, issuerId, name: displayName, jobId: job.id },
        })),
      );
      await tx.recordJobItems(job.id, [
        ...accepted.map(({ item, certificate }) => doneItem(item, certificate.id)),
        ...refused,
      ]);
      return accepted.map(({ certificate }) => certificate);
    });
    await publishBatch(context, changed);
  };
}
