'use client';

import { PenLine } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { call, newIdempotencyKey, toProblem } from '@/components/api-client';
import { Button } from '@/components/ui/button';

export function SignCrl({ authorityId, sealed }: { authorityId: string; sealed: boolean }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [refreshing, startRefresh] = useTransition();
  const [said, setSaid] = useState<{ text: string; bad: boolean } | null>(null);
  const sign = async () => {
    setPending(true);
    setSaid(null);
    try {
      await call<unknown>('POST', `/authorities/${authorityId}/crl`, undefined, {
        idempotencyKey: newIdempotencyKey(),
      });
      setSaid({ text: 'Signed and published', bad: false });
      startRefresh(() => router.refresh());
    } catch (error) {
      setSaid({ text: toProblem(error).detail, bad: true });
    }
    setPending(false);
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p aria-live="polite" className={`text-13 ${said?.bad ? 'text-revoked' : 'text-valid'}`}>
        {said?.text}
      </p>
      <Button
        size="small"
        onClick={sign}
        disabled={pending || refreshing || sealed}
        title={sealed ? 'The keys are sealed' : undefined}
      >
        <PenLine aria-hidden="true" className="size-3.5" />
        {pending ? 'Signing…' : 'Sign now'}
      </Button>
    </div>
  );
}
