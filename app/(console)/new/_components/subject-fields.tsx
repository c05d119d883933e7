'use client';

import { Fact, Facts } from '@/components/ui/card';
import { TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import type { ProfileDefinition, SubjectAttribute } from '@/lib/pki/profile/profile-definition';
import type { EndEntityProfileId } from '@/lib/pki/profiles';
import { issueWords } from './issue.words';

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
  const fields = allFields().filter(
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
              field === 'organisation' ? organisation : field === 'commonName' ? placeholders()[base] : placeholder
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
  const words = issueWords().subjectFields;
  const set = allFields().flatMap(({ attribute, label }) => {
    const rule = rules[attribute];
    return rule.mode === 'fixed' ? [{ label, value: rule.value }] : [];
  });
  if (set.length === 0) return null;
  return (
    <div className="rounded-md border border-line bg-subtle p-4">
      <p className="mb-3 text-13 text-muted">{words.setByTheProfile}</p>
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
    allFields()
      .filter(({ attribute }) => rules[attribute].mode === 'optional' || rules[attribute].mode === 'required')
      .map(({ field }) => [field, draft[field].trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

const commonNameHelp = (base: EndEntityProfileId): string =>
  base === 'smime'
    ? issueWords().subjectFields.theNameOfThePerson
    : base === 'tlsServer' || base === 'tlsPeer'
      ? issueWords().subjectFields.clientsLookAtTheNames
      : issueWords().subjectFields.whatListsAndLogsShow;
const placeholders = (): Readonly<Record<EndEntityProfileId, string>> => ({
  tlsServer: issueWords().subjectFields.firstServerName,
  tlsPeer: issueWords().subjectFields.firstServerName,
  tlsClient: '',
  smime: issueWords().subjectFields.firstEMailAddress,
  codeSigning: '',
});
const allFields = (): readonly {
  readonly field: SubjectField;
  readonly attribute: SubjectAttribute;
  readonly label: string;
  readonly placeholder: string;
  readonly help?: string;
}[] => [
  { field: 'commonName', attribute: 'CN', label: issueWords().subjectFields.commonName, placeholder: '' },
  { field: 'organisation', attribute: 'O', label: issueWords().subjectFields.organisation, placeholder: '' },
  { field: 'organisationalUnit', attribute: 'OU', label: issueWords().subjectFields.department, placeholder: '' },
  { field: 'locality', attribute: 'L', label: issueWords().subjectFields.place, placeholder: 'London' },
  { field: 'state', attribute: 'ST', label: issueWords().subjectFields.stateOrProvince, placeholder: '' },
  {
    field: 'country',
    attribute: 'C',
    label: issueWords().subjectFields.country,
    placeholder: 'GB',
    help: issueWords().subjectFields.twoLettersIso3166,
  },
  {
    field: 'serialNumber',
    attribute: 'serialNumber',
    label: issueWords().subjectFields.serialNumberOfTheHolder,
    placeholder: '',
  },
  {
    field: 'emailAddress',
    attribute: 'emailAddress',
    label: issueWords().subjectFields.eMailInTheSubject,
    placeholder: '',
  },
];
