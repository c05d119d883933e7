'use client';

import { withinSentence } from '@/components/language/define-words';
import { SelectField, TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import type { AttributeRule, ProfileDefinition, SubjectAttribute } from '@/lib/pki/profile/profile-definition';
import { profileFormWords } from './profile-form.words';

const attributes = (): readonly (readonly [SubjectAttribute, string])[] => [
  ['CN', profileFormWords().subjectRules.commonName],
  ['O', profileFormWords().subjectRules.organisation],
  ['OU', profileFormWords().subjectRules.department],
  ['L', profileFormWords().subjectRules.place],
  ['ST', profileFormWords().subjectRules.stateOrProvince],
  ['C', profileFormWords().subjectRules.country],
  ['serialNumber', profileFormWords().subjectRules.serialNumberOfTheHolder],
  ['emailAddress', profileFormWords().subjectRules.eMailInTheSubject],
];
const modes = () =>
  [
    { value: 'optional', label: profileFormWords().subjectRules.possible },
    { value: 'required', label: profileFormWords().subjectRules.askedFor },
    { value: 'forbidden', label: profileFormWords().subjectRules.notAllowed },
    { value: 'fixed', label: profileFormWords().subjectRules.alwaysThisValue },
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
  const words = profileFormWords().subjectRules;
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {attributes().map(([type, label]) => {
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
              options={modes()}
              errors={rule.mode === 'fixed' ? [] : form.errorsFor(`definition.subject.${type}`)}
            />
            {rule.mode === 'fixed' ? (
              <TextField
                id={`definition-subject-${type}-value`}
                label={words.valueOf(withinSentence(label))}
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
