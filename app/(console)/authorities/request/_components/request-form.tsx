'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import { call } from '@/components/api-client';
import { type AuthorityKey, AuthorityKeySelect } from '@/components/pki/authority-fields';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';

export function RequestForm({ organisation }: { organisation: string }) {
  const words = makeAuthorityWords().requestForm;
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
        label={words.name}
        help={words.whatTheRequestAsksFor}
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
        label={words.country}
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
        label={words.keyType}
        recommended="P-256"
        value={keyAlgorithm}
        onValue={setKey}
        errors={form.errorsFor('keyAlgorithm')}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" size="large" type="submit" disabled={form.pending || name.trim() === ''}>
          {form.pending ? words.makingTheKey : words.makeKeyAndRequest}
        </Button>
        <ButtonLink href="/authorities" size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}
