import type { AuditAction, OwnProfile } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { definitionOf, type ProfileDefinition } from '../pki/profile/profile-definition.ts';
import { type EndEntityProfileId, isEndEntityProfile, PROFILES } from '../pki/profiles.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { checkDefinition, type ProfileDefinitionInput, readDefinition } from './profile-definition.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

export interface CreateProfileRequest {
  /** What it begins as: a built-in profile by name, or an own one by id. */
  readonly base: string;
  readonly name: string;
  /** What differs; each member replaces that of the base. */
  readonly definition?: DefinitionChange | undefined;
}
export interface ChangeProfileRequest {
  /** The revision that was looked at. */
  readonly revision: number;
  readonly name?: string | undefined;
  readonly definition?: DefinitionChange | undefined;
}
type DefinitionChange = { readonly [Key in keyof ProfileDefinitionInput]?: ProfileDefinitionInput[Key] | undefined };

/** Clones a profile under rules of its own. Throws `validation-failed`. */
export async function createProfile(
  context: ServiceContext,
  actor: Actor | null,
  request: CreateProfileRequest,
): Promise<OwnProfile> {
  authorise(actor, 'profile.manage');
  requireNoLimits(actor, 'Changing profiles');
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    const errors = new FieldErrors();
    const begin = await beginOf(tx, request.base);
    const profile: OwnProfile = {
      id: context.entropy.id(),
      base: begin.base,
      name: await checkName(tx, request.name, null, errors),
      status: 'active',
      revision: 1,
      definition: JSON.stringify(await merge(tx, begin.base, begin.definition, request.definition, errors)),
      createdAt: now,
      createdBy: actorName(actor),
      updatedAt: now,
    };
    errors.throwIfAny();
    await tx.insertProfile(profile);
    await audit(context, tx, actor, 'profile.created', profile, {
      base: request.base,
      ...differences(begin.definition, JSON.parse(profile.definition) as ProfileDefinition),
    });
    return profile;
  });
}

/** Changes the rules for what is issued from now on. Throws `not-found`, `validation-failed`, and `conflict` for another revision. */
export async function changeProfile(
  context: ServiceContext,
  actor: Actor | null,
  id: string,
  request: ChangeProfileRequest,
): Promise<OwnProfile> {
  authorise(actor, 'profile.manage');
  requireNoLimits(actor, 'Changing profiles');
  return context.store.transaction(async (tx) => {
    const present = await load(tx, id);
    if (present.revision !== request.revision) throw otherRevision(present, request.revision);
    const errors = new FieldErrors();
    const before = readDefinition(present.definition, present.name);
    const base = present.base as EndEntityProfileId;
    const after = await merge(tx, base, before, request.definition, errors);
    const name = request.name === undefined ? present.name : await checkName(tx, request.name, id, errors);
    errors.throwIfAny();
    const changed = {
      ...(name === present.name ? {} : { renamed: `${present.name} → ${name}` }),
      ...differences(before, after),
    };
    if (Object.keys(changed).length === 0) return present;
    const change = { name, definition: JSON.stringify(after), updatedAt: context.clock.now() };
    await update(tx, present, change);
    const profile = { ...present, ...change, revision: present.revision + 1 };
    await audit(context, tx, actor, 'profile.changed', profile, changed);
    return profile;
  });
}

/** Nothing is issued under it until it is reactivated. Throws `not-found`, `conflict`. */
export function retireProfile(context: ServiceContext, actor: Actor | null, id: string): Promise<OwnProfile> {
  return setStatus(context, actor, id, 'retired');
}
export function reactivateProfile(context: ServiceContext, actor: Actor | null, id: string): Promise<OwnProfile> {
  return setStatus(context, actor, id, 'active');
}

/** Only while nothing was issued under it. Throws `not-found`, `conflict`. */
export async function deleteProfile(context: ServiceContext, actor: Actor | null, id: string): Promise<void> {
  authorise(actor, 'profile.manage');
  requireNoLimits(actor, 'Changing profiles');
  await context.store.transaction(async (tx) => {
    const profile = await load(tx, id);
    if (!(await tx.deleteProfile(id)))
      throw new CountersignError(
        'conflict',
        `Certificates were made under "${profile.name}", so it stays on record. Retire it instead.`,
      );
    await audit(context, tx, actor, 'profile.deleted', profile, {});
  });
}

async function setStatus(
  context: ServiceContext,
  actor: Actor | null,
  id: string,
  status: OwnProfile['status'],
): Promise<OwnProfile> {
  authorise(actor, 'profile.manage');
  requireNoLimits(actor, 'Changing profiles');
  return context.store.transaction(async (tx) => {
    const present = await load(tx, id);
    if (present.status === status)
      throw new CountersignError('conflict', `"${present.name}" is ${status} already. There is nothing to do.`);
    const change = { status, updatedAt: context.clock.now() };
    await update(tx, present, change);
    const profile = { ...present, ...change, revision: present.revision + 1 };
    await audit(context, tx, actor, status === 'retired' ? 'profile.retired' : 'profile.reactivated', profile, {});
    return profile;
  });
}

