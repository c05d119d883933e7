'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { FieldErrors } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { useApiForm } from '@/components/use-api-form';
import { ConfirmName, isSameName } from '../../_components/confirm-name';
import { keyWords } from './key.words';

/** A sealed file and its passphrase: to remove the key here, or to hold it for a ceremony. */
export function SealedFileForm({
  authority,
  purpose,
}: {
  authority: { id: string; name: string };
  purpose: 'take-offline' | 'ceremony';
}) {
  const words = keyWords().sealedFileForm;
  const router = useRouter();
  const form = useApiForm();
  const [sealed, setSealed] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [typed, setTyped] = useState('');
  const removes = purpose === 'take-offline';
  const submit = form.onSubmit(async () => {
    await call<unknown>('POST', `/authorities/${authority.id}/${purpose}`, { sealed, passphrase });
    setPassphrase('');
    setSealed('');
    router.refresh();
    return 'stay';
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {form.problem ? (
        <ErrorSummary
          ref={form.summaryRef}
          problem={form.problem}
          anchorOf={(field) => (field === 'passphrase' ? 'open-passphrase' : 'sealed')}
        />
      ) : null}
      {removes ? <p className="text-muted">{words.chooseTheFileAgainFrom}</p> : null}
      <div className="flex flex-col gap-1.5">
        <label htmlFor="sealed" className="text-14 font-medium">
          {words.sealedKeyFile}
        </label>
        <input
          id="sealed"
          type="file"
          accept=".json,application/json"
          className="field-box px-3 py-1.5 text-13"
          onChange={async (event) => {
            setSealed((await event.target.files?.[0]?.text()) ?? '');
            form.clear('sealed');
          }}
        />
        <FieldErrors id="sealed" errors={form.errorsFor('sealed')} />
      </div>
      <PasswordField
        id="open-passphrase"
        label={words.itsPassphrase}
        autoComplete="off"
        value={passphrase}
        onValue={(text) => {
          setPassphrase(text);
          form.clear('passphrase');
        }}
        errors={form.errorsFor('passphrase')}
      />
      {removes ? <ConfirmName name={authority.name} value={typed} onValue={setTyped} /> : null}
      <div>
        <Button
          tone={removes ? 'danger' : 'primary'}
          type="submit"
          disabled={
            form.pending || sealed === '' || passphrase === '' || (removes && !isSameName(typed, authority.name))
          }
        >
          {form.pending ? words.openingTheFile : removes ? words.removeTheKeyFromThis : words.beginTheCeremony}
        </Button>
      </div>
    </form>
  );
}
