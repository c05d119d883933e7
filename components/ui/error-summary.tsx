'use client';

import { CircleX } from 'lucide-react';
import type { Ref } from 'react';
import { errorSummaryWords } from '@/components/ui/error-summary.words';
import type { ApiProblem } from '../api-client';
import { Message } from './message';

/** What was refused, once on top with a link to each field; the same sentence stands at the field. */
export function ErrorSummary({
  ref,
  problem,
  anchorOf,
}: {
  ref: Ref<HTMLDivElement>;
  problem: ApiProblem;
  /** The id of the control a field's path belongs to. */
  anchorOf: (field: string) => string;
}) {
  const words = errorSummaryWords();
  return (
    <div
      ref={ref}
      role="alert"
      tabIndex={-1}
      aria-labelledby="error-summary-title"
      className="flex gap-3 rounded-lg border border-revoked/60 bg-revoked-tint px-4 py-3 outline-offset-2"
    >
      <CircleX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-revoked" />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <h2 id="error-summary-title" className="font-semibold text-revoked">
          {problem.title}
        </h2>
        {problem.fields.length === 0 ? (
          <p className="mt-0.5">
            <Message text={problem.detail} />
          </p>
        ) : null}
        {problem.fields.length > 0 ? (
          <ul className="mt-1 flex list-disc flex-col gap-1 ps-4">
            {problem.fields.map((field) => (
              <li key={`${field.field} ${field.message}`}>
                <a
                  href={`#${anchorOf(field.field)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(anchorOf(field.field))?.focus();
                  }}
                  className="text-revoked underline underline-offset-2"
                >
                  <Message text={field.message} />
                </a>
              </li>
            ))}
          </ul>
        ) : null}
        {problem.requestId && problem.fields.length === 0 ? (
          <p className="mt-1.5 font-mono text-12 text-muted">{words.errorId(problem.requestId)}</p>
        ) : null}
      </div>
    </div>
  );
}
