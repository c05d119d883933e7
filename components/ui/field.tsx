'use client';

import type { ComponentProps, ReactNode } from 'react';
import { fieldWords } from '@/components/ui/field.words';
import type { FieldProblem } from '../api-client';
import { Button } from './button';
import { Message } from './message';

/** The parts that say what a field is, how to fill it and what was wrong, tied to the control by id. */
export interface FieldFrame {
  /** Also the anchor of the error summary. */
  id: string;
  label: ReactNode;
  help?: ReactNode;
  optional?: boolean;
  errors?: readonly FieldProblem[];
  onUseSuggestion?: (suggestion: string) => void;
}

export function describedBy({ id, help, errors }: Pick<FieldFrame, 'id' | 'help' | 'errors'>): string | undefined {
  const ids = [help ? `${id}-help` : '', errors?.length ? `${id}-error` : ''].filter(Boolean).join(' ');
  return ids === '' ? undefined : ids;
}

export function FieldErrors({ id, errors, onUseSuggestion }: Pick<FieldFrame, 'id' | 'errors' | 'onUseSuggestion'>) {
  const words = fieldWords();
  if (!errors?.length) return null;
  return (
    <ul id={`${id}-error`} className="flex flex-col gap-1">
      {errors.map((error) => (
        <li
          key={`${error.field} ${error.message}`}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-revoked"
        >
          <span className="min-w-0 [overflow-wrap:anywhere]">
            <Message text={error.message} />
          </span>
          {error.suggestion !== undefined && onUseSuggestion ? (
            <Button size="small" onClick={() => onUseSuggestion(error.suggestion as string)}>
              {words.use(error.suggestion)}
            </Button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

export function Field({
  id,
  label,
  help,
  optional,
  errors,
  onUseSuggestion,
  children,
  footer,
}: FieldFrame & { children: ReactNode; footer?: ReactNode }) {
  const words = fieldWords();
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-14 font-medium">
        {label}
        {optional ? <span className="font-normal text-muted">{words.optional}</span> : null}
      </label>
      {children}
      {help ? (
        <p id={`${id}-help`} className="text-13 text-muted">
          {help}
        </p>
      ) : null}
      <FieldErrors id={id} {...(errors ? { errors } : {})} {...(onUseSuggestion ? { onUseSuggestion } : {})} />
      {footer}
    </div>
  );
}

type TextFieldProps = FieldFrame & {
  value: string;
  onValue: (value: string) => void;
  mono?: boolean;
} & Omit<ComponentProps<'input'>, 'id' | 'value' | 'onChange' | 'className'>;

export function TextField({
  id,
  label,
  help,
  optional,
  errors,
  onUseSuggestion,
  value,
  onValue,
  mono,
  ...input
}: TextFieldProps) {
  return (
    <Field
      id={id}
      label={label}
      {...(help ? { help } : {})}
      {...(optional ? { optional } : {})}
      {...(errors ? { errors } : {})}
      onUseSuggestion={onUseSuggestion ?? onValue}
    >
      <input
        id={id}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy({ id, help, ...(errors ? { errors } : {}) })}
        className={`field-box touch-target h-9 px-3 ${mono ? 'font-mono text-13' : ''}`}
        {...input}
      />
    </Field>
  );
}

type TextAreaFieldProps = FieldFrame & {
  value: string;
  onValue: (value: string) => void;
  mono?: boolean;
} & Omit<ComponentProps<'textarea'>, 'id' | 'value' | 'onChange' | 'className'>;

export function TextAreaField({
  id,
  label,
  help,
  optional,
  errors,
  value,
  onValue,
  mono,
  ...area
}: TextAreaFieldProps) {
  return (
    <Field
      id={id}
      label={label}
      {...(help ? { help } : {})}
      {...(optional ? { optional } : {})}
      {...(errors ? { errors } : {})}
    >
      <textarea
        id={id}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        spellCheck={!mono}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy({ id, help, ...(errors ? { errors } : {}) })}
        className={`field-box px-3 py-2 ${mono ? 'font-mono text-13' : ''}`}
        {...area}
      />
    </Field>
  );
}

type SelectFieldProps = FieldFrame & {
  value: string;
  onValue: (value: string) => void;
  options: readonly { value: string; label: string }[];
} & Omit<ComponentProps<'select'>, 'id' | 'value' | 'onChange' | 'className'>;

export function SelectField({
  id,
  label,
  help,
  optional,
  errors,
  value,
  onValue,
  options,
  ...select
}: SelectFieldProps) {
  return (
    <Field
      id={id}
      label={label}
      {...(help ? { help } : {})}
      {...(optional ? { optional } : {})}
      {...(errors ? { errors } : {})}
    >
      <select
        id={id}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        aria-invalid={errors?.length ? true : undefined}
        aria-describedby={describedBy({ id, help, ...(errors ? { errors } : {}) })}
        className="field-box touch-target h-9 px-2.5"
        {...select}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
