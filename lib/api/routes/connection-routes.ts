import { z } from 'zod';
import { exportBundle } from '../../services/bundle.ts';
import { createConnection } from '../../services/create-connection.ts';
import { getConnection, listConnections } from '../../services/get-connections.ts';
import { getOverview } from '../../services/get-overview.ts';
import { listVerifiedAudit } from '../../services/list-audit.ts';
import { testConnection } from '../../services/test-connection.ts';
import { type ApiRoute, bodyOf, created, file, json, parameter, queryOf } from '../api-route.ts';
import { auditListQuery, createConnectionRequest } from '../contracts/requests.ts';

const pageQuery = z.strictObject({
  cursor: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(100).optional(),
});

export const connectionRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/connections',
    summary: 'Connections, newest first',
    access: 'operator',
    query: pageQuery,
    answer: { status: 200, description: 'One page' },
    handle: async (call) => json(await listConnections(call.context, call.actor, queryOf(call, pageQuery))),
  },
  {
    method: 'POST',
    path: '/connections',
    summary: '"A trusts B": issue the certificates of both sides and save the pair',
    access: 'operator',
    body: createConnectionRequest,
    once: true,
    answer: { status: 201, description: 'The connection' },
    handle: async (call) => {
      const { connection } = await createConnection(call.context, call.actor, bodyOf(call, createConnectionRequest));
      return created(connection, `/connections/${connection.id}`);
    },
  },
  {
    method: 'GET',
    path: '/connections/{id}',
    summary: 'One connection: both parties, bundle contents, configuration',
    access: 'operator',
    answer: { status: 200, description: 'The connection' },
    handle: async (call) => json(await getConnection(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'POST',
    path: '/connections/{id}/test',
    summary: 'Real handshakes with the certificates of the connection',
    access: 'operator',
    answer: { status: 200, description: 'The verdict of each side' },
    handle: async (call) => json(await testConnection(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'POST',
    path: '/connections/{id}/bundles/server',
    summary: "The server's files as a zip, with its key; audited",
    access: 'operator',
    answer: { status: 200, description: 'The bundle', mediaType: 'application/zip' },
    handle: async (call) => file(await exportBundle(call.context, call.actor, parameter(call, 'id'), 'server')),
  },
  {
    method: 'POST',
    path: '/connections/{id}/bundles/client',
    summary: "The client's files as a zip, with its key when mutual; audited",
    access: 'operator',
    answer: { status: 200, description: 'The bundle', mediaType: 'application/zip' },
    handle: async (call) => file(await exportBundle(call.context, call.actor, parameter(call, 'id'), 'client')),
  },
  {
    method: 'GET',
    path: '/overview',
    summary: 'What needs attention, what ends next, authorities and recent events',
    access: 'operator',
    answer: { status: 200, description: 'The overview' },
    handle: async ({ context, actor }) => json(await getOverview(context, actor)),
  },
  {
    method: 'GET',
    path: '/audit',
    summary: 'The log, newest first, with the verdict on its chain',
    access: 'operator',
    query: auditListQuery,
    answer: { status: 200, description: 'One page' },
    handle: async (call) => {
      const { object, ...rest } = queryOf(call, auditListQuery);
      return json(await listVerifiedAudit(call.context, call.actor, { ...rest, objectId: object }));
    },
  },
];
