/** The rules of a profile, judged on the final to-be-signed structure: the last word before the lints, the same for every door. */
import type { ParsedTbsCertificate } from '../certificate.ts';
import { parseClientName } from '../names.ts';
import type { EndEntityProfileId, ProfileId } from '../profiles.ts';
import { type DistinguishedName, type GeneralName, PkiError } from '../types.ts';
import { isCovered, isTouched, type NameKind } from './name-pattern.ts';
import { MAX_NAMES, type NameRule, type ProfileDefinition, SUBJECT_ATTRIBUTES } from './profile-definition.ts';

/** One broken rule. `at` counts the names from 0; null when it is about all of them. */
export type PolicyFault =
  | { readonly part: 'names'; readonly at: number | null; readonly message: string }
  | { readonly part: 'subject'; readonly attribute: string; readonly message: string }
  | {
      readonly part: 'keyAlgorithm' | 'authority' | 'csr' | 'extensions' | 'validity';
      readonly message: string;
    };

export interface PolicyQuestion {
  readonly tbs: ParsedTbsCertificate;
  readonly profile: ProfileId;
  /** Null: a built-in profile as it is. */
  readonly own: { readonly id: string; readonly label: string; readonly definition: ProfileDefinition } | null;
  /** Null: it signs itself. `profiles` absent: it may use all. */
  readonly authority: {
    readonly id: string;
    readonly name: string;
    readonly profiles: readonly string[] | undefined;
  } | null;
  /** Whether the private key is kept here; null while there is no key, in previews. */
  readonly keyHeld: boolean | null;
}

/** Everything that the profile refuses about the certificate, in the order of its fields; empty when it may be signed. */
export function judgePolicy({ tbs, profile, own, authority, keyHeld }: PolicyQuestion): readonly PolicyFault[] {
  if (profile === 'rootAuthority' || profile === 'issuingAuthority' || profile === 'ocspResponder') return [];
  const faults: PolicyFault[] = [...judgeAuthority(profile, own, authority)];
  const names = tbs.subjectAltName.filter((name): name is GeneralName => name.type in KIND_WORDS);
  if (names.length < tbs.subjectAltName.length)
    faults.push({
      part: 'names',
      at: null,
      message: 'A name has a form that is never issued. Leave it out.',
    });
  faults.push(...judgeNames(names, own));
  if (own === null) return faults;
  faults.push(...judgeSubject(tbs.subject, own));
  if (keyHeld !== null) faults.push(...judgeCsr(own, keyHeld));
  return [...faults, ...judgeLife(tbs, own), ...judgeKeyAndPolicies(tbs, own, keyHeld)];
}

type Own = PolicyQuestion['own'];

/** Names under the rules of a profile; also the number of them. */
export function judgeNames(names: readonly GeneralName[], own: Own): readonly PolicyFault[] {
  const maximum = own?.definition.names.maximum ?? MAX_NAMES;
  const faults: PolicyFault[] = [];
  const refuse = (at: number | null, message: string) => faults.push({ part: 'names', at, message });
  if (names.length > maximum)
    refuse(
      null,
      own === null || maximum === MAX_NAMES
        ? `${names.length} names; at most ${maximum} are allowed in one certificate. Split them over several certificates.`
        : `${names.length} names; ${own.label} allows at most ${maximum}. Leave some out.`,
    );
  if (own === null) return faults;
  const { names: rules } = own.definition;
  if (names.length < rules.minimum)
    refuse(null, `${own.label} asks for at least ${rules.minimum} ${rules.minimum === 1 ? 'name' : 'names'}.`);
  for (const [at, name] of names.entries()) {
    const rule = rules[name.type];
    const words = `${own.label} does not allow`;
    if (!rule.allowed) refuse(at, `${words} ${KIND_WORDS[name.type]}: "${name.value}".`);
    else if (name.type === 'dns' && name.value.startsWith('*.') && !rules.wildcards)
      refuse(at, `${words} wildcards: "${name.value}". Add each host name.`);
    else {
      const refused = whatRefuses(name, rule);
      if (refused !== null) refuse(at, `${words} "${name.value}". ${refused}`);
    }
  }
  for (const kind of Object.keys(KIND_WORDS) as NameKind[])
    for (const pattern of rules[kind].require)
      if (!names.some((name) => name.type === kind && isCovered(name, pattern)))
        refuse(null, `${own.label} asks for a name under ${pattern}, and there is none.`);
  return faults;
}

/** Attributes of the subject under the rules of an own profile. A common name that reads as a name falls under the rules for names, too. */
export function judgeSubject(subject: DistinguishedName, own: NonNullable<Own>): readonly PolicyFault[] {
  const { definition, label } = own;
  const faults: PolicyFault[] = [];
  const refuse = (attribute: string, message: string) => faults.push({ part: 'subject', attribute, message });
  for (const type of SUBJECT_ATTRIBUTES) {
    const rule = definition.subject[type];
    const values = subject.filter((attribute) => attribute.type === type).map(({ value }) => value);
    if (rule.mode === 'required' && values.length === 0) refuse(type, `${label} asks for ${ATTRIBUTE_WORDS[type]}.`);
    if (rule.mode === 'forbidden' && values.length > 0)
      refuse(type, `${label} does not allow ${ATTRIBUTE_WORDS[type]}. Leave it out.`);
    if (rule.mode === 'fixed' && (values.length !== 1 || values[0] !== rule.value))
      refuse(type, `${label} sets ${ATTRIBUTE_WORDS[type]} to "${rule.value}". Leave it out, or write exactly that.`);
  }
  for (const { type } of subject)
    if (!(SUBJECT_ATTRIBUTES as readonly string[]).includes(type))
      refuse(type, `${label} does not have the subject attribute ${type}. Leave it out.`);
  for (const { type, value } of subject) {
    const read = type === 'CN' ? namesIn(value) : type === 'emailAddress' ? [{ type: 'email', value } as const] : [];
    const refused = read.map((name) => whatRefuses(name, definition.names[name.type]));
    // "alice@corp.example" may be a mailbox or an account: allowed as one of them is enough.
    const [first] = refused;
    if (first && refused.every((one) => one !== null)) refuse(type, `${label} does not allow "${value}". ${first}`);
  }
  return faults;
}

