import type { ParsedCertificationRequest } from '../pki/certification-request.ts';
import { SUBJECT_ATTRIBUTES } from '../pki/profile/profile-definition.ts';
import { parseDistinguishedName } from '../pki/subject.ts';
import type { DistinguishedName, GeneralName } from '../pki/types.ts';
import { SUBJECT_FIELDS } from './apply-policy.ts';
import type { ChosenProfile } from './chosen-profile.ts';
import type { IssueCertificateRequest } from './decide-certificate.ts';
import type { FieldErrors } from './field-errors.ts';

/** The subject of an end entity: what was given, what the profile sets, and a common name made from the names where none is given. */
export function decideSubject(
  request: IssueCertificateRequest,
  chosen: ChosenProfile,
  csr: ParsedCertificationRequest | null,
  names: readonly GeneralName[],
  errors: FieldErrors,
): DistinguishedName {
  const given = request.subject ?? {};
  const { commonName, field: commonNameField } = chooseCommonName(request, chosen, csr, names);
  const subject: { type: string; value: string }[] = [];
  for (const type of SUBJECT_ATTRIBUTES) {
    const name = SUBJECT_FIELDS[type] as keyof typeof given;
    const rule = chosen.own?.definition.subject[type];
    const value = type === 'CN' ? commonName : given[name]?.trim() || (rule?.mode === 'fixed' ? rule.value : undefined);
    if (value === undefined) continue;
    const field = type === 'CN' ? commonNameField : `subject.${name}`;
    const parsed = errors.take(field, () => parseDistinguishedName([{ type, value }]));
    if (parsed) subject.push(...parsed);
  }
  checkCommonName(given.commonName?.trim() ?? '', commonName, chosen, csr, names, errors);
  return subject;
}

/** A client may simply be called "alice": that is its common name, not a host. */
export function isPlainName(text: string): boolean {
  return !/[@:./]/.test(text);
}

function chooseCommonName(
  request: IssueCertificateRequest,
  { profile: { nameForm, requiresCommonName }, own }: ChosenProfile,
  csr: ParsedCertificationRequest | null,
  names: readonly GeneralName[],
): { commonName: string | undefined; field: string } {
  const given = request.subject?.commonName?.trim();
  if (given) return { commonName: given, field: 'subject.commonName' };
  const plain =
    nameForm === 'client' ? request.names?.find((name) => name.trim() !== '' && isPlainName(name))?.trim() : undefined;
  if (plain) return { commonName: plain, field: 'names' };
  const field = 'subject.commonName';
  const rule = own?.definition.subject.CN;
  if (rule?.mode === 'fixed') return { commonName: rule.value, field };
  if (rule?.mode === 'forbidden') return { commonName: undefined, field };
  const isTaken = nameForm !== 'server' && own?.definition.namesFromCsr !== false;
  const fromCsr = isTaken ? csr?.subject.find((attribute) => attribute.type === 'CN')?.value : undefined;
  const first = requiresCommonName ? undefined : names.find((name) => name.value.length <= 64)?.value;
  return { commonName: fromCsr || first, field };
}

function checkCommonName(
  given: string,
  commonName: string | undefined,
  { profile: { nameForm, requiresCommonName, label } }: ChosenProfile,
  csr: ParsedCertificationRequest | null,
  names: readonly GeneralName[],
  errors: FieldErrors,
): void {
  // The CN of a server is never trusted by clients; naming a host that is not in the SAN would only mislead.
  if (nameForm === 'server' && given !== '' && !names.some((name) => name.value === given.toLowerCase()))
    errors.add(
      'subject.commonName',
      `"${given}" is not one of the names. Add it to the names, or leave the common name empty.`,
    );
  if (requiresCommonName && !commonName)
    errors.add(
      'subject.commonName',
      `A ${label} certificate needs the name of who signs, such as the name of your organisation or team.`,
    );
  if (nameForm === 'client' && !commonName && names.length === 0 && errors.empty)
    errors.add(
      csr ? 'subject.commonName' : 'names',
      'A client needs a name: what it is called, such as alice, or its e-mail address, host name or SPIFFE URI.',
    );
}
