import { CountersignError } from '../domain/errors.ts';
import { type ApiToken, RIGHTS_OF_TOKENS, type Right } from '../domain/operators.ts';
import { apiTokenHash, apiTokenText, isApiTokenText } from './api-token-text.ts';
import { authorise, may } from './authorise.ts';
import { chooseProfile } from './chosen-profile.ts';
import { FieldErrors } from './field-errors.ts';
import { checkAuthorities } from './operator-fields.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';
import { isWithin, readNetwork } from './token-networks.ts';

export const MOST_TOKEN_DAYS = 365;
const MOST_TOKENS = 50;
const MOST_LIMITS = 50;
/** A use is written down at most this often. */
const USE_SECONDS = 60;

export interface ApiTokenView extends ApiToken {
  readonly state: 'usable' | 'expired' | 'revoked';
  /** Whose it is. */
  readonly email: string;
}

/** One's own; everybody's with `of: 'all'`, which needs another right. Newest first. */
export async function listApiTokens(
  context: ServiceContext,
  actor: Actor | null,
  { of }: { readonly of: 'own' | 'all' },
): Promise<readonly ApiTokenView[]> {
  authorise(actor, of === 'all' ? 'operator.read' : 'token.manage');
  if (actor.kind !== 'operator') return [];
  const tokens = await context.store.apiTokens(of === 'all' ? null : actor.operator.id);
  const emails = new Map(
    of === 'all'
      ? (await context.store.operators()).map(({ id, email }) => [id, email])
      : [[actor.operator.id, actor.operator.email]],
  );
  const now = context.clock.now();
  return tokens.map((token) => ({
    ...token,
    email: emails.get(token.operatorId) ?? '',
    state: token.revokedAt ? 'revoked' : token.expiresAt <= now ? 'expired' : 'usable',
  }));
}

/** The rights that a token of this person could have. */
export function grantableRights(actor: Actor): readonly Right[] {
  return RIGHTS_OF_TOKENS.filter((right) => may(actor, right));
}

/**
 * A token for a program; its text is returned once and nowhere kept. Throws `validation-failed`, `conflict`,
 * `step-up-required`.
 */
export async function createApiToken(
  context: ServiceContext,
  actor: Actor | null,
  request: {
    readonly name: string;
    readonly rights: readonly Right[];
    readonly days: number;
    readonly authorityIds?: readonly string[] | null | undefined;
    readonly profileIds?: readonly string[] | null | undefined;
    readonly networks?: readonly string[] | null | undefined;
  },
): Promise<{ token: ApiToken; text: string }> {
  authorise(actor, 'token.manage');
  if (actor.kind !== 'operator') throw new CountersignError('forbidden', 'Only people make tokens.');
  const operatorId = actor.operator.id;
  const errors = new FieldErrors();
  const name = checkTokenName(request.name, errors);
  const rights = checkRights(actor, request.rights, errors);
  if (!Number.isInteger(request.days) || request.days < 1 || request.days > MOST_TOKEN_DAYS)
    errors.add('days', `A token lives 1 to ${MOST_TOKEN_DAYS} days.`);
  const authorityIds = await checkAuthorities(context.store, request.authorityIds ?? null, errors);
  const profileIds = await checkProfiles(context, request.profileIds ?? null, errors);
  const networks = checkNetworks(request.networks ?? null, errors);
  errors.throwIfAny();
  requirePasswordAgain(context, actor, 'Making an API token');
  const createdAt = context.clock.now();
  const token: ApiToken = {
    id: context.entropy.id(),
    operatorId,
    name,
    rights,
    authorityIds,
    profileIds,
    networks,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + request.days * 86_400_000),
    revokedAt: null,
    lastUsedAt: null,
  };
  const text = apiTokenText(token.id, context.entropy.octets(32));
  await context.store.transaction(async (tx) => {
    const usable = (await tx.apiTokens(operatorId)).filter((one) => !one.revokedAt && one.expiresAt > createdAt);
    if (usable.length >= MOST_TOKENS)
      throw new CountersignError(
        'conflict',
        `You have ${MOST_TOKENS} tokens. Revoke one that is no longer used first.`,
      );
    if (usable.some((one) => one.name === name)) {
      const message = `You have a token called "${name}" already. Choose another name, or revoke that one first.`;
      throw new CountersignError('conflict', message, { fields: [{ field: 'name', message }] });
    }
    await tx.insertApiToken(token, apiTokenHash(text));
    await recordAudit(
      context,
      tx,
      actor,
      'token.created',
      { type: 'token', id: token.id },
      {
        name,
        rights: rights.join(','),
        expiresAt: token.expiresAt.toISOString(),
        ...(authorityIds ? { authorities: authorityIds.join(',') } : {}),
        ...(profileIds ? { profiles: profileIds.join(',') } : {}),
        ...(networks ? { networks: networks.join(',') } : {}),
      },
    );
  });
  return { token, text };
}

