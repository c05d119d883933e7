'use client';

import { useRouter } from 'next/navigation';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { useApiForm } from '@/components/use-api-form';

/** Retire and reactivate; delete while nothing was made under it. */
export function ProfileActions({ id, status, used }: { id: string; status: 'active' | 'retired'; used: boolean }) {
  const router = useRouter();
  const form = useApiForm();
  const change = (verb: 'retire' | 'reactivate') =>
    form.submit(async () => {
      await call('POST', `/profiles/${id}/${verb}`);
      router.refresh();
      return 'stay';
    });
  const remove = () => {
    if (!window.confirm('Delete this profile? Nothing was made under it.')) return;
    void form.submit(async () => {
      await call('DELETE', `/profiles/${id}`);
      router.push('/profiles');
      return 'leaving';
    });
  };
  return (
    <>
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'main'} /> : null}
      {used ? null : (
        <Button disabled={form.pending} onClick={remove}>
          Delete
        </Button>
      )}
      <Button disabled={form.pending} onClick={() => change(status === 'active' ? 'retire' : 'reactivate')}>
        {status === 'active' ? 'Retire' : 'Reactivate'}
      </Button>
    </>
  );
}
