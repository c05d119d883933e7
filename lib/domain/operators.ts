/** Who may do what: operators with their roles, the tokens of their programs, and the links that let people in. */

export const OPERATOR_ROLES = ['viewer', 'requester', 'approver', 'ca-admin', 'security-admin', 'auditor'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

/** Everything that can be permitted. Each service asks for exactly one of these before it looks at anything. */
export const RIGHTS = [
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
  'keys.protect',
  'session.manage',
  'token.manage',
  'operator.read',
  'operator.manage',
] as const;
export type Right = (typeof RIGHTS)[number];

const READER = ['inventory.read', 'session.manage', 'token.manage'] as const satisfies readonly Right[];
const APPROVER = [
  ...READER,
  'request.submit',
  'request.decide',
  'certificate.issue',
  'certificate.revoke',
  'certificate.describe',
  'certificate.export-key',
  'connection.create',
  'connection.test',
  'connection.change',
  'connection.hand-over',
] as const satisfies readonly Right[];

/**
 * Which rights each role has; who has several roles has all of theirs. Whoever manages people issues nothing, and whoever runs the
 * authorities manages nobody: one person who does both has both roles, and everybody can see it.
 */
export const RIGHTS_OF_ROLE = {
  viewer: READER,
  requester: [...READER, 'request.submit'],
  approver: APPROVER,
  'ca-admin': [
    ...APPROVER,
    'authority.create',
    'authority.import',
    'authority.configure',
    'authority.retire',
    'authority.revoke',
    'authority.renew',
    'authority.certify',
    'authority.key',
    'crl.publish',
    'profile.manage',
    'keys.unseal',
  ],
  'security-admin': [...READER, 'audit.read', 'operator.read', 'operator.manage', 'keys.unseal', 'keys.protect'],
  auditor: [...READER, 'audit.read', 'operator.read'],
} as const satisfies Record<OperatorRole, readonly Right[]>;

/**
 * What a program may be permitted. The others are for people only, since they want the password once more or decide about
 * people and keys of authorities.
 */
export const RIGHTS_OF_TOKENS = [
  'inventory.read',
  'audit.read',
  'certificate.issue',
  'certificate.revoke',
  'certificate.describe',
  'certificate.export-key',
  'connection.create',
  'connection.test',
  'request.submit',
  'crl.publish',
] as const satisfies readonly Right[];

export function rightsOf(roles: readonly OperatorRole[]): ReadonlySet<Right> {
  return new Set(roles.flatMap((role) => RIGHTS_OF_ROLE[role]));
}

export function rolesWith(right: Right): readonly OperatorRole[] {
  return OPERATOR_ROLES.filter((role) => (RIGHTS_OF_ROLE[role] as readonly Right[]).includes(right));
}

export interface Operator {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  /** Each once, in the order of OPERATOR_ROLES. */
  readonly roles: readonly OperatorRole[];
  /** The authorities whose affairs the roles are for; null: all. Reading is not limited by it. */
  readonly authorityIds: readonly string[] | null;
}

export interface OperatorAccount extends Operator {
  readonly createdAt: Date;
  readonly disabledAt: Date | null;
}

/** A link with which somebody chooses a password. */
export interface Invitation {
  readonly id: string;
  /** Null: whoever accepts becomes an operator. */
  readonly operatorId: string | null;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly OperatorRole[];
  readonly authorityIds: readonly string[] | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly acceptedAt: Date | null;
  readonly withdrawnAt: Date | null;
}

/** A one-time code beside the password. */
export interface SecondFactor {
  readonly operatorId: string;
  readonly sealedSecret: Uint8Array;
  readonly createdAt: Date;
  /** Null: begun, and not asked for yet. */
  readonly confirmedAt: Date | null;
  /** The last time step whose code was used. */
  readonly lastStep: number;
  /** SHA-256, hex, of the recovery codes that were not used. */
  readonly recoveryHashes: readonly string[];
}

/** What a program signs in with; it never has more than its operator has at that moment. */
export interface ApiToken {
  readonly id: string;
  readonly operatorId: string;
  readonly name: string;
  readonly rights: readonly Right[];
  readonly authorityIds: readonly string[] | null;
  /** Profiles it may issue by; null: all. */
  readonly profileIds: readonly string[] | null;
  /** Addresses with a prefix length that it may come from; null: any. */
  readonly networks: readonly string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  /** To the minute. */
  readonly lastUsedAt: Date | null;
}
