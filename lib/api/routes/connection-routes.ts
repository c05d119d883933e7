import { exportBundle } from '../../services/bundle.ts';
import { deleteConnection, renameConnection } from '../../services/change-connection.ts';
import { createConnection } from '../../services/create-connection.ts';
import { createHandover } from '../../services/create-handover.ts';
import { getConnection, listConnections } from '../../services/get-connections.ts';
import { getOverview } from '../../services/get-overview.ts';
import { previewConnectionRenewal, renewConnection } from '../../services/renew-connection.ts';
import { revokeHandover } from '../../services/revoke-handover.ts';
import { testConnection } from '../../services/test-connection.ts';
import { type ApiRoute, bodyOf, created, empty, file, json, parameter, queryOf } from '../api-route.ts';
import {
  connectionListQuery,
  createHandoverRequest,
  renameConnectionRequest,
  renewConnectionRequest,
} from '../contracts/party-requests.ts';
import { createConnectionRequest } from '../contracts/requests.ts';

export const connectionRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/connections',
    summary: 'Connections, newest first',
    access: 'inventory.read',
    query: connectionListQuery,
    answer: { status: 200, description: 'One page' },
    handle: async (call) => {
      const { q, ...rest } = queryOf(call, connectionListQuery);
      return json(await listConnections(call.context, call.actor, { ...rest, text: q }));
    },
  },
  {
    method: 'POST',
    path: '/connections',
    summary: '"A trusts B": issue the certificates of both sides and save the pair',
    access: 'connection.create',
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
    access: 'inventory.read',
    answer: { status: 200, description: 'The connection' },
    handle: async (call) => json(await getConnection(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'PATCH',
    path: '/connections/{id}',
    summary: 'Give it another name',
    access: 'connection.change',
    body: renameConnectionRequest,
    answer: { status: 200, description: 'The connection' },
    handle: async (call) =>
      json(
        await renameConnection(call.context, call.actor, parameter(call, 'id'), bodyOf(call, renameConnectionRequest)),
      ),
  },
  {
    method: 'DELETE',
    path: '/connections/{id}',
    summary: 'Forget it with its hand-over links; its certificates stay',
    access: 'connection.change',
    answer: { status: 204, description: 'Forgotten' },
    handle: async (call) => {
      await deleteConnection(call.context, call.actor, parameter(call, 'id'));
      return empty();
    },
  },
  {
    method: 'GET',
    path: '/connections/{id}/renewal',
    summary: 'What renewing both sides would give, old beside new; nothing is signed',
    access: 'inventory.read',
    answer: { status: 200, description: 'Each side' },
    handle: async (call) => json(await previewConnectionRenewal(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'POST',
    path: '/connections/{id}/renew',
    summary: 'New certificates with new keys for both sides, or for neither',
    access: 'certificate.issue',
    body: renewConnectionRequest,
    once: true,
    answer: { status: 200, description: 'The connection with its new certificates' },
    handle: async (call) => {
      const { connection } = await renewConnection(
        call.context,
        call.actor,
        parameter(call, 'id'),
        bodyOf(call, renewConnectionRequest),
      );
      return json(connection);
    },
  },
  {
    method: 'POST',
    path: '/connections/{id}/handovers',
    summary: 'A link for one party; with a key also its bundle, to be collected once. Wants a step-up with a key',
    access: 'connection.hand-over',
    body: createHandoverRequest,
    // Not repeatable: the answer would be kept, and with it the link and the passphrase.
    answer: { status: 201, description: 'The link and the passphrase, which are shown this once' },
    handle: async (call) =>
      json(
        await createHandover(call.context, call.actor, parameter(call, 'id'), bodyOf(call, createHandoverRequest)),
        201,
      ),
  },
  {
    method: 'DELETE',
    path: '/connections/{id}/handovers/{handover}',
    summary: 'Withdraw a link; what was not collected is gone',
    access: 'connection.hand-over',
    answer: { status: 204, description: 'Withdrawn' },
    handle: async (call) => {
      await revokeHandover(call.context, call.actor, parameter(call, 'id'), parameter(call, 'handover'));
      return empty();
    },
  },
  {
    method: 'POST',
    path: '/connections/{id}/test',
    summary: 'Real handshakes with the certificates of the connection',
    access: 'connection.test',
    answer: { status: 200, description: 'The verdict of each side' },
    handle: async (call) => json(await testConnection(call.context, call.actor, parameter(call, 'id'))),
  },
  {
    method: 'POST',
    path: '/connections/{id}/bundles/server',
    summary: "The server's files as a zip, with its key; audited",
    access: 'certificate.export-key',
    answer: { status: 200, description: 'The bundle', mediaType: 'application/zip' },
    handle: async (call) => file(await exportBundle(call.context, call.actor, parameter(call, 'id'), 'server')),
  },
  {
    method: 'POST',
    path: '/connections/{id}/bundles/client',
    summary: "The client's files as a zip, with its key when mutual; audited",
    access: 'certificate.export-key',
    answer: { status: 200, description: 'The bundle', mediaType: 'application/zip' },
    handle: async (call) => file(await exportBundle(call.context, call.actor, parameter(call, 'id'), 'client')),
  },
  {
    method: 'GET',
    path: '/overview',
    summary: 'What needs attention, what ends next, authorities and recent events',
    access: 'inventory.read',
    answer: { status: 200, description: 'The overview' },
    handle: async ({ context, actor }) => json(await getOverview(context, actor)),
  },
];
