'use client';

import type { ReactNode } from 'react';

export interface RadioChoice<Value extends string> {
  value: Value;
  label: string;
  sentence?: ReactNode;
  /** Shown only while this choice is taken. */
  more?: ReactNode;
}

/** A choice where each option needs a sentence; native radios, so keys and readers work as everywhere. */
export function RadioCards<Value extends string>({
  legend,
  name,
  choices,
  value,
  onValue,
  columns = 1,
  hideLegend = false,
}: {
  legend: string;
  name: string;
  choices: readonly RadioChoice<Value>[];
  value: Value | null;
  onValue: (value: Value) => void;
  columns?: 1 | 2;
  hideLegend?: boolean;
}) {
  return (
    <fieldset id={name} tabIndex={-1} className="min-w-0">
      <legend className={hideLegend ? 'sr-only' : 'mb-1.5 text-14 font-medium'}>{legend}</legend>
      <div className={`grid gap-2 ${columns === 2 ? 'sm:grid-cols-2' : ''}`}>
        {choices.map((choice) => (
          <div
            key={choice.value}
            className={`rounded-md border ${value === choice.value ? 'border-accent bg-accent-tint' : 'border-line hover:border-line-strong'}`}
          >
            <label className="flex items-start gap-3 px-3.5 py-3">
              <input
                type="radio"
                name={name}
                value={choice.value}
                checked={value === choice.value}
                onChange={() => onValue(choice.value)}
                aria-describedby={choice.sentence ? `${name}-${choice.value}-help` : undefined}
                className="mt-0.5 size-4 shrink-0"
              />
              <span className="min-w-0">
                <span className="block font-medium">{choice.label}</span>
                {choice.sentence ? (
                  <span id={`${name}-${choice.value}-help`} className="block text-13 text-muted">
                    {choice.sentence}
                  </span>
                ) : null}
              </span>
            </label>
            {choice.more && value === choice.value ? (
              <div className="px-3.5 pb-4 ps-[2.625rem]">{choice.more}</div>
            ) : null}
          </div>
        ))}
      </div>
    </fieldset>
  );
}
