import type { Job, JobItemState } from '../domain/entities.ts';
import { CountersignError, type FieldError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { csvLines, writeCsv } from './bulk-table.ts';
import type { FileToHandOut } from './certificate-files.ts';
import { safeFileName } from './certificate-files.ts';
import type { StreamToHandOut } from './export-certificates.ts';
import { othersTurn } from './others-turn.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** A job without what only its runner reads. */
export type JobView = Omit<Job, 'parameters'>;

export interface JobItemView {
  /** From 1, as people count rows. */
  readonly row: number;
  readonly state: JobItemState;
  readonly certificateId: string | null;
  readonly problems: readonly FieldError[];
}
export interface JobDetailView {
  readonly job: JobView;
  readonly columns: readonly string[];
  /** The first refused rows, with their cells. */
  readonly refused: readonly (JobItemView & { readonly cells: readonly string[] })[];
}

/** Newest first. */
export async function listJobs(
  context: ServiceContext,
  actor: Actor | null,
  args: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: readonly JobView[]; next: string | null }> {
  authorise(actor, 'inventory.read');
  const page = await context.store.jobs({ limit: args.limit ?? 50, before: args.cursor ?? null });
  return { items: page.items.map(viewOf), next: page.next };
}

/** What is queued or running, oldest first. */
export async function listOpenJobs(context: ServiceContext, actor: Actor | null): Promise<readonly JobView[]> {
  authorise(actor, 'inventory.read');
  return (await context.store.openJobs()).map(viewOf);
}

/** Throws `not-found`. */
export async function getJob(context: ServiceContext, actor: Actor | null, jobId: string): Promise<JobDetailView> {
  authorise(actor, 'inventory.read');
  const job = await load(context, jobId);
  const refused = await context.store.jobItems({ jobId, state: 'refused', afterPosition: -1, limit: 50 });
  return {
    job: viewOf(job),
    columns: (JSON.parse(job.parameters) as { columns: readonly string[] }).columns,
    refused: refused.map((item) => ({
      row: item.position + 1,
      state: item.state,
      certificateId: item.certificateId,
      problems: problemsOf(item.problem),
      cells: JSON.parse(item.input) as string[],
    })),
  };
}

/** What became of every certificate or row, as CSV in their order. Throws `not-found`. */
export async function downloadJobResults(
  context: ServiceContext,
  actor: Actor | null,
  jobId: string,
): Promise<StreamToHandOut> {
  authorise(actor, 'inventory.read');
  const job = await load(context, jobId);
  return {
    name: `${safeFileName(job.label.replace(/\.(csv|json)$/i, ''))}-results.csv`,
    mediaType: 'text/csv; charset=utf-8',
    parts: resultLines(context, job),
  };
}

async function* resultLines(context: ServiceContext, job: Job): AsyncGenerator<string> {
  const { columns } = JSON.parse(job.parameters) as { columns: readonly string[] };
  yield csvLines([['number', ...columns, 'outcome', 'certificate now', 'reason']]);
  for (let after = -1; ; ) {
    const slice = await context.store.jobItems({ jobId: job.id, afterPosition: after, limit: 1_000 });
    if (slice.length > 0)
      yield csvLines(
        slice.map((item) => [
          String(item.position + 1),
          ...(JSON.parse(item.input) as string[]),
          item.state,
          item.certificateId ?? '',
          wordsOf(item.problem),
        ]),
      );
    const last = slice.at(-1);
    if (!last || slice.length < 1_000) return;
    after = last.position;
    await othersTurn();
  }
}

/** The rows that were refused, as they came, with the reason in a last column: mended, it can be started again. Throws `not-found`. */
export async function downloadRefusedRows(
  context: ServiceContext,
  actor: Actor | null,
  jobId: string,
): Promise<FileToHandOut> {
  authorise(actor, 'inventory.read');
  const job = await load(context, jobId);
  const { columns } = JSON.parse(job.parameters) as { columns: readonly string[] };
  const rows: string[][] = [];
  for (let after = -1; ; ) {
    const slice = await context.store.jobItems({ jobId, state: 'refused', afterPosition: after, limit: 1_000 });
    for (const item of slice) rows.push([...(JSON.parse(item.input) as string[]), wordsOf(item.problem)]);
    const last = slice.at(-1);
    if (!last || slice.length < 1_000) break;
    after = last.position;
  }
  return {
    name: `${safeFileName(job.label.replace(/\.(csv|json)$/i, ''))}-refused.csv`,
    mediaType: 'text/csv; charset=utf-8',
    content: Buffer.from(writeCsv([...columns, 'reason'], rows), 'utf8'),
  };
}

async function load(context: ServiceContext, jobId: string): Promise<Job> {
  const job = await context.store.job(jobId);
  if (!job) throw new CountersignError('not-found', `There is no job "${jobId}".`);
  return job;
}

function viewOf({ parameters: _, ...job }: Job): JobView {
  return job;
}

function wordsOf(problem: string | null): string {
  return problemsOf(problem)
    .map(({ field, message }) => (field ? `${field}: ${message}` : message))
    .join(' ');
}

function problemsOf(problem: string | null): readonly FieldError[] {
  return problem === null ? [] : (JSON.parse(problem) as FieldError[]);
}
