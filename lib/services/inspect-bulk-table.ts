import { authorise } from './authorise.ts';
import { type BulkMapping, readBulkTable, suggestMapping } from './bulk-table.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface BulkTableView {
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly suggestedMapping: BulkMapping;
  readonly sample: readonly (readonly string[])[];
}

/** What a table holds, and which column is probably which field. Stores nothing. Throws `validation-failed` at `content`. */
export async function inspectBulkTable(
  _context: ServiceContext,
  actor: Actor | null,
  request: { readonly format: 'csv' | 'json'; readonly content: string },
): Promise<BulkTableView> {
  authorise(actor, 'certificate.issue');
  const table = readBulkTable(request.format, request.content);
  return {
    columns: table.columns,
    rowCount: table.rows.length,
    suggestedMapping: suggestMapping(table.columns),
    sample: table.rows.slice(0, 5),
  };
}
