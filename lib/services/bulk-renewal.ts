import type { Certificate, Job } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import {
  type BatchRunner,
  type BulkItem,
  doneItem,
  type ItemOutcome,
  jobActor,
  judgeOne,
  refusedItem,
} from './batch-outcome.ts';
import type { BulkAct } from './bulk-acts.ts';
import { runIssuanceCycle } from './issuance-cycle.ts';
import { newKeys } from './new-keys.ts';
import { othersTurn } from './others-turn.ts';
import {
  type DecidedRenewal,
  decideRenewal,
  handOverConnections,
  handOverTags,
  type KnownForRenewals,
  renewalOrder,
} from './renew-certificate.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * Renews a batch with new keys made here, as one issuance. Where the key is elsewhere nobody here can make the next one, and
 * what was renewed already is not renewed twice.
 */
export const renewBatch: BatchRunner<Extract<BulkAct, { kind: 'hold' | 'release' | 'renew' }>> = async (
  context,
  job,
  _act,
  items,
) => {
  const { decided, refused } = await decideBatch(context, items);
  const fault = await judgeOne(() => issueBatch(context, job, decided, refused));
  if (!('problems' in fault)) return;
  // One spoils the batch: each alone finds out which. Each is decided again, as a profile may have been changed meanwhile.
  await record(context, job, refused);
  for (const { item } of decided) {
    const again = await decideBatch(context, [item]);
    const outcome = await judgeOne(() => issueBatch(context, job, again.decided, again.refused));
    if ('problems' in outcome) await record(context, job, [refusedItem(item, outcome.problems)]);
  }
};

interface Decided {
  readonly item: BulkItem;
  readonly renewal: DecidedRenewal;
}

async function decideBatch(
  context: ServiceContext,
  items: readonly BulkItem[],
): Promise<{ decided: readonly Decided[]; refused: readonly ItemOutcome[] }> {
  const decided: Decided[] = [];
  const refused: ItemOutcome[] = [];
  const found = await context.store.certificatesById(items.map(({ certificateId }) => certificateId));
  const byId = new Map(found.map((certificate) => [certificate.id, certificate]));
  // Read once for the batch; a profile that changes meanwhile is noticed when it is recorded.
  const known: KnownForRenewals = { issuers: new Map(), profiles: new Map() };
  for (const [at, item] of items.entries()) {
    if (at % BREATH === BREATH - 1) await othersTurn();
    const outcome = await judgeOne(() => decideOne(context, item.certificateId, byId.get(item.certificateId), known));
    if ('problems' in outcome) refused.push(refusedItem(item, outcome.problems));
    else decided.push({ item, renewal: outcome.result });
  }
  return { decided, refused };
}

async function decideOne(
  context: ServiceContext,
  certificateId: string,
  certificate: Certificate | undefined,
  known: KnownForRenewals,
): Promise<DecidedRenewal> {
  const now = context.clock.now();
  const successor = (await context.store.replacementsOf(certificateId)).find(
    ({ state, notAfter }) => state === 'issued' && notAfter > now,
  );
  if (successor)
    throw new CountersignError(
      'conflict',
      `It was renewed on ${successor.createdAt.toISOString().slice(0, 10)} already. Renew the newer certificate, or this one once more on its own page.`,
    );
  // The rules about what can be renewed at all come first: their words say more.
  const renewal = await decideRenewal(
    context,
    certificateId,
    certificate?.keyId === null ? { key: 'same' } : {},
    known,
  );
  if (certificate?.keyId === null)
    throw new CountersignError(
      'conflict',
      'Its private key is not held here. Renew it on its own page: with a new request from where its key is, or with the key it has now.',
    );
  return renewal;
}

async function issueBatch(
  context: ServiceContext,
  job: Job,
  decided: readonly Decided[],
  refused: readonly ItemOutcome[],
): Promise<void> {
  if (decided.length === 0) return record(context, job, refused);
  const actor = jobActor(job);
  const making = decided.flatMap(({ renewal }) => renewal.keyAlgorithm ?? []);
  const keys = [...(await newKeys(context, 'endEntity', making))];
  const orders = decided.map(({ renewal }) =>
    renewalOrder(renewal, renewal.keyAlgorithm ? (keys.shift() ?? null) : null),
  );
  await runIssuanceCycle(context, actor, orders, {
    withResult: async (tx, results) => {
      const pairs = decided.map(({ item, renewal: { replaced } }, at) => {
        const certificate = results[at]?.certificate;
        if (!certificate) throw new CountersignError('internal', 'A certificate of the batch has no result.');
        return { item, replaced, certificate };
      });
      await handOverTags(tx, pairs);
      if ((await tx.connectionCount()) > 0)
        for (const { replaced, certificate } of pairs)
          await handOverConnections(context, tx, actor, replaced, certificate);
      await tx.recordJobItems(job.id, [
        ...pairs.map(({ item, certificate }) => doneItem(item, certificate.id)),
        ...refused,
      ]);
    },
  });
}

async function record(context: ServiceContext, job: Job, refused: readonly ItemOutcome[]): Promise<void> {
  if (refused.length === 0) return;
  await context.store.transaction((tx) => tx.recordJobItems(job.id, refused));
}

/** Certificates that are decided at a stretch, some milliseconds of work. */
const BREATH = 20;
