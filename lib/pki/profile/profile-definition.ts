/** Profiles of the operators' own: what may be changed on a built-in profile, as data, and the profile that results. */
import type { PolicyInformation } from '../extensions.ts';
import { impossibleUsage } from '../key-usage.ts';
import type { EndEntityProfileId, Profile } from '../profiles.ts';
import type { CustomKeyPurpose, ExtKeyUsage, KeyAlgorithm, KeyUsageBit } from '../types.ts';
import type { NameKind } from './name-pattern.ts';

export const SUBJECT_ATTRIBUTES = ['C', 'ST', 'L', 'O', 'OU', 'CN', 'serialNumber', 'emailAddress'] as const;
export type SubjectAttribute = (typeof SUBJECT_ATTRIBUTES)[number];

export interface NameRule {
  /** Whether names of this kind may be in the certificate at all. */
  readonly allowed: boolean;
  /** Empty: any. Else each name falls under one of these. Patterns as `parseNamePattern` spells them. */
  readonly allow: readonly string[];
  /** No name falls under any of these, not even one of those that a wildcard stands for. */
  readonly deny: readonly string[];
  /** Under each of these falls at least one name. */
  readonly require: readonly string[];
}
export type AttributeRule =
  | { readonly mode: 'optional' | 'required' | 'forbidden' }
  /** Always there, with this value. */
  | { readonly mode: 'fixed'; readonly value: string };

/** Version 1 of what is stored. A later version is another type with a conversion. */
export interface ProfileDefinition {
  readonly version: 1;
  readonly description: string;
  readonly keyAlgorithms: readonly KeyAlgorithm[];
  readonly defaultKeyAlgorithm: KeyAlgorithm;
  readonly defaultValidityDays: number;
  readonly maxValidityDays: number;
  /** The longest life may be beyond what the built-in profile refuses. */
  readonly allowLongLife: boolean;
  readonly names: Readonly<Record<NameKind, NameRule>> & {
    readonly wildcards: boolean;
    readonly minimum: number;
    readonly maximum: number;
  };
  readonly subject: Readonly<Record<SubjectAttribute, AttributeRule>>;
  /** Null: as the built-in profile. Of these, a key gets the ones that its type can do. */
  readonly keyUsage: readonly KeyUsageBit[] | null;
  /** Beside the purposes of the built-in profile. */
  readonly moreExtKeyUsage: readonly (ExtKeyUsage | CustomKeyPurpose)[];
  readonly certificatePolicies: readonly PolicyInformation[];
  /** Ids of the authorities that may use it; null: all. */
  readonly authorities: readonly string[] | null;
  readonly csr: 'allowed' | 'required' | 'forbidden';
  /** Whether the names in a CSR are taken when none are given beside it. */
  readonly namesFromCsr: boolean;
}

/** At most this many names in one certificate (security policy; larger ones stop working in real clients). */
export const MAX_NAMES = 100;

/** As a built-in profile is: what a clone begins with. */
export function definitionOf(base: Profile): ProfileDefinition {
  const rule = (kind: NameKind): NameRule => ({
    allowed: base.subjectAltNameTypes.includes(kind),
    allow: [],
    deny: [],
    require: [],
  });
  const optional = { mode: 'optional' } as const;
  return {
    version: 1,
    description: base.description,
    keyAlgorithms: base.keyAlgorithms,
    defaultKeyAlgorithm: base.defaultKeyAlgorithm,
    defaultValidityDays: base.defaultValidityDays,
    maxValidityDays: base.maxValidityDays,
    allowLongLife: false,
    names: {
      dns: rule('dns'),
      ip: rule('ip'),
      email: rule('email'),
      uri: rule('uri'),
      upn: rule('upn'),
      wildcards: base.allowsWildcard,
      minimum: base.requiresSubjectAltName ? 1 : 0,
      maximum: base.subjectAltNameTypes.length === 0 ? 0 : MAX_NAMES,
    },
    subject: {
      C: optional,
      ST: optional,
      L: optional,
      O: optional,
      OU: optional,
      CN: base.requiresCommonName ? { mode: 'required' } : optional,
      serialNumber: optional,
      emailAddress: optional,
    },
    keyUsage: null,
    moreExtKeyUsage: [],
    certificatePolicies: [],
    authorities: null,
    csr: 'allowed',
    namesFromCsr: true,
  };
}

/** The built-in profile under the definition's rules: everything that reads profiles, lints too, takes it as one. */
export function applyDefinition(base: Profile, label: string, definition: ProfileDefinition): Profile {
  const { names, keyUsage } = definition;
  return {
    ...base,
    label,
    description: definition.description,
    keyAlgorithms: definition.keyAlgorithms,
    defaultKeyAlgorithm: definition.defaultKeyAlgorithm,
    defaultValidityDays: definition.defaultValidityDays,
    maxValidityDays: definition.maxValidityDays,
    warnAboveValidityDays: Math.min(base.warnAboveValidityDays, definition.maxValidityDays),
    keyUsage:
      keyUsage === null
        ? base.keyUsage
        : (keyAlgorithm) => keyUsage.filter((bit) => !impossibleUsage(keyAlgorithm, false).includes(bit)),
    extKeyUsage: [...base.extKeyUsage, ...definition.moreExtKeyUsage],
    requiresSubjectAltName: names.minimum > 0,
    subjectAltNameTypes: base.subjectAltNameTypes.filter((kind) => names[kind].allowed),
    allowsWildcard: base.allowsWildcard && names.wildcards,
  };
}

/** What makes sense for the purpose of each built-in profile; everything else would only mislead readers. RFC 5280 §4.2.1.3, §4.2.1.12 */
export const USAGE_CHOICES: Readonly<
  Record<
    EndEntityProfileId,
    { readonly keyUsage: readonly KeyUsageBit[]; readonly extKeyUsage: readonly ExtKeyUsage[] }
  >
> = {
  tlsServer: { keyUsage: ['digitalSignature', 'keyEncipherment', 'keyAgreement'], extKeyUsage: ['clientAuth'] },
  tlsClient: {
    keyUsage: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'],
    extKeyUsage: ['emailProtection'],
  },
  tlsPeer: { keyUsage: ['digitalSignature', 'keyEncipherment', 'keyAgreement'], extKeyUsage: [] },
  smime: {
    keyUsage: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement'],
    extKeyUsage: ['clientAuth'],
  },
  codeSigning: { keyUsage: ['digitalSignature', 'nonRepudiation'], extKeyUsage: [] },
};

/** With `allowLongLife`; as long as an issuing authority may live, beyond which the rule that lives are nested would refuse anyway. */
export const LONGEST_LIFE_DAYS = 3650;
