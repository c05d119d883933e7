import type { Right } from '../domain/operators.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

const WINDOW_SECONDS = 15 * 60;
/** More of one person or token in that time are not written down: the log is not to be filled by a loop. */
const MOST_REFUSALS = 20;

/** Writes down that somebody tried what they may not. */
export async function recordRefusal(
  context: ServiceContext,
  actor: Actor,
  refusal: { readonly right: Right; readonly what: string },
): Promise<void> {
  if (actor.kind !== 'operator' && actor.kind !== 'token') return;
  const object =
    actor.kind === 'token'
      ? { type: 'token' as const, id: actor.token.id }
      : { type: 'operator' as const, id: actor.operator.id };
  await context.store.transaction(async (tx) => {
    const count = await tx.countAttempt({
      name: `refused|${object.id}`,
      now: context.clock.now(),
      windowSeconds: WINDOW_SECONDS,
    });
    if (count > MOST_REFUSALS) return;
    await recordAudit(context, tx, actor, 'access.refused', object, {
      right: refusal.right,
      what: refusal.what.slice(0, 200),
    });
  });
}
