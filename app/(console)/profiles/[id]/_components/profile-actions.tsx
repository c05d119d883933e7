'use client';

import { useRouter } from 'next/navigation';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { useApiForm } from '@/components/use-api-form';
import { profileActionsWords } from './profile-actions.words';

/** Retire and reactivate; delete while nothing was made under it. */
export function ProfileActions({ id, status, used }: { id: string; status: 'active' | 'retired'; used: boolean }) {
  const words = profileActionsWords();
  const router = useRouter();
  const form = useApiForm();
  const change = (verb: 'retire' | 'reactivate') =>
    form.submit(async () => {
      await call('POST', `/profiles/${id}/${verb}`);
      router.refresh();
      return 'stay';
    });
  const remove = () => {
    if (!window.confirm(words.deleteThisProfileNothingWas)) return;
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
          {words.deleteIt}
        </Button>
      )}
      <Button disabled={form.pending} onClick={() => change(status === 'active' ? 'retire' : 'reactivate')}>
        {status === 'active' ? words.retire : words.reactivate}
      </Button>
    </>
  );
}
