'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { useApiForm } from '@/components/use-api-form';
import { viewsWords } from './views.words';

export function SaveView({ query }: { query: string }) {
  const words = viewsWords().saveView;
  const router = useRouter();
  const form = useApiForm();
  const [name, setName] = useState('');
  const [saved, setSaved] = useState('');
  const save = form.onSubmit(async (idempotencyKey) => {
    setSaved('');
    const view = await call<{ name: string }>('POST', '/views', { name, query }, { idempotencyKey });
    setName('');
    setSaved(view.name);
    router.refresh();
    return 'stay';
  });
  const other = form.problem && form.errorsFor('name').length === 0 ? form.problem.detail : '';
  return (
    <form method="post" onSubmit={save} noValidate className="flex flex-col gap-3">
      <TextField
        id="view-name"
        label={words.name}
        value={name}
        maxLength={60}
        autoComplete="off"
        onValue={(value) => {
          setName(value);
          form.clear('name');
        }}
        errors={form.errorsFor('name')}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" tone="primary" disabled={form.pending}>
          {form.pending ? words.saving : words.saveView}
        </Button>
        <p role="status" className="text-13 text-valid empty:hidden">
          {saved ? words.savedAs(saved) : ''}
        </p>
        <p role="alert" className="text-13 text-revoked empty:hidden">
          {other}
        </p>
      </div>
    </form>
  );
}
