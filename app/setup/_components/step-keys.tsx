'use client';

import { ApiProblem } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { RadioCards } from '@/components/ui/radio-cards';
import type { StepProps } from './step-props';

/** Both ways encrypt every key on disk; they differ in who has to be there when the server starts. */
export function StepKeys({
  draft,
  change,
  secrets,
  setSecrets,
  form,
  keyFilePath,
  onBack,
  onNext,
}: StepProps & { keyFilePath: string; onBack: () => void; onNext: () => void }) {
  const next = form.onSubmit(async () => {
    const length = [...secrets.passphrase].length;
    if (draft.mode === 'passphrase' && length < 15) {
      const message = `The passphrase has ${length} characters; at least 15 are needed. Six unrelated words are good.`;
      throw new ApiProblem({
        title: 'The passphrase needs a change',
        status: 400,
        detail: message,
        code: 'validation-failed',
        requestId: null,
        fields: [{ field: 'keyProtection.passphrase', message }],
      });
    }
    onNext();
    return 'stay';
  });
  return (
    <form method="post" onSubmit={next} noValidate className="flex flex-col gap-6">
      <RadioCards
        legend="Protection of the private keys"
        hideLegend
        name="mode"
        value={draft.mode}
        onValue={(mode) => change({ mode })}
        choices={[
          {
            value: 'key-file',
            label: 'Key file',
            sentence: (
              <>
                The server starts on its own. The key that opens all others lies in{' '}
                <code className="font-mono text-12 [overflow-wrap:anywhere]">{keyFilePath}</code>, readable by its user
                alone.
              </>
            ),
            more: (
              <ul className="flex list-disc flex-col gap-1 ps-4 text-13">
                <li>Protects a stolen copy of the database, and backups that leave the key file out.</li>
                <li>Does not protect against someone who can read the whole disk or act as this user.</li>
              </ul>
            ),
          },
          {
            value: 'passphrase',
            label: 'Passphrase',
            sentence: 'After each start the keys are locked until someone types it.',
            more: (
              <div className="flex flex-col gap-4">
                <ul className="flex list-disc flex-col gap-1 ps-4 text-13">
                  <li>Protects the keys even when the whole disk is copied.</li>
                  <li>Until it is typed, everything can be read and nothing can be signed.</li>
                  <li>
                    <strong className="font-semibold">If it is lost, the keys are gone.</strong> Nobody can recover
                    them.
                  </li>
                </ul>
                <PasswordField
                  id="keyProtection-passphrase"
                  label="Passphrase"
                  autoComplete="off"
                  help="At least 15 characters. Six unrelated words are good; write them down and lock them away."
                  value={secrets.passphrase}
                  onValue={(passphrase) => {
                    setSecrets({ ...secrets, passphrase });
                    form.clear('keyProtection.passphrase');
                  }}
                  errors={form.errorsFor('keyProtection.passphrase')}
                />
              </div>
            ),
          },
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" size="large" type="submit">
          Continue
        </Button>
        <Button size="large" tone="quiet" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}
