import { CountersignError } from '../domain/errors.ts';
import type { OperatorReads, OperatorWrites } from '../domain/operator-store.ts';
import {
  type ApiToken,
  type Invitation,
  OPERATOR_ROLES,
  type OperatorAccount,
  type OperatorRole,
  RIGHTS,
  type SecondFactor,
} from '../domain/operators.ts';
import type { ApiTokenModel, AuthUserModel, InvitationModel } from './generated/sqlite/models.ts';
import { bytes, type Rows } from './rows.ts';

export function operatorReads(rows: Rows) {
  return {
    async operators(): Promise<readonly OperatorAccount[]> {
      const found = await rows.authUser.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
      return found.map(toOperator);
    },
    async operator(id: string): Promise<OperatorAccount | null> {
      const row = await rows.authUser.findUnique({ where: { id } });
      return row && toOperator(row);
    },
    async operatorByEmail(email: string): Promise<OperatorAccount | null> {
      const row = await rows.authUser.findUnique({ where: { email } });
      return row && toOperator(row);
    },
    async secondFactor(operatorId: string): Promise<SecondFactor | null> {
      const row = await rows.secondFactor.findUnique({ where: { operatorId } });
      return row && { ...row, recoveryHashes: JSON.parse(row.recoveryHashes) as string[] };
    },
    async openInvitations(): Promise<readonly Invitation[]> {
      const found = await rows.invitation.findMany({
        where: { acceptedAt: null, withdrawnAt: null },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return found.map(toInvitation);
    },
    async invitation(id: string): Promise<Invitation | null> {
      const row = await rows.invitation.findUnique({ where: { id } });
      return row && toInvitation(row);
    },
    async invitationByToken(tokenSha256: string): Promise<Invitation | null> {
      const row = await rows.invitation.findUnique({ where: { tokenSha256 } });
      return row && toInvitation(row);
    },
    async apiToken(id: string): Promise<ApiToken | null> {
      const row = await rows.apiToken.findUnique({ where: { id } });
      return row && toToken(row);
    },
    async apiTokenBySecret(secretSha256: string): Promise<ApiToken | null> {
      const row = await rows.apiToken.findUnique({ where: { secretSha256 } });
      return row && toToken(row);
    },
    async apiTokens(operatorId: string | null): Promise<readonly ApiToken[]> {
      const found = await rows.apiToken.findMany({
        ...(operatorId === null ? {} : { where: { operatorId } }),
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      });
      return found.map(toToken);
    },
  } satisfies OperatorReads;
}

export function operatorWrites(rows: Rows) {
  return {
    async insertOperator(operator: OperatorAccount, passwordHash: string): Promise<void> {
      const { roles, authorityIds, createdAt, ...facts } = operator;
      // Looked for before it is written: an error would end the whole transaction on PostgreSQL, and writers go one by one.
      if (await rows.authUser.findUnique({ where: { email: operator.email } }))
        throw new CountersignError('conflict', `"${operator.email}" is the address of an operator already.`);
      await rows.authUser.create({
        data: {
          ...facts,
          roles: listText(roles),
          authorityIds: jsonText(authorityIds),
          emailVerified: true,
          createdAt,
          updatedAt: createdAt,
        },
      });
      // As the sign-in library keeps a password.
      await rows.authAccount.create({
        data: {
          id: operator.id,
          accountId: operator.id,
          providerId: 'credential',
          userId: operator.id,
          password: passwordHash,
          createdAt,
          updatedAt: createdAt,
        },
      });
    },
    async updateOperator(
      id: string,
      { roles, authorityIds, ...facts }: Parameters<OperatorWrites['updateOperator']>[1],
    ): Promise<boolean> {
      const { count } = await rows.authUser.updateMany({
        where: { id },
        data: {
          ...facts,
          ...(roles === undefined ? {} : { roles: listText(roles) }),
          ...(authorityIds === undefined ? {} : { authorityIds: jsonText(authorityIds) }),
        },
      });
      return count > 0;
    },
    async replacePassword(operatorId: string, passwordHash: string, at: Date): Promise<boolean> {
      const { count } = await rows.authAccount.updateMany({
        where: { userId: operatorId, providerId: 'credential' },
        data: { password: passwordHash, updatedAt: at },
      });
      return count > 0;
    },
    async endSessionsOf(operatorId: string, exceptId: string | null): Promise<number> {
      const { count } = await rows.authSession.deleteMany({
        where: { userId: operatorId, ...(exceptId === null ? {} : { NOT: { id: exceptId } }) },
      });
      return count;
    },

    async saveSecondFactor(factor: SecondFactor): Promise<void> {
      const { operatorId, ...facts } = factor;
      const data = {
        ...facts,
        sealedSecret: bytes(facts.sealedSecret),
        recoveryHashes: JSON.stringify(facts.recoveryHashes),
      };
      await rows.secondFactor.upsert({ where: { operatorId }, create: { operatorId, ...data }, update: data });
    },
    async deleteSecondFactor(operatorId: string): Promise<boolean> {
      return (await rows.secondFactor.deleteMany({ where: { operatorId } })).count > 0;
    },

    async insertInvitation(invitation: Invitation, tokenSha256: string): Promise<void> {
      const { roles, authorityIds, ...facts } = invitation;
      await rows.invitation.create({
        data: { ...facts, tokenSha256, roles: listText(roles), authorityIds: jsonText(authorityIds) },
      });
    },
    async acceptInvitation(id: string, at: Date): Promise<boolean> {
      const { count } = await rows.invitation.updateMany({
        where: { id, acceptedAt: null, withdrawnAt: null, expiresAt: { gt: at } },
        data: { acceptedAt: at },
      });
      return count > 0;
    },
    async withdrawInvitation(id: string, at: Date): Promise<boolean> {
      const { count } = await rows.invitation.updateMany({
        where: { id, acceptedAt: null, withdrawnAt: null },
        data: { withdrawnAt: at },
      });
      return count > 0;
    },
    async withdrawInvitationsFor(email: string, at: Date): Promise<number> {
      const { count } = await rows.invitation.updateMany({
        where: { email, acceptedAt: null, withdrawnAt: null },
        data: { withdrawnAt: at },
      });
      return count;
    },

    async insertApiToken(token: ApiToken, secretSha256: string): Promise<void> {
      const { rights, authorityIds, profileIds, networks, ...facts } = token;
      await rows.apiToken.create({
        data: {
          ...facts,
          secretSha256,
          rights: listText(rights),
          authorityIds: jsonText(authorityIds),
          profileIds: jsonText(profileIds),
          networks: jsonText(networks),
        },
      });
    },
    async revokeApiToken(id: string, at: Date): Promise<boolean> {
      const { count } = await rows.apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
      return count > 0;
    },
    async recordApiTokenUse(id: string, at: Date): Promise<void> {
      await rows.apiToken.updateMany({ where: { id }, data: { lastUsedAt: at } });
    },
  } satisfies OperatorWrites;
}

/** Of a text as it is stored. A role that this program does not know gives no rights. */
export function rolesOf(text: string): readonly OperatorRole[] {
  const names = new Set(text.split(','));
  return OPERATOR_ROLES.filter((role) => names.has(role));
}

/** Null stays null; what cannot be read permits nothing. */
export function idsOf(text: string | null): readonly string[] | null {
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
}

const listText = (names: readonly string[]): string => [...names].sort().join(',');
const jsonText = (values: readonly string[] | null): string | null => values && JSON.stringify(values);

function toOperator(row: AuthUserModel): OperatorAccount {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    roles: rolesOf(row.roles),
    authorityIds: idsOf(row.authorityIds),
    createdAt: row.createdAt,
    disabledAt: row.disabledAt,
  };
}

function toInvitation({ tokenSha256: _hash, roles, authorityIds, ...facts }: InvitationModel): Invitation {
  return { ...facts, roles: rolesOf(roles), authorityIds: idsOf(authorityIds) };
}

function toToken({
  secretSha256: _hash,
  rights,
  authorityIds,
  profileIds,
  networks,
  ...facts
}: ApiTokenModel): ApiToken {
  const names = new Set(rights.split(','));
  return {
    ...facts,
    rights: RIGHTS.filter((right) => names.has(right)),
    authorityIds: idsOf(authorityIds),
    profileIds: idsOf(profileIds),
    networks: idsOf(networks),
  };
}
