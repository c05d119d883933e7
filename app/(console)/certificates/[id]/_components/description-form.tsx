'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { descriptionFormWords } from '@/app/(console)/certificates/[id]/_components/description-form.words';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextAreaField, TextField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';

export interface Description {
  readonly id: string;
  readonly owner: string;
  readonly notes: string;
  readonly tags: readonly string[];
}

export default function DescriptionForm({ id, owner, notes, tags, onDone }: Description & { onDone: () => void }) {
  const words = descriptionFormWords();
  const router = useRouter();
  const form = useApiForm();
  const [values, setValues] = useState({ owner, notes, tags: tags.join(', ') });
  const save = form.onSubmit(async () => {
    await call('PATCH', `/certificates/${id}`, {
      owner: values.owner,
      notes: values.notes,
      tags: values.tags
        .split(/[,\s]+/)
        .map((tag) => tag.trim())
        .filter(Boolean),
    });
    router.refresh();
    onDone();
    return 'stay';
  });
  const field = (name: 'owner' | 'notes' | 'tags') => ({
    id: name,
    value: values[name],
    onValue: (value: string) => {
      setValues({ ...values, [name]: value });
      form.clear(name);
    },
    errors: form.errorsFor(name),
  });
  return (
    <form method="post" onSubmit={save} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-4">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(name) => name} /> : null}
      <TextField {...field('owner')} label={words.owner} optional help={words.whoAnswersForItA} />
      <TextField {...field('tags')} label={words.tags} optional help={words.separatedByCommas} />
      <TextAreaField {...field('notes')} label={words.notes} optional rows={4} />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" disabled={form.pending}>
          {form.pending ? words.saving : words.save}
        </Button>
        <Button onClick={onDone}>{words.cancel}</Button>
      </div>
    </form>
  );
}
