'use client';

import type { FieldProblem } from '@/components/api-client';
import { Card } from '@/components/ui/card';
import { FieldErrors } from '@/components/ui/field';
import { bulkWords } from './bulk.words';
import type { Table } from './bulk-form';

/** Which column is what, with the first cells beside it. */
export function MappingFields({
  table,
  mapping,
  onMapping,
  errors,
}: {
  table: Table;
  mapping: Readonly<Record<string, string>>;
  onMapping: (mapping: Readonly<Record<string, string>>) => void;
  errors: readonly FieldProblem[];
}) {
  const words = bulkWords().mappingFields;
  return (
    <Card title={words.columns} id="mapping" flush>
      <ul className="divide-y divide-line-faint">
        {table.columns.map((column, at) => (
          <li key={column} className="grid items-center gap-x-4 gap-y-2 px-5 py-3 sm:grid-cols-[minmax(0,1fr)_13rem]">
            <div className="min-w-0">
              <label htmlFor={`column-${at}`} className="font-medium [overflow-wrap:anywhere]">
                {column}
              </label>
              <p className="truncate text-13 text-muted">
                {table.sample
                  .map((cells) => cells[at])
                  .filter(Boolean)
                  .slice(0, 3)
                  .join(' · ') || words.emptyInTheFirstRows}
              </p>
            </div>
            <select
              id={`column-${at}`}
              value={mapping[column] ?? ''}
              onChange={(event) => {
                const { [column]: _, ...rest } = mapping;
                onMapping(event.target.value === '' ? rest : { ...rest, [column]: event.target.value });
              }}
              className="field-box touch-target h-9 px-2.5"
            >
              {fieldOptions().map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
      {errors.length > 0 ? (
        <div className="px-5 pb-4">
          <FieldErrors id="mapping" errors={errors} />
        </div>
      ) : null}
    </Card>
  );
}

const fieldOptions = () =>
  [
    { value: '', label: bulkWords().mappingFields.ignore },
    { value: 'names', label: bulkWords().mappingFields.names },
    { value: 'profile', label: bulkWords().mappingFields.profile },
    { value: 'commonName', label: bulkWords().mappingFields.commonName },
    { value: 'organisation', label: bulkWords().mappingFields.organisation },
    { value: 'organisationalUnit', label: bulkWords().mappingFields.organisationalUnit },
    { value: 'country', label: bulkWords().mappingFields.country },
    { value: 'validityDays', label: bulkWords().mappingFields.validityInDays },
    { value: 'keyAlgorithm', label: bulkWords().mappingFields.keyType },
    { value: 'csr', label: bulkWords().mappingFields.requestCsr },
    { value: 'owner', label: bulkWords().mappingFields.owner },
    { value: 'notes', label: bulkWords().mappingFields.notes },
    { value: 'tags', label: bulkWords().mappingFields.tags },
  ] as const;
