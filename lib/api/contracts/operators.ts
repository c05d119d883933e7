import { z } from 'zod';
import { OPERATOR_ROLES, RIGHTS } from '../../domain/operators.ts';

const text = (max: number) => z.string().max(max);
const roles = z.array(z.enum(OPERATOR_ROLES)).max(OPERATOR_ROLES.length);
/** Null: all authorities. */
const authorityIds = z.array(text(64)).max(100).nullable();

export const inviteOperatorRequest = z.strictObject({
  email: text(254),
  name: text(200).optional(),
  roles,
  authorityIds: authorityIds.optional(),
});
export const changeOperatorRequest = z.strictObject({
  name: text(200).optional(),
  roles: roles.optional(),
  authorityIds: authorityIds.optional(),
});
export const invitationTokenRequest = z.strictObject({ token: text(100) });
export const acceptInvitationRequest = z.strictObject({
  token: text(100),
  name: text(200).optional(),
  password: text(1_000),
});
export const changePasswordRequest = z.strictObject({ current: text(1_000), password: text(1_000) });

export const protectKeysRequest = z.strictObject({
  mode: z.enum(['key-file', 'passphrase']),
  passphrase: text(1_000).optional(),
  newPassphrase: text(1_000).optional(),
});

export const secondFactorCodeRequest = z.strictObject({ code: text(100) });

export const createApiTokenRequest = z.strictObject({
  name: text(200),
  rights: z.array(z.enum(RIGHTS)).max(RIGHTS.length),
  days: z.int(),
  authorityIds: authorityIds.optional(),
  profileIds: z.array(text(64)).max(100).nullable().optional(),
  networks: z.array(text(100)).max(100).nullable().optional(),
});
export const apiTokensQuery = z.strictObject({ of: z.enum(['own', 'all']).default('own') });
