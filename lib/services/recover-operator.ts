import { CountersignError } from '../domain/errors.ts';
import { OPERATOR_ROLES } from '../domain/operators.ts';
import { FieldErrors } from './field-errors.ts';
import { insertReset, type MadeInvitation } from './manage-operators.ts';
import { checkEmail } from './operator-fields.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { signInCounter } from './sign-in.ts';

/**
 * When nobody who manages operators can sign in any more: whoever can open the data directory lets one of the operators in again, who
 * manages operators from then on. Never reached over the network. Throws `validation-failed`, `not-found` with the addresses there are.
 */
export async function recoverOperator(context: ServiceContext, address: string): Promise<MadeInvitation> {
  const errors = new FieldErrors();
  const email = checkEmail(address, errors);
  errors.throwIfAny();
  const actor: Actor = { kind: 'system' };
  return context.store.transaction(async (tx) => {
    const operator = await tx.operatorByEmail(email);
    if (!operator)
      throw new CountersignError(
        'not-found',
        `"${email}" is not an operator. There are: ${(await tx.operators()).map((one) => one.email).join(', ') || 'none, the set-up is not finished'}.`,
      );
    const roles = OPERATOR_ROLES.filter((role) => role === 'security-admin' || operator.roles.includes(role));
    await tx.updateOperator(operator.id, { roles, disabledAt: null });
    await tx.endSessionsOf(operator.id, null);
    await tx.clearAttempts(signInCounter(email));
    await recordAudit(
      context,
      tx,
      actor,
      'operator.recovered',
      { type: 'operator', id: operator.id },
      {
        email,
        roles: roles.join(','),
        rolesBefore: operator.roles.join(','),
        wasDisabled: operator.disabledAt ? 'yes' : 'no',
      },
    );
    return insertReset(context, tx, actor, { ...operator, roles });
  });
}
