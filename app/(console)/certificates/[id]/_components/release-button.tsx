'use client';

import { useRouter } from 'next/navigation';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { useApiForm } from '@/components/use-api-form';

/** Takes the certificate off hold; a refusal is said beside the button. */
export function ReleaseButton({ id }: { id: string }) {
  const router = useRouter();
  const form = useApiForm();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        disabled={form.pending}
        onClick={() =>
          void form.submit(async (idempotencyKey) => {
            await call('POST', `/certificates/${id}/release`, undefined, { idempotencyKey });
            router.refresh();
            return 'stay';
          })
        }
      >
        {form.pending ? 'Releasing…' : 'Release from hold'}
      </Button>
      {form.problem ? (
        <p role="alert" className="text-13 text-revoked">
          {form.problem.message}
        </p>
      ) : null}
    </div>
  );
}
