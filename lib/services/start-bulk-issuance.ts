import type { Job } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise, requireNoLimits } from './authorise.ts';
import { type BulkMapping, checkMapping, readBulkTable } from './bulk-table.ts';
import { insertJob } from './insert-job.ts';
import { type BulkIssuanceRequest, planBulkIssuance } from './plan-bulk-issuance.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface StartBulkIssuanceRequest extends BulkIssuanceRequest {
  /** What the job is called; absent: "Bulk issuance". */
  readonly label?: string | undefined;
  /** Issue the rows that pass and report the others; absent or false: one refused row refuses all. */
  readonly skipRefused?: boolean | undefined;
}

/** What a job of this kind keeps: how its rows are read. */
export interface BulkJobParameters {
  readonly columns: readonly string[];
  readonly mapping: BulkMapping;
  readonly defaults: BulkIssuanceRequest['defaults'] | null;
}

/**
 * Starts a job that issues one certificate for each row. All rows pass the dry run first, unless `skipRefused`; then
 * the refused ones are counted and reported. Throws `validation-failed`.
 */
export async function startBulkIssuance(
  context: ServiceContext,
  actor: Actor | null,
  request: StartBulkIssuanceRequest,
): Promise<Job> {
  authorise(actor, 'certificate.issue');
  requireNoLimits(actor, 'Issuing many certificates');
  const table = readBulkTable(request.format, request.content);
  checkMapping(table, request.mapping);
  const plan = await planBulkIssuance(context, actor, request);
  if (plan.refused.length > 0 && (!request.skipRefused || plan.valid === 0)) throw refusal(plan);
  const parameters: BulkJobParameters = {
    columns: table.columns,
    mapping: request.mapping,
    defaults: request.defaults ?? null,
  };
  return insertJob(context, actor, {
    kind: 'bulk-issuance',
    label: request.label?.trim() || 'Bulk issuance',
    parameters,
    total: table.rows.length,
    items: table.rows.map((cells, position) => ({ position, input: JSON.stringify(cells) })),
  });
}

function refusal(plan: Awaited<ReturnType<typeof planBulkIssuance>>): CountersignError {
  const first = plan.refused.slice(0, MOST_SHOWN);
  const rest = plan.refused.length - first.length;
  return new CountersignError(
    'validation-failed',
    `${plan.refused.length} of ${plan.total} rows cannot be issued, so nothing was started. Mend them, or start with the others only.`,
    {
      fields: [
        ...first.flatMap(({ row, problems }) =>
          problems.map((problem) => ({
            field: `rows.${row}.${problem.field}`,
            message: `Row ${row}: ${problem.message}`,
          })),
        ),
        ...(rest > 0 ? [{ field: 'rows', message: `${rest} more rows; the dry run lists all of them.` }] : []),
      ],
    },
  );
}

const MOST_SHOWN = 20;
