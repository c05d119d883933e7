'use client';

import { LogOut } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { call, newIdempotencyKey, toProblem } from '@/components/api-client';
import { signOut } from '@/components/sign-out';
import { Button } from '@/components/ui/button';

export function EndSession({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [refreshing, startRefresh] = useTransition();
  const [problem, setProblem] = useState('');
  const end = async () => {
    setPending(true);
    setProblem('');
    try {
      await call('DELETE', `/sessions/${encodeURIComponent(id)}`, undefined, { idempotencyKey: newIdempotencyKey() });
      startRefresh(() => router.refresh());
    } catch (error) {
      setProblem(toProblem(error).detail);
    }
    setPending(false);
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p aria-live="polite" className="text-13 text-revoked">
        {problem}
      </p>
      <Button tone="danger-plain" size="small" onClick={end} disabled={pending || refreshing}>
        {pending || refreshing ? 'Ending…' : 'End session'}
        <span className="sr-only"> {name}</span>
      </Button>
    </div>
  );
}

export function SignOut() {
  const [problem, setProblem] = useState('');
  return (
    <>
      <p aria-live="polite" className="text-13 text-revoked">
        {problem}
      </p>
      <Button onClick={() => signOut().catch((error: unknown) => setProblem(toProblem(error).detail))}>
        <LogOut aria-hidden="true" className="size-4" />
        Sign out
      </Button>
    </>
  );
}
