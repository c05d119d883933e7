'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { call, registerStepUpPrompt } from './api-client';
import { Button } from './ui/button';
import { Dialog } from './ui/dialog';
import { ErrorSummary } from './ui/error-summary';
import { PasswordField } from './ui/password-field';
import { useApiForm } from './use-api-form';

/** Asks for the password again when an act wants it, then lets the act go on. One for all pages. */
export function StepUpDialog() {
  const [open, setOpen] = useState(false);
  const waiting = useRef<((given: boolean) => void)[]>([]);
  const settle = useCallback((given: boolean) => {
    setOpen(false);
    for (const resolve of waiting.current.splice(0)) resolve(given);
  }, []);
  useEffect(
    () =>
      registerStepUpPrompt(
        () =>
          new Promise((resolve) => {
            waiting.current.push(resolve);
            setOpen(true);
          }),
      ),
    [],
  );
  return (
    <Dialog
      title="Your password, once more"
      description="What you began wants it given in the last 5 minutes, and goes on afterwards."
      open={open}
      onOpenChange={(next) => {
        if (!next) settle(false);
      }}
    >
      {open ? <PasswordForm onGiven={() => settle(true)} onCancel={() => settle(false)} /> : null}
    </Dialog>
  );
}

function PasswordForm({ onGiven, onCancel }: { onGiven: () => void; onCancel: () => void }) {
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
        label="Password"
        autoComplete="current-password"
        value={password}
        onValue={(value) => {
          setPassword(value);
          form.clear('password');
        }}
        errors={form.errorsFor('password')}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" disabled={form.pending}>
          {form.pending ? 'Checking…' : 'Go on'}
        </Button>
        <Button onClick={onCancel}>Cancel</Button>
      </div>
    </form>
  );
}
