import { CountersignError } from '../domain/errors.ts';
import type { LabMeasured, LabRecording, LabRun, LabSetup, LabVersion } from '../domain/lab.ts';
import { LAB_CASES } from '../domain/lab-cases.ts';
import { parseServerName } from '../pki/names.ts';
import { readTranscript } from '../pki/tls/read-transcript.ts';
import { CIPHER_SUITES, GROUPS, SIGNATURE_SCHEMES } from '../pki/tls/registry.ts';
import { PkiError } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { type CertificateWithPath, loadWithPath } from './certificate-files.ts';
import { currentCrls, dialledName, identityOf, knownAuthorityCertificates, rootOf } from './lab-parties.ts';
import { type FinishedRun, finishRun, storeRuns } from './lab-runs.ts';
import { probeRemote, type RemoteRequest } from './probe-remote.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requireStepUp } from './step-up.ts';
import { testConnection } from './test-connection.ts';

export type LabRequest =
  | { readonly kind: 'bench'; readonly case: string; readonly versions?: readonly LabVersion[] | undefined }
  | {
      readonly kind: 'certificates';
      readonly serverCertificateId: string;
      /** Absent: one-way. */
      readonly clientCertificateId?: string | undefined;
      /** Absent: both sides take 1.2 and 1.3. */
      readonly version?: LabVersion | undefined;
      /** Absent: the first name of the server certificate. */
      readonly serverName?: string | undefined;
      /** Whether both sides look at the current CRLs; they do unless told otherwise. */
      readonly revocation?: boolean | undefined;
      /** What the server sends; the full chain unless told otherwise. */
      readonly serverSends?: 'fullchain' | 'certificate' | undefined;
    }
  | { readonly kind: 'connection'; readonly connectionId: string }
  | { readonly kind: 'post-quantum' }
  | RemoteRequest;

/** Runs made by one request; the first is the one to show. */
export interface LabResult {
  readonly id: string;
  readonly runs: readonly LabRun[];
}

/**
 * Real handshakes on loopback, or with a server of somebody else, recorded and kept without keys. Throws `not-found` for a case, certificate or connection that does not exist,
 * `conflict` for a key that is not held, `step-up-required` for certificates of the inventory, `validation-failed`.
 */
export async function runLab(context: ServiceContext, actor: Actor | null, request: LabRequest): Promise<LabResult> {
  authorise(actor, 'connection.test');
  if (request.kind === 'connection') {
    const test = await testConnection(context, actor, request.connectionId);
    return resultOf(
      context,
      test.runs.flatMap(({ labRunId }) => labRunId ?? []),
    );
  }
  if (request.kind === 'remote') {
    const { run } = await probeRemote(context, actor, request);
    return { id: run.id, runs: [run] };
  }
  const runs =
    request.kind === 'bench'
      ? await runCase(context, actor, request.case, request.versions)
      : request.kind === 'post-quantum'
        ? await runPostQuantum(context, actor)
        : [await runCertificates(context, actor, request)];
  await context.store.transaction((tx) => storeRuns(context, tx, actor, runs));
  return { id: (runs[0] as FinishedRun).run.id, runs: runs.map(({ run }) => run) };
}

async function resultOf(context: ServiceContext, ids: readonly string[]): Promise<LabResult> {
  const runs = await Promise.all(ids.map(async (id) => (await context.store.labRun(id))?.run));
  const found = runs.filter((run) => run !== undefined);
  // The mutual handshake of a connection says more than the one-way one.
  return { id: (found.at(-1) as LabRun).id, runs: found };
}

async function runCase(
  context: ServiceContext,
  actor: Actor,
  caseId: string,
  wanted: readonly LabVersion[] | undefined,
): Promise<FinishedRun[]> {
  const labCase = LAB_CASES.find(({ id }) => id === caseId);
  if (!labCase)
    throw new CountersignError('not-found', `The lab has no case "${caseId}". GET /api/v1/lab/cases lists them.`);
  const versions = (wanted ?? labCase.versions).filter((version) => labCase.versions.includes(version));
  if (versions.length === 0) {
    const message = `This case exists in ${labCase.versions.join(' and ')} only. Choose that.`;
    throw new CountersignError('validation-failed', message, { fields: [{ field: 'versions', message }] });
  }
  const runs: FinishedRun[] = [];
  for (const version of versions) {
    const setup = context.lab.bench({ caseId, version, mutual: labCase.mutual, now: context.clock.now() });
    if (!setup) throw new CountersignError('not-found', `The lab has no setup for "${caseId}".`);
    const recording = await context.lab.run(setup);
    runs.push(
      finishRun(context, actor, {
        groupId: runs[0]?.run.groupId ?? null,
        kind: 'bench',
        caseId,
        title: labCase.title,
        setup,
        recording,
        version,
      }),
    );
  }
  return runs;
}

