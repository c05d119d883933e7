'use client';

import { useEffect, useRef, useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextAreaField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import type { ExplainedError } from '@/lib/services/explain-error';
import { explainWords } from './explain.words';
import { ExplanationView } from './explanation-view';

/** The paste and, below it, what is behind it. What was pasted stays in this tab. */
export function ExplainForm({ initial }: { initial: string }) {
  const words = explainWords();
  const form = useApiForm();
  const [text, setText] = useState(initial);
  const [found, setFound] = useState<ExplainedError | null>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (found) result.current?.focus();
  }, [found]);
  const onSubmit = form.onSubmit(async () => {
    setFound(await call<ExplainedError>('POST', '/lab/explain', { text }));
    return 'stay';
  });
  return (
    <>
      <form onSubmit={onSubmit} onKeyDown={submitOnModEnter} noValidate className="flex max-w-[42rem] flex-col gap-6">
        {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'text'} /> : null}
        <TextAreaField
          id="text"
          label={words.text}
          help={words.textHelp}
          mono
          rows={8}
          value={text}
          onValue={(value) => {
            setText(value);
            form.clear('text');
          }}
          errors={form.errorsFor('text')}
        />
        <div>
          <Button type="submit" tone="primary" size="large" disabled={form.pending || text.trim() === ''}>
            {form.pending ? words.explaining : words.explain}
          </Button>
        </div>
      </form>
      <div ref={result} tabIndex={-1} aria-live="polite" className="flex flex-col gap-6 rounded-lg">
        {found ? <ExplanationView found={found} /> : null}
      </div>
    </>
  );
}
