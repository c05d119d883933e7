'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '@/components/api-client';
import { type DroppedFile, FileDrop } from '@/components/file-drop';
import { Button } from '@/components/ui/button';
import { Disclosure } from '@/components/ui/disclosure';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextAreaField, TextField } from '@/components/ui/field';
import { PasswordField } from '@/components/ui/password-field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import type { InspectionView } from '@/lib/services/inspect-material';
import { inspectWords } from './inspect.words';
import { InspectionResult } from './inspection-result';

/** Paste anywhere on the page, or drop files; the answer comes without another click. */
export function Inspector() {
  const words = inspectWords().inspector;
  const form = useApiForm();
  const { submit } = form;
  const [text, setText] = useState('');
  const [files, setFiles] = useState<readonly DroppedFile[]>([]);
  const [password, setPassword] = useState('');
  const [time, setTime] = useState('');
  const [trustGiven, setTrustGiven] = useState(false);
  const [view, setView] = useState<InspectionView | null>(null);
  const options = useRef({ password, time, trustGiven });
  options.current = { password, time, trustGiven };
  const inspect = useCallback(
    (pasted: string, dropped: readonly DroppedFile[]) =>
      submit(async () => {
        const { password, time, trustGiven } = options.current;
        setView(null);
        setView(
          await call<InspectionView>('POST', '/inspect', {
            ...(pasted.trim() === '' ? {} : { text: pasted }),
            ...(dropped.length === 0 ? {} : { files: dropped.map(({ name, base64 }) => ({ name, base64 })) }),
            ...(password === '' ? {} : { passwords: [password] }),
            ...(time === '' ? {} : { time: new Date(`${time}:00Z`).toISOString() }),
            ...(trustGiven ? { trustGiven } : {}),
          }),
        );
        return 'stay';
      }),
    [submit],
  );
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (target?.closest('input, textarea, select, [contenteditable]')) return;
      const pasted = event.clipboardData?.getData('text') ?? '';
      if (pasted.trim() === '') return;
      setText(pasted);
      void inspect(pasted, files);
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, [inspect, files]);
  const asksPassword = view?.items.some(({ state }) => state === 'needs-password') ?? false;
  return (
    <div className="flex flex-col gap-6">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void inspect(text, files);
        }}
        onKeyDown={submitOnModEnter}
        noValidate
        className="flex flex-col gap-4"
      >
        {form.problem ? (
          <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'inspect-text'} />
        ) : null}
        <div className="grid gap-4 lg:grid-cols-2">
          <TextAreaField
            id="inspect-text"
            label={words.text}
            mono
            rows={8}
            placeholder="-----BEGIN CERTIFICATE-----"
            help={words.pemOfAnyKindSeveral}
            value={text}
            onValue={setText}
            onPaste={(event) => {
              const area = event.currentTarget;
              const pasted = event.clipboardData.getData('text');
              const next = area.value.slice(0, area.selectionStart) + pasted + area.value.slice(area.selectionEnd);
              event.preventDefault();
              setText(next);
              void inspect(next, files);
            }}
            errors={form.errorsFor('text')}
          />
          <FileDrop
            id="inspect-files"
            title={words.orDropFilesHere}
            help={words.twoOfAKindAre}
            files={files}
            onFiles={(next) => {
              setFiles(next);
              if (next.length > 0) void inspect(text, next);
              else setView(null);
            }}
            errors={form.errorsFor('files')}
          />
        </div>
        {asksPassword || password !== '' ? (
          <div className="max-w-sm">
            <PasswordField
              id="inspect-password"
              label={words.password}
              autoComplete="off"
              help={words.somethingInItIsEncrypted}
              value={password}
              onValue={setPassword}
            />
          </div>
        ) : null}
        <Disclosure summary={words.howThePathIsJudged} hint={time === '' ? words.asOfNow : time}>
          <div className="flex flex-col gap-4">
            <TextField
              id="inspect-time"
              label={words.asOfUtc}
              optional
              type="datetime-local"
              value={time}
              onValue={setTime}
              help={words.emptyNow}
            />
            <label className="flex items-start gap-3">
              <input
                type="checkbox"
                checked={trustGiven}
                onChange={(event) => setTrustGiven(event.target.checked)}
                className="mt-1 size-4 shrink-0"
              />
              <span>{words.alsoBelieveTheRootsAmong}</span>
            </label>
          </div>
        </Disclosure>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" tone="primary" disabled={form.pending}>
            {form.pending ? words.looking : words.inspect}
          </Button>
          <p className="text-13 text-muted">{words.nothingIsStored}</p>
        </div>
      </form>
      <div aria-live="polite">{view ? <InspectionResult view={view} /> : null}</div>
    </div>
  );
}
