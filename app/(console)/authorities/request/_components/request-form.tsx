'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { type AuthorityKey, AuthorityKeySelect } from '@/components/pki/authority-fields';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';

export function RequestForm({ organisation }: { organisation: string }) {
  const router = useRouter();
  const form = useApiForm();
  const [name, setName] = useState('');
  const [country, setCountry] = useState('');
  const [keyAlgorithm, setKey] = useState<AuthorityKey>('P-256');
  const create = form.onSubmit(async (idempotencyKey) => {
    const made = await call<{ id: string }>(
      'POST',
      '/authorities/request',
      { name, keyAlgorithm, ...(country.trim() === '' ? {} : { country: country.trim() }) },
      { idempotencyKey },
    );
    router.push(`/authorities/${made.id}`);
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={create} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <TextField
        id="name"
        label="Name"
        help="What the request asks for; the outside authority may have rules about names."
        placeholder={`${organisation} Issuing`}
        autoComplete="off"
        value={name}
        onValue={(text) => {
          setName(text);
          form.clear('name');
        }}
        errors={form.errorsFor('name')}
      />
      <TextField
        id="country"
        label="Country"
        optional
        placeholder="GB"
        value={country}
        onValue={(text) => {
          setCountry(text);
          form.clear('country');
        }}
        errors={form.errorsFor('country')}
      />
      <AuthorityKeySelect
        id="keyAlgorithm"
        label="Key type"
        recommended="P-256"
        value={keyAlgorithm}
        onValue={setKey}
        errors={form.errorsFor('keyAlgorithm')}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" size="large" type="submit" disabled={form.pending || name.trim() === ''}>
          {form.pending ? 'Making the key…' : 'Make key and request'}
        </Button>
        <ButtonLink href="/authorities" size="large" tone="quiet">
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}
