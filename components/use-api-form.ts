'use client';

import { type SubmitEvent, useCallback, useEffect, useRef, useState } from 'react';
import { failedFormWords } from '@/components/failed-form.words';
import { type ApiProblem, type FieldProblem, newIdempotencyKey, toProblem } from './api-client';

/** `leaving`: the page is being left, so the form stays shut until it is gone. */
type Work = (idempotencyKey: string) => Promise<'leaving' | 'stay'>;

export interface ApiForm {
  readonly pending: boolean;
  readonly problem: ApiProblem | null;
  readonly summaryRef: React.RefObject<HTMLDivElement | null>;
  /** Refusals of this field or of anything below it. */
  errorsFor(field: string): readonly FieldProblem[];
  /** Called when a field changes: its refusals no longer hold. */
  clear(field: string): void;
  setProblem(problem: ApiProblem | null): void;
  /** Runs the call once; a second press while it runs does nothing. */
  submit(work: Work): Promise<void>;
  onSubmit(work: Work): (event: SubmitEvent<HTMLFormElement>) => void;
}

const belongsTo = (path: string, field: string) => path === field || path.startsWith(`${field}.`);

/**
 * One form's life with the server: one idempotency key for each render of the form, problems at their fields, focus to
 * the summary, the title's "Error: ". What was typed is the caller's state and is never touched.
 */
export function useApiForm(): ApiForm {
  const [pending, setPending] = useState(false);
  const [problem, showProblem] = useState<ApiProblem | null>(null);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const key = useRef<string | null>(null);
  const running = useRef(false);
  const summaryRef = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!problem) return;
    summaryRef.current?.focus();
    const { error } = failedFormWords();
    const mark = error('');
    const plain = document.title.startsWith(mark) ? document.title.slice(mark.length) : document.title;
    document.title = error(plain);
    return () => {
      document.title = plain;
    };
  }, [problem]);

  const setProblem = useCallback((next: ApiProblem | null) => {
    setDismissed([]);
    showProblem(next);
  }, []);

  const submit = useCallback(
    async (work: Work) => {
      if (running.current) return;
      running.current = true;
      setPending(true);
      setProblem(null);
      key.current ??= newIdempotencyKey();
      try {
        const outcome = await work(key.current);
        if (outcome === 'stay') {
          key.current = null;
          setPending(false);
        }
      } catch (error) {
        const refusal = toProblem(error);
        // The answer to an earlier try with other content is still held: the person has now been told, a new try is a new act.
        if (refusal.code === 'idempotency-mismatch') key.current = null;
        setProblem(refusal);
        setPending(false);
      } finally {
        running.current = false;
      }
    },
    [setProblem],
  );

  return {
    pending,
    problem,
    summaryRef,
    setProblem,
    submit,
    errorsFor: (field) =>
      problem?.fields.filter(
        (entry) => belongsTo(entry.field, field) && !dismissed.some((gone) => belongsTo(entry.field, gone)),
      ) ?? [],
    clear: (field) => setDismissed((gone) => (gone.includes(field) ? gone : [...gone, field])),
    onSubmit: (work) => (event) => {
      event.preventDefault();
      void submit(work);
    },
  };
}

/** Ctrl+Enter or ⌘+Enter sends the form from any field. */
export function submitOnModEnter(event: React.KeyboardEvent<HTMLFormElement>): void {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.currentTarget.requestSubmit();
  }
}
