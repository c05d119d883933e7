import type { Job, JobItem, JobItemState, JobState } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { Prisma } from './generated/sqlite/client.ts';
import type { JobItemModel, JobModel } from './generated/sqlite/models.ts';
import type { RowWriter } from './row-writer.ts';
import type { Rows } from './rows.ts';

export function jobReads(rows: Rows) {
  return {
    async job(id: string): Promise<Job | null> {
      const row = await rows.job.findUnique({ where: { id } });
      return row && toJob(row);
    },
    async jobs(args: { limit: number; before: string | null }): Promise<{
      items: readonly Job[];
      next: string | null;
    }> {
      const cursor = args.before === null ? null : decodeCursor(args.before, CURSOR_KIND);
      const after = cursor ? Prisma.sql`WHERE ("createdAt", "id") < (${cursor.at}, ${cursor.id})` : Prisma.empty;
      const ids = await rows.$queryRaw<{ id: string }[]>(Prisma.sql`
        SELECT "id" FROM "Job" ${after} ORDER BY "createdAt" DESC, "id" DESC LIMIT ${args.limit + 1}`);
      const found = await rows.job.findMany({ where: { id: { in: ids.slice(0, args.limit).map(({ id }) => id) } } });
      const byId = new Map(found.map((row) => [row.id, row]));
      const items = ids.flatMap(({ id }) => byId.get(id) ?? []).map(toJob);
      const last = items.at(-1);
      const next =
        last && ids.length > args.limit
          ? encodeCursor({ kind: CURSOR_KIND, direction: 'forward', at: last.createdAt, id: last.id })
          : null;
      return { items, next };
    },
    async openJobs(): Promise<readonly Job[]> {
      const found = await rows.job.findMany({
        where: { state: { in: ['queued', 'running'] } },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      });
      return found.map(toJob);
    },
    async jobItems(args: {
      jobId: string;
      state?: JobItemState;
      afterPosition: number;
      limit: number;
    }): Promise<readonly JobItem[]> {
      const found = await rows.jobItem.findMany({
        where: {
          jobId: args.jobId,
          position: { gt: args.afterPosition },
          ...(args.state === undefined ? {} : { state: args.state }),
        },
        orderBy: { position: 'asc' },
        take: args.limit,
      });
      return found.map(toJobItem);
    },
  } satisfies Partial<StoreReads>;
}

export function jobWrites(rows: Rows, writer: RowWriter) {
  return {
    async insertJob(job: Job, items: readonly Pick<JobItem, 'position' | 'input'>[]): Promise<void> {
      await rows.job.create({ data: job });
      await writer.insert(
        ITEMS,
        items.map((item) => ({ ...item, jobId: job.id })),
      );
    },
    async addJobItems(jobId: string, items: readonly Pick<JobItem, 'position' | 'input'>[]): Promise<void> {
      await writer.insert(
        ITEMS,
        items.map((item) => ({ ...item, jobId })),
      );
    },
    async updateJob(
      id: string,
      from: readonly JobState[],
      change: Parameters<StoreTransaction['updateJob']>[2],
    ): Promise<boolean> {
      const { count } = await rows.job.updateMany({ where: { id, state: { in: [...from] } }, data: change });
      return count > 0;
    },
    async recordJobItems(jobId: string, items: Parameters<StoreTransaction['recordJobItems']>[1]): Promise<void> {
      const recorded = await writer.change(
        ENDED_ITEMS,
        items.map((item) => ({ ...item, jobId })),
      );
      if (recorded !== items.length)
        throw new CountersignError('conflict', 'A part of this job was finished by another process meanwhile.');
      const done = items.filter(({ state }) => state === 'done').length;
      await rows.job.update({
        where: { id: jobId },
        data: { done: { increment: done }, failed: { increment: items.length - done } },
      });
    },
  } satisfies Partial<StoreTransaction>;
}

function toJob(row: JobModel): Job {
  return { ...row, kind: row.kind as Job['kind'], state: row.state as JobState };
}

function toJobItem(row: JobItemModel): JobItem {
  return { ...row, state: row.state as JobItemState };
}

const CURSOR_KIND = 'jobs';
const ITEMS = { into: 'JobItem', columns: { jobId: 'text', position: 'integer', input: 'text' } } as const;
const ENDED_ITEMS = {
  table: 'JobItem',
  columns: { jobId: 'text', position: 'integer', state: 'text', certificateId: 'text', problem: 'text' },
  set: '"state" = :state, "certificateId" = :certificateId, "problem" = :problem',
  where: `"JobItem"."jobId" = :jobId AND "JobItem"."position" = :position AND "JobItem"."state" = 'waiting'`,
} as const;
