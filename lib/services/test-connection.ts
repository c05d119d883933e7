import type { ConnectionTest, HandshakeRun, HandshakeSide } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { LabRecording, LabSetup, LabSide } from '../domain/lab.ts';
import { authorise } from './authorise.ts';
import { loadWithPath } from './certificate-files.ts';
import { currentCrls, dialledName, identityOf, knownAuthorityCertificates, rootOf } from './lab-parties.ts';
import { type FinishedRun, finishRun, storeRuns } from './lab-runs.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/**
 * Real handshakes with the certificates of a connection: one-way, and mutual when it has a client, each with the
 * current CRLs in force. The verdict of each side is kept with the connection, the recorded handshakes in the lab.
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
  const parties = [server, ...(client ? [client] : [])];
  const crls = await currentCrls(context.store, parties);
  const trusted = parties.map(rootOf);
  const known = await knownAuthorityCertificates(context.store);
  // The keys go to the handshake in this process and nowhere else; that is not an export.
  const serverIdentity = await identityOf(context, server);
  const clientIdentity = client ? await identityOf(context, client) : null;
  const runs: HandshakeRun[] = [];
  const kept: FinishedRun[] = [];
  try {
    for (const kind of clientIdentity ? (['one-way', 'mutual'] as const) : (['one-way'] as const)) {
      const mutual = kind === 'mutual';
      const setup: LabSetup = {
        serverName: dialledName(server),
        sendsServerName: true,
        mutual,
        server: { identity: serverIdentity, named: [], trusted, crls },
        client: { identity: mutual ? clientIdentity : null, trusted, crls },
        known,
        time: context.clock.now(),
      };
      const recording = await context.lab.run(setup);
      const finished = finishRun(context, actor, {
        groupId: kept[0]?.run.groupId ?? null,
        kind: 'connection',
        connectionId,
        title: `${connection.name}, ${kind}`,
        setup,
        recording,
        version: null,
        serverCertificateId: server.certificate.id,
        clientCertificateId: mutual ? (client?.certificate.id ?? null) : null,
      });
      kept.push(finished);
      runs.push({ ...summaryOf(recording, kind), labRunId: finished.run.id });
    }
  } finally {
    serverIdentity.privateKeyPkcs8.fill(0);
    clientIdentity?.privateKeyPkcs8.fill(0);
  }
  const test: ConnectionTest = { ranAt: context.clock.now(), runs };
  await context.store.transaction(async (tx) => {
    await tx.recordConnectionTest(connection.id, test);
    await storeRuns(context, tx, actor, kept);
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

function summaryOf(recording: LabRecording, kind: HandshakeRun['kind']): HandshakeRun {
  return {
    kind,
    ok: recording.ok,
    protocol: recording.protocol,
    cipher: recording.cipher,
    durationMilliseconds: Math.round(recording.durationMilliseconds),
    sides: [sideOf(recording.client), sideOf(recording.server)],
  };
}

/** The stack's own code where it has one: people search for it. */
function sideOf({ side, outcome, verdict, fix, code, stackCode }: LabSide): HandshakeSide {
  const accepted = outcome === 'accepted';
  return {
    role: side,
    accepted,
    verdict: fix === '' ? verdict : `${verdict} ${fix}`,
    code: accepted ? null : outcome === 'not-reached' ? 'NOT_REACHED' : (stackCode ?? code),
  };
}
