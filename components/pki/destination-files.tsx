'use client';

import { KeyRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Phrase } from '@/components/language/phrase';
import type { FilesPlan } from '@/lib/services/export-files';
import { downloadFile } from '../api-client';
import { Button } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { ErrorSummary } from '../ui/error-summary';
import { Notice } from '../ui/notice';
import { PasswordField } from '../ui/password-field';
import { useApiForm } from '../use-api-form';
import { destinationFilesWords } from './destination-files.words';

/** The files of one destination, one by one or all, with the password where one is needed. */
export function DestinationFiles({
  certificateId,
  plan,
  via,
}: {
  certificateId: string;
  plan: FilesPlan;
  /** The certificate that an alternative chain goes through. */
  via: string | null;
}) {
  const words = destinationFilesWords();
  const form = useApiForm();
  const [password, setPassword] = useState('');
  const [made, setMade] = useState<{ file: string; password: string | null } | null>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (made) result.current?.scrollIntoView({ block: 'nearest' });
  }, [made]);
  const take = (file: string | null) =>
    form.submit(async (idempotencyKey) => {
      setMade(null);
      const headers = await downloadFile(
        'POST',
        `/certificates/${certificateId}/files`,
        {
          for: plan.destination,
          ...(file === null ? {} : { file }),
          ...(password === '' ? {} : { password }),
          ...(via === null ? {} : { via }),
        },
        { idempotencyKey },
      );
      setMade({ file: file ?? plan.downloadName, password: headers.get('countersign-password') });
      return 'stay';
    });
  return (
    <>
      {form.problem ? (
        <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'files-password'} />
      ) : null}
      <ul aria-label={words.files} className="divide-y divide-line-faint rounded-lg border border-line">
        {plan.files.map((file) => (
          <li key={file.name} className="flex items-start justify-between gap-4 px-4 py-3">
            <div className="min-w-0">
              <p className="flex items-center gap-2 font-mono text-13 [overflow-wrap:anywhere]">
                {file.name}
                {file.secret ? (
                  <KeyRound
                    role="img"
                    aria-label={words.holdsThePrivateKey}
                    className="size-3.5 shrink-0 text-expiring"
                  />
                ) : null}
              </p>
              <p className="mt-0.5 text-13 text-muted">{file.use}</p>
              <p className="text-13 text-muted">{words.holds(file.contents)}</p>
            </div>
            {plan.files.length > 1 ? (
              <Button size="small" tone="quiet" onClick={() => take(file.name)} disabled={form.pending}>
                {words.onlyThis}
                <span className="sr-only">: {file.name}</span>
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {plan.notes.length > 0 ? (
        <Notice
          tone={plan.files.some(({ protection }) => protection === 'weak') ? 'warning' : 'info'}
          title={words.goodToKnow}
        >
          <ul className="flex list-disc flex-col gap-1 ps-4">
            {plan.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      {plan.needsPassword ? (
        <PasswordField
          id="files-password"
          label={words.passwordForTheFiles}
          autoComplete="off"
          help={plan.asciiPassword ? words.passwordHelpAscii : words.passwordHelp}
          value={password}
          onValue={(value) => {
            setPassword(value);
            form.clear('password');
          }}
          errors={form.errorsFor('password')}
        />
      ) : null}
      <div className="flex flex-wrap items-center gap-3">
        <Button tone="primary" onClick={() => take(null)} disabled={form.pending} className="max-w-full">
          <span className="truncate">{form.pending ? words.makingTheFiles : words.download(plan.downloadName)}</span>
        </Button>
        <span className="text-13 text-muted">{words.files2(plan.files.length)}</span>
      </div>
      {made ? (
        <div ref={result}>
          <Notice
            tone="success"
            title={words.downloaded(made.file)}
            live
            {...(made.password
              ? {
                  actions: (
                    <CopyButton text={made.password} what={words.password} label={words.copyPassword} tone="plain" />
                  ),
                }
              : {})}
          >
            {made.password ? (
              <>
                <Phrase
                  of={words.thePasswordIsItIs}
                  parts={{ code: <code className="font-mono text-13">{made.password}</code> }}
                />
              </>
            ) : plan.files.some(({ secret }) => secret) ? (
              words.eachPrivateKeyThatLeaves
            ) : null}
          </Notice>
        </div>
      ) : null}
    </>
  );
}
