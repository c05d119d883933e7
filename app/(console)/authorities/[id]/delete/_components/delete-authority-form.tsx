'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { endAuthorityWords } from '@/app/(console)/authorities/[id]/_components/end-authority.words';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { useApiForm } from '@/components/use-api-form';
import { ConfirmName, isSameName } from '../../_components/confirm-name';

export function DeleteAuthorityForm({ authority }: { authority: { id: string; name: string } }) {
  const words = endAuthorityWords().deleteAuthorityForm;
  const router = useRouter();
  const form = useApiForm();
  const [typed, setTyped] = useState('');
  const remove = form.onSubmit(async (idempotencyKey) => {
    await call<unknown>('POST', `/authorities/${authority.id}/delete`, undefined, { idempotencyKey });
    router.push('/authorities');
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={remove} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'confirm'} /> : null}
      <ConfirmName name={authority.name} value={typed} onValue={setTyped} />
      <div className="flex flex-wrap gap-2">
        <Button
          tone="danger"
          type="submit"
          size="large"
          disabled={form.pending || !isSameName(typed, authority.name)}
          className="max-w-full"
        >
          <span className="truncate">{form.pending ? words.deleting : words.deleteIt(authority.name)}</span>
        </Button>
        <ButtonLink href={`/authorities/${authority.id}`} size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}
