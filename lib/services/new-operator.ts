import type { Operator, OperatorAccount } from '../domain/operators.ts';
import type { ServiceContext } from './service-context.ts';

/** Somebody new, and what is kept of their password. Outside a transaction: the hash takes its time. Throws `rate-limited`. */
export async function newOperator(
  context: Pick<ServiceContext, 'authentication' | 'clock' | 'entropy'>,
  person: Omit<Operator, 'id'> & { readonly password: string },
): Promise<{ operator: OperatorAccount; passwordHash: string }> {
  const { password, ...facts } = person;
  const operator: OperatorAccount = {
    ...facts,
    id: context.entropy.id(),
    createdAt: context.clock.now(),
    disabledAt: null,
  };
  return { operator, passwordHash: await context.authentication.hashPassword(password) };
}
