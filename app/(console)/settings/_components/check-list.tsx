'use client';

import type { ReactNode } from 'react';
import type { FieldProblem } from '@/components/api-client';
import { describedBy, FieldErrors } from '@/components/ui/field';

/** Several of a few: native boxes in one group, each with a sentence. */
export function CheckList<Value extends string>({
  id,
  legend,
  help,
  choices,
  chosen,
  onChosen,
  errors,
}: {
  id: string;
  legend: ReactNode;
  help?: string;
  choices: readonly { readonly value: Value; readonly label: string; readonly sentence?: string }[];
  chosen: readonly Value[];
  onChosen: (values: readonly Value[]) => void;
  errors?: readonly FieldProblem[];
}) {
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={describedBy({ id, help, ...(errors ? { errors } : {}) })}
      className="flex min-w-0 flex-col gap-2"
    >
      <legend className="mb-1.5 text-14 font-medium">{legend}</legend>
      {help ? (
        <p id={`${id}-help`} className="-mt-1 text-13 text-muted">
          {help}
        </p>
      ) : null}
      {choices.map(({ value, label, sentence }) => (
        <label key={value} className="flex items-start gap-2.5">
          <input
            type="checkbox"
            name={id}
            value={value}
            checked={chosen.includes(value)}
            onChange={(event) =>
              onChosen(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
            className="mt-0.5 size-4 shrink-0"
          />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {label}
            {sentence ? <span className="block text-13 text-muted">{sentence}</span> : null}
          </span>
        </label>
      ))}
      <FieldErrors id={id} {...(errors ? { errors } : {})} />
    </fieldset>
  );
}
