import { CountersignError } from '../domain/errors.ts';
import type { Invitation, OperatorAccount, OperatorRole } from '../domain/operators.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { TOKEN_OCTETS, tokenHash, tokenOf } from './handover-token.ts';
import { checkAuthorities, checkEmail, checkPersonName, checkRoles } from './operator-fields.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';

/** How long the link to a new operator, and that to a new password, can be used. */
const INVITATION_HOURS = 72;
const RESET_HOURS = 24;
const MOST_OPERATORS = 1_000;

export interface OperatorListView {
  readonly operators: readonly OperatorAccount[];
  /** Those that nobody has accepted yet, newest first; also ended ones until they are withdrawn. */
  readonly invitations: readonly Invitation[];
}

/** A link to be handed to one person. `token` is shown once and nowhere kept. */
export interface MadeInvitation {
  readonly invitation: Invitation;
  readonly token: string;
}

export async function listOperators(context: ServiceContext, actor: Actor | null): Promise<OperatorListView> {
  authorise(actor, 'operator.read');
  const [operators, invitations] = await Promise.all([context.store.operators(), context.store.openInvitations()]);
  return { operators, invitations };
}

export interface OperatorDetail extends OperatorAccount {
  /** Since when signing in wants a one-time code; null: it does not. */
  readonly secondFactorSince: Date | null;
}

/** Throws `not-found`. */
export async function getOperator(context: ServiceContext, actor: Actor | null, id: string): Promise<OperatorDetail> {
  authorise(actor, 'operator.read');
  const operator = found(await context.store.operator(id));
  const factor = await context.store.secondFactor(id);
  return { ...operator, secondFactorSince: factor?.confirmedAt ?? null };
}

/**
 * A link with which somebody becomes an operator with these roles; older links for the address end. Throws
 * `validation-failed`, `conflict`, `step-up-required`.
 */
export async function inviteOperator(
  context: ServiceContext,
  actor: Actor | null,
  request: {
    readonly email: string;
    readonly name?: string | undefined;
    readonly roles: readonly OperatorRole[];
    readonly authorityIds?: readonly string[] | null | undefined;
  },
): Promise<MadeInvitation> {
  authorise(actor, 'operator.manage');
  requireNoLimits(actor, 'Managing operators');
  const errors = new FieldErrors();
  const email = checkEmail(request.email, errors);
  const name = checkPersonName(request.name, email, errors);
  const roles = checkRoles(request.roles, errors);
  const authorityIds = await checkAuthorities(context.store, request.authorityIds ?? null, errors);
  errors.throwIfAny();
  requirePasswordAgain(context, actor, 'Inviting an operator');
  const made = makeInvitation(context, actor, { operatorId: null, email, name, roles, authorityIds }, INVITATION_HOURS);
  await context.store.transaction(async (tx) => {
    if (await tx.operatorByEmail(email)) throw taken(email);
    if ((await tx.operators()).length >= MOST_OPERATORS)
      throw new CountersignError('conflict', `There are ${MOST_OPERATORS} operators; no more are possible.`);
    await tx.withdrawInvitationsFor(email, made.invitation.createdAt);
    await tx.insertInvitation(made.invitation, tokenHash(made.token));
    await recordAudit(
      context,
      tx,
      actor,
      'operator.invited',
      { type: 'invitation', id: made.invitation.id },
      { email, roles: roles.join(','), ...limitsText(authorityIds) },
    );
  });
  return made;
}

/** A link with which an operator who lost the password chooses another. Throws `not-found`, `conflict`, `step-up-required`. */
export async function allowNewPassword(
  context: ServiceContext,
  actor: Actor | null,
  operatorId: string,
): Promise<MadeInvitation> {
  authorise(actor, 'operator.manage');
  requireNoLimits(actor, 'Managing operators');
  const operator = found(await context.store.operator(operatorId));
  requirePasswordAgain(context, actor, 'Letting somebody choose a new password');
  return context.store.transaction(async (tx) => {
    if (found(await tx.operator(operatorId)).disabledAt)
      throw new CountersignError('conflict', `${operator.email} is disabled. Enable the operator first.`);
    return insertReset(context, tx, actor, operator);
  });
}

/** Part of a transaction; ends older links for the address. */
export async function insertReset(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  { id, email, name, roles, authorityIds }: OperatorAccount,
): Promise<MadeInvitation> {
  const made = makeInvitation(context, actor, { operatorId: id, email, name, roles, authorityIds }, RESET_HOURS);
  await tx.withdrawInvitationsFor(email, made.invitation.createdAt);
  await tx.insertInvitation(made.invitation, tokenHash(made.token));
  await recordAudit(context, tx, actor, 'operator.reset-allowed', { type: 'operator', id }, { email });
  return made;
}

/** Throws `not-found`; `conflict` when it was accepted or withdrawn before. */
export async function withdrawInvitation(context: ServiceContext, actor: Actor | null, id: string): Promise<void> {
  authorise(actor, 'operator.manage');
  requireNoLimits(actor, 'Managing operators');
  await context.store.transaction(async (tx) => {
    const invitation = await tx.invitation(id);
    if (!invitation) throw new CountersignError('not-found', 'There is no such invitation.');
    if (!(await tx.withdrawInvitation(id, context.clock.now())))
      throw new CountersignError('conflict', 'This invitation was accepted or withdrawn before. Reload the page.');
    await recordAudit(
      context,
      tx,
      actor,
      'operator.invitation-withdrawn',
      { type: 'invitation', id },
      { email: invitation.email },
    );
  });
}

/**
 * Changes name, roles or limits of somebody else, who has to sign in again. Throws `not-found`, `validation-failed`,
 * `conflict`, `step-up-required`.
 */
