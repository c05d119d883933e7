import type { ConnectionTest, HandshakeRun } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { HandshakeParty } from '../domain/ports.ts';
import type { CertificateListDer } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { type CertificateWithPath, loadWithPath } from './certificate-files.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/**
 * Real handshakes with the certificates of a connection: one-way, and mutual when it has a client, each with the
 * current CRLs in force. The verdict of each side is kept with the connection.
 */
export async function testConnection(
  context: ServiceContext,
  actor: Actor | null,
  connectionId: string,
): Promise<ConnectionTest> {
  authorise(actor, 'connection.test');
  const connection = await context.store.connection(connectionId);
  if (!connection) throw new CountersignError('not-found', `There is no connection "${connectionId}".`);
  const server = await loadWithPath(context.store, connection.serverCertificateId);
  const client = connection.clientCertificateId
    ? await loadWithPath(context.store, connection.clientCertificateId)
    : null;
  const crls = await currentCrls(context, server, client);
  const trustAnchors = [server, ...(client ? [client] : [])].map((party) => party.path.at(-1) ?? party.certificateDer);
  const serverParty = await partyOf(context, server);
  const clientParty = client ? await partyOf(context, client) : null;
  const serverName =
    (server.certificate.names.find((name) => name.type === 'dns') ?? server.certificate.names[0])?.value.replace(
      /^\*\./,
      'www.',
    ) ?? 'localhost';
  const runs: HandshakeRun[] = [];
  try {
    const shared = { serverName, server: serverParty, trustAnchors, crls };
    runs.push(await context.lab.run({ ...shared, kind: 'one-way', client: null }));
    if (clientParty) runs.push(await context.lab.run({ ...shared, kind: 'mutual', client: clientParty }));
  } finally {
    serverParty.privateKeyPkcs8.fill(0);
    clientParty?.privateKeyPkcs8.fill(0);
  }
  const test: ConnectionTest = { ranAt: context.clock.now(), runs };
  await context.store.transaction(async (tx) => {
    await tx.recordConnectionTest(connection.id, test);
    await recordAudit(
      context,
      tx,
      actor,
      'connection.tested',
      { type: 'connection', id: connection.id },
      { name: connection.name, ...Object.fromEntries(runs.map((run) => [run.kind, run.ok ? 'accepted' : 'refused'])) },
    );
  });
  return test;
}

async function partyOf(context: ServiceContext, party: CertificateWithPath): Promise<HandshakeParty> {
  const key = party.certificate.keyId ? await context.store.key(party.certificate.keyId) : null;
  if (!key)
    throw new CountersignError(
      'conflict',
      `The key of "${party.certificate.displayName}" is not held here, so this side cannot be played.`,
    );
  // The key goes to the handshake in this process and nowhere else; that is not an export.
  return {
    privateKeyPkcs8: await context.signer.exportEndEntityKey({ key }),
    certificateChain: [party.certificateDer, ...party.path.slice(0, -1)],
  };
}

async function currentCrls(
  context: ServiceContext,
  server: CertificateWithPath,
  client: CertificateWithPath | null,
): Promise<readonly CertificateListDer[]> {
  const authorities = new Set([...server.authorities, ...(client?.authorities ?? [])].map((authority) => authority.id));
  const crls: CertificateListDer[] = [];
  for (const id of authorities) {
    const crl = await context.store.currentCrl(id);
    if (crl) crls.push(crl.certificateListDer);
  }
  return crls;
}
