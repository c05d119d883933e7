import { CountersignError } from '../domain/errors.ts';
import type { LabSetup } from '../domain/lab.ts';
import type { HandshakeParty } from '../domain/ports.ts';
import type { RemoteAnswer, RemoteFacts, RemoteProtocol } from '../domain/remote.ts';
import { parseServerName } from '../pki/names.ts';
import { PkiError } from '../pki/types.ts';
import { type CertificateWithPath, loadWithPath } from './certificate-files.ts';
import { identityOf, knownAuthorityCertificates } from './lab-parties.ts';
import { type FinishedRun, finishRun, KEPT_RUNS } from './lab-runs.ts';
import { compareWithInventory, crlsForChain, judgeStaple, missingAbove, servedChain } from './probe-facts.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';
import { requireStepUp } from './step-up.ts';

export interface RemoteRequest {
  readonly kind: 'remote';
  readonly host: string;
  readonly port: number;
  readonly protocol: RemoteProtocol;
  /** Absent: the host. */
  readonly serverName?: string | undefined;
  readonly alpn?: readonly string[] | undefined;
  /** Absent: one-way. Its key must be held here. */
  readonly clientCertificateId?: string | undefined;
}

/**
 * One handshake with a server of somebody else, and a few short ones to find out its versions; kept like a run of the lab.
 * Every probe is audited, also one that the rules refused. The caller has authorised. Throws `validation-failed`, `rate-limited`,
 * `step-up-required`, `not-found`, `conflict`.
 */
export async function probeRemote(context: ServiceContext, actor: Actor, request: RemoteRequest): Promise<FinishedRun> {
  const host = checkedName(request.host, 'host');
  const name = request.serverName === undefined ? host : checkedName(request.serverName, 'serverName');
  const client = request.clientCertificateId ? await loadWithPath(context.store, request.clientCertificateId) : null;
  if (client) requireStepUp(context, actor, client.certificate.id);
  await countProbe(context, actor);
  return withTurn(() => probe(context, actor, { request, host, name, client }));
}

async function probe(
  context: ServiceContext,
  actor: Actor,
  args: { request: RemoteRequest; host: string; name: string; client: CertificateWithPath | null },
): Promise<FinishedRun> {
  const { request, host, name, client } = args;
  const { port, protocol, alpn = [] } = request;
  const known = await knownAuthorityCertificates(context.store);
  const trusted = await trustedRoots(context, known);
  const time = context.clock.now();
  const identity: HandshakeParty | null = client ? await identityOf(context, client) : null;
  let answer: RemoteAnswer;
  let crls: Awaited<ReturnType<typeof crlsForChain>> = [];
  try {
    answer = await context.lab.remote({
      host,
      port,
      protocol,
      serverName: name,
      expectedName: name,
      alpn,
      client: identity,
      trusted,
      known,
      crlsFor: async (chain) => {
        crls = await crlsForChain(context.store, chain);
        return crls;
      },
      time,
    });
  } finally {
    identity?.privateKeyPkcs8.fill(0);
  }
  const chain = await servedChain(context.store, answer.chain);
  const remote: RemoteFacts = {
    host,
    port,
    protocol,
    address: answer.address,
    serverName: name,
    expectedName: name,
    alpnOffered: alpn,
    alpn: answer.alpn,
    group: answer.group,
    failure: answer.failure && { code: answer.failure, stackCode: answer.failureCode },
    versions: answer.versions,
    chain,
    missing: await missingAbove(context.store, answer.chain, known),
    staple: answer.staple && judgeStaple(answer.staple, answer.chain, known, time),
    clientCertificate: { ...answer.clientCertificate, presentedId: client?.certificate.id ?? null },
    comparison: await compareWithInventory(context, chain[0] ?? null, name),
    connections: answer.connections,
  };
  const finished = finishRun(context, actor, {
    groupId: null,
    kind: 'remote',
    title: titleOf(remote),
    setup: setupOf(answer, name, client, { trusted, crls, known, time }),
    recording: answer.recording,
    version: null,
    serverCertificateId: chain[0]?.certificateId ?? null,
    clientCertificateId: client?.certificate.id ?? null,
    remote,
  });
  const { run, record } = finished;
  await context.store.transaction(async (tx) => {
    await tx.insertLabRun(run, record);
    await recordAudit(
      context,
      tx,
      actor,
      'lab.probed',
      { type: 'lab-run', id: run.id },
      {
        name: run.title,
        host,
        port: String(port),
        protocol,
        ...(client ? { client: client.certificate.displayName } : {}),
        outcome: answer.failure ?? (run.ok ? 'accepted' : 'refused'),
      },
    );
    await tx.pruneLabRuns(KEPT_RUNS);
  });
  return finished;
}

