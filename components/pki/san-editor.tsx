'use client';

import { X } from 'lucide-react';
import { useRef } from 'react';
import type { FieldProblem } from '../api-client';
import { Button } from '../ui/button';
import { describedBy, Field } from '../ui/field';
import { Message } from '../ui/message';
import { sanEditorWords } from './san-editor.words';

/** Host names never contain these, so a pasted column, list or line falls apart into its names. */
const SEPARATORS = /[\s,;]+/;

/** What has been entered: whole names, and what still stands in the box. */
export interface NameEntry {
  readonly names: readonly string[];
  readonly rest: string;
}
export const NO_NAMES: NameEntry = { names: [], rest: '' };
export const allNames = ({ names, rest }: NameEntry): readonly string[] =>
  [...new Set([...names, ...rest.split(SEPARATORS)])].filter((name) => name !== '');

/**
 * Many names as chips: Enter, comma, space or leaving the box makes one; pasting makes many. A refused name keeps its
 * place and its text, says why, and offers the fix.
 */
export function SanEditor({
  id,
  label,
  help,
  field,
  entry,
  onEntry,
  errors,
  optional = false,
  placeholder,
  autoFocus = false,
}: {
  id: string;
  label: string;
  help?: string;
  /** The request's field: errors come as `field` or `field.3`. */
  field: string;
  entry: NameEntry;
  onEntry: (entry: NameEntry) => void;
  errors: readonly FieldProblem[];
  optional?: boolean;
  placeholder?: string;
  autoFocus?: boolean;
}) {
  const words = sanEditorWords();
  const input = useRef<HTMLInputElement>(null);
  const names = allNames(entry);
  const refused = new Set(errors.map((error) => indexIn(error.field, field)));

  const take = (rest: string) => onEntry({ names: allNames({ names: entry.names, rest }), rest: '' });
  const type = (text: string) => (SEPARATORS.test(text) ? take(text) : onEntry({ ...entry, rest: text }));
  const remove = (name: string) => {
    onEntry({ ...entry, names: entry.names.filter((other) => other !== name) });
    input.current?.focus();
  };
  const replace = (index: number, name: string) =>
    onEntry({ names: [...new Set(names.map((old, at) => (at === index ? name : old)))], rest: '' });

  return (
    <Field
      id={id}
      label={label}
      {...(help ? { help } : {})}
      optional={optional}
      footer={<NameErrors {...{ id, field, errors, replace }} />}
    >
      <div
        className="field-box flex min-h-9 flex-wrap items-center gap-1.5 p-1"
        {...(errors.length ? { 'data-invalid': '' } : {})}
      >
        {entry.names.length > 0 ? (
          <ul aria-label={words.entered(label)} className="contents">
            {entry.names.map((name, index) => (
              <Chip key={name} name={name} refused={refused.has(index)} onRemove={() => remove(name)} />
            ))}
          </ul>
        ) : null}
        <input
          ref={input}
          id={id}
          value={entry.rest}
          // biome-ignore lint/a11y/noAutofocus: the page is this form, and this is its first field
          autoFocus={autoFocus}
          placeholder={entry.names.length === 0 ? placeholder : undefined}
          onChange={(event) => type(event.target.value)}
          onBlur={() => entry.rest !== '' && take(entry.rest)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
              event.preventDefault();
              if (entry.rest !== '') take(entry.rest);
            }
            if (event.key === 'Backspace' && entry.rest === '') {
              onEntry({ ...entry, names: entry.names.slice(0, -1) });
            }
          }}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          aria-invalid={errors.length > 0 ? true : undefined}
          aria-describedby={describedBy({ id, help, errors })}
          className="h-7 min-w-20 flex-1 bg-transparent px-2 font-mono text-13 outline-none"
        />
      </div>
    </Field>
  );
}

function NameErrors({
  id,
  field,
  errors,
  replace,
}: {
  id: string;
  field: string;
  errors: readonly FieldProblem[];
  replace: (index: number, name: string) => void;
}) {
  const words = sanEditorWords();
  if (errors.length === 0) return null;
  return (
    <ul id={`${id}-error`} className="flex flex-col gap-1">
      {errors.map((error) => {
        const index = indexIn(error.field, field);
        return (
          <li
            key={`${error.field} ${error.message}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-revoked"
          >
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <Message text={error.message} />
            </span>
            {error.suggestion !== undefined && index !== null ? (
              <Button size="small" onClick={() => replace(index, error.suggestion as string)}>
                {words.use(error.suggestion)}
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function Chip({ name, refused, onRemove }: { name: string; refused: boolean; onRemove: () => void }) {
  const words = sanEditorWords();
  return (
    <li
      className={`inline-flex h-7 max-w-full items-center gap-0.5 rounded-sm border ps-2 ${refused ? 'border-dashed border-revoked bg-revoked-tint text-revoked' : 'border-line bg-subtle'}`}
    >
      <code className="min-w-0 truncate font-mono text-13">{name}</code>
      <button
        type="button"
        aria-label={words.remove(name)}
        onClick={onRemove}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </li>
  );
}

function indexIn(path: string, field: string): number | null {
  const rest = path.startsWith(`${field}.`) ? path.slice(field.length + 1) : '';
  return /^\d+$/.test(rest) ? Number(rest) : null;
}
