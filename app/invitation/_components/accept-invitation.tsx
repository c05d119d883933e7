'use client';

import { useEffect, useRef, useState } from 'react';
import { call, toProblem } from '@/components/api-client';
import { formatDateTime } from '@/components/format';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { useApiForm } from '@/components/use-api-form';
import { invitationWords } from './invitation.words';

interface Invitation {
  readonly kind: 'join' | 'new-password';
  readonly email: string;
  readonly name: string;
  readonly organisation: string;
  readonly expiresAt: string;
}

export function AcceptInvitation() {
  const words = invitationWords();
  const form = useApiForm();
  const held = useRef('');
  const [token, setToken] = useState('');
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [unusable, setUnusable] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');

  useEffect(() => {
    held.current = new URLSearchParams(window.location.hash.slice(1)).get('token') ?? held.current;
    const given = held.current;
    // Out of the address bar and the history: it stays in this page alone.
    if (given !== '') window.history.replaceState(null, '', window.location.pathname);
    let left = false;
    const read = async () => {
      if (given === '') return setUnusable(words.noToken);
      try {
        const found = await call<Invitation>('POST', '/invitations/read', { token: given }, { stayOn401: true });
        if (left) return;
        setToken(given);
        setInvitation(found);
        setName(found.name === found.email ? '' : found.name);
      } catch (error) {
        if (!left) setUnusable(toProblem(error).detail);
      }
    };
    void read();
    return () => {
      left = true;
    };
  }, [words]);

  if (unusable !== '')
    return (
      <p role="alert" className="text-revoked">
        {unusable}
      </p>
    );
  if (!invitation)
    return (
      <p role="status" className="text-muted">
        {words.reading}
      </p>
    );
  const accept = form.onSubmit(async () => {
    await call('POST', '/invitations/accept', { token, password, ...(name ? { name } : {}) }, { stayOn401: true });
    window.location.assign('/');
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={accept} noValidate className="flex flex-col gap-5">
      <p className="text-muted">
        {(invitation.kind === 'join' ? words.join : words.reset)(invitation.organisation)}{' '}
        <strong className="font-medium text-text [overflow-wrap:anywhere]">{invitation.email}</strong>.{' '}
        {words.ends(formatDateTime(new Date(invitation.expiresAt)))}
      </p>
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <input type="hidden" name="username" autoComplete="username" value={invitation.email} readOnly />
      {invitation.kind === 'join' ? (
        <TextField
          id="name"
          label={words.name}
          optional
          autoComplete="name"
          value={name}
          onValue={(value) => {
            setName(value);
            form.clear('name');
          }}
          errors={form.errorsFor('name')}
        />
      ) : null}
      <PasswordField
        id="password"
        label={words.password}
        help={words.help}
        autoComplete="new-password"
        value={password}
        onValue={(value) => {
          setPassword(value);
          form.clear('password');
        }}
        errors={form.errorsFor('password')}
      />
      <Button tone="primary" size="large" type="submit" disabled={form.pending}>
        {form.pending ? words.accepting : words.accept}
      </Button>
    </form>
  );
}
