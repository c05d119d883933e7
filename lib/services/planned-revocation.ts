import type { Certificate, PlannedRevocation } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { authorise, requireWithinLimits } from './authorise.ts';
import type { FieldErrors } from './field-errors.ts';
import { recordAudit } from './record-audit.ts';
import { revokeCertificate } from './revoke-certificate.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';
import type { AttentionItem } from './views.ts';

export interface PlannedRevocationView extends PlannedRevocation {
  readonly certificateName: string;
  readonly replacementName: string;
}

/** When a replaced certificate would be revoked; refusals stand at `revokeReplacedAfterDays`. */
export function decideDueAt(replaced: Certificate, days: number, now: Date, errors: FieldErrors): Date {
  const dueAt = new Date(now.getTime() + days * DAY_MS);
  const field = 'revokeReplacedAfterDays';
  if (replaced.state !== 'issued' && replaced.state !== 'held')
    errors.add(field, 'The old certificate is revoked already, so there is nothing to plan. Leave this out.');
  else if (dueAt >= replaced.notAfter)
    errors.add(
      field,
      `The old certificate ends on ${replaced.notAfter.toISOString().slice(0, 10)}, before it would be revoked. Choose fewer days, or leave this out.`,
    );
  return dueAt;
}

/** In the transaction that records the successor. An earlier plan for the same certificate makes way. */
export async function planRevocation(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  args: { readonly replaced: Certificate; readonly replacement: Certificate; readonly dueAt: Date },
): Promise<PlannedRevocation> {
  const { replaced, replacement, dueAt } = args;
  const at = context.clock.now();
  for (const earlier of await tx.plannedRevocationsOf(replaced.id))
    if (earlier.certificateId === replaced.id && earlier.state === 'waiting')
      await end(context, tx, actor, earlier, 'cancelled', 'A later renewal planned it anew.');
  const plan: PlannedRevocation = {
    id: context.entropy.id(),
    certificateId: replaced.id,
    replacementId: replacement.id,
    dueAt,
    state: 'waiting',
    message: '',
    createdAt: at,
    createdBy: actorName(actor),
    endedAt: null,
  };
  await tx.insertPlannedRevocation(plan);
  await recordAudit(
    context,
    tx,
    actor,
    'certificate.revocation-planned',
    { type: 'certificate', id: replaced.id },
    { name: replaced.displayName, dueAt: dueAt.toISOString(), replacementId: replacement.id, planId: plan.id },
  );
  return plan;
}

/** What waits, the next one first, at most 50. */
export async function listPlannedRevocations(
  context: ServiceContext,
  actor: Actor | null,
): Promise<readonly PlannedRevocationView[]> {
  authorise(actor, 'inventory.read');
  return viewsOf(context, await context.store.plannedRevocations({ state: 'waiting', limit: MOST_SHOWN }));
}

/** Those that concern one certificate, the newest first. */
export async function plannedRevocationsOf(
  context: ServiceContext,
  certificateId: string,
): Promise<readonly PlannedRevocationView[]> {
  return viewsOf(context, await context.store.plannedRevocationsOf(certificateId));
}

/** The certificate stays good. Throws `not-found`, `conflict` when it no longer waits. */
export async function cancelPlannedRevocation(
  context: ServiceContext,
  actor: Actor | null,
  planId: string,
): Promise<PlannedRevocation> {
  authorise(actor, 'certificate.revoke');
  return context.store.transaction(async (tx) => {
    const plan = await tx.plannedRevocation(planId);
    if (!plan) throw new CountersignError('not-found', `There is no planned revocation "${planId}".`);
    const certificate = await tx.certificate(plan.certificateId);
    if (certificate) requireWithinLimits(actor, { authorityId: certificate.issuerId });
    const message = `Cancelled by ${actorName(actor)}.`;
    if (!(await end(context, tx, actor, plan, 'cancelled', message)))
      throw new CountersignError('conflict', 'This revocation no longer waits: it was done or cancelled before.');
    return { ...plan, state: 'cancelled', message, endedAt: context.clock.now() };
  });
}

