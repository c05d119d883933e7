import { z } from 'zod';
import { CountersignError } from '../domain/errors.ts';
import { OID, oidName } from '../pki/oids.ts';
import { type NameKind, parseNamePattern } from '../pki/profile/name-pattern.ts';
import {
  LONGEST_LIFE_DAYS,
  MAX_NAMES,
  type NameRule,
  type ProfileDefinition,
  SUBJECT_ATTRIBUTES,
  USAGE_CHOICES,
} from '../pki/profile/profile-definition.ts';
import { type EndEntityProfileId, PROFILES } from '../pki/profiles.ts';
import { parseDistinguishedName } from '../pki/subject.ts';
import { type CustomKeyPurpose, KEY_ALGORITHMS, type KeyUsageBit } from '../pki/types.ts';
import type { FieldErrors } from './field-errors.ts';

/** More patterns name single machines, which is what certificates do; each one is tried against each name. */
const MOST_PATTERNS = 200;

const patterns = z.array(z.string().max(512)).max(MOST_PATTERNS);
const nameRule = z.strictObject({ allowed: z.boolean(), allow: patterns, deny: patterns, require: patterns });
const attributeRule = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.enum(['optional', 'required', 'forbidden']) }),
  z.strictObject({ mode: z.literal('fixed'), value: z.string().max(255) }),
]);
const days = z.int().min(1).max(LONGEST_LIFE_DAYS);

/** What is stored and what requests bring. The rules between the fields are `checkDefinition`'s. */
export const profileDefinition = z.strictObject({
  version: z.literal(1),
  description: z.string().max(1_000),
  keyAlgorithms: z.array(z.enum(KEY_ALGORITHMS)).min(1).max(KEY_ALGORITHMS.length),
  defaultKeyAlgorithm: z.enum(KEY_ALGORITHMS),
  defaultValidityDays: days,
  maxValidityDays: days,
  allowLongLife: z.boolean(),
  names: z.strictObject({
    dns: nameRule,
    ip: nameRule,
    email: nameRule,
    uri: nameRule,
    upn: nameRule,
    wildcards: z.boolean(),
    minimum: z.int().min(0).max(MAX_NAMES),
    maximum: z.int().min(0).max(MAX_NAMES),
  }),
  subject: z.strictObject({
    C: attributeRule,
    ST: attributeRule,
    L: attributeRule,
    O: attributeRule,
    OU: attributeRule,
    CN: attributeRule,
    serialNumber: attributeRule,
    emailAddress: attributeRule,
  }),
  keyUsage: z
    .array(z.enum(['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement']))
    .max(5)
    .nullable(),
  moreExtKeyUsage: z.array(z.string().max(100)).max(20),
  certificatePolicies: z
    .array(z.strictObject({ policy: z.string().max(100), cpsUri: z.string().max(500).nullable() }))
    .max(20),
  authorities: z.array(z.string().max(64)).max(1_000).nullable(),
  csr: z.enum(['allowed', 'required', 'forbidden']),
  namesFromCsr: z.boolean(),
});
export type ProfileDefinitionInput = z.infer<typeof profileDefinition>;

/** A stored definition. What does not read as one is refused and never guessed at: its rules would be gaps. Throws `internal`. */
export function readDefinition(text: string, name: string): ProfileDefinition {
  const result = profileDefinition.safeParse(JSON.parse(text));
  if (!result.success)
    throw new CountersignError('internal', `The rules of the profile "${name}" cannot be read. Nothing was signed.`, {
      cause: result.error,
    });
  return result.data as ProfileDefinition;
}

