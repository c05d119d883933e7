import type { OperatorRole } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { Actor } from './service-context.ts';

/** Everything that can be permitted. Each service asks for exactly one of these before it looks at anything. */
export type Right =
  | 'inventory.read'
  | 'audit.read'
  | 'authority.create'
  | 'authority.import'
  | 'authority.configure'
  | 'authority.retire'
  | 'authority.revoke'
  | 'authority.renew'
  | 'authority.certify'
  | 'authority.key'
  | 'certificate.issue'
  | 'certificate.revoke'
  | 'certificate.describe'
  | 'certificate.export-key'
  | 'connection.create'
  | 'connection.test'
  | 'connection.change'
  | 'connection.hand-over'
  | 'request.submit'
  | 'request.decide'
  | 'crl.publish'
  | 'profile.manage'
  | 'keys.unseal'
  | 'session.manage';

/** Throws `unauthenticated` or `forbidden`. The one place where roles become rights. */
export function authorise(actor: Actor | null, right: Right): asserts actor is Actor {
  if (!actor) throw new CountersignError('unauthenticated', 'Sign in first.');
  const allowed = actor.kind === 'operator' ? RIGHTS_OF_ROLE[actor.operator.role] : RIGHTS_OF_PROGRAM[actor.kind];
  if (!allowed.includes(right))
    throw new CountersignError('forbidden', `This needs the right "${right}". An administrator can grant it.`);
}

const ALL: readonly Right[] = [
  'inventory.read',
  'audit.read',
  'authority.create',
  'authority.import',
  'authority.configure',
  'authority.retire',
  'authority.revoke',
  'authority.renew',
  'authority.certify',
  'authority.key',
  'certificate.issue',
  'certificate.revoke',
  'certificate.describe',
  'certificate.export-key',
  'connection.create',
  'connection.test',
  'connection.change',
  'connection.hand-over',
  'request.submit',
  'request.decide',
  'crl.publish',
  'profile.manage',
  'keys.unseal',
  'session.manage',
];
const RIGHTS_OF_ROLE = { administrator: ALL } as const satisfies Record<OperatorRole, readonly Right[]>;
const RIGHTS_OF_PROGRAM = {
  setup: ['authority.create'],
  job: ['certificate.issue', 'certificate.revoke', 'certificate.describe'],
  link: [],
  system: ['authority.create', 'crl.publish', 'certificate.issue', 'inventory.read'],
} as const satisfies Record<Exclude<Actor['kind'], 'operator'>, readonly Right[]>;
