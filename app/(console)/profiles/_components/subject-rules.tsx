'use client';

import { withinSentence } from '@/components/language/define-words';
import { SelectField, TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import type { AttributeRule, ProfileDefinition, SubjectAttribute } from '@/lib/pki/profile/profile-definition';

const ATTRIBUTES: readonly (readonly [SubjectAttribute, string])[] = [
  ['CN', 'Common name'],
  ['O', 'Organisation'],
  ['OU', 'Department'],
  ['L', 'Place'],
  ['ST', 'State or province'],
  ['C', 'Country'],
  ['serialNumber', 'Serial number of the holder'],
  ['emailAddress', 'E-mail in the subject'],
];
const MODES = [
  { value: 'optional', label: 'Possible' },
  { value: 'required', label: 'Asked for' },
  { value: 'forbidden', label: 'Not allowed' },
  { value: 'fixed', label: 'Always this value' },
] as const;

/** Each attribute of the subject: possible, asked for, not allowed, or always the same. */
export function SubjectRules({
  subject,
  onSubject,
  form,
}: {
  subject: ProfileDefinition['subject'];
  onSubject: (subject: ProfileDefinition['subject']) => void;
  form: ApiForm;
}) {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {ATTRIBUTES.map(([type, label]) => {
        const rule = subject[type];
        const change = (next: AttributeRule) => {
          onSubject({ ...subject, [type]: next });
          form.clear(`definition.subject.${type}`);
        };
        return (
          <div key={type} className="flex min-w-0 flex-col gap-3">
            <SelectField
              id={`definition-subject-${type}`}
              label={label}
              value={rule.mode}
              onValue={(mode) =>
                change(mode === 'fixed' ? { mode, value: '' } : { mode: mode as 'optional' | 'required' | 'forbidden' })
              }
              options={MODES}
              errors={rule.mode === 'fixed' ? [] : form.errorsFor(`definition.subject.${type}`)}
            />
            {rule.mode === 'fixed' ? (
              <TextField
                id={`definition-subject-${type}-value`}
                label={`Value of ${withinSentence(label)}`}
                value={rule.value}
                onValue={(value) => change({ mode: 'fixed', value })}
                errors={form.errorsFor(`definition.subject.${type}`)}
              />
            ) : null}
          </div>
        );
      })}
    </div>
  );
}
