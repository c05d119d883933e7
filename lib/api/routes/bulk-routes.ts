import { exportSelectionCsv, exportSelectionFiles } from '../../services/export-selection.ts';
import { cancelPlannedRevocation, listPlannedRevocations } from '../../services/planned-revocation.ts';
import { deleteView, listViews, renameView, saveView } from '../../services/saved-views.ts';
import { previewBulkAct, startBulkAct } from '../../services/start-bulk-act.ts';
import { type ApiRoute, bodyOf, created, file, json, parameter, stream } from '../api-route.ts';
import {
  bulkActRequest,
  bulkPreviewRequest,
  exportedSelection,
  exportSelectionRequest,
  renameViewRequest,
  saveViewRequest,
  serviceSelection,
} from '../contracts/bulk.ts';

/** Acts on many certificates; saved views; revocations at a later time. */
export const bulkRoutes: readonly ApiRoute[] = [
  {
    method: 'POST',
    path: '/certificates/bulk/preview',
    summary: 'How many certificates an act would be about, and which would probably be refused; changes nothing',
    access: 'inventory.read',
    body: bulkPreviewRequest,
    answer: { status: 200, description: 'Numbers, reasons of refusal, issuers and the first names' },
    handle: async (call) => {
      const { act, selection } = bodyOf(call, bulkPreviewRequest);
      return json(
        await previewBulkAct(call.context, call.actor, { kind: act, selection: exportedSelection(selection) }),
      );
    },
  },
  {
    method: 'POST',
    path: '/certificates/bulk',
    summary: 'Start a job that revokes, holds, releases, renews or describes many certificates',
    access: 'inventory.read',
    body: bulkActRequest,
    once: true,
    answer: { status: 201, description: 'The job' },
    handle: async (call) => {
      const { act, selection } = bodyOf(call, bulkActRequest);
      const { parameters: _, ...job } = await startBulkAct(call.context, call.actor, {
        act,
        selection: serviceSelection(selection),
      });
      return created(job, `/jobs/${job.id}`);
    },
  },
  {
    method: 'POST',
    path: '/certificates/export',
    summary: 'The public files of many certificates as a zip, or their list as CSV; no keys',
    access: 'inventory.read',
    body: exportSelectionRequest,
    answer: { status: 200, description: 'The file', mediaType: 'application/zip' },
    handle: async (call) => {
      const { format, selection } = bodyOf(call, exportSelectionRequest);
      const chosen = exportedSelection(selection);
      return format === 'csv'
        ? stream(await exportSelectionCsv(call.context, call.actor, chosen))
        : file(await exportSelectionFiles(call.context, call.actor, chosen));
    },
  },
  {
    method: 'GET',
    path: '/views',
    summary: 'Your own names for filters of the list of certificates',
    access: 'inventory.read',
    answer: { status: 200, description: 'The views, in alphabetical order' },
    handle: async ({ context, actor }) => json({ items: await listViews(context, actor) }),
  },
  {
    method: 'POST',
    path: '/views',
    summary: 'Give a filter a name',
    access: 'session.manage',
    body: saveViewRequest,
    once: true,
    answer: { status: 201, description: 'The view' },
    handle: async (call) => {
      const view = await saveView(call.context, call.actor, bodyOf(call, saveViewRequest));
      return created(view, `/views/${view.id}`);
    },
  },
  {
    method: 'PATCH',
    path: '/views/{id}',
    summary: 'Rename a view',
    access: 'session.manage',
    body: renameViewRequest,
    answer: { status: 200, description: 'The view' },
    handle: async (call) =>
      json(await renameView(call.context, call.actor, parameter(call, 'id'), bodyOf(call, renameViewRequest))),
  },
  {
    method: 'DELETE',
    path: '/views/{id}',
    summary: 'Delete a view',
    access: 'session.manage',
    answer: { status: 200, description: 'What was deleted, so that it can be saved again' },
    handle: async (call) => json(await deleteView(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'GET',
    path: '/planned-revocations',
    summary: 'Certificates that will be revoked because they were replaced, the next one first',
    access: 'inventory.read',
    answer: { status: 200, description: 'At most 50' },
    handle: async ({ context, actor }) => json({ items: await listPlannedRevocations(context, actor) }),
  },
  {
    method: 'POST',
    path: '/planned-revocations/{id}/cancel',
    summary: 'Leave the replaced certificate as it is',
    access: 'certificate.revoke',
    answer: { status: 200, description: 'The plan' },
    handle: async (call) => json(await cancelPlannedRevocation(call.context, call.actor, parameter(call, 'id'))),
  },
];
