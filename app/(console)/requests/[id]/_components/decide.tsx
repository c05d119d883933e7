'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextAreaField } from '@/components/ui/field';
import { useApiForm } from '@/components/use-api-form';
import { decideWords } from './decide.words';

/** Approve what the table beside shows, or say why not. */
export function Decide({
  requestId,
  name,
  tried,
  shut,
}: {
  requestId: string;
  name: string;
  /** What is tried in the address: the same is issued. */
  tried: object;
  /** It would be refused, or cannot be signed now. */
  shut: boolean;
}) {
  const words = decideWords();
  const router = useRouter();
  const form = useApiForm();
  const [reason, setReason] = useState('');
  const approve = () =>
    form.submit(async (idempotencyKey) => {
      const made = await call<{ id: string }>('POST', `/requests/${requestId}/approve`, tried, { idempotencyKey });
      router.push(`/certificates/${made.id}`);
      return 'leaving';
    });
  const reject = form.onSubmit(async () => {
    await call('POST', `/requests/${requestId}/reject`, { reason });
    router.push('/requests');
    router.refresh();
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={reject} noValidate className="flex flex-col gap-5">
      {form.problem ? (
        <ErrorSummary
          ref={form.summaryRef}
          problem={form.problem}
          anchorOf={(field) =>
            ({ reason: 'reason', profile: 'profile', authorityId: 'authority', validityDays: 'days' })[field] ??
            'profile'
          }
        />
      ) : null}
      <Button
        tone="primary"
        size="large"
        onClick={approve}
        disabled={form.pending || shut}
        className="max-w-full self-start"
      >
        <span className="truncate">{form.pending ? words.working : words.approve(name)}</span>
      </Button>
      <div className="flex flex-col gap-3 border-t border-line-faint pt-5">
        <TextAreaField
          id="reason"
          label={words.orTheReasonToReject}
          help={words.whoeverAskedNeedsItTo}
          rows={3}
          value={reason}
          onValue={(value) => {
            setReason(value);
            form.clear('reason');
          }}
          errors={form.errorsFor('reason')}
        />
        <Button tone="danger-plain" type="submit" disabled={form.pending} className="max-w-full self-start">
          <span className="truncate">{words.reject(name)}</span>
        </Button>
      </div>
    </form>
  );
}
