import type { OwnProfile } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import { applyDefinition, type ProfileDefinition } from '../pki/profile/profile-definition.ts';
import { type EndEntityProfileId, isEndEntityProfile, PROFILES, type Profile } from '../pki/profiles.ts';
import type { FieldErrors } from './field-errors.ts';
import { readDefinition } from './profile-definition.ts';

/** An own profile as it was when something was decided under it. */
export interface AppliedProfile {
  readonly id: string;
  readonly revision: number;
  readonly label: string;
  readonly definition: ProfileDefinition;
}

/** The profile of a request: a built-in one, or one under rules of the operators' own. */
export interface ChosenProfile {
  readonly base: EndEntityProfileId;
  /** With the rules of an own profile applied. */
  readonly profile: Profile;
  readonly own: AppliedProfile | null;
}

/** By the name of a built-in profile or the id of an own one, in its newest revision; null with an error at `profile`. */
export async function chooseProfile(
  store: Pick<StoreReads, 'ownProfile'>,
  name: string,
  errors: FieldErrors,
): Promise<ChosenProfile | null> {
  if (isEndEntityProfile(name)) return { base: name, profile: PROFILES[name], own: null };
  const found = await store.ownProfile(name);
  if (!found) {
    errors.add(
      'profile',
      `"${name}" is not a profile. Use tlsServer, tlsClient, tlsPeer, smime, codeSigning or the id of a profile of your own.`,
    );
    return null;
  }
  if (found.status === 'retired') {
    errors.add('profile', `The profile "${found.name}" is retired. Choose another one, or reactivate it.`);
    return null;
  }
  return profileOf(found);
}

/** An own profile with its rules applied, whatever its status. */
export function profileOf(found: OwnProfile): ChosenProfile {
  if (!isEndEntityProfile(found.base))
    throw new CountersignError(
      'internal',
      `The profile "${found.name}" is based on "${found.base}", which has no clones.`,
    );
  const definition = readDefinition(found.definition, found.name);
  return {
    base: found.base,
    profile: applyDefinition(PROFILES[found.base], found.name, definition),
    own: { id: found.id, revision: found.revision, label: found.name, definition },
  };
}

/**
 * In the transaction of the intents: what was decided under an older revision is not signed. Throws `validation-failed`.
 */
export async function refuseChangedProfiles(
  tx: StoreTransaction,
  applied: Iterable<AppliedProfile | null | undefined>,
): Promise<void> {
  const distinct = new Map([...applied].flatMap((one) => (one ? [[`${one.id} ${one.revision}`, one] as const] : [])));
  for (const { id, revision, label } of distinct.values()) {
    const now = await tx.ownProfile(id);
    if (now?.revision === revision && now.status === 'active') continue;
    const message = `The profile "${label}" was changed meanwhile, so nothing was signed. Look at it again, then repeat.`;
    throw new CountersignError('validation-failed', message, { fields: [{ field: 'profile', message }] });
  }
}
