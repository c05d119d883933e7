'use client';

import { useState } from 'react';
import { stepUpFormWords } from '@/components/step-up-form.words';
import { call } from './api-client';
import { Button } from './ui/button';
import { ErrorSummary } from './ui/error-summary';
import { PasswordField } from './ui/password-field';
import { useApiForm } from './use-api-form';

/** The password, for an act that wants it again. */
export default function StepUpForm({ onGiven, onCancel }: { onGiven: () => void; onCancel: () => void }) {
  const words = stepUpFormWords();
  const form = useApiForm();
  const [password, setPassword] = useState('');
  const send = form.onSubmit(async () => {
    await call('POST', '/session/step-up', { password }, { stayOn401: true });
    onGiven();
    return 'stay';
  });
  return (
    <form onSubmit={send} noValidate className="flex flex-col gap-4 p-5">
      {form.problem ? (
        <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'step-up-password'} />
      ) : null}
      <PasswordField
        id="step-up-password"
        label={words.password}
        autoComplete="current-password"
        autoFocus
        value={password}
        onValue={(value) => {
          setPassword(value);
          form.clear('password');
        }}
        errors={form.errorsFor('password')}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" disabled={form.pending}>
          {form.pending ? words.checking : words.goOn}
        </Button>
        <Button tone="quiet" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}
