import { OID, oidLabel } from '../pki/oids.ts';
import type { NameKind } from '../pki/profile/name-pattern.ts';
import {
  type ProfileDefinition,
  SUBJECT_ATTRIBUTES,
  type SubjectAttribute,
} from '../pki/profile/profile-definition.ts';
import type { Profile } from '../pki/profiles.ts';

export interface ProfileSentence {
  readonly topic: string;
  readonly text: string;
}

/** What a profile allows, in sentences for people. */
export function describeProfile(
  profile: Profile,
  definition: ProfileDefinition,
  authorities: readonly { readonly name: string; readonly mayUse: boolean }[],
): readonly ProfileSentence[] {
  const { keyAlgorithms, defaultKeyAlgorithm, defaultValidityDays, maxValidityDays } = definition;
  const users = authorities.filter(({ mayUse }) => mayUse).map(({ name }) => name);
  return [
    { topic: 'Names', text: namesSentence(profile, definition) },
    ...KINDS.filter(({ kind }) => definition.names[kind].allowed).flatMap(({ kind, word }) => {
      const text = patternSentence(definition, kind);
      return text === '' ? [] : [{ topic: word, text }];
    }),
    { topic: 'Subject', text: subjectSentence(definition) },
    {
      topic: 'Key',
      text: `${list(keyAlgorithms, 'or')}; ${defaultKeyAlgorithm} unless chosen otherwise. ${CSR_WORDS[definition.csr]}${
        definition.csr === 'forbidden' || definition.namesFromCsr ? '' : ' The names in a CSR are not taken over.'
      }`,
    },
    {
      topic: 'Life',
      text: `${defaultValidityDays} days, at most ${maxValidityDays}, and never beyond the end of the authority.`,
    },
    {
      topic: 'Use',
      text: `${list(profile.extKeyUsage.map(purposeLabel), 'and')} (${profile.keyUsage(defaultKeyAlgorithm).join(', ')} with ${defaultKeyAlgorithm}).`,
    },
    ...(definition.certificatePolicies.length > 0
      ? [
          {
            topic: 'Policies',
            text: `${list(
              definition.certificatePolicies.map(({ policy }) => policy),
              'and',
            )}.`,
          },
        ]
      : []),
    {
      topic: 'Authorities',
      text:
        users.length === authorities.length
          ? 'Every authority may use it.'
          : users.length === 0
            ? 'No authority may use it now.'
            : `Only ${list(users, 'and')} may use it.`,
    },
  ];
}

function namesSentence(profile: Profile, { names }: ProfileDefinition): string {
  const kinds = KINDS.filter(({ kind }) => names[kind].allowed).map(({ words }) => words);
  if (kinds.length === 0 || names.maximum === 0) return 'No alternative names.';
  const count =
    names.minimum === names.maximum
      ? `Exactly ${names.minimum}`
      : names.minimum === 0
        ? `Up to ${names.maximum}`
        : `${names.minimum} to ${names.maximum}`;
  return `${count}: ${list(kinds, 'and')}. ${profile.allowsWildcard ? 'Wildcards are possible.' : 'No wildcards.'}`;
}

function patternSentence({ names }: ProfileDefinition, kind: NameKind): string {
  const { allow, deny, require } = names[kind];
  return [
    allow.length > 0 ? `Only under ${list(allow, 'or')}.` : '',
    deny.length > 0 ? `Never under ${list(deny, 'or')}.` : '',
    require.length > 0 ? `At least one under each of ${list(require, 'and')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function subjectSentence({ subject }: ProfileDefinition): string {
  const of = (mode: string) => SUBJECT_ATTRIBUTES.filter((type) => subject[type].mode === mode);
  const fixed = of('fixed').map((type) => {
    const rule = subject[type];
    return `${WORDS[type]} is "${rule.mode === 'fixed' ? rule.value : ''}"`;
  });
  const parts = [
    fixed.length > 0 ? `${list(fixed, 'and')}.` : '',
    of('required').length > 0
      ? `Asked for: ${list(
          of('required').map((type) => WORDS[type]),
          'and',
        )}.`
      : '',
    of('optional').length > 0
      ? `Possible: ${list(
          of('optional').map((type) => WORDS[type]),
          'and',
        )}.`
      : '',
    of('forbidden').length > 0
      ? `Not allowed: ${list(
          of('forbidden').map((type) => WORDS[type]),
          'and',
        )}.`
      : '',
  ]
    .filter(Boolean)
    .join(' ');
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

function purposeLabel(purpose: string): string {
  return oidLabel((OID as Readonly<Record<string, string>>)[purpose] ?? purpose);
}

function list(parts: readonly string[], word: 'and' | 'or'): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`;
}

const KINDS: readonly { readonly kind: NameKind; readonly word: string; readonly words: string }[] = [
  { kind: 'dns', word: 'Host names', words: 'host names' },
  { kind: 'ip', word: 'IP addresses', words: 'IP addresses' },
  { kind: 'email', word: 'E-mail', words: 'e-mail addresses' },
  { kind: 'uri', word: 'URIs', words: 'URIs' },
  { kind: 'upn', word: 'UPNs', words: 'user principal names' },
];
const WORDS: Readonly<Record<SubjectAttribute, string>> = {
  C: 'country',
  ST: 'state',
  L: 'place',
  O: 'organisation',
  OU: 'department',
  CN: 'common name',
  serialNumber: 'serial number',
  emailAddress: 'e-mail address',
};
const CSR_WORDS: Readonly<Record<ProfileDefinition['csr'], string>> = {
  allowed: 'Made here, or by its owner with a CSR.',
  required: 'Made by its owner, who sends a CSR; never here.',
  forbidden: 'Made and kept here; CSRs are refused.',
};
