import type { AuthoritySettings } from '../domain/entities.ts';
import { parseUri } from '../pki/names.ts';
import { isEndEntityProfile } from '../pki/profiles.ts';
import { refuseCrlSettings } from './crl-lists.ts';
import { FieldErrors } from './field-errors.ts';

/** What is left out stays as it is; null goes back to the program's default. */
export interface AuthoritySettingsRequest {
  readonly crlUrls?: readonly string[] | null | undefined;
  readonly ocspUrls?: readonly string[] | null | undefined;
  readonly caIssuersUrls?: readonly string[] | null | undefined;
  readonly crlLifeDays?: number | null | undefined;
  readonly deltaCrlHours?: number | null | undefined;
  readonly crlShards?: number | null | undefined;
  readonly profiles?: readonly string[] | null | undefined;
  readonly distributionDays?: number | null | undefined;
}

/** The settings after a change. What is wrong is named at `settings.…`. */
export function decideSettings(
  present: AuthoritySettings,
  request: AuthoritySettingsRequest,
  errors: FieldErrors,
): AuthoritySettings {
  const settings: { -readonly [Name in keyof AuthoritySettings]: AuthoritySettings[Name] } = { ...present };
  for (const name of ['crlUrls', 'ocspUrls', 'caIssuersUrls'] as const) {
    const asked = request[name];
    if (asked === null) delete settings[name];
    else if (asked !== undefined) settings[name] = readAddresses(asked, `settings.${name}`, errors);
  }
  for (const name of ['crlLifeDays', 'deltaCrlHours', 'crlShards', 'distributionDays'] as const) {
    const asked = request[name];
    if (asked === null) delete settings[name];
    else if (asked !== undefined) settings[name] = asked;
  }
  const wrong = new FieldErrors();
  refuseCrlSettings(present, settings, wrong);
  wrong.moveTo(errors, {
    crlLifeDays: 'settings.crlLifeDays',
    deltaCrlHours: 'settings.deltaCrlHours',
    crlShards: 'settings.crlShards',
  });
  const { distributionDays } = settings;
  if (distributionDays !== undefined && (distributionDays < 0 || distributionDays > MOST_DISTRIBUTION_DAYS))
    errors.add(
      'settings.distributionDays',
      `A new authority is known everywhere after 0 to ${MOST_DISTRIBUTION_DAYS.toLocaleString('en-GB')} days. Choose a number between.`,
    );
  if (request.profiles === null) delete settings.profiles;
  else if (request.profiles !== undefined) {
    settings.profiles = [...new Set(request.profiles)];
    for (const [at, name] of request.profiles.entries())
      if (!isEndEntityProfile(name) && !PROFILE_ID.test(name))
        errors.add(
          `settings.profiles.${at}`,
          `"${name.slice(0, 80)}" is not a profile. Use tlsServer, tlsClient, tlsPeer, smime, codeSigning, or the id of one of your own.`,
        );
  }
  return settings;
}

function readAddresses(asked: readonly string[], field: string, errors: FieldErrors): readonly string[] {
  const found: string[] = [];
  for (const [at, text] of asked.entries()) {
    const url = errors.take(`${field}.${at}`, () => parseUri(text.trim()));
    if (url === null) continue;
    // Fetching a list over TLS would need the certificate that is being checked.
    if (!url.startsWith('http://') && !url.startsWith('ldap://'))
      errors.add(
        `${field}.${at}`,
        `${url} is not an http:// address. Lists are signed and public, and many programs fetch them over plain HTTP only.`,
        url.startsWith('https://') ? `http://${url.slice(8)}` : undefined,
      );
    else if (!found.includes(url)) found.push(url);
  }
  return found;
}

/** Five years: who needs longer plans with another hierarchy. */
export const MOST_DISTRIBUTION_DAYS = 1_825;

/** As `Entropy.id` makes them. */
const PROFILE_ID = /^[0-9a-z]{26}$/;
