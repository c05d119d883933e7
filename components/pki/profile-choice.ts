import type { EndEntityProfileId } from '@/lib/pki/profiles';
import type { ProfileRow } from '@/lib/services/get-profiles';

/** What a form needs to know of a profile: plain data, so that it can go to the browser. */
export type ProfileChoice = Pick<ProfileRow, 'id' | 'base' | 'name' | 'builtIn' | 'definition'>;

/** The profiles for one purpose that can be used now, the built-in one first. */
export function profileChoices(
  rows: readonly ProfileRow[],
  bases: readonly EndEntityProfileId[],
): readonly ProfileChoice[] {
  return rows
    .filter(({ base, status }) => bases.includes(base) && status === 'active')
    .map(({ id, base, name, builtIn, definition }) => ({ id, base, name, builtIn, definition }));
}