/** At once. One's own, or anybody's for those who manage operators. Throws `not-found`; `conflict` when it was revoked before. */
export async function revokeApiToken(context: ServiceContext, actor: Actor | null, id: string): Promise<void> {
  authorise(actor, 'token.manage');
  await context.store.transaction(async (tx) => {
    const token = await tx.apiToken(id);
    const isOwn = actor.kind === 'operator' && token?.operatorId === actor.operator.id;
    if (!token || (!isOwn && !may(actor, 'operator.manage')))
      throw new CountersignError('not-found', 'There is no such token.');
    if (!(await tx.revokeApiToken(id, context.clock.now())))
      throw new CountersignError('conflict', `The token "${token.name}" is revoked already.`);
    await recordAudit(context, tx, actor, 'token.revoked', { type: 'token', id }, { name: token.name });
  });
}

/**
 * Who acts with this text. Throws `unauthenticated`: it is no token, or is expired, revoked, of somebody who was disabled, or came
 * from elsewhere. The words are for whoever holds a real token; for a guess they are the same.
 */
export async function authenticateApiToken(
  context: ServiceContext,
  text: string,
  remoteAddress: string,
): Promise<Extract<Actor, { kind: 'token' }>> {
  const token = isApiTokenText(text) ? await context.store.apiTokenBySecret(apiTokenHash(text)) : null;
  if (!token)
    throw new CountersignError('unauthenticated', 'This is not a token of this instance. Copy the whole token.');
  const now = context.clock.now();
  const operator = await context.store.operator(token.operatorId);
  if (token.revokedAt) throw refused(token, 'is revoked');
  if (token.expiresAt <= now) throw refused(token, `expired on ${token.expiresAt.toISOString()}`);
  if (!operator || operator.disabledAt) throw refused(token, 'belongs to an operator who is disabled');
  if (token.networks && !isWithin(remoteAddress, token.networks))
    throw refused(token, `may not be used from ${remoteAddress}`);
  if (!token.lastUsedAt || now.getTime() - token.lastUsedAt.getTime() >= USE_SECONDS * 1_000)
    await context.store.transaction((tx) => tx.recordApiTokenUse(token.id, now));
  const { id, email, name, roles, authorityIds } = operator;
  return { kind: 'token', token, operator: { id, email, name, roles, authorityIds } };
}

function refused(token: ApiToken, why: string): CountersignError {
  return new CountersignError(
    'unauthenticated',
    `The token "${token.name}" ${why}. Make another one under Settings, API tokens.`,
  );
}

function checkTokenName(text: string, errors: FieldErrors): string {
  const name = text.trim();
  if (name === '') errors.add('name', 'The token needs a name, such as the program that uses it.');
  else if ([...name].length > 60 || /[\p{Cc}\u2028\u2029]/u.test(name) || !name.isWellFormed())
    errors.add('name', 'The name is one line of at most 60 characters. Shorten it.');
  return name;
}

function checkRights(actor: Actor, wanted: readonly Right[], errors: FieldErrors): readonly Right[] {
  const grantable = grantableRights(actor);
  const rights = grantable.filter((right) => wanted.includes(right));
  const missing = [...new Set(wanted)].filter((right) => !rights.includes(right));
  if (missing.length > 0)
    errors.add(
      'rights',
      `${missing.map((right) => `"${right}"`).join(', ')}: a token cannot have this, or you do not have it yourself. Possible: ${grantable.join(', ')}.`,
    );
  else if (rights.length === 0) errors.add('rights', 'Choose at least one right.');
  return rights;
}

async function checkProfiles(
  context: ServiceContext,
  names: readonly string[] | null,
  errors: FieldErrors,
): Promise<readonly string[] | null> {
  if (names === null) return null;
  const each = [...new Set(names)];
  if (each.length === 0) errors.add('profileIds', 'Choose at least one profile, or leave it open for all of them.');
  if (each.length > MOST_LIMITS) errors.add('profileIds', `At most ${MOST_LIMITS} profiles.`);
  const found = new FieldErrors();
  for (const name of each.slice(0, MOST_LIMITS)) await chooseProfile(context.store, name, found);
  found.moveTo(errors, { profile: 'profileIds' });
  return each;
}

function checkNetworks(texts: readonly string[] | null, errors: FieldErrors): readonly string[] | null {
  const given = (texts ?? []).map((text) => text.trim()).filter((text) => text !== '');
  if (given.length === 0) return null;
  if (given.length > MOST_LIMITS) errors.add('networks', `At most ${MOST_LIMITS} networks.`);
  const networks: string[] = [];
  for (const text of given.slice(0, MOST_LIMITS)) {
    const network = readNetwork(text);
    if (network === null)
      errors.add(
        'networks',
        `"${text.slice(0, 60)}" is not a network. Expected an address with a prefix length and no bits behind it, such as 192.0.2.0/24 or 2001:db8::/32.`,
      );
    else networks.push(network);
  }
  return [...new Set(networks)];
}

/** Whether it lets anybody in from somewhere; not written down as a use. */
export async function isUsableApiToken(
  context: Pick<ServiceContext, 'store' | 'clock'>,
  text: string,
): Promise<boolean> {
  const token = isApiTokenText(text) ? await context.store.apiTokenBySecret(apiTokenHash(text)) : null;
  return token !== null && token.revokedAt === null && token.expiresAt > context.clock.now();
}