async function load(tx: StoreTransaction, id: string): Promise<OwnProfile> {
  const found = await tx.ownProfile(id);
  if (found) return found;
  throw isEndEntityProfile(id)
    ? new CountersignError(
        'conflict',
        `${PROFILES[id].label} is built in and stays as it is. Clone it, and change the clone.`,
      )
    : new CountersignError('not-found', `There is no profile "${id}".`);
}

async function update(
  tx: StoreTransaction,
  present: OwnProfile,
  change: Parameters<StoreTransaction['updateProfile']>[2],
): Promise<void> {
  if (!(await tx.updateProfile(present.id, present.revision, change))) throw otherRevision(present, present.revision);
}

function otherRevision({ name, revision }: OwnProfile, seen: number): CountersignError {
  return new CountersignError(
    'conflict',
    `"${name}" was changed meanwhile: you saw revision ${seen}, it is at ${revision}. Load it again and repeat your change.`,
  );
}

async function beginOf(
  tx: StoreTransaction,
  base: string,
): Promise<{ base: EndEntityProfileId; definition: ProfileDefinition }> {
  if (isEndEntityProfile(base)) return { base, definition: definitionOf(PROFILES[base]) };
  const own = await tx.ownProfile(base);
  if (own) return { base: own.base as EndEntityProfileId, definition: readDefinition(own.definition, own.name) };
  const message = `"${base}" is not a profile that can be cloned. Use tlsServer, tlsClient, tlsPeer, smime, codeSigning or the id of one of your own.`;
  throw new CountersignError('validation-failed', message, { fields: [{ field: 'base', message }] });
}

async function checkName(tx: StoreTransaction, given: string, id: string | null, errors: FieldErrors): Promise<string> {
  const name = given.trim();
  if (name === '' || [...name].length > 64 || /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name))
    errors.add('name', 'The name is one line of 1 to 64 characters.');
  const taken = [
    ...Object.values(PROFILES).flatMap((profile) => [profile.id, profile.label]),
    ...(await tx.ownProfiles()).filter((one) => one.id !== id).map((one) => one.name),
  ];
  if (taken.some((one) => one.toLowerCase() === name.toLowerCase()))
    errors.add('name', `A profile is already called "${name}". Two with one name cannot be told apart.`);
  return name;
}

async function merge(
  tx: StoreTransaction,
  base: EndEntityProfileId,
  before: ProfileDefinition,
  change: DefinitionChange | undefined,
  errors: FieldErrors,
): Promise<ProfileDefinition> {
  const given = Object.fromEntries(Object.entries(change ?? {}).filter(([, value]) => value !== undefined));
  const merged = { ...before, ...given } as ProfileDefinitionInput;
  const known = new Set((await tx.authorities()).map((authority) => authority.id));
  for (const authority of merged.authorities ?? [])
    if (!known.has(authority)) errors.add('definition.authorities', `There is no authority "${authority}".`);
  return checkDefinition(base, merged, errors);
}

/** Member by member, old → new, short enough for a line of the log. */
function differences(before: ProfileDefinition, after: ProfileDefinition): Record<string, string> {
  const flatBefore = flat(before);
  const flatAfter = flat(after);
  const changed = [...new Set([...Object.keys(flatBefore), ...Object.keys(flatAfter)])]
    .sort()
    .filter((path) => flatBefore[path] !== flatAfter[path]);
  const shown = changed.slice(0, MOST_DIFFERENCES).map((path): [string, string] => {
    const [old, now] = [flatBefore[path] ?? 'none', flatAfter[path] ?? 'none'];
    return [path, `${shorten(old)} → ${shorten(now)}`];
  });
  const rest = changed.length - shown.length;
  return Object.fromEntries(rest > 0 ? [...shown, ['more', String(rest)]] : shown);
}

function flat(value: object, prefix = ''): Record<string, string> {
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, part]: [string, unknown]) => {
      const path = prefix === '' ? key : `${prefix}.${key}`;
      if (part !== null && typeof part === 'object' && !Array.isArray(part)) return flat(part, path);
      return { [path]: Array.isArray(part) ? part.map(itemText).join(', ') || 'none' : String(part) };
    }),
  ) as Record<string, string>;
}

function itemText(item: unknown): string {
  return item !== null && typeof item === 'object' ? Object.values(item).filter(Boolean).join(' ') : String(item);
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 297)}…` : text;
}

async function audit(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  action: AuditAction,
  { id, name, revision }: OwnProfile,
  details: Readonly<Record<string, string>>,
): Promise<void> {
  await recordAudit(
    context,
    tx,
    actor,
    action,
    { type: 'profile', id },
    { name, revision: String(revision), ...details },
  );
}

/** An entry of the log is read by people; the rest is counted. */
const MOST_DIFFERENCES = 20;
