import type { Connection } from '../domain/entities.ts';
import { authorise } from './authorise.ts';
import { bundleContents, bundleFileName } from './bundle.ts';
import { loadWithPath } from './certificate-files.ts';
import { chainLinks, missing } from './get-certificate.ts';
import { certificateRows } from './list-certificates.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { connectionSnippets } from './snippets.ts';
import type { CertificateRow, ConnectionDetailView, ConnectionRow } from './views.ts';

/** Connections, newest first. */
export async function listConnections(
  context: ServiceContext,
  actor: Actor | null,
  args: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: readonly ConnectionRow[]; next: string | null }> {
  authorise(actor, 'inventory.read');
  const page = await context.store.connections({ limit: args.limit ?? 50, before: args.cursor ?? null });
  const rowOf = await certificateRows(context);
  const items = await Promise.all(page.items.map((connection) => connectionRow(context, connection, rowOf)));
  return { items, next: page.next };
}

/** One connection with both bundles' contents and both sides' configuration. Throws `not-found`. */
export async function getConnection(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
): Promise<ConnectionDetailView> {
  authorise(actor, 'inventory.read');
  const connection = await context.store.connection(connectionId);
  if (!connection) throw missing('connection', connectionId);
  const [row, server, client, history] = await Promise.all([
    connectionRow(context, connection, await certificateRows(context)),
    loadWithPath(context.store, connection.serverCertificateId),
    connection.clientCertificateId ? loadWithPath(context.store, connection.clientCertificateId) : null,
    context.store.auditPage({ limit: 20, beforeSeq: null, objectId: connectionId }),
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
    snippets: connectionSnippets(connection, { server, client }),
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
