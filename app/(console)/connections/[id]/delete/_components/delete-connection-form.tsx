'use client';

import { useRouter } from 'next/navigation';
import { changeConnectionWords } from '@/app/(console)/connections/[id]/_components/change-connection.words';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { useApiForm } from '@/components/use-api-form';

export function DeleteConnectionForm({ id, name }: { id: string; name: string }) {
  const words = changeConnectionWords().deleteConnectionForm;
  const router = useRouter();
  const form = useApiForm();
  const remove = form.onSubmit(async () => {
    await call('DELETE', `/connections/${id}`);
    router.push('/connections');
    router.refresh();
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={remove} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'delete'} /> : null}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`/connections/${id}`} size="large">
          {words.keepIt}
        </ButtonLink>
        <Button id="delete" tone="danger" type="submit" size="large" disabled={form.pending} className="max-w-full">
          <span className="truncate">{form.pending ? words.deleting : words.deleteIt(name)}</span>
        </Button>
      </div>
    </form>
  );
}
