'use client';

import { Check } from 'lucide-react';
import { setupWords } from './setup.words';
import { steps } from './setup-state';

/** Where one is. Finished steps can be opened again until the keys are made. */
export function Stepper({ step, onGo }: { step: number; onGo?: ((step: number) => void) | undefined }) {
  const words = setupWords().stepper;
  return (
    <ol aria-label={words.steps} className="hidden flex-col lg:flex">
      {steps().map(({ label, hint }, index) => {
        const done = index < step;
        const here = index === step;
        return (
          <li key={label} aria-current={here ? 'step' : undefined} className="relative flex gap-3 pb-6 last:pb-0">
            {index < steps().length - 1 ? (
              <span aria-hidden="true" className="absolute start-3 top-7 bottom-1 border-s border-line-strong" />
            ) : null}
            <span
              aria-hidden="true"
              className={`inline-flex size-6 shrink-0 items-center justify-center rounded-full border text-12 font-semibold tabular-nums ${here ? 'border-accent bg-accent text-on-accent' : done ? 'border-accent text-accent' : 'border-line-strong text-muted'}`}
            >
              {done ? <Check className="size-3.5" /> : index + 1}
            </span>
            <span className="min-w-0">
              {done && onGo ? (
                <button
                  type="button"
                  onClick={() => onGo(index)}
                  className="block min-h-6 rounded-sm text-start font-medium hover:text-accent hover:underline"
                >
                  {label}
                </button>
              ) : (
                <span
                  className={`block min-h-6 leading-6 ${here ? 'font-semibold' : done ? 'font-medium' : 'text-muted'}`}
                >
                  {label}
                </span>
              )}
              <span className="block text-13 text-muted">{hint}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
