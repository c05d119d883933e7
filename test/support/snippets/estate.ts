import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { ApiClient } from '../../../lib/api/client.ts';
import type { Snippet } from '../../../lib/services/views.ts';
import { removeDirectory, setUp, startTestServer, type TestServer, temporaryDirectory } from '../server.ts';

/** Names that resolve to this machine without a DNS server. */
export const SERVER_NAMES = ['localhost', 'api.lan', '127.0.0.1'];
/** What a database and a broker call the client by; a name that needs quotes in most grammars. */
export const CLIENT_NAME = "billing O'Hara 1";

export interface Pair {
  readonly id: string;
  readonly serverCertificateId: string;
  readonly clientCertificateId: string | null;
  readonly authorityId: string;
  /** Unpacked bundles. */
  readonly serverFolder: string;
  readonly clientFolder: string;
  snippet(id: string, revocation?: boolean): Promise<Snippet>;
}

/** A real server of the product with two hierarchies of the same names, and connections below either. */
export interface Estate {
  readonly client: ApiClient;
  readonly server: TestServer;
  readonly folder: string;
  pair(options?: { kind?: 'mutual' | 'one-way'; rogue?: boolean; serverNames?: string[] }): Promise<Pair>;
  revoke(certificateId: string): Promise<void>;
  /** A folder with what the first gives to verify by, and the certificate of the second (none for null). */
  identity(trust: Pair, own: Pair | null): string;
  stop(): Promise<void>;
}

export async function startEstate(): Promise<Estate> {
  const folder = temporaryDirectory();
  // Servers run under accounts of their own; what is secret in it is so by its own mode.
  chmodSync(folder, 0o755);
  const server = await startTestServer();
  const { client, issuingId } = await setUp(server);
  const root = (await client.post('/authorities', { kind: 'root', name: 'Rogue Root' })) as { id: string };
  const rogue = (await client.post('/authorities', {
    kind: 'issuing',
    name: 'Rogue Issuing',
    parentId: root.id,
  })) as { id: string };
  let count = 0;
  const unpack = async (id: string, side: 'server' | 'client'): Promise<string> => {
    count += 1;
    const target = join(folder, `${side}-${count}`);
    mkdirSync(target);
    const { content } = await client.download('POST', `/connections/${id}/bundles/${side}`);
    for (const [name, bytes] of Object.entries(unzipSync(content))) writeFileSync(join(target, name), bytes);
    return target;
  };
  return {
    client,
    server,
    folder,
    pair: async ({ kind = 'mutual', rogue: isRogue = false, serverNames = SERVER_NAMES } = {}) => {
      const made = (await client.post('/connections', {
        kind,
        serverNames,
        ...(kind === 'mutual' ? { clientName: CLIENT_NAME } : {}),
        authorityId: isRogue ? rogue.id : issuingId,
      })) as Pick<Pair, 'id' | 'serverCertificateId' | 'clientCertificateId'>;
      const { authorityId } = (await client.get(`/connections/${made.id}`)) as { authorityId: string };
      return {
        ...made,
        authorityId,
        serverFolder: await unpack(made.id, 'server'),
        clientFolder: await unpack(made.id, 'client'),
        snippet: async (id, revocation = true) => {
          const { snippets } = (await client.get(`/connections/${made.id}/snippets?revocation=${revocation}`)) as {
            snippets: Snippet[];
          };
          const found = snippets.find((one) => one.id === id);
          if (!found || found.refused) throw new Error(`There is no configuration for ${id}: ${found?.refused}`);
          return found;
        },
      };
    },
    revoke: async (certificateId) => {
      await client.post(`/certificates/${certificateId}/revoke`, { reason: 'keyCompromise' });
    },
    identity: (trust, own) => {
      count += 1;
      const target = join(folder, `identity-${count}`);
      if (own) cpSync(own.clientFolder, target, { recursive: true });
      else mkdirSync(target);
      for (const name of ['trust-anchor.pem', 'crls.pem']) cpSync(join(trust.clientFolder, name), join(target, name));
      return target;
    },
    stop: async () => {
      await server.stop();
      removeDirectory(server.dataDirectory);
      removeDirectory(folder);
    },
  };
}
