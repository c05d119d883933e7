'use client';

import { FileSpreadsheet } from 'lucide-react';
import { useRef, useState } from 'react';
import type { FieldProblem } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { FieldErrors } from '@/components/ui/field';
import { bulkWords } from './bulk.words';

export interface PickedTable {
  readonly name: string;
  readonly format: 'csv' | 'json';
  readonly content: string;
}

/** Drop or choose; the content stays in this tab until it is sent for reading. */
export function FilePicker({
  onPick,
  table,
  errors,
}: {
  onPick: (table: PickedTable) => void;
  table: (PickedTable & { rowCount: number }) | null;
  errors: readonly FieldProblem[];
}) {
  const words = bulkWords().filePicker;
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    const content = await chosen.text();
    const isJson = /\.json$/i.test(chosen.name) || /^\s*\[/.test(content);
    onPick({ name: chosen.name, format: isJson ? 'json' : 'csv', content });
  };
  return (
    <section
      id="file"
      tabIndex={-1}
      aria-label={words.table}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
      className={`flex flex-col items-start gap-3 rounded-lg border border-dashed p-5 ${over ? 'border-accent bg-accent-tint' : 'border-line-strong'}`}
    >
      <div className="flex items-start gap-3">
        <FileSpreadsheet aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-muted" />
        <div className="min-w-0">
          {table ? (
            <p className="font-medium [overflow-wrap:anywhere]">
              {table.name}: {words.rows(table.rowCount)}
            </p>
          ) : (
            <p className="font-medium">{words.dropACsvOrJson}</p>
          )}
          <p className="text-13 text-muted">{words.csvTheFirstLineNames}</p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => input.current?.click()}>
          {table ? words.chooseAnotherFile : words.chooseAFile}
        </Button>
        <Button
          size="small"
          tone="quiet"
          onClick={() => onPick({ name: 'sample.csv', format: 'csv', content: SAMPLE })}
        >
          {words.useASample}
        </Button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,.json"
        aria-label={words.tableFile}
        className="hidden"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <FieldErrors id="file" errors={errors} />
    </section>
  );
}

const SAMPLE = `names,type,days,owner,tags
"web-1.lan, 10.0.0.11",tlsServer,90,Web team,edge
web-2.lan,tlsServer,90,Web team,edge
alice@example.com,tlsClient,365,Alice,
`;