async function runCertificates(
  context: ServiceContext,
  actor: Actor,
  request: Extract<LabRequest, { kind: 'certificates' }>,
): Promise<FinishedRun> {
  const server = await loadWithPath(context.store, request.serverCertificateId);
  const client = request.clientCertificateId ? await loadWithPath(context.store, request.clientCertificateId) : null;
  const parties: CertificateWithPath[] = [server, ...(client ? [client] : [])];
  const serverName = request.serverName === undefined ? dialledName(server) : checkedName(request.serverName);
  for (const { certificate } of parties) requireStepUp(context, actor, certificate.id);
  const crls = request.revocation === false ? [] : await currentCrls(context.store, parties);
  const trusted = parties.map(rootOf);
  const known = await knownAuthorityCertificates(context.store);
  const versions = request.version ? { minVersion: request.version, maxVersion: request.version } : {};
  const identities = [];
  try {
    const held = await identityOf(context, server);
    identities.push(held);
    const clientIdentity = client ? await identityOf(context, client) : null;
    if (clientIdentity) identities.push(clientIdentity);
    const certificateChain =
      request.serverSends === 'certificate' ? held.certificateChain.slice(0, 1) : held.certificateChain;
    const setup: LabSetup = {
      serverName,
      sendsServerName: true,
      mutual: client !== null,
      server: { ...versions, identity: { ...held, certificateChain }, named: [], trusted, crls },
      client: { ...versions, identity: clientIdentity, trusted, crls },
      known,
      time: context.clock.now(),
    };
    const recording = await context.lab.run(setup);
    const names = parties.map(({ certificate }) => certificate.displayName).reverse();
    return finishRun(context, actor, {
      groupId: null,
      kind: 'certificates',
      title: client ? `${names.join(' and ')}, mutual` : `${names[0]}, one-way`,
      setup,
      recording,
      version: request.version ?? null,
      serverCertificateId: server.certificate.id,
      clientCertificateId: client?.certificate.id ?? null,
    });
  } finally {
    for (const { privateKeyPkcs8 } of identities) privateKeyPkcs8.fill(0);
  }
}

/** Throws `validation-failed` at `serverName`. */
function checkedName(text: string): string {
  try {
    return parseServerName(text).value;
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    throw new CountersignError('validation-failed', error.message, {
      fields: [{ field: 'serverName', message: error.message }],
    });
  }
}

/** Handshakes of each variant: one that is kept and shown, and these more that are only timed. */
const TIMED_HANDSHAKES = 9;

async function runPostQuantum(context: ServiceContext, actor: Actor): Promise<FinishedRun[]> {
  const runs: FinishedRun[] = [];
  for (const { variant, setup } of context.lab.postQuantum(context.clock.now())) {
    // The first is slower than those behind it: code that never ran before.
    await context.lab.run(setup);
    const recordings: LabRecording[] = [];
    for (let count = 0; count < TIMED_HANDSHAKES; count += 1) recordings.push(await context.lab.run(setup));
    const recording = recordings.at(-1) as LabRecording;
    runs.push(
      finishRun(context, actor, {
        groupId: runs[0]?.run.groupId ?? null,
        kind: 'post-quantum',
        title: variant,
        setup,
        recording,
        version: 'TLSv1.3',
        measured: measure(variant, setup, recordings),
      }),
    );
  }
  return runs;
}

function measure(variant: string, setup: LabSetup, recordings: readonly LabRecording[]): LabMeasured {
  const recording = recordings.at(-1) as LabRecording;
  const reading = readTranscript(recording.transcript);
  const octets = (from: 'client' | 'server') => {
    const hello = reading.messages.filter((message) => message.from === from && message.kind !== 'application_data');
    const records = new Set(
      hello
        .filter(({ name }) => name !== 'NewSessionTicket' && !name.startsWith('Alert'))
        .flatMap((one) => one.records),
    );
    return [...records].reduce((sum, index) => sum + (reading.records[index]?.octets ?? 0), 0);
  };
  const signed = reading.messages.find(({ name }) => name === 'CertificateVerify')?.facts?.signatureScheme ?? 0;
  const chain = setup.server.identity.certificateChain.reduce((sum, der) => sum + der.length, 0);
  return {
    variant,
    handshakes: recordings.length,
    medianMilliseconds: median(recordings.map(cryptographicTime)),
    clientOctets: octets('client'),
    serverOctets: octets('server'),
    keyExchange: `${GROUPS[reading.group ?? 0] ?? reading.group}, ${CIPHER_SUITES[reading.cipherSuite ?? 0] ?? ''}`,
    signature: SIGNATURE_SCHEMES[signed] ?? String(signed),
    chainOctets: chain,
  };
}

/**
 * From the first octet to the moment when both stacks are done, without the time in which our own validation held the client: that is not part of
 * the handshake of other software.
 */
function cryptographicTime({ events, transcript }: LabRecording): number {
  const at = (side: string, kind: string) =>
    events.find((event) => event.side === side && event.kind === kind)?.at ?? 0;
  const judging = at('client', 'accepted') - at('client', 'secure');
  return at('server', 'secure') - (transcript.chunks[0]?.at ?? 0) - Math.max(0, judging);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round((sorted[Math.floor(sorted.length / 2)] as number) * 100) / 100;
}