function titleOf({ host, port, protocol }: RemoteFacts): string {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return protocol === 'tls' ? target : `${target}, ${protocol}`;
}

/** The same shape as of two ends of ours; what the server trusts is not known. */
function setupOf(
  answer: RemoteAnswer,
  serverName: string,
  client: CertificateWithPath | null,
  { trusted, crls, known, time }: Pick<LabSetup, 'known' | 'time'> & Pick<LabSetup['client'], 'trusted' | 'crls'>,
): LabSetup {
  const party = (certificateChain: readonly Uint8Array[]): HandshakeParty => ({
    privateKeyPkcs8: new Uint8Array(0),
    certificateChain: certificateChain as HandshakeParty['certificateChain'],
  });
  return {
    serverName,
    sendsServerName: true,
    mutual: answer.clientCertificate.asked,
    server: { identity: party(answer.chain), named: [], trusted: [], crls: [] },
    client: {
      identity: client ? party([client.certificateDer, ...client.path.slice(0, -1)]) : null,
      trusted,
      crls,
    },
    known,
    time,
  };
}

/** Self-signed certificates of authorities here, and of those outside ones whose root is known. */
async function trustedRoots({ store }: ServiceContext, known: LabSetup['known']): Promise<LabSetup['known']> {
  const roots = (await store.authorities()).filter(
    ({ kind, status, deletedAt }) => kind === 'root' && status !== 'revoked' && deletedAt === null,
  );
  const ders = await Promise.all(
    roots.flatMap(({ certificateId }) => (certificateId ? [store.certificateDer(certificateId)] : [])),
  );
  const wanted = new Set(ders.flatMap((der) => (der ? [Buffer.from(der).toString('base64')] : [])));
  return known.filter((der) => wanted.has(Buffer.from(der).toString('base64')));
}

/** Throws `validation-failed` at the field. URLs are reduced to their host by the form, not here. */
function checkedName(text: string, field: string): string {
  try {
    return parseServerName(text.trim().replace(/^\[(.*)\]$/, '$1')).value;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new CountersignError('validation-failed', error.message, { fields: [{ field, message: error.message }] });
  }
}

/** So that nobody looks for open ports with it. Throws `rate-limited`. */
async function countProbe(context: ServiceContext, actor: Actor): Promise<void> {
  const count = await context.store.transaction((tx) =>
    tx.countAttempt({ name: `probe|${actorName(actor)}`, now: context.clock.now(), windowSeconds: 60 }),
  );
  if (count > PROBES_A_MINUTE)
    throw new CountersignError(
      'rate-limited',
      `${PROBES_A_MINUTE} servers are probed in a minute at most. Wait a minute and try again.`,
      { retryAfterSeconds: 60 },
    );
}

/** Few at a time in this process; who comes later is told so instead of waiting. */
async function withTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (underWay >= MOST_AT_ONCE)
    throw new CountersignError('rate-limited', 'Other probes are under way. Try again in a few seconds.', {
      retryAfterSeconds: 5,
    });
  underWay += 1;
  try {
    return await work();
  } finally {
    underWay -= 1;
  }
}
let underWay = 0;

const PROBES_A_MINUTE = 30;
const MOST_AT_ONCE = 4;
