import { CountersignError } from '../domain/errors.ts';
import { RIGHTS_OF_TOKENS, type Right, rightsOf, rolesWith } from '../domain/operators.ts';
import type { Actor } from './service-context.ts';

export type { Right } from '../domain/operators.ts';

/** What an act concerns, as far as limits are about it. */
export interface Concerned {
  readonly authorityId: string;
  /** The name of a built-in profile or the id of an own one. */
  readonly profileId?: string | undefined;
}

/** Throws `unauthenticated` or `forbidden`. The one place where roles become rights, and where their limits hold. */
export function authorise(actor: Actor | null, right: Right, concerned?: Concerned): asserts actor is Actor {
  if (!actor) throw new CountersignError('unauthenticated', 'Sign in first.');
  if (may(actor, right)) {
    if (concerned) requireWithinLimits(actor, concerned);
    return;
  }
  if (actor.kind === 'token')
    throw new CountersignError(
      'forbidden',
      `The token "${actor.token.name}" has no right "${right}", or whoever made it has lost it. Make a token with that right.`,
    );
  throw new CountersignError(
    'forbidden',
    `This needs the right "${right}", which ${rolesWith(right)
      .map((role) => `"${role}"`)
      .join(', ')} have. Somebody who manages operators can give you such a role.`,
  );
}

export function may(actor: Actor, right: Right): boolean {
  switch (actor.kind) {
    case 'operator':
      return rightsOf(actor.operator.roles).has(right);
    case 'token':
      return (
        includes(RIGHTS_OF_TOKENS, right) &&
        actor.token.rights.includes(right) &&
        rightsOf(actor.operator.roles).has(right)
      );
    default:
      return includes(RIGHTS_OF_PROGRAM[actor.kind], right);
  }
}

/**
 * Refuses what concerns an authority, or a profile, outside the limits of who acts; asked once it is known which. Throws
 * `forbidden`. Nobody's limits hold for what an authority does by itself.
 */
export function requireWithinLimits(actor: Actor, concerned: Concerned): void {
  if (actor.kind !== 'operator' && actor.kind !== 'token') return;
  const limits = [actor.operator.authorityIds, actor.kind === 'token' ? actor.token.authorityIds : null];
  if (limits.some((ids) => ids !== null && !ids.includes(concerned.authorityId)))
    throw new CountersignError(
      'forbidden',
      `${actor.kind === 'token' ? `The token "${actor.token.name}" is` : 'Your roles are'} limited to other authorities. Choose one of those, or ask somebody who manages operators.`,
    );
  const profiles = actor.kind === 'token' ? actor.token.profileIds : null;
  if (profiles !== null && concerned.profileId !== undefined && !profiles.includes(concerned.profileId))
    throw new CountersignError(
      'forbidden',
      `The token "${actor.kind === 'token' ? actor.token.name : ''}" is limited to other profiles: ${profiles.join(', ')}.`,
    );
}

/** For acts on all authorities, or on many things at once. Throws `forbidden` for whoever has limits. */
export function requireNoLimits(actor: Actor, act: string): void {
  if (actor.kind !== 'operator' && actor.kind !== 'token') return;
  const isLimited =
    actor.operator.authorityIds !== null ||
    (actor.kind === 'token' && (actor.token.authorityIds !== null || actor.token.profileIds !== null));
  if (isLimited)
    throw new CountersignError(
      'forbidden',
      `${act} is for those whose rights are not limited to some authorities. Ask somebody without limits, or act on one at a time.`,
    );
}

function includes(rights: readonly Right[], right: Right): boolean {
  return rights.includes(right);
}

const RIGHTS_OF_PROGRAM = {
  setup: ['authority.create'],
  job: ['certificate.issue', 'certificate.revoke', 'certificate.describe'],
  link: [],
  system: ['authority.create', 'crl.publish', 'certificate.issue', 'inventory.read'],
} as const satisfies Record<Exclude<Actor['kind'], 'operator' | 'token'>, readonly Right[]>;
