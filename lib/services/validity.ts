import { PROFILES, type Profile, type ProfileId } from '../pki/profiles.ts';
import type { FieldErrors } from './field-errors.ts';
import type { Issuer } from './issuer.ts';

/** Clocks differ: certificates begin this long before they are made. At most an hour (security policy). */
export const BACKDATE_SECONDS = 300;

const DAY = 86_400_000;

/**
 * Begin and end of a new certificate. A chosen end beyond the issuer's is refused at its field with the latest
 * possible day; the profile's default is shortened to the issuer's end instead, as nobody asked for it.
 */
export function decideValidity(
  errors: FieldErrors,
  args: {
    profile: ProfileId | Profile;
    issuer: Issuer | null;
    now: Date;
    validityDays: number | undefined;
    notAfter: string | undefined;
  },
): { notBefore: Date; notAfter: Date } {
  const profile = typeof args.profile === 'string' ? PROFILES[args.profile] : args.profile;
  const earliest = new Date(args.now.getTime() - BACKDATE_SECONDS * 1_000);
  const limit = args.issuer?.record.notAfter ?? null;
  const notBefore = args.issuer && args.issuer.record.notBefore > earliest ? args.issuer.record.notBefore : earliest;
  const field = args.notAfter === undefined ? 'validityDays' : 'notAfter';
  if (args.validityDays !== undefined && args.notAfter !== undefined)
    errors.add('notAfter', 'Give either a number of days or an end, not both.');
  const chosen =
    args.notAfter !== undefined
      ? wholeSeconds(new Date(args.notAfter))
      : args.validityDays !== undefined
        ? addDays(args.now, args.validityDays)
        : null;
  const wanted = chosen ?? addDays(args.now, profile.defaultValidityDays);
  if (limit && wanted > limit) {
    if (!chosen) return { notBefore, notAfter: limit };
    const days = Math.floor((limit.getTime() - args.now.getTime()) / DAY);
    // What is offered must pass the profile's own limit, too.
    const offered = Math.min(days, profile.maxValidityDays);
    errors.add(
      field,
      `Ends ${dayText(wanted)}, but ${args.issuer?.authority.name} ends ${dayText(limit)}. Latest: ${dayText(addDays(args.now, offered))}.`,
      args.notAfter === undefined
        ? String(offered)
        : (offered < days ? addDays(args.now, offered) : limit).toISOString(),
    );
  } else if (wanted <= args.now) errors.add(field, `Ends ${dayText(wanted)}, which is past. Choose a later day.`);
  else if (wanted.getTime() - args.now.getTime() > profile.maxValidityDays * DAY)
    errors.add(
      field,
      `${profile.label} certificates live at most ${profile.maxValidityDays} days. Shorten it to ${profile.maxValidityDays} days or less.`,
      args.notAfter === undefined ? String(profile.maxValidityDays) : undefined,
    );
  // The longest life is counted from the backdated begin, as verifiers count it.
  const longest = addDays(notBefore, profile.maxValidityDays);
  return { notBefore, notAfter: wanted < longest ? wanted : longest };
}

function addDays(from: Date, days: number): Date {
  return new Date(from.getTime() + days * DAY);
}

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1_000) * 1_000);
}

function dayText(date: Date): string {
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
