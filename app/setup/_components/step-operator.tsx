'use client';

import { ApiProblem, call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { setupWords } from './setup.words';
import type { StepProps } from './step-props';

const LEAST = 15;

export function StepOperator({ draft, change, secrets, setSecrets, form, onNext }: StepProps & { onNext: () => void }) {
  const words = setupWords().stepOperator;
  const next = form.onSubmit(async () => {
    await call('POST', '/setup/check-token', { setupToken: secrets.token.trim() }, { stayOn401: true });
    refuseEarly(draft.email, secrets.password);
    onNext();
    return 'stay';
  });
  const length = [...secrets.password].length;
  return (
    <form method="post" onSubmit={next} noValidate className="flex flex-col gap-6">
      <TextField
        id="setupToken"
        label={words.setupToken}
        help={words.printedInTheTerminalWhen}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus={secrets.token === ''}
        mono
        value={secrets.token}
        onValue={(token) => {
          setSecrets({ ...secrets, token });
          form.clear('setupToken');
        }}
        errors={form.errorsFor('setupToken')}
      />
      <TextField
        id="operator-email"
        name="email"
        label={words.yourEMail}
        type="email"
        help={words.youSignInWithIt}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus={secrets.token !== ''}
        value={draft.email}
        onValue={(email) => {
          change({ email });
          form.clear('operator.email');
        }}
        errors={form.errorsFor('operator.email')}
      />
      <PasswordField
        id="operator-password"
        name="password"
        label={words.password}
        autoComplete="new-password"
        help={
          length === 0 || length >= LEAST
            ? words.atLeastCharactersSeveralUnrelated(LEAST)
            : words.atLeastCharactersMoreTo(LEAST, LEAST - length)
        }
        value={secrets.password}
        onValue={(password) => {
          setSecrets({ ...secrets, password });
          form.clear('operator.password');
        }}
        errors={form.errorsFor('operator.password')}
      />
      <div>
        <Button tone="primary" size="large" type="submit" disabled={form.pending}>
          {form.pending ? words.checkingTheToken : words.continue}
        </Button>
      </div>
    </form>
  );
}

/** The two plainest refusals, before three more steps are filled in; the server decides at the end. */
function refuseEarly(email: string, password: string): void {
  const words = setupWords().stepOperator;
  const fields = [];
  if (!/^[^\s@]+@[^\s@]+$/.test(email.trim())) {
    fields.push({
      field: 'operator.email',
      message: words.isNotAnEMail(email),
    });
  }
  const length = [...password].length;
  if (length < LEAST) {
    fields.push({
      field: 'operator.password',
      message: words.thePasswordHasCharactersAt(length, LEAST),
    });
  }
  if (fields.length === 0) return;
  throw new ApiProblem({
    title: words.someFieldsNeedAChange,
    status: 400,
    detail: '',
    code: 'validation-failed',
    requestId: null,
    fields,
  });
}
