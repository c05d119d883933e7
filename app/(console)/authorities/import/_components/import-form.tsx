'use client';

import { useState } from 'react';
import { makeAuthorityWords } from '@/app/(console)/authorities/_components/make-authority.words';
import { call } from '@/components/api-client';
import { type DroppedFile, FileDrop } from '@/components/file-drop';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ErrorSummary } from '@/components/ui/error-summary';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import type { ImportResult } from '@/lib/services/import-authorities';
import type { AuthorityChoice } from '@/lib/services/import-decision';
import type { ImportPreview } from '@/lib/services/recognise-import';
import { AuthorityChoices, chosenAuthorities, firstChoices } from './authority-choices';
import { ImportOutcome } from './import-outcome';
import { RecognisedItems } from './recognised-items';

/** Drop files, unlock what is locked, choose what is taken over, and see item by item what became of it. */
export function ImportForm() {
  const words = makeAuthorityWords().importForm;
  const form = useApiForm();
  const [files, setFiles] = useState<readonly DroppedFile[]>([]);
  const [passwords, setPasswords] = useState<Readonly<Record<string, string>>>({});
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [choices, setChoices] = useState<Readonly<Record<string, AuthorityChoice | null>>>({});
  const [result, setResult] = useState<ImportResult | null>(null);
  const body = (chosen: readonly DroppedFile[]) => ({
    files: chosen.map(({ name, base64 }) => ({
      name,
      base64,
      ...(passwords[name] ? { password: passwords[name] } : {}),
    })),
  });
  const recognise = (chosen: readonly DroppedFile[]) =>
    form.submit(async () => {
      const seen = await call<ImportPreview>('POST', '/imports/recognise', body(chosen));
      setPreview(seen);
      setChoices(firstChoices(seen));
      return 'stay';
    });
  const take = (chosen: readonly DroppedFile[]) => {
    setFiles(chosen);
    setPreview(null);
    setResult(null);
    if (chosen.length > 0) void recognise(chosen);
  };
  const send = form.onSubmit(async (idempotencyKey) => {
    const request = { ...body(files), authorities: chosenAuthorities(choices) };
    setResult(await call<ImportResult>('POST', '/imports', request, { idempotencyKey }));
    return 'stay';
  });
  const count = chosenAuthorities(choices).length;
  if (result && preview) return <ImportOutcome result={result} preview={preview} onAgain={() => take([])} />;
  return (
    <form onSubmit={send} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? (
        <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'import-files'} />
      ) : null}
      <FileDrop
        id="import-files"
        title={words.dropTheFilesOfThe}
        help={words.pemDerPkcs12Pkcs}
        files={files}
        onFiles={take}
        errors={form.errorsFor('files')}
        allowFolder
      />
      {form.pending && !preview ? <p role="status">{words.readingTheFiles}</p> : null}
      {preview ? (
        <>
          <Card title={words.whatWasRecognised} id="recognised" flush>
            <RecognisedItems
              preview={preview}
              passwords={passwords}
              onPassword={(name, value) => setPasswords({ ...passwords, [name]: value })}
              unlock={{ onUnlock: () => void recognise(files), pending: form.pending }}
            />
          </Card>
          <AuthorityChoices preview={preview} choices={choices} onChoices={setChoices} />
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" tone="primary" size="large" disabled={form.pending || count === 0}>
              {form.pending ? words.importing : count === 0 ? words.nothingToImport : words.importAuthorities(count)}
            </Button>
            <p className="text-13 text-muted">{words.eachAuthorityIsStoredAs}</p>
          </div>
        </>
      ) : null}
    </form>
  );
}
