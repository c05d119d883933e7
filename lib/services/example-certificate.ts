import type { NameKind } from '../pki/profile/name-pattern.ts';
import {
  type ProfileDefinition,
  SUBJECT_ATTRIBUTES,
  type SubjectAttribute,
} from '../pki/profile/profile-definition.ts';
import type { Profile } from '../pki/profiles.ts';
import { distinguishedNameText } from '../pki/subject.ts';

export interface ExampleCertificate {
  readonly subjectText: string;
  readonly names: readonly { readonly type: NameKind; readonly value: string }[];
  readonly days: number;
  readonly keyAlgorithm: string;
  readonly keyUsage: readonly string[];
  readonly extKeyUsage: readonly string[];
  readonly policies: readonly string[];
}

/** A certificate as the profile would give it, with made-up names where it leaves them open. Nothing is signed or checked. */
export function exampleCertificate(profile: Profile, definition: ProfileDefinition): ExampleCertificate {
  const kinds = profile.subjectAltNameTypes.filter((kind) => definition.names[kind].require.length > 0);
  const shown = kinds.length > 0 ? kinds : profile.subjectAltNameTypes.slice(0, Math.max(1, definition.names.minimum));
  const names = shown.flatMap((kind) => {
    const { require, allow } = definition.names[kind];
    const patterns = require.length > 0 ? require : [allow[0]];
    return patterns.map((pattern) => ({ type: kind, value: exampleName(kind, pattern) }));
  });
  const subject = SUBJECT_ATTRIBUTES.flatMap((type) => {
    const rule = definition.subject[type];
    if (rule.mode === 'fixed') return [{ type, value: rule.value }];
    const wanted = rule.mode === 'required' || (type === 'CN' && rule.mode === 'optional');
    const isServer = profile.nameForm === 'server';
    return wanted ? [{ type, value: type === 'CN' && isServer ? (names[0]?.value ?? '') : EXAMPLES[type] }] : [];
  });
  return {
    subjectText: distinguishedNameText(subject),
    names,
    days: definition.defaultValidityDays,
    keyAlgorithm: definition.defaultKeyAlgorithm,
    keyUsage: profile.keyUsage(definition.defaultKeyAlgorithm),
    extKeyUsage: profile.extKeyUsage,
    policies: definition.certificatePolicies.map(({ policy }) => policy),
  };
}

function exampleName(kind: NameKind, pattern: string | undefined): string {
  if (pattern === undefined) return NAMES[kind];
  if (kind === 'ip')
    return pattern.endsWith('/32') || pattern.endsWith('/128') ? pattern.replace(/\/\d+$/, '') : pattern;
  if (kind === 'dns') return pattern.startsWith('.') ? `host${pattern}` : pattern;
  if (kind === 'uri') return pattern.endsWith(':') ? `${pattern}//example.org` : pattern.replace('://.', '://host.');
  if (pattern.includes('@')) return pattern;
  return `alice@${pattern.startsWith('.') ? `mail${pattern}` : pattern}`;
}

const NAMES: Readonly<Record<NameKind, string>> = {
  dns: 'api.example.lan',
  ip: '10.0.0.5',
  email: 'alice@example.org',
  uri: 'spiffe://example.org/billing',
  upn: 'alice@corp.example',
};
const EXAMPLES: Readonly<Record<SubjectAttribute, string>> = {
  C: 'GB',
  ST: 'Kent',
  L: 'Dover',
  O: 'Example Ltd',
  OU: 'Operations',
  CN: 'billing-worker',
  serialNumber: '4711',
  emailAddress: 'alice@example.org',
};
