import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { refuseWeakPassword } from './password-rules.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { stepUp } from './step-up.ts';

/**
 * One's own password. All other sessions end. Throws `validation-failed` at `current` or `password`, `rate-limited`.
 */
export async function changePassword(
  context: ServiceContext,
  actor: Actor | null,
  request: { readonly current: string; readonly password: string },
): Promise<void> {
  authorise(actor, 'session.manage');
  if (actor.kind !== 'operator') throw new CountersignError('forbidden', 'Only people have passwords.');
  const { id, email } = actor.operator;
  const errors = new FieldErrors();
  refuseWeakPassword(errors, 'password', request.password, email);
  if (request.password === request.current) errors.add('password', 'This is the present password. Choose another one.');
  errors.throwIfAny();
  try {
    await stepUp(context, actor, request.current);
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== 'validation-failed') throw error;
    const message = 'This is not your present password. Type it again.';
    throw new CountersignError('validation-failed', message, { fields: [{ field: 'current', message }], cause: error });
  }
  const passwordHash = await context.authentication.hashPassword(request.password);
  await context.store.transaction(async (tx) => {
    await tx.replacePassword(id, passwordHash, context.clock.now());
    const ended = await tx.endSessionsOf(id, actor.sessionId);
    await recordAudit(
      context,
      tx,
      actor,
      'operator.password-changed',
      { type: 'operator', id },
      { sessionsEnded: String(ended) },
    );
  });
}
