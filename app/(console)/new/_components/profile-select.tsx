'use client';

import type { FieldProblem } from '@/components/api-client';
import type { ProfileChoice } from '@/components/pki/profile-choice';
import { SelectField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import { issueWords } from './issue.words';

/** The rules that a certificate follows. Another profile makes every refusal of the last try stale. */
export function ProfileSelect({
  id,
  label,
  choices,
  chosen,
  onValue,
  form,
  troubles = [],
}: {
  /** Also the request's field. */
  id: string;
  label: string;
  choices: readonly ProfileChoice[];
  chosen: ProfileChoice;
  onValue: (id: string) => void;
  form: ApiForm;
  /** What a preview says, until a try was refused. */
  troubles?: readonly FieldProblem[];
}) {
  const words = issueWords().profileSelect;
  const refused = form.errorsFor(id);
  return (
    <SelectField
      id={id}
      label={label}
      help={chosen.definition.description}
      value={chosen.id}
      onValue={(value) => {
        onValue(value);
        form.setProblem(null);
      }}
      options={choices.map((choice) => ({
        value: choice.id,
        label: choice.builtIn ? words.builtIn(choice.name) : choice.name,
      }))}
      errors={refused.length > 0 ? refused : troubles}
    />
  );
}
