'use client';

import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { useApiForm } from '@/components/use-api-form';
import { loginWords } from './login.words';

export function LoginForm({ next, wantsCode }: { next: string; wantsCode: boolean }) {
  const words = loginWords();
  const form = useApiForm();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const asked = wantsCode || code !== '' || form.problem?.code === 'second-factor-required';
  const signIn = form.onSubmit(async (idempotencyKey) => {
    await call(
      'POST',
      '/session',
      { email, password, ...(code === '' ? {} : { code }) },
      { idempotencyKey, stayOn401: true },
    );
    // A full load: nothing that was rendered for nobody stays in memory.
    window.location.assign(next);
    return 'leaving';
  });
  return (
    <form method="post" action="/api/v1/session/form" onSubmit={signIn} noValidate className="flex flex-col gap-5">
      <input type="hidden" name="next" value={next} />
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <TextField
        id="email"
        name="email"
        label={words.email}
        type="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        value={email}
        onValue={setEmail}
        errors={form.errorsFor('email')}
      />
      <PasswordField
        id="password"
        label={words.password}
        autoComplete="current-password"
        value={password}
        onValue={setPassword}
        errors={form.errorsFor('password')}
      />
      {asked ? (
        <TextField
          id="code"
          name="code"
          label={words.code}
          help={words.codeHelp}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          mono
          value={code}
          onValue={setCode}
          errors={form.errorsFor('code')}
        />
      ) : null}
      <Button tone="primary" size="large" type="submit" disabled={form.pending}>
        {form.pending ? words.signingIn : words.signIn}
      </Button>
    </form>
  );
}
