'use client';

import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import { settingsWords } from '../../_components/settings.words';

export function EndSession({ id, name }: { id: string; name: string }) {
  const { sessions: words } = settingsWords();
  const { act, busy, refusal } = useAct();
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p aria-live="polite" className="text-13 text-revoked empty:hidden">
        {refusal}
      </p>
      <Button
        tone="danger-plain"
        size="small"
        onClick={() =>
          act(({ call }, idempotencyKey) =>
            call('DELETE', `/sessions/${encodeURIComponent(id)}`, undefined, { idempotencyKey }),
          )
        }
        disabled={busy}
      >
        {busy ? words.ending : words.end}
        <span className="sr-only"> {name}</span>
      </Button>
    </div>
  );
}

export function SignOut() {
  const { act, busy, refusal } = useAct('stay');
  const leave = async () => (await import('@/components/sign-out')).signOut();
  return (
    <>
      <p aria-live="polite" className="text-13 text-revoked empty:hidden">
        {refusal}
      </p>
      <Button onClick={() => act(leave)} disabled={busy}>
        <LogOut aria-hidden="true" className="size-4" />
        {settingsWords().sessions.signOut}
      </Button>
    </>
  );
}
