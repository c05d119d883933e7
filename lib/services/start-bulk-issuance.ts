import type { Job } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { type BulkMapping, checkMapping, readBulkTable } from './bulk-table.ts';
import { type BulkIssuanceRequest, planBulkIssuance } from './plan-bulk-issuance.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

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
  const table = readBulkTable(request.format, request.content);
  checkMapping(table, request.mapping);
  const plan = await planBulkIssuance(context, actor, request);
  if (plan.refused.length > 0 && (!request.skipRefused || plan.valid === 0)) throw refusal(plan);
  const parameters: BulkJobParameters = {
    columns: table.columns,
    mapping: request.mapping,
    defaults: request.defaults ?? null,
  };
  const job: Job = {
    id: context.entropy.id(),
    kind: 'bulk-issuance',
    label: (request.label?.trim() || 'Bulk issuance').slice(0, 100),
    state: 'queued',
    parameters: JSON.stringify(parameters),
    total: table.rows.length,
    done: 0,
    failed: 0,
    message: '',
    createdAt: context.clock.now(),
    createdBy: actorName(actor),
    startedAt: null,
    finishedAt: null,
  };
  await context.store.transaction(async (tx) => {
    await tx.insertJob(
      job,
      table.rows.map((cells, position) => ({ position, input: JSON.stringify(cells) })),
    );
    await recordAudit(
      context,
      tx,
      actor,
      'job.started',
      { type: 'job', id: job.id },
      { name: job.label, kind: job.kind, total: String(job.total) },
    );
  });
  context.jobTurn.ask();
  return job;
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
