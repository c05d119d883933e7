import { CountersignError } from '../domain/errors.ts';
import { explainNameConstraints, parseNameConstraints } from '../pki/name-constraints.ts';
import { authorise } from './authorise.ts';
import { type AuthorityLimitsRequest, decideLimits } from './authority-limits.ts';
import { FieldErrors } from './field-errors.ts';
import { type Issuer, loadUsableIssuer } from './issuer.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/**
 * What limits would mean for everything below a new authority, in plain sentences, before it is made. Throws
 * `validation-failed` for what creating would refuse.
 */
export async function explainLimits(
  context: ServiceContext,
  actor: Actor | null,
  request: AuthorityLimitsRequest & { readonly parentId?: string | undefined },
): Promise<{ readonly sentences: readonly string[] }> {
  authorise(actor, 'authority.create');
  const errors = new FieldErrors();
  let parent: Issuer | null = null;
  if (request.parentId !== undefined)
    try {
      parent = await loadUsableIssuer(context.store, context.clock, request.parentId);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      errors.add('parentId', error.detail);
    }
  const limits = decideLimits(request, parent, errors);
  errors.throwIfAny();
  return {
    sentences: [
      ...(limits.nameConstraintsDer ? explainNameConstraints(parseNameConstraints(limits.nameConstraintsDer)) : []),
      ...(limits.extKeyUsage.length > 0 ? [`Certificates below: only for ${limits.extKeyUsage.join(', ')}.`] : []),
      ...(limits.certificatePolicies.length > 0
        ? [`Policies below: only ${limits.certificatePolicies.map(({ policy }) => policy).join(', ')}.`]
        : []),
    ],
  };
}
