'use client';

import { TextAreaField, TextField } from '@/components/ui/field';
import type { ApiForm } from '@/components/use-api-form';
import { issueWords } from './issue.words';

export interface DescriptionDraft {
  readonly owner: string;
  readonly tags: string;
  readonly notes: string;
}
export const NO_DESCRIPTION: DescriptionDraft = { owner: '', tags: '', notes: '' };

/** What people will want to know about the certificate; none of it is in the certificate. */
export function DescriptionFields({
  draft,
  onChange,
  form,
}: {
  draft: DescriptionDraft;
  onChange: (part: Partial<DescriptionDraft>) => void;
  form: ApiForm;
}) {
  const words = issueWords().descriptionFields;
  const field = (name: keyof DescriptionDraft) => ({
    id: name,
    value: draft[name],
    onValue: (value: string) => {
      onChange({ [name]: value });
      form.clear(name);
    },
    errors: form.errorsFor(name),
  });
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField {...field('owner')} label={words.owner} optional help={words.whoAnswersForItA} />
        <TextField {...field('tags')} label={words.tags} optional help={words.separatedByCommas} />
      </div>
      <TextAreaField {...field('notes')} label={words.notes} optional rows={3} />
    </div>
  );
}

export function descriptionBody({ owner, tags, notes }: DescriptionDraft): object {
  const list = tags.split(/[,\s]+/).filter(Boolean);
  return {
    ...(owner.trim() === '' ? {} : { owner: owner.trim() }),
    ...(notes.trim() === '' ? {} : { notes: notes.trim() }),
    ...(list.length === 0 ? {} : { tags: list }),
  };
}
