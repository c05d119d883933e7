'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Card, Fact, Facts } from '@/components/ui/card';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextAreaField, TextField } from '@/components/ui/field';
import { TextLink } from '@/components/ui/link';
import { useApiForm } from '@/components/use-api-form';

interface Description {
  readonly id: string;
  readonly owner: string;
  readonly notes: string;
  readonly tags: readonly string[];
}

/** Owner, notes and tags: what people know about a certificate and no certificate carries. */
export function DescriptionCard(description: Description) {
  const [editing, setEditing] = useState(false);
  return (
    <Card title="Description" id="description">
      {editing ? (
        <EditForm {...description} onDone={() => setEditing(false)} />
      ) : (
        <div className="flex flex-col gap-4">
          <Facts>
            <Fact label="Owner">{description.owner === '' ? <None /> : description.owner}</Fact>
            <Fact label="Tags">
              {description.tags.length === 0 ? (
                <None />
              ) : (
                <ul className="flex flex-wrap gap-1.5">
                  {description.tags.map((tag) => (
                    <li key={tag} className="rounded-md border border-line px-2 py-0.5 text-13">
                      <TextLink href={`/certificates?tag=${encodeURIComponent(tag)}`}>{tag}</TextLink>
                    </li>
                  ))}
                </ul>
              )}
            </Fact>
            <Fact label="Notes">
              {description.notes === '' ? (
                <None />
              ) : (
                <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{description.notes}</p>
              )}
            </Fact>
          </Facts>
          <div>
            <Button size="small" onClick={() => setEditing(true)}>
              Edit
            </Button>
          </div>
        </div>
      )}
    </Card>
  );
}

function EditForm({ id, owner, notes, tags, onDone }: Description & { onDone: () => void }) {
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
    <form method="post" onSubmit={save} noValidate className="flex flex-col gap-4">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(name) => name} /> : null}
      <TextField {...field('owner')} label="Owner" optional help="Who answers for it: a person or a team." />
      <TextField {...field('tags')} label="Tags" optional help="Separated by commas." />
      <TextAreaField {...field('notes')} label="Notes" optional rows={4} />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" disabled={form.pending}>
          {form.pending ? 'Saving…' : 'Save'}
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}

function None() {
  return <span className="text-muted">None</span>;
}