/** Whether the authority may use the profile, by the profile's own list and by the authority's settings. */
export function judgeAuthority(
  profile: EndEntityProfileId,
  own: Own,
  authority: PolicyQuestion['authority'],
): readonly PolicyFault[] {
  if (authority === null) return [];
  const faults: PolicyFault[] = [];
  const label = own?.label ?? profile;
  if (own?.definition.authorities && !own.definition.authorities.includes(authority.id))
    faults.push({
      part: 'authority',
      message: `${label} may not be used by ${authority.name}. Choose one of the authorities of this profile.`,
    });
  else if (authority.profiles && !authority.profiles.includes(own?.id ?? profile))
    faults.push({
      part: 'authority',
      message: `${authority.name} may not use the profile ${label}. Choose another authority, or change its settings.`,
    });
  return faults;
}

/** Whether a key of this origin may be certified. */
export function judgeCsr(own: NonNullable<Own>, keyHeld: boolean): readonly PolicyFault[] {
  const { csr } = own.definition;
  if (csr === 'required' && keyHeld)
    return [
      {
        part: 'csr',
        message: `${own.label} wants keys made by their owners. Give a CSR, or make the key in the browser.`,
      },
    ];
  if (csr === 'forbidden' && !keyHeld)
    return [{ part: 'csr', message: `${own.label} takes no CSR: its keys are made and kept here. Leave the CSR out.` }];
  return [];
}

function judgeLife(tbs: ParsedTbsCertificate, own: NonNullable<Own>): PolicyFault[] {
  const days = (tbs.notAfter.getTime() - tbs.notBefore.getTime()) / 86_400_000;
  const { maxValidityDays } = own.definition;
  return days <= maxValidityDays
    ? []
    : [
        {
          part: 'validity',
          message: `The life is ${Math.ceil(days)} days; ${own.label} allows at most ${maxValidityDays}.`,
        },
      ];
}

function judgeKeyAndPolicies(
  tbs: ParsedTbsCertificate,
  { label, definition }: NonNullable<Own>,
  keyHeld: boolean | null,
): PolicyFault[] {
  const faults: PolicyFault[] = [];
  if (keyHeld !== null && (tbs.keyAlgorithm === null || !definition.keyAlgorithms.includes(tbs.keyAlgorithm)))
    faults.push({
      part: 'keyAlgorithm',
      message: `${label} does not allow ${tbs.keyAlgorithm ?? 'such'} keys. Use one of ${definition.keyAlgorithms.join(', ')}.`,
    });
  const text = (policies: readonly { policy: string; cpsUri: string | null }[]) =>
    policies.map(({ policy, cpsUri }) => `${policy} ${cpsUri ?? ''}`).join('\n');
  if (text(tbs.certificatePolicies) !== text(definition.certificatePolicies))
    faults.push({ part: 'extensions', message: `The certificate policies are not those of ${label}.` });
  return faults;
}

/** Why a name is refused by the patterns of its kind; null when it is not. */
function whatRefuses(name: GeneralName, rule: NameRule): string | null {
  const denied = rule.deny.find((pattern) => isTouched(name, pattern));
  if (denied !== undefined) return `It falls under ${denied}, which is denied.`;
  if (rule.allow.length === 0 || rule.allow.some((pattern) => isCovered(name, pattern))) return null;
  return `Allowed are names under ${rule.allow.slice(0, 5).join(', ')}${rule.allow.length > 5 ? ' and others' : ''}.`;
}

/** What a common name can be read as by programs that compare it with names; nothing for plain words. */
function namesIn(commonName: string): readonly GeneralName[] {
  if (!/[.@:]/.test(commonName)) return [];
  try {
    const wildcard = commonName.startsWith('*.');
    const name = parseClientName(wildcard ? commonName.slice(2) : commonName);
    if (name.type === 'email') return [name, { type: 'upn', value: name.value }];
    return name.type === 'dns' && wildcard ? [{ type: 'dns', value: `*.${name.value}` as typeof name.value }] : [name];
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return [];
  }
}

const KIND_WORDS: Readonly<Record<NameKind, string>> = {
  dns: 'host names',
  ip: 'IP addresses',
  email: 'e-mail addresses',
  uri: 'URIs',
  upn: 'user principal names',
};
const ATTRIBUTE_WORDS: Readonly<Record<(typeof SUBJECT_ATTRIBUTES)[number], string>> = {
  C: 'a country',
  ST: 'a state or province',
  L: 'a place',
  O: 'an organisation',
  OU: 'a department',
  CN: 'a common name',
  serialNumber: 'a serial number of the subject',
  emailAddress: 'an e-mail address in the subject',
};
