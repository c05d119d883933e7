'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';
import { peopleWords } from '../../_components/people.words';
import { LinkShown } from './operator-form';

/** What can be done about an operator's way in. */
export function SignInActs({ id, disabled, isMe }: { id: string; disabled: boolean; isMe: boolean }) {
  const { detail: words } = peopleWords();
  const [link, setLink] = useState<Parameters<typeof LinkShown>[0]['made'] | null>(null);
  const [done, setDone] = useState('');
  const { act, busy, refusal } = useAct();
  if (link) return <LinkShown made={link} />;
  const press = (method: 'POST' | 'DELETE', path: string, then: (answer: unknown) => void = () => undefined) =>
    act(async ({ call }, idempotencyKey) => {
      setDone('');
      then(await call<unknown>(method, `/operators/${id}${path}`, undefined, { idempotencyKey }));
    });
  return (
    <div className="flex flex-col gap-5">
      <p aria-live="polite" className="text-revoked empty:hidden">
        {refusal}
      </p>
      <Act
        label={words.endSessions}
        text={words.endSessionsText}
        busy={busy}
        onPress={() =>
          press('DELETE', '/sessions', (answer) => setDone(words.ended((answer as { ended: number }).ended)))
        }
      />
      <p role="status" className="-mt-3 text-13 text-muted empty:hidden">
        {done}
      </p>
      {disabled || isMe ? null : (
        <Act
          label={words.newPassword}
          text={words.newPasswordText}
          busy={busy}
          onPress={() => press('POST', '/new-password', (answer) => setLink(answer as NonNullable<typeof link>))}
        />
      )}
      {isMe ? null : disabled ? (
        <Act label={words.enable} text={words.enableText} busy={busy} onPress={() => press('POST', '/enable')} />
      ) : (
        <Act
          label={words.disable}
          text={words.disableText}
          busy={busy}
          danger
          onPress={() => press('POST', '/disable')}
        />
      )}
    </div>
  );
}

function Act({
  label,
  text,
  busy,
  danger = false,
  onPress,
}: {
  label: string;
  text: string;
  busy: boolean;
  danger?: boolean;
  onPress: () => void;
}) {
  return (
    <div className="flex flex-col items-start gap-1.5">
      <Button tone={danger ? 'danger-plain' : 'plain'} onClick={onPress} disabled={busy}>
        {label}
      </Button>
      <p className="text-13 text-muted">{text}</p>
    </div>
  );
}
