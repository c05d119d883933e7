/** What the bar tells about jobs that are under way. */
export interface OpenJob {
  readonly id: string;
  readonly label: string;
  readonly total: number;
  /** Pieces that are through, with or without success. */
  readonly ended: number;
}

export const openJob = (job: {
  readonly id: string;
  readonly label: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}): OpenJob => ({ id: job.id, label: job.label, total: job.total, ended: job.done + job.failed });

/** Of all pieces of all jobs; never 100 while one is under way. */
export function percentOf(jobs: readonly OpenJob[]): number {
  const total = jobs.reduce((sum, job) => sum + job.total, 0);
  const ended = jobs.reduce((sum, job) => sum + job.ended, 0);
  return total === 0 ? 0 : Math.min(99, Math.floor((ended / total) * 100));
}
