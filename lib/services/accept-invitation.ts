import { CountersignError } from '../domain/errors.ts';
import type { Invitation, Operator, OperatorRole } from '../domain/operators.ts';
import type { StoreReads } from '../domain/store.ts';
import { FieldErrors } from './field-errors.ts';
import { TOKEN_PATTERN, tokenHash } from './handover-token.ts';
import { newOperator } from './new-operator.ts';
import { checkPersonName } from './operator-fields.ts';
import { refuseWeakPassword } from './password-rules.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { signInCounter } from './sign-in.ts';

/** What whoever holds the link may know before choosing a password. */
export interface InvitationView {
  readonly kind: 'join' | 'new-password';
  readonly email: string;
  readonly name: string;
  readonly roles: readonly OperatorRole[];
  readonly organisation: string;
  readonly expiresAt: Date;
}

/** For whoever holds the link. Throws `not-found`, `gone`. */
export async function readInvitation(context: ServiceContext, token: string): Promise<InvitationView> {
  const { operatorId, email, name, roles, expiresAt } = await usable(context, context.store, token);
  const organisation = (await context.store.instance())?.organisation ?? '';
  return { kind: operatorId === null ? 'join' : 'new-password', email, name, roles, organisation, expiresAt };
}

/**
 * Whoever holds the link chooses a password, and with it becomes an operator or gets back in. A link works once. Throws
 * `not-found`, `gone`, `validation-failed`, `rate-limited`.
 */
export async function acceptInvitation(
  context: ServiceContext,
  request: { readonly token: string; readonly name?: string | undefined; readonly password: string },
): Promise<Operator> {
  const invitation = await usable(context, context.store, request.token);
  const errors = new FieldErrors();
  const name = checkPersonName(request.name, invitation.name, errors);
  refuseWeakPassword(errors, 'password', request.password, invitation.email);
  errors.throwIfAny();
  const { email, roles, authorityIds } = invitation;
  const made = await newOperator(context, { email, name, roles, authorityIds, password: request.password });
  const at = context.clock.now();
  return context.store.transaction(async (tx) => {
    const { id, operatorId } = await usable(context, tx, request.token);
    if (!(await tx.acceptInvitation(id, at))) throw ended();
    if (operatorId === null) {
      await tx.insertOperator(made.operator, made.passwordHash);
      const actor: Actor = { kind: 'operator', operator: made.operator, sessionId: '' };
      await recordAudit(
        context,
        tx,
        actor,
        'operator.joined',
        { type: 'operator', id: made.operator.id },
        { email, roles: roles.join(','), invitedBy: invitation.createdBy },
      );
      return made.operator;
    }
    const operator = await tx.operator(operatorId);
    if (!operator || operator.disabledAt) throw ended();
    await tx.replacePassword(operatorId, made.passwordHash, at);
    await tx.endSessionsOf(operatorId, null);
    await tx.clearAttempts(signInCounter(email));
    await recordAudit(
      context,
      tx,
      { kind: 'operator', operator, sessionId: '' },
      'operator.password-reset',
      { type: 'operator', id: operatorId },
      { email, allowedBy: invitation.createdBy },
    );
    return operator;
  });
}

async function usable(
  context: Pick<ServiceContext, 'clock'>,
  store: Pick<StoreReads, 'invitationByToken'>,
  token: string,
): Promise<Invitation> {
  const invitation = TOKEN_PATTERN.test(token) ? await store.invitationByToken(tokenHash(token)) : null;
  if (!invitation)
    throw new CountersignError('not-found', 'There is no such invitation. Copy the whole link, or ask for a new one.');
  if (invitation.acceptedAt || invitation.withdrawnAt || invitation.expiresAt <= context.clock.now()) throw ended();
  return invitation;
}

function ended(): CountersignError {
  return new CountersignError(
    'gone',
    'This link was used, was withdrawn or has ended. Ask whoever sent it for a new one.',
  );
}
