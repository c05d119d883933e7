import { z } from 'zod';
import { cancelJob } from '../../services/cancel-job.ts';
import { exportJobResults } from '../../services/export-job-results.ts';
import { downloadJobResults, downloadRefusedRows, getJob, listJobs, listOpenJobs } from '../../services/get-jobs.ts';
import { inspectBulkTable } from '../../services/inspect-bulk-table.ts';
import { planBulkIssuance } from '../../services/plan-bulk-issuance.ts';
import { retryJob } from '../../services/retry-job.ts';
import { startBulkIssuance } from '../../services/start-bulk-issuance.ts';
import { type ApiRoute, bodyOf, created, file, json, parameter, queryOf, stream } from '../api-route.ts';
import { bulkColumnsRequest, bulkPlanRequest, bulkStartRequest } from '../contracts/requests.ts';

const pageQuery = z.strictObject({
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

/** 10,000 rows with a request of 1.2 kB each, and room. */
const TABLE_OCTETS = 16 * 1_048_576;

export const jobRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/bulk-issuance/columns',
    summary: 'What a CSV or JSON table holds, and which column is probably what; stores nothing',
    access: 'certificate.issue',
    body: bulkColumnsRequest,
    maxBodyOctets: TABLE_OCTETS,
    answer: { status: 200, description: 'Columns, number of rows, suggested mapping and the first rows' },
    handle: async (call) => json(await inspectBulkTable(call.context, call.actor, bodyOf(call, bulkColumnsRequest))),
  },
  {
    method: 'POST',
    path: '/bulk-issuance/dry-run',
    summary: 'Decide and lint every row as in earnest; signs and stores nothing',
    access: 'certificate.issue',
    body: bulkPlanRequest,
    maxBodyOctets: TABLE_OCTETS,
    answer: { status: 200, description: 'How many rows pass, and what is wrong with each that does not' },
    handle: async (call) => json(await planBulkIssuance(call.context, call.actor, bodyOf(call, bulkPlanRequest))),
  },
  {
    method: 'POST',
    path: '/bulk-issuance',
    summary: 'Start a job that issues one certificate for each row',
    access: 'certificate.issue',
    body: bulkStartRequest,
    maxBodyOctets: TABLE_OCTETS,
    once: true,
    answer: { status: 201, description: 'The job' },
    handle: async (call) => {
      const { parameters: _, ...job } = await startBulkIssuance(
        call.context,
        call.actor,
        bodyOf(call, bulkStartRequest),
      );
      return created(job, `/jobs/${job.id}`);
    },
  },
  {
    method: 'GET',
    path: '/jobs',
    summary: 'Jobs, newest first',
    access: 'inventory.read',
    query: pageQuery,
    answer: { status: 200, description: 'One page' },
    handle: async (call) => json(await listJobs(call.context, call.actor, queryOf(call, pageQuery))),
  },
  {
    method: 'GET',
    path: '/jobs/open',
    summary: 'Jobs that are queued or running, oldest first; asking does not make the session last longer',
    access: 'inventory.read',
    unattended: true,
    answer: { status: 200, description: 'Those jobs' },
    handle: async ({ context, actor }) => json({ items: await listOpenJobs(context, actor) }),
  },
  {
    method: 'GET',
    path: '/jobs/{id}',
    summary: 'One job with its progress and the first refused rows',
    access: 'inventory.read',
    answer: { status: 200, description: 'The job' },
    handle: async (call) => json(await getJob(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'POST',
    path: '/jobs/{id}/cancel',
    summary: 'Stop after the batch it is in; what was done stays done',
    access: 'inventory.read',
    answer: { status: 200, description: 'The job' },
    handle: async (call) => {
      const { parameters: _, ...job } = await cancelJob(call.context, call.actor, parameter(call, 'id'));
      return json(job);
    },
  },
  {
    method: 'GET',
    path: '/jobs/{id}/refused',
    summary: 'The refused rows as CSV with the reason in the last column',
    access: 'inventory.read',
    answer: { status: 200, description: 'The file', mediaType: 'text/csv' },
    handle: async (call) => file(await downloadRefusedRows(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'GET',
    path: '/jobs/{id}/results',
    summary: 'What became of every certificate or row, as CSV',
    access: 'inventory.read',
    answer: { status: 200, description: 'The file', mediaType: 'text/csv' },
    handle: async (call) => stream(await downloadJobResults(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'POST',
    path: '/jobs/{id}/retry',
    summary: 'A new job with those only that this one refused',
    access: 'inventory.read',
    once: true,
    answer: { status: 201, description: 'The new job' },
    handle: async (call) => {
      const { parameters: _, ...job } = await retryJob(call.context, call.actor, parameter(call, 'id'));
      return created(job, `/jobs/${job.id}`);
    },
  },
  {
    method: 'POST',
    path: '/jobs/{id}/export',
    summary: 'Everything it issued as one zip, with the keys made here; audited',
    access: 'certificate.export-key',
    answer: { status: 200, description: 'The file', mediaType: 'application/zip' },
    handle: async (call) => file(await exportJobResults(call.context, call.actor, parameter(call, 'id'))),
  },
];
