import { exportAudit } from '../../services/export-audit.ts';
import { getAnchors } from '../../services/get-anchors.ts';
import { listVerifiedAudit } from '../../services/list-audit.ts';
import { type ApiRoute, json, queryOf, stream } from '../api-route.ts';
import { auditListQuery } from '../contracts/requests.ts';

export const auditRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/audit',
    summary: 'The log, newest first, with the verdict on its chain',
    access: 'audit.read',
    query: auditListQuery,
    answer: { status: 200, description: 'One page' },
    handle: async (call) => {
      const { object, check, ...rest } = queryOf(call, auditListQuery);
      return json(
        await listVerifiedAudit(call.context, call.actor, { ...rest, objectId: object, whole: check === 'whole' }),
      );
    },
  },
  {
    method: 'GET',
    path: '/audit/anchors',
    summary: 'The last signed checkpoint of the log, and how far each place outside has it',
    access: 'audit.read',
    answer: { status: 200, description: 'Checkpoint, key, places, and since when entries are in none' },
    handle: async ({ context, actor }) => json(await getAnchors(context, actor)),
  },
  {
    method: 'GET',
    path: '/audit/export',
    summary: 'The whole log with its checkpoints, as lines of JSON for verify-audit-log.mjs',
    access: 'audit.read',
    answer: { status: 200, description: 'The log', mediaType: 'application/jsonl' },
    handle: async ({ context, actor }) => stream(exportAudit(context, actor)),
  },
];
