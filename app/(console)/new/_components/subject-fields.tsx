'use client';

import { Fact, Facts } from '@/components/ui/card';
import { TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import type { ProfileDefinition, SubjectAttribute } from '@/lib/pki/profile/profile-definition';
import type { EndEntityProfileId } from '@/lib/pki/profiles';

export type SubjectDraft = Readonly<Record<SubjectField, string>>;
export type SubjectField =
  | 'commonName'
  | 'organisation'
  | 'organisationalUnit'
  | 'locality'
  | 'state'
  | 'country'
  | 'serialNumber'
  | 'emailAddress';
export const NO_SUBJECT: SubjectDraft = {
  commonName: '',
  organisation: '',
  organisationalUnit: '',
  locality: '',
  state: '',
  country: '',
  serialNumber: '',
  emailAddress: '',
};

/** What the profile sets, asks for and allows in the subject. `which`: the part that is asked for, or the rest. */
export function SubjectFields({
  base,
  rules,
  which,
  named,
  draft,
  onChange,
  form,
  organisation,
}: {
  base: EndEntityProfileId;
  rules: ProfileDefinition['subject'];
  which: 'required' | 'optional';
  /** The form asks for the common name in a field of its own. */
  named: boolean;
  draft: SubjectDraft;
  onChange: (part: Partial<SubjectDraft>) => void;
  form: ApiForm;
  organisation: string;
}) {
  const fields = FIELDS.filter(
    ({ field, attribute }) => rules[attribute].mode === which && !(named && field === 'commonName'),
  );
  if (fields.length === 0) return null;
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {fields.map(({ field, label, placeholder, help }) => {
        const text = field === 'commonName' ? commonNameHelp(base) : help;
        return (
          <TextField
            key={field}
            id={`subject-${field}`}
            label={label}
            optional={which === 'optional'}
            placeholder={
              field === 'organisation' ? organisation : field === 'commonName' ? PLACEHOLDERS[base] : placeholder
            }
            {...(text ? { help: text } : {})}
            value={draft[field]}
            onValue={(value) => {
              onChange({ [field]: value });
              form.clear(`subject.${field}`);
            }}
            errors={form.errorsFor(`subject.${field}`)}
          />
        );
      })}
    </div>
  );
}

/** What the profile puts into every certificate; nothing to type. */
export function SetBySubject({ rules }: { rules: ProfileDefinition['subject'] }) {
  const set = FIELDS.flatMap(({ attribute, label }) => {
    const rule = rules[attribute];
    return rule.mode === 'fixed' ? [{ label, value: rule.value }] : [];
  });
  if (set.length === 0) return null;
  return (
    <div className="rounded-md border border-line bg-subtle p-4">
      <p className="mb-3 text-13 text-muted">Set by the profile</p>
      <Facts columns={2}>
        {set.map(({ label, value }) => (
          <Fact key={label} label={label}>
            {value}
          </Fact>
        ))}
      </Facts>
    </div>
  );
}

/** What is sent: what was typed, without fields that the profile sets or forbids and the form does not show. */
export function subjectBody(draft: SubjectDraft, rules: ProfileDefinition['subject']): Record<string, string> {
  return Object.fromEntries(
    FIELDS.filter(({ attribute }) => rules[attribute].mode === 'optional' || rules[attribute].mode === 'required')
      .map(({ field }) => [field, draft[field].trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

const commonNameHelp = (base: EndEntityProfileId): string =>
  base === 'smime'
    ? 'The name of the person or team, when it should be shown.'
    : base === 'tlsServer' || base === 'tlsPeer'
      ? 'Clients look at the names above, not at this.'
      : 'What lists and logs show.';
const PLACEHOLDERS: Readonly<Record<EndEntityProfileId, string>> = {
  tlsServer: 'First server name',
  tlsPeer: 'First server name',
  tlsClient: '',
  smime: 'First e-mail address',
  codeSigning: '',
};
const FIELDS: readonly {
  readonly field: SubjectField;
  readonly attribute: SubjectAttribute;
  readonly label: string;
  readonly placeholder: string;
  readonly help?: string;
}[] = [
  { field: 'commonName', attribute: 'CN', label: 'Common name', placeholder: '' },
  { field: 'organisation', attribute: 'O', label: 'Organisation', placeholder: '' },
  { field: 'organisationalUnit', attribute: 'OU', label: 'Department', placeholder: '' },
  { field: 'locality', attribute: 'L', label: 'Place', placeholder: 'London' },
  { field: 'state', attribute: 'ST', label: 'State or province', placeholder: '' },
  { field: 'country', attribute: 'C', label: 'Country', placeholder: 'GB', help: 'Two letters, ISO 3166.' },
  { field: 'serialNumber', attribute: 'serialNumber', label: 'Serial number of the holder', placeholder: '' },
  { field: 'emailAddress', attribute: 'emailAddress', label: 'E-mail in the subject', placeholder: '' },
];
