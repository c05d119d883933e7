'use client';

import { ApiProblem } from '@/components/api-client';
import { Phrase } from '@/components/language/phrase';
import { Button } from '@/components/ui/button';
import { PasswordField } from '@/components/ui/password-field';
import { RadioCards } from '@/components/ui/radio-cards';
import { setupWords } from './setup.words';
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
  const words = setupWords().stepKeys;
  const next = form.onSubmit(async () => {
    const length = [...secrets.passphrase].length;
    if (draft.mode === 'passphrase' && length < 15) {
      const message = words.thePassphraseHasCharactersAt(length);
      throw new ApiProblem({
        title: words.thePassphraseNeedsAChange,
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
        legend={words.protectionOfThePrivateKeys}
        hideLegend
        name="mode"
        value={draft.mode}
        onValue={(mode) => change({ mode })}
        choices={[
          {
            value: 'key-file',
            label: words.keyFile,
            sentence: (
              <>
                <Phrase
                  of={words.theServerStartsOnIts}
                  parts={{ code: <code className="font-mono text-12 [overflow-wrap:anywhere]">{keyFilePath}</code> }}
                />
              </>
            ),
            more: (
              <ul className="flex list-disc flex-col gap-1 ps-4 text-13">
                <li>{words.protectsAStolenCopyOf}</li>
                <li>{words.doesNotProtectAgainstSomeone}</li>
              </ul>
            ),
          },
          {
            value: 'passphrase',
            label: words.passphrase,
            sentence: words.afterEachStartTheKeys,
            more: (
              <div className="flex flex-col gap-4">
                <ul className="flex list-disc flex-col gap-1 ps-4 text-13">
                  <li>{words.protectsTheKeysEvenWhen}</li>
                  <li>{words.untilItIsTypedEverything}</li>
                  <li>
                    <Phrase
                      of={words.ifItIsLostThe}
                      parts={{ strong: (text) => <strong className="font-semibold">{text}</strong> }}
                    />
                  </li>
                </ul>
                <PasswordField
                  id="keyProtection-passphrase"
                  label={words.passphrase}
                  autoComplete="off"
                  help={words.atLeast15CharactersSix}
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
          {words.continue}
        </Button>
        <Button size="large" tone="quiet" onClick={onBack}>
          {words.back}
        </Button>
      </div>
    </form>
  );
}
