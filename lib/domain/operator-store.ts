import type { ApiToken, Invitation, OperatorAccount, SecondFactor } from './operators.ts';

/** The part of the store that deals with people and their programs. */

export interface OperatorReads {
  /** In the order in which they joined. */
  operators(): Promise<readonly OperatorAccount[]>;
  operator(id: string): Promise<OperatorAccount | null>;
  /** `email` in lower case. */
  operatorByEmail(email: string): Promise<OperatorAccount | null>;

  secondFactor(operatorId: string): Promise<SecondFactor | null>;

  /** Those that nobody accepted, newest first. */
  openInvitations(): Promise<readonly Invitation[]>;
  invitation(id: string): Promise<Invitation | null>;
  invitationByToken(tokenSha256: string): Promise<Invitation | null>;

  apiToken(id: string): Promise<ApiToken | null>;
  apiTokenBySecret(secretSha256: string): Promise<ApiToken | null>;
  /** Newest first; null: of everybody. */
  apiTokens(operatorId: string | null): Promise<readonly ApiToken[]>;
}

export interface OperatorWrites {
  /** With the password (as it is stored) that signs in. Throws `conflict` when the address is taken. */
  insertOperator(operator: OperatorAccount, passwordHash: string): Promise<void>;
  /** False when there is none. */
  updateOperator(
    id: string,
    change: Partial<Pick<OperatorAccount, 'name' | 'roles' | 'authorityIds' | 'disabledAt'>>,
  ): Promise<boolean>;
  /** False when there is none. */
  replacePassword(operatorId: string, passwordHash: string, at: Date): Promise<boolean>;
  /** Returns how many there were. `exceptId`: one that stays. */
  endSessionsOf(operatorId: string, exceptId: string | null): Promise<number>;

  /** In the place of the one there is. */
  saveSecondFactor(factor: SecondFactor): Promise<void>;
  /** False when there is none. */
  deleteSecondFactor(operatorId: string): Promise<boolean>;

  insertInvitation(invitation: Invitation, tokenSha256: string): Promise<void>;
  /** To one only: false when it was accepted or withdrawn before, or has ended. */
  acceptInvitation(id: string, at: Date): Promise<boolean>;
  withdrawInvitation(id: string, at: Date): Promise<boolean>;
  /** Links that would still let this address in. */
  withdrawInvitationsFor(email: string, at: Date): Promise<number>;

  insertApiToken(token: ApiToken, secretSha256: string): Promise<void>;
  /** False when there is none, or it was revoked before. */
  revokeApiToken(id: string, at: Date): Promise<boolean>;
  recordApiTokenUse(id: string, at: Date): Promise<void>;
}
