'use client';

import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { PasswordField } from '@/components/ui/password-field';
import { useApiForm } from '@/components/use-api-form';
import { peopleWords } from '../../_components/people.words';

export function PasswordForm({ email }: { email: string }) {
  const { password: words } = peopleWords();
  const form = useApiForm();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const send = form.onSubmit(async (idempotencyKey) => {
    await call('POST', '/session/password', { current, password }, { idempotencyKey });
    window.location.assign('/settings/sessions');
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={send} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      {/* Password managers want to know whose it is. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        id="current"
        label={words.current}
        autoComplete="current-password"
        value={current}
        onValue={(value) => {
          setCurrent(value);
          form.clear('current');
        }}
        errors={form.errorsFor('current')}
      />
      <PasswordField
        id="password"
        label={words.next}
        help={words.help}
        autoComplete="new-password"
        value={password}
        onValue={(value) => {
          setPassword(value);
          form.clear('password');
        }}
        errors={form.errorsFor('password')}
      />
      <div>
        <Button tone="primary" type="submit" size="large" disabled={form.pending}>
          {form.pending ? words.changing : words.change}
        </Button>
      </div>
    </form>
  );
}
