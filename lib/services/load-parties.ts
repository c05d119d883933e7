import type { Connection } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads } from '../domain/store.ts';
import { type CertificateWithPath, loadWithPath } from './certificate-files.ts';

/** Both parties with their paths; a one-way connection has no client. */
export interface Parties {
  readonly server: CertificateWithPath;
  readonly client: CertificateWithPath | null;
}

/** Throws `not-found`. */
export async function loadParties(
  store: StoreReads,
  connectionId: string,
): Promise<{ readonly connection: Connection; readonly parties: Parties }> {
  const connection = await store.connection(connectionId);
  if (!connection) throw new CountersignError('not-found', `There is no connection "${connectionId}".`);
  return {
    connection,
    parties: {
      server: await loadWithPath(store, connection.serverCertificateId),
      client: connection.clientCertificateId ? await loadWithPath(store, connection.clientCertificateId) : null,
    },
  };
}
