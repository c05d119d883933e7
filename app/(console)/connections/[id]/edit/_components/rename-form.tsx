'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeConnectionWords } from '@/app/(console)/connections/[id]/_components/change-connection.words';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { useApiForm } from '@/components/use-api-form';

export function RenameForm({ id, name }: { id: string; name: string }) {
  const words = changeConnectionWords().renameForm;
  const router = useRouter();
  const form = useApiForm();
  const [typed, setTyped] = useState(name);
  const save = form.onSubmit(async () => {
    await call('PATCH', `/connections/${id}`, { name: typed });
    router.push(`/connections/${id}`);
    router.refresh();
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={save} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'name'} /> : null}
      <TextField
        id="name"
        label={words.name}
        help={words.atMost100CharactersSuch}
        autoComplete="off"
        value={typed}
        onValue={(value) => {
          setTyped(value);
          form.clear('name');
        }}
        errors={form.errorsFor('name')}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" size="large" disabled={form.pending}>
          {form.pending ? words.saving : words.saveName}
        </Button>
        <ButtonLink href={`/connections/${id}`} size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}
