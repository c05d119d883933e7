'use client';

import { LogOut } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { PressButton } from '@/components/ui/press-button';
import { useAct } from '@/components/use-act';
import { settingsWords } from '../../_components/settings.words';

export function EndSession({ id, name }: { id: string; name: string }) {
  const { sessions: words } = settingsWords();
  return (
    <PressButton
      method="DELETE"
      path={`/sessions/${encodeURIComponent(id)}`}
      label={words.end}
      busyLabel={words.ending}
      about={name}
    />
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
