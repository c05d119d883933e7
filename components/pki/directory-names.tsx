'use client';

import { Plus, X } from 'lucide-react';
import { withinSentence } from '@/components/language/define-words';
import { Button } from '../ui/button';
import { FieldErrors } from '../ui/field';
import type { ApiForm } from '../use-api-form';
import { directoryNamesWords } from './directory-names.words';
import type { DirectoryNameDraft } from './limits-draft';

/** What stands in subjects in practice, most general first; the order that certificates made here have. */
const attributes = () =>
  [
    { type: 'DC', label: directoryNamesWords().domainComponentDc },
    { type: 'C', label: directoryNamesWords().countryC },
    { type: 'ST', label: directoryNamesWords().stateSt },
    { type: 'L', label: directoryNamesWords().placeL },
    { type: 'O', label: directoryNamesWords().organisationO },
    { type: 'OU', label: directoryNamesWords().unitOu },
    { type: 'CN', label: directoryNamesWords().commonNameCn },
    { type: 'UID', label: directoryNamesWords().userIdUid },
    { type: 'serialNumber', label: directoryNamesWords().serialNumber },
    { type: 'emailAddress', label: directoryNamesWords().eMailInTheSubject },
  ] as const;
const PLACEHOLDERS: Readonly<Record<string, string>> = { DC: 'corp', C: 'DE', O: 'Acme', OU: 'Web', CN: 'worker' };

/** Names that subjects must, or must not, begin with: each a list of attributes (RFC 5280 §4.2.1.10, directoryName). */
export function DirectoryNames({
  id,
  names,
  onNames,
  form,
}: {
  /** Where the server finds fault with them: `nameConstraints.permitted.directoryName`. */
  id: string;
  names: readonly DirectoryNameDraft[];
  onNames: (names: readonly DirectoryNameDraft[]) => void;
  form: ApiForm;
}) {
  const say = directoryNamesWords();
  const change = (next: readonly DirectoryNameDraft[]) => {
    onNames(next);
    form.clear(id);
  };
  const replace = (at: number, name: DirectoryNameDraft) =>
    change(
      name.length === 0 ? names.filter((_, one) => one !== at) : names.map((old, one) => (one === at ? name : old)),
    );
  return (
    <div id={id} tabIndex={-1} className="flex flex-col gap-3">
      <div>
        <p className="text-14 font-medium">{say.beginningsOfSubjects}</p>
        <p className="text-13 text-muted">{say.attributesFromTheMostGeneral}</p>
      </div>
      {names.map((name, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a name is known by its place; the server names it so, too
          key={at}
          className="flex flex-col gap-2 rounded-md border border-line p-3"
        >
          <legend className="px-1 text-13 text-muted">{say.name(at + 1)}</legend>
          {name.map((attribute, row) => (
            <AttributeRow
              // biome-ignore lint/suspicious/noArrayIndexKey: attributes may be equal; only their place tells them apart
              key={row}
              label={say.attributeOfName(row + 1, at + 1)}
              attribute={attribute}
              onAttribute={(next) =>
                replace(
                  at,
                  name.map((old, one) => (one === row ? next : old)),
                )
              }
              onRemove={() =>
                replace(
                  at,
                  name.filter((_, one) => one !== row),
                )
              }
            />
          ))}
          <div>
            <Button
              size="small"
              tone="quiet"
              onClick={() => replace(at, [...name, { type: typeAfter(name), value: '' }])}
            >
              <Plus aria-hidden="true" className="size-3.5" />
              {say.addAnAttribute}
              <span className="sr-only">{say.toName(at + 1)}</span>
            </Button>
          </div>
          <FieldErrors id={`${id}.${at}`} errors={form.errorsFor(`${id}.${at}`)} />
        </fieldset>
      ))}
      <div>
        <Button size="small" onClick={() => change([...names, [{ type: 'O', value: '' }]])}>
          <Plus aria-hidden="true" className="size-3.5" />
          {say.addAName}
        </Button>
      </div>
    </div>
  );
}

function AttributeRow({
  label,
  attribute,
  onAttribute,
  onRemove,
}: {
  label: string;
  attribute: DirectoryNameDraft[number];
  onAttribute: (attribute: DirectoryNameDraft[number]) => void;
  onRemove: () => void;
}) {
  const say = directoryNamesWords();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[13rem_minmax(0,1fr)_auto]">
      <select
        aria-label={say.kind(label)}
        value={attribute.type}
        onChange={(event) => onAttribute({ ...attribute, type: event.target.value })}
        className="field-box touch-target col-span-2 h-9 px-2.5 sm:col-span-1"
      >
        {attributes().map(({ type, label: words }) => (
          <option key={type} value={type}>
            {words}
          </option>
        ))}
      </select>
      <input
        aria-label={say.value(label)}
        value={attribute.value}
        onChange={(event) => onAttribute({ ...attribute, value: event.target.value })}
        placeholder={PLACEHOLDERS[attribute.type] ?? ''}
        autoComplete="off"
        spellCheck={false}
        className="field-box touch-target h-9 px-3"
      />
      <Button tone="quiet" onClick={onRemove} aria-label={say.remove(withinSentence(label))}>
        <X aria-hidden="true" className="size-4" />
      </Button>
    </div>
  );
}

/** The next one in the usual order; a domain goes on with its next label. */
function typeAfter(name: DirectoryNameDraft): string {
  const last = name.at(-1)?.type;
  if (last === 'DC' || last === 'OU') return last;
  const at = attributes().findIndex(({ type }) => type === last);
  return attributes()[Math.min(at + 1, attributes().length - 1)]?.type ?? 'O';
}