export async function changeOperator(
  context: ServiceContext,
  actor: Actor | null,
  id: string,
  request: {
    readonly name?: string | undefined;
    readonly roles?: readonly OperatorRole[] | undefined;
    readonly authorityIds?: readonly string[] | null | undefined;
  },
): Promise<OperatorAccount> {
  authorise(actor, 'operator.manage');
  requireNoLimits(actor, 'Managing operators');
  requireSomebodyElse(actor, id);
  const present = found(await context.store.operator(id));
  const errors = new FieldErrors();
  const name = checkPersonName(request.name, present.name, errors);
  const roles = request.roles === undefined ? present.roles : checkRoles(request.roles, errors);
  const authorityIds =
    request.authorityIds === undefined
      ? present.authorityIds
      : await checkAuthorities(context.store, request.authorityIds, errors);
  errors.throwIfAny();
  requirePasswordAgain(context, actor, 'Changing what an operator may do');
  return context.store.transaction(async (tx) => {
    await tx.updateOperator(id, { name, roles, authorityIds });
    await requireManagerLeft(tx);
    await tx.endSessionsOf(id, null);
    await recordAudit(
      context,
      tx,
      actor,
      'operator.changed',
      { type: 'operator', id },
      {
        email: present.email,
        roles: roles.join(','),
        rolesBefore: present.roles.join(','),
        ...limitsText(authorityIds),
      },
    );
    return found(await tx.operator(id));
  });
}

/** Nobody is deleted: what was done keeps its name. Ends sessions and refuses tokens at once. Throws as `changeOperator`. */
export async function disableOperator(context: ServiceContext, actor: Actor | null, id: string): Promise<void> {
  authorise(actor, 'operator.manage');
  requireNoLimits(actor, 'Managing operators');
  requireSomebodyElse(actor, id);
  const at = context.clock.now();
  await context.store.transaction(async (tx) => {
    const operator = found(await tx.operator(id));
    if (operator.disabledAt) throw new CountersignError('conflict', `${operator.email} is disabled already.`);
    await tx.updateOperator(id, { disabledAt: at });
    await requireManagerLeft(tx);
    await tx.endSessionsOf(id, null);
    await tx.withdrawInvitationsFor(operator.email, at);
    await recordAudit(context, tx, actor, 'operator.disabled', { type: 'operator', id }, { email: operator.email });
  });
}

/** Roles, password and tokens are as they were. Throws `not-found`, `conflict`, `step-up-required`. */
export async function enableOperator(context: ServiceContext, actor: Actor | null, id: string): Promise<void> {
  authorise(actor, 'operator.manage');
  requireNoLimits(actor, 'Managing operators');
  requirePasswordAgain(context, actor, 'Enabling an operator');
  await context.store.transaction(async (tx) => {
    const operator = found(await tx.operator(id));
    if (!operator.disabledAt) throw new CountersignError('conflict', `${operator.email} is not disabled.`);
    await tx.updateOperator(id, { disabledAt: null });
    await recordAudit(context, tx, actor, 'operator.enabled', { type: 'operator', id }, { email: operator.email });
  });
}

/** Ends all sessions of an operator, one's own included except the present one. Returns how many. Throws `not-found`. */
export async function endSessionsOf(context: ServiceContext, actor: Actor | null, id: string): Promise<number> {
  authorise(actor, 'operator.manage');
  requireNoLimits(actor, 'Managing operators');
  return context.store.transaction(async (tx) => {
    const operator = found(await tx.operator(id));
    const present = actor.kind === 'operator' && actor.operator.id === id ? actor.sessionId : null;
    const ended = await tx.endSessionsOf(id, present);
    await recordAudit(
      context,
      tx,
      actor,
      'operator.session-ended',
      { type: 'operator', id },
      { email: operator.email, sessions: String(ended) },
    );
    return ended;
  });
}

function makeInvitation(
  context: ServiceContext,
  actor: Actor,
  person: Pick<Invitation, 'operatorId' | 'email' | 'name' | 'roles' | 'authorityIds'>,
  hours: number,
): MadeInvitation {
  const createdAt = context.clock.now();
  return {
    invitation: {
      ...person,
      id: context.entropy.id(),
      createdAt,
      createdBy: actor.kind === 'operator' ? actor.operator.email : actor.kind,
      expiresAt: new Date(createdAt.getTime() + hours * 3_600_000),
      acceptedAt: null,
      withdrawnAt: null,
    },
    token: tokenOf(context.entropy.octets(TOKEN_OCTETS)),
  };
}

/** Also keeps the last one who manages operators from locking everybody out. */
function requireSomebodyElse(actor: Actor, id: string): void {
  if (actor.kind === 'operator' && actor.operator.id === id)
    throw new CountersignError(
      'conflict',
      'Nobody changes what they may do themselves. Ask somebody else who manages operators.',
    );
}

/** Two who disable each other at the same time: the second is refused. Part of a transaction. */
async function requireManagerLeft(tx: StoreTransaction): Promise<void> {
  const managers = (await tx.operators()).filter(
    ({ roles, disabledAt }) => disabledAt === null && roles.includes('security-admin'),
  );
  if (managers.length === 0)
    throw new CountersignError(
      'conflict',
      'Then nobody could manage operators any more. Give somebody else that role first.',
    );
}

function found(operator: OperatorAccount | null): OperatorAccount {
  if (!operator) throw new CountersignError('not-found', 'There is no such operator.');
  return operator;
}

function taken(email: string): CountersignError {
  const message = `"${email}" is the address of an operator already. Open that operator to change roles or allow a new password.`;
  return new CountersignError('conflict', message, { fields: [{ field: 'email', message }] });
}

function limitsText(authorityIds: readonly string[] | null): Record<string, string> {
  return authorityIds === null ? {} : { authorities: authorityIds.join(',') };
}
