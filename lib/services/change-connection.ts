import type { Connection } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { missing } from './get-certificate.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** Gives a connection another name; files that were handed out keep theirs. Throws `not-found`, `validation-failed`. */
export async function renameConnection(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
  request: { readonly name: string },
): Promise<Connection> {
  authorise(actor, 'connection.change');
  const name = request.name.trim().replaceAll(/\s+/g, ' ');
  refuseName(name);
  return context.store.transaction(async (tx) => {
    const connection = await tx.connection(connectionId);
    if (!connection) throw missing('connection', connectionId);
    if (connection.name === name) return connection;
    await tx.renameConnection(connectionId, name);
    await recordAudit(
      context,
      tx,
      actor,
      'connection.renamed',
      { type: 'connection', id: connectionId },
      { name, before: connection.name },
    );
    return { ...connection, name };
  });
}

/**
 * Forgets the connection and the links that hand it over. Its certificates stay as they are, accepted until they end or
 * are revoked. Throws `not-found`.
 */
export async function deleteConnection(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
): Promise<void> {
  authorise(actor, 'connection.change');
  await context.store.transaction(async (tx) => {
    const connection = await tx.connection(connectionId);
    if (!connection || !(await tx.deleteConnection(connectionId))) throw missing('connection', connectionId);
    await recordAudit(
      context,
      tx,
      actor,
      'connection.deleted',
      { type: 'connection', id: connectionId },
      {
        name: connection.name,
        serverCertificateId: connection.serverCertificateId,
        ...(connection.clientCertificateId ? { clientCertificateId: connection.clientCertificateId } : {}),
      },
    );
  });
}

function refuseName(name: string): void {
  const problem =
    name === ''
      ? 'A connection needs a name, such as "billing → api.lan".'
      : name.length > 100
        ? `The name has ${name.length} characters; at most 100 are possible. Shorten it.`
        : null;
  if (problem)
    throw new CountersignError('validation-failed', problem, { fields: [{ field: 'name', message: problem }] });
}