/** The definition in its stored spelling; what does not fit the built-in profile or itself goes to `errors`, under `definition.`. */
export function checkDefinition(
  base: EndEntityProfileId,
  given: ProfileDefinitionInput,
  errors: FieldErrors,
): ProfileDefinition {
  const keyAlgorithms = KEY_ALGORITHMS.filter((one) => given.keyAlgorithms.includes(one));
  if (!keyAlgorithms.includes(given.defaultKeyAlgorithm))
    errors.add(
      'definition.defaultKeyAlgorithm',
      'The usual key type is not among the allowed ones. Choose one of them.',
    );
  checkLife(base, given, errors);
  const names = checkNames(base, given, errors);
  checkSubject(base, given, errors);
  checkUsage(base, given, errors);
  checkPolicies(given, errors);
  if (given.authorities?.length === 0)
    errors.add('definition.authorities', 'No authority could use this profile. Choose at least one, or allow all.');
  return {
    ...given,
    description: given.description.trim(),
    keyAlgorithms,
    names,
    moreExtKeyUsage: [...new Set(given.moreExtKeyUsage)] as ProfileDefinition['moreExtKeyUsage'],
    authorities: given.authorities && [...new Set(given.authorities)].sort(),
  };
}

function checkLife(base: EndEntityProfileId, given: ProfileDefinitionInput, errors: FieldErrors): void {
  const { maxValidityDays, label } = PROFILES[base];
  if (given.defaultValidityDays > given.maxValidityDays)
    errors.add(
      'definition.defaultValidityDays',
      `The usual life is longer than the longest, ${given.maxValidityDays} days.`,
    );
  if (given.maxValidityDays > maxValidityDays && !given.allowLongLife)
    errors.add(
      'definition.maxValidityDays',
      `${label} certificates live at most ${maxValidityDays} days, as many clients refuse more. Shorten it, or allow a long life explicitly.`,
      String(maxValidityDays),
    );
}

function checkNames(
  base: EndEntityProfileId,
  given: ProfileDefinitionInput,
  errors: FieldErrors,
): ProfileDefinition['names'] {
  const { subjectAltNameTypes, allowsWildcard, requiresSubjectAltName, label } = PROFILES[base];
  const { names } = given;
  const rules = Object.fromEntries(
    NAME_KINDS.map((kind): [NameKind, NameRule] => {
      const rule = names[kind];
      if (rule.allowed && !subjectAltNameTypes.includes(kind))
        errors.add(`definition.names.${kind}`, `A ${label} certificate carries no such names. Leave them out.`);
      const read = (list: 'allow' | 'deny' | 'require') => [
        ...new Set(
          rule[list].flatMap(
            (text, at) =>
              errors.take(`definition.names.${kind}.${list}.${at}`, () => parseNamePattern(kind, text.trim())) ?? [],
          ),
        ),
      ];
      return [kind, { allowed: rule.allowed, allow: read('allow'), deny: read('deny'), require: read('require') }];
    }),
  ) as Record<NameKind, NameRule>;
  for (const kind of NAME_KINDS)
    if (!names[kind].allowed && names[kind].require.length > 0)
      errors.add(
        `definition.names.${kind}.require`,
        'Names are asked for that are not allowed. Allow them, or ask for none.',
      );
  if (names.wildcards && !allowsWildcard)
    errors.add('definition.names.wildcards', `A ${label} certificate carries no wildcards. Leave them out.`);
  if (names.minimum > names.maximum)
    errors.add('definition.names.minimum', `At least ${names.minimum} and at most ${names.maximum} names cannot be.`);
  if (requiresSubjectAltName && names.minimum < 1)
    errors.add('definition.names.minimum', `A ${label} certificate needs at least one name.`, '1');
  if (names.minimum > 0 && !subjectAltNameTypes.some((kind) => names[kind].allowed))
    errors.add('definition.names', 'Names are asked for, but no kind of name is allowed. Allow one.');
  return { ...rules, wildcards: names.wildcards, minimum: names.minimum, maximum: names.maximum };
}

function checkSubject(base: EndEntityProfileId, { subject, names }: ProfileDefinitionInput, errors: FieldErrors): void {
  for (const type of SUBJECT_ATTRIBUTES) {
    const rule = subject[type];
    if (rule.mode === 'fixed')
      errors.take(`definition.subject.${type}`, () => parseDistinguishedName([{ type, value: rule.value }]));
  }
  const { nameForm, requiresCommonName, label } = PROFILES[base];
  if (nameForm === 'server' && subject.CN.mode === 'fixed')
    errors.add(
      'definition.subject.CN',
      'The common name of a server is one of its names, so it cannot be the same for all.',
    );
  if (requiresCommonName && subject.CN.mode === 'forbidden')
    errors.add('definition.subject.CN', `A ${label} certificate needs a common name. Do not forbid it.`);
  if (nameForm === 'client' && subject.CN.mode === 'forbidden' && names.minimum < 1)
    errors.add('definition.names.minimum', 'Without a common name a client needs at least one other name.', '1');
}

