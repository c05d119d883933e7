'use client';

import type { FieldProblem } from '@/components/api-client';
import { Card } from '@/components/ui/card';
import { FieldErrors } from '@/components/ui/field';
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
  return (
    <Card title="Columns" id="mapping" flush>
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
                  .join(' · ') || 'Empty in the first rows'}
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
              {FIELD_OPTIONS.map(({ value, label }) => (
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

const FIELD_OPTIONS = [
  { value: '', label: 'Ignore' },
  { value: 'names', label: 'Names' },
  { value: 'profile', label: 'Profile' },
  { value: 'commonName', label: 'Common name' },
  { value: 'organisation', label: 'Organisation' },
  { value: 'organisationalUnit', label: 'Organisational unit' },
  { value: 'country', label: 'Country' },
  { value: 'validityDays', label: 'Validity in days' },
  { value: 'keyAlgorithm', label: 'Key type' },
  { value: 'csr', label: 'Request (CSR)' },
  { value: 'owner', label: 'Owner' },
  { value: 'notes', label: 'Notes' },
  { value: 'tags', label: 'Tags' },
] as const;
