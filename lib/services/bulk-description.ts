import { type BatchRunner, doneItem, jobActor, judgeBatch } from './batch-outcome.ts';
import type { BulkAct } from './bulk-acts.ts';
import { checkDescription } from './describe-certificate.ts';
import { recordAudits } from './record-audit.ts';

/** Tags and owner of a batch, in one transaction. A certificate that would get too many tags is refused, the others are not. */
export const describeBatch: BatchRunner<Extract<BulkAct, { kind: 'describe' }>> = async (context, job, act, items) => {
  await context.store.transaction(async (tx) => {
    const present = await tx.tagsOfCertificates(items.map(({ certificateId }) => certificateId));
    const { accepted, refused } = await judgeBatch(tx, items, ({ id, owner }) => {
      const kept = (present.get(id) ?? []).filter((tag) => !act.removeTags?.includes(tag));
      const { tags = [] } = checkDescription({ tags: [...kept, ...(act.addTags ?? [])] });
      return { owner: act.owner ?? owner, tags };
    });
    await tx.describeCertificates(
      accepted.map(({ certificate, result }) => ({ id: certificate.id, notes: certificate.notes, ...result })),
    );
    await recordAudits(
      context,
      tx,
      jobActor(job),
      accepted.map(({ certificate, result: { owner, tags } }) => ({
        action: 'certificate.described',
        object: { type: 'certificate', id: certificate.id },
        details: { name: certificate.displayName, owner, tags: tags.join(', '), jobId: job.id },
      })),
    );
    await tx.recordJobItems(job.id, [
      ...accepted.map(({ item, certificate }) => doneItem(item, certificate.id)),
      ...refused,
    ]);
  });
};
