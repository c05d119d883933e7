import type { Connection } from '../domain/entities.ts';
import type { ConnectionState } from '../domain/party-store.ts';
import { authorise } from './authorise.ts';
import { bundleContents, bundleFileName } from './bundle.ts';
import { loadWithPath } from './certificate-files.ts';
import { chainLinks, missing } from './get-certificate.ts';
import { handoverView } from './handover-view.ts';
import { certificateRows, searchText } from './list-certificates.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { EXPIRING_DAYS } from './shown-status.ts';
import type { CertificateRow, ConnectionDetailView, ConnectionListView, ConnectionRow } from './views.ts';

export interface ConnectionListRequest {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  /** Part of its name or of a name in its certificates. */
  readonly text?: string | undefined;
  /** `broken`: a certificate is revoked, on hold or has ended. `expiring`: none is, and one ends within 30 days. */
  readonly state?: ConnectionState | undefined;
}

/** One page of connections, newest first. Throws `validation-failed` for a cursor that is not ours. */
export async function listConnections(
  context: ServiceContext,
  actor: Actor | null,
  request: ConnectionListRequest,
): Promise<ConnectionListView> {
  authorise(actor, 'inventory.read');
  const text = request.text?.trim() ? searchText(request.text.trim()) : undefined;
  const [page, total, rowOf] = await Promise.all([
    context.store.connections({
      limit: request.limit ?? 50,
      before: request.cursor ?? null,
      ...(text === undefined ? {} : { text }),
      ...(request.state === undefined
        ? {}
        : { state: { is: request.state, now: context.clock.now(), expiringDays: EXPIRING_DAYS } }),
    }),
    context.store.connectionCount(),
    certificateRows(context),
  ]);
  const items = await Promise.all(page.items.map((connection) => connectionRow(context, connection, rowOf)));
  return { items, next: page.next, previous: page.previous, total };
}

/** One connection with both bundles' contents. Throws `not-found`. */
export async function getConnection(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
): Promise<ConnectionDetailView> {
  authorise(actor, 'inventory.read');
  const connection = await context.store.connection(connectionId);
  if (!connection) throw missing('connection', connectionId);
  const now = context.clock.now();
  const [row, server, client, history, handovers] = await Promise.all([
    connectionRow(context, connection, await certificateRows(context)),
    loadWithPath(context.store, connection.serverCertificateId),
    connection.clientCertificateId ? loadWithPath(context.store, connection.clientCertificateId) : null,
    context.store.auditPage({ limit: 20, beforeSeq: null, objectId: connectionId }),
    context.store.handoversOf(connectionId),
  ]);
  return {
    ...row,
    authorityName: server.authorities[0]?.name ?? '',
    authorityId: server.certificate.issuerId,
    serverChain: await chainLinks(context, server),
    clientChain: client ? await chainLinks(context, client) : [],
    bundles: {
      server: { fileName: bundleFileName(connection, 'server'), files: bundleContents('server', server) },
      client: { fileName: bundleFileName(connection, 'client'), files: bundleContents('client', client) },
    },
    handovers: handovers.map((handover) => handoverView(handover, connection, now)),
    history: history.items,
  };
}

async function connectionRow(
  context: ServiceContext,
  connection: Connection,
  rowOf: (certificate: NonNullable<CertificateRow>['certificate']) => CertificateRow,
): Promise<ConnectionRow> {
  const [server, client] = await Promise.all([
    context.store.certificate(connection.serverCertificateId),
    connection.clientCertificateId ? context.store.certificate(connection.clientCertificateId) : null,
  ]);
  if (!server) throw missing('certificate', connection.serverCertificateId);
  return { connection, server: rowOf(server), client: client ? rowOf(client) : null };
}
