'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { withinSentence } from '@/components/language/define-words';
import { passwordFieldWords } from '@/components/ui/password-field.words';
import type { FieldProblem } from '../api-client';
import { describedBy, Field } from './field';

/** One password field with a show toggle; never a second one to type it again. */
export function PasswordField({
  id,
  label,
  help,
  errors,
  value,
  onValue,
  autoComplete,
  name,
  autoFocus = false,
  after,
  onEnter,
}: {
  id: string;
  label: string;
  help?: ReactNode;
  errors?: readonly FieldProblem[];
  value: string;
  onValue: (value: string) => void;
  autoComplete: 'current-password' | 'new-password' | 'off';
  name?: string;
  autoFocus?: boolean;
  after?: ReactNode;
  /** What the Enter key does where the field is not the form's own matter. */
  onEnter?: (() => void) | undefined;
}) {
  const words = passwordFieldWords();
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <Field id={id} label={label} {...(help ? { help } : {})} {...(errors ? { errors } : {})}>
      <div className="flex gap-2">
        <div className="field-box flex min-w-0 flex-1 items-center" {...(errors?.length ? { 'data-invalid': '' } : {})}>
          <input
            id={id}
            name={name ?? id}
            type={shown ? 'text' : 'password'}
            value={value}
            onChange={(event) => onValue(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !onEnter) return;
              event.preventDefault();
              onEnter();
            }}
            autoComplete={autoComplete}
            // biome-ignore lint/a11y/noAutofocus: only where the field is the whole task, such as a dialog that asks for it
            autoFocus={autoFocus}
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={errors?.length ? true : undefined}
            aria-describedby={describedBy({ id, help, ...(errors ? { errors } : {}) })}
            className={`touch-target h-[2.125rem] min-w-0 flex-1 bg-transparent px-3 outline-none ${shown ? 'font-mono text-13' : ''}`}
          />
          <button
            type="button"
            aria-pressed={shown}
            aria-label={words.show(withinSentence(label))}
            onClick={() => setShown(!shown)}
            className="touch-square mx-1 inline-flex size-7 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text"
          >
            <Icon aria-hidden="true" className="size-4" />
          </button>
        </div>
        {after}
      </div>
    </Field>
  );
}