/**
 * The schedule's call: revokes what is due, as superseded, under the rules of every revocation. Nothing is revoked whose
 * replacement is not in force. The end of a plan and the revocation are one transaction, so a stop in between repeats nothing.
 * Returns how many plans ended.
 */
export async function runPlannedRevocations(context: ServiceContext): Promise<number> {
  let ended = 0;
  for (const plan of await context.store.plannedRevocations({
    state: 'waiting',
    limit: AT_ONCE,
    dueBy: context.clock.now(),
  })) {
    const actor: Actor = { kind: 'job', startedBy: plan.createdBy };
    const refuse = (message: string) =>
      context.store.transaction((tx) => end(context, tx, actor, plan, 'refused', message));
    try {
      const replacement = await context.store.certificate(plan.replacementId);
      if (replacement?.state !== 'issued' || replacement.notAfter <= context.clock.now())
        await refuse('The certificate that took its place is not in force, so this one was left as it is.');
      else
        await revokeCertificate(context, actor, plan.certificateId, { reason: 'superseded' }, async (tx) => {
          if (!(await end(context, tx, actor, plan, 'done', '')))
            throw new CountersignError('conflict', 'The plan was cancelled meanwhile.');
        });
      ended += 1;
    } catch (error) {
      if (!(error instanceof CountersignError) || !OWN_FAULTS.has(error.code)) throw error;
      await refuse(error.detail);
      ended += 1;
    }
  }
  return ended;
}

/** Plans of the last days that were not done, of certificates that are still accepted: somebody counted on them. */
export async function undoneRevocationItems(context: ServiceContext): Promise<readonly AttentionItem[]> {
  const now = context.clock.now();
  const plans = await context.store.plannedRevocations({
    state: 'refused',
    limit: AT_ONCE,
    dueFrom: new Date(now.getTime() - SHOWN_DAYS * DAY_MS),
  });
  const certificates = await context.store.certificatesById(plans.map(({ certificateId }) => certificateId));
  const accepted = new Map(
    certificates
      .filter(({ state, notAfter }) => (state === 'issued' || state === 'held') && notAfter > now)
      .map((certificate) => [certificate.id, certificate]),
  );
  return plans.flatMap(({ id, certificateId, message }) => {
    const certificate = accepted.get(certificateId);
    if (!certificate) return [];
    return [
      {
        id: `plan-${id}`,
        severity: 'warning' as const,
        title: certificate.displayName,
        detail: `Its planned revocation was not done. ${message}`,
        href: `/certificates/${certificateId}`,
        action: 'Open',
      },
    ];
  });
}

async function end(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  plan: PlannedRevocation,
  state: 'done' | 'cancelled' | 'refused',
  message: string,
): Promise<boolean> {
  if (!(await tx.endPlannedRevocation(plan.id, { state, message, endedAt: context.clock.now() }))) return false;
  await recordAudit(
    context,
    tx,
    actor,
    'certificate.revocation-plan-ended',
    { type: 'certificate', id: plan.certificateId },
    { planId: plan.id, outcome: state, ...(message ? { reason: message } : {}) },
  );
  return true;
}

async function viewsOf(
  context: ServiceContext,
  plans: readonly PlannedRevocation[],
): Promise<readonly PlannedRevocationView[]> {
  const ids = new Set(plans.flatMap(({ certificateId, replacementId }) => [certificateId, replacementId]));
  const names = new Map(
    (await context.store.certificatesById([...ids])).map(({ id, displayName }) => [id, displayName]),
  );
  return plans.map((plan) => ({
    ...plan,
    certificateName: names.get(plan.certificateId) ?? plan.certificateId,
    replacementName: names.get(plan.replacementId) ?? plan.replacementId,
  }));
}

const DAY_MS = 86_400_000;
const MOST_SHOWN = 50;
/** What was not done and left alone for so long is history. */
const SHOWN_DAYS = 14;
const AT_ONCE = 100;
/** What the certificate's own state causes; anything else is tried again at the next turn. */
const OWN_FAULTS: ReadonlySet<string> = new Set(['not-found', 'already-revoked', 'conflict', 'validation-failed']);
