'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { call, newIdempotencyKey, toProblem } from '@/components/api-client';
import { Button } from '@/components/ui/button';

/** Something that can be undone, done at once: disable, enable, restore, end a ceremony. */
export function SwitchButton({
  method = 'POST',
  path,
  label,
  busy,
}: {
  method?: 'POST' | 'DELETE';
  path: string;
  label: string;
  busy: string;
}) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [refreshing, startRefresh] = useTransition();
  const [refusal, setRefusal] = useState('');
  const act = async () => {
    setPending(true);
    setRefusal('');
    try {
      await call<unknown>(method, path, undefined, { idempotencyKey: newIdempotencyKey() });
      startRefresh(() => router.refresh());
    } catch (error) {
      setRefusal(toProblem(error).detail);
    }
    setPending(false);
  };
  return (
    <span className="flex flex-col items-start gap-1">
      <Button size="small" onClick={act} disabled={pending || refreshing}>
        {pending || refreshing ? busy : label}
      </Button>
      <span role="status" className="text-13 text-revoked">
        {refusal}
      </span>
    </span>
  );
}
