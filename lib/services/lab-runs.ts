import type { LabKind, LabMeasured, LabRecording, LabRecordJson, LabRun, LabSetup, LabVersion } from '../domain/lab.ts';
import type { RemoteFacts } from '../domain/remote.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { readPathCertificate } from '../pki/path/path-certificate.ts';
import { transcriptToJson } from '../pki/tls/transcript.ts';
import { PkiError } from '../pki/types.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

/** What a finished handshake is kept as. */
export interface FinishedRun {
  readonly run: LabRun;
  readonly record: LabRecordJson;
}

/** Runs beyond these are deleted, the oldest first: a run has some 15 kB, one with ML-DSA-87 chains 100. */
export const KEPT_RUNS = 500;

/** The row and record of a recording. Keys are no part of either. */
export function finishRun(
  context: ServiceContext,
  actor: Actor,
  args: {
    readonly groupId: string | null;
    readonly kind: LabKind;
    readonly caseId?: string;
    readonly connectionId?: string;
    readonly title: string;
    readonly setup: LabSetup;
    readonly recording: LabRecording;
    readonly version: LabVersion | null;
    readonly serverCertificateId?: string | null;
    readonly clientCertificateId?: string | null;
    readonly measured?: LabMeasured;
    readonly remote?: RemoteFacts;
  },
): FinishedRun {
  const { setup, recording } = args;
  const { transcript, ...rest } = recording;
  const id = context.entropy.id();
  return {
    run: {
      id,
      groupId: args.groupId ?? id,
      kind: args.kind,
      caseId: args.caseId ?? null,
      connectionId: args.connectionId ?? null,
      title: args.title,
      ok: recording.ok,
      protocol: recording.protocol,
      verdict: verdictOf(recording, setup),
      createdAt: context.clock.now(),
      createdBy: actorName(actor),
    },
    record: {
      setup: {
        serverName: setup.serverName,
        mutual: setup.mutual,
        version: args.version,
        serverChain: setup.server.identity.certificateChain.map(subjectText),
        clientChain: setup.client.identity?.certificateChain.map(subjectText) ?? [],
        clientTrusts: setup.client.trusted.map(subjectText),
        serverTrusts: setup.mutual ? setup.server.trusted.map(subjectText) : [],
        clientLists: setup.client.crls.length,
        serverLists: setup.mutual ? setup.server.crls.length : 0,
        serverCertificateId: args.serverCertificateId ?? null,
        clientCertificateId: args.clientCertificateId ?? null,
      },
      recording: { ...rest, transcript: transcriptToJson(transcript) },
      measured: args.measured ?? null,
      ...(args.remote ? { remote: args.remote } : {}),
    },
  };
}

/** Stores runs with their audit entries, in the transaction of the caller. */
export async function storeRuns(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  runs: readonly FinishedRun[],
): Promise<void> {
  for (const { run, record } of runs) {
    await tx.insertLabRun(run, record);
    await recordAudit(
      context,
      tx,
      actor,
      'lab.ran',
      { type: 'lab-run', id: run.id },
      { name: run.title, kind: run.kind, outcome: run.ok ? 'accepted' : 'refused' },
    );
  }
  await tx.pruneLabRuns(KEPT_RUNS);
}

function verdictOf({ ok, client, server, noticedBy }: LabRecording, setup: LabSetup): string {
  if (ok && setup.mutual) return `${client.verdict} ${server.verdict}`;
  if (ok) return client.verdict;
  const side = noticedBy === 'server' ? server : client;
  return side.verdict;
}

function subjectText(der: Uint8Array): string {
  try {
    return readPathCertificate(der).text();
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return 'a certificate that cannot be read';
  }
}
