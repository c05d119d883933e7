import type { Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { PROFILES } from '../pki/profiles.ts';
import { type BatchRunner, doneItem, jobActor, judgeBatch, rememberAuthorities } from './batch-outcome.ts';
import type { BulkAct } from './bulk-acts.ts';
import { publishAfterChange } from './publish-after-change.ts';
import { recordAudits } from './record-audit.ts';
import { judgeRevocation } from './revoke-certificate.ts';
import type { ServiceContext } from './service-context.ts';

/** Revokes a batch in one transaction, each with its own entry in the log; then one list for each of their issuers. */
export const revokeBatch: BatchRunner<Extract<BulkAct, { kind: 'revoke' }>> = async (context, job, act, items) => {
  const at = context.clock.now();
  const { reason } = act;
  const changed = await context.store.transaction(async (tx) => {
    const authorities = rememberAuthorities(tx);
    const { accepted, refused } = await judgeBatch(tx, items, (certificate) => {
      refuseAuthority(certificate);
      return judgeRevocation(authorities, certificate, act, at);
    });
    if (accepted.length > 0)
      await tx.recordStatusOfMany({
        ids: accepted.map(({ certificate }) => certificate.id),
        to: 'revoked',
        at,
        reason,
        // The same for all: each was compared with the beginning of its certificate.
        invalidityDate: accepted[0]?.result ?? null,
      });
    await recordAudits(
      context,
      tx,
      jobActor(job),
      accepted.map(({ certificate: { id, serialNumber, issuerId, displayName } }) => ({
        action: 'certificate.revoked',
        object: { type: 'certificate', id },
        details: { serialNumber, issuerId, reason, name: displayName, jobId: job.id },
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

/** Also those of authorities that may be revoked alone: what hangs on them is looked at one by one. */
function refuseAuthority({ profile, displayName }: Certificate): void {
  if (PROFILES[profile].isAuthority)
    throw new CountersignError(
      'conflict',
      `"${displayName}" is a certificate of an authority. Those are never revoked with others: see the page of the authority.`,
    );
}

/** One list for each issuer of a batch whose status has changed. A list that cannot be signed now is tried again by the schedule. */
export async function publishBatch(context: ServiceContext, changed: readonly Certificate[]): Promise<void> {
  const issuers = new Set(changed.map(({ issuerId }) => issuerId));
  for (const issuerId of issuers) context.publication.crlOverdue.add(issuerId);
  if (changed.length > 0) context.faults.reach('revocation.recorded');
  for (const issuerId of issuers)
    await publishAfterChange(
      context,
      issuerId,
      changed.filter((one) => one.issuerId === issuerId).map(({ serialNumber }) => serialNumber),
    );
}
