import type { NameKind } from '@/lib/pki/profile/name-pattern';
import type { ProfileDefinition } from '@/lib/pki/profile/profile-definition';

/** The form's state: lists as text with one entry a line, numbers as text. */
export interface ProfileDraft {
  readonly name: string;
  readonly definition: ProfileDefinition;
  readonly lists: Readonly<
    Record<NameKind, { readonly allow: string; readonly deny: string; readonly require: string }>
  >;
  readonly numbers: Readonly<Record<'defaultValidityDays' | 'maxValidityDays' | 'minimum' | 'maximum', string>>;
  readonly purposes: string;
  readonly policies: string;
}
export const NAME_KINDS: readonly NameKind[] = ['dns', 'ip', 'email', 'uri', 'upn'];

export function draftOf(name: string, definition: ProfileDefinition): ProfileDraft {
  const { names } = definition;
  const text = (kind: NameKind) => ({
    allow: names[kind].allow.join('\n'),
    deny: names[kind].deny.join('\n'),
    require: names[kind].require.join('\n'),
  });
  return {
    name,
    definition,
    lists: { dns: text('dns'), ip: text('ip'), email: text('email'), uri: text('uri'), upn: text('upn') },
    numbers: {
      defaultValidityDays: String(definition.defaultValidityDays),
      maxValidityDays: String(definition.maxValidityDays),
      minimum: String(names.minimum),
      maximum: String(names.maximum),
    },
    purposes: definition.moreExtKeyUsage.join('\n'),
    policies: definition.certificatePolicies.map(({ policy, cpsUri }) => `${policy} ${cpsUri ?? ''}`.trim()).join('\n'),
  };
}

/** As it is sent. A number that is none goes as it is, for the server to refuse with words. */
export function definitionFrom({ definition, lists, numbers, purposes, policies }: ProfileDraft): object {
  const rules = Object.fromEntries(
    NAME_KINDS.map((kind) => [
      kind,
      {
        allowed: definition.names[kind].allowed,
        allow: lines(lists[kind].allow),
        deny: lines(lists[kind].deny),
        require: lines(lists[kind].require),
      },
    ]),
  );
  return {
    ...definition,
    defaultValidityDays: numberIn(numbers.defaultValidityDays),
    maxValidityDays: numberIn(numbers.maxValidityDays),
    names: {
      ...rules,
      wildcards: definition.names.wildcards,
      minimum: numberIn(numbers.minimum),
      maximum: numberIn(numbers.maximum),
    },
    moreExtKeyUsage: lines(purposes),
    certificatePolicies: lines(policies).map((line) => {
      const [policy = '', cpsUri = null] = line.split(/\s+/);
      return { policy, cpsUri };
    }),
  };
}

function lines(text: string): readonly string[] {
  return text.split(/[\n,;]+/).flatMap((line) => line.trim() || []);
}

function numberIn(text: string): number | string {
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