function checkUsage(base: EndEntityProfileId, given: ProfileDefinitionInput, errors: FieldErrors): void {
  const choices = USAGE_CHOICES[base];
  const { label } = PROFILES[base];
  const odd = (given.keyUsage ?? []).filter((bit) => !choices.keyUsage.includes(bit));
  if (odd.length > 0)
    errors.add(
      'definition.keyUsage',
      `${odd.join(', ')}: nothing uses that in a ${label} certificate. Possible are ${choices.keyUsage.join(', ')}.`,
    );
  const needed: readonly KeyUsageBit[] = base === 'smime' ? MAIL_NEEDS : ['digitalSignature'];
  if (given.keyUsage && !given.keyUsage.some((bit) => needed.includes(bit)))
    errors.add('definition.keyUsage', `A ${label} certificate needs ${needed.join(' or ')}. Add it.`);
  // Keys of one type cannot do what others can, and a certificate without any usage is refused.
  else if (given.keyUsage && !given.keyUsage.some((bit) => bit === 'digitalSignature' || bit === 'nonRepudiation')) {
    const useless = given.keyAlgorithms.filter(
      (key) => !key.startsWith('RSA-') && !given.keyUsage?.includes('keyAgreement'),
    );
    if (useless.length > 0)
      errors.add(
        'definition.keyUsage',
        `${useless.join(', ')} keys can do none of these. Add digitalSignature, or allow RSA keys only.`,
      );
  }
  for (const [at, purpose] of given.moreExtKeyUsage.entries()) {
    const field = `definition.moreExtKeyUsage.${at}`;
    if ((choices.extKeyUsage as readonly string[]).includes(purpose)) continue;
    if (!isOid(purpose) || RESERVED_PURPOSES.includes(oidName(purpose)) || purpose === OID.anyExtendedKeyUsage)
      errors.add(
        field,
        `"${purpose}" cannot be added to ${label}. Write the OID of a purpose of your own${choices.extKeyUsage.length > 0 ? `, or ${choices.extKeyUsage.join(', ')}` : ''}.`,
      );
  }
}

function checkPolicies({ certificatePolicies }: ProfileDefinitionInput, errors: FieldErrors): void {
  const seen = new Set<string>();
  for (const [at, { policy, cpsUri }] of certificatePolicies.entries()) {
    const field = `definition.certificatePolicies.${at}`;
    if (!isOid(policy) || policy === OID.anyPolicy)
      errors.add(
        field,
        `"${policy}" is not the OID of a certificate policy. Write it in numbers, such as 1.3.6.1.4.1.99999.1.1.`,
      );
    else if (seen.has(policy)) errors.add(field, `The policy ${policy} is given twice. Give it once.`);
    if (cpsUri !== null && !/^https?:\/\/[\x21-\x7e]+$/.test(cpsUri))
      errors.add(field, 'The address of the policy statement begins with http:// or https:// and is plain ASCII.');
    seen.add(policy);
  }
}

/** Dotted, within what one octet string of DER holds; X.660: the first arc is 0 to 2, the second at most 39 under 0 and 1. */
function isOid(text: string): text is CustomKeyPurpose {
  return /^(?:[01]\.(?:[0-9]|[1-3][0-9])|2\.(?:0|[1-9]\d{0,8}))(?:\.(?:0|[1-9]\d{0,9})){1,20}$/.test(text);
}

const NAME_KINDS: readonly NameKind[] = ['dns', 'ip', 'email', 'uri', 'upn'];
const MAIL_NEEDS: readonly KeyUsageBit[] = ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'];
/** They decide what the built-in profiles are for; two in one certificate would make another profile of it. */
const RESERVED_PURPOSES: readonly string[] = [
  'serverAuth',
  'clientAuth',
  'emailProtection',
  'codeSigning',
  'OCSPSigning',
  'timeStamping',
];
