import { CountersignError } from '../domain/errors.ts';
import type { LabCase, LabEvent, LabMeasured, LabRecordJson, LabRun, LabSide } from '../domain/lab.ts';
import { LAB_CASES } from '../domain/lab-cases.ts';
import type { RemoteFacts } from '../domain/remote.ts';
import { type OctetRange, placeOf } from '../pki/tls/check-place.ts';
import { type Meaning, meaningOf } from '../pki/tls/meaning.ts';
import { encodePcapng } from '../pki/tls/pcapng.ts';
import { readTranscript, type TlsMessage, type TlsReading } from '../pki/tls/read-transcript.ts';
import { CIPHER_SUITES, GROUPS } from '../pki/tls/registry.ts';
import type { TlsField } from '../pki/tls/tls-reader.ts';
import { type TlsEnd, transcriptFromJson } from '../pki/tls/transcript.ts';
import { authorise } from './authorise.ts';
import type { FileToHandOut } from './certificate-files.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** One message as it is drawn. */
export interface LabMessageView {
  readonly index: number;
  readonly from: TlsEnd;
  /** Milliseconds since the connection was opened. */
  readonly at: number;
  readonly kind: TlsMessage['kind'];
  readonly name: string;
  readonly summary: string;
  readonly isEncrypted: boolean;
  /** Of the message itself. */
  readonly octets: number;
  /** Of its records on the wire, headers and protection included; records shared with others count for each. */
  readonly wireOctets: number;
  readonly hex: string;
  readonly fields: readonly TlsField[];
  readonly problem: string | null;
  readonly meaning: Meaning;
}

/** A row of the drawing: a message, or a moment of one side. */
export interface LabStep {
  /** From 1. */
  readonly number: number;
  readonly at: number;
  readonly side: TlsEnd;
  /** Position in `messages`, or null for a moment. */
  readonly message: number | null;
  readonly event: LabEvent['kind'] | null;
  readonly text: string;
}

/** What a side decided, with the messages that its checks are about. */
export interface LabSideView extends Omit<LabSide, 'checks'> {
  /** `place`: octets of the message with the chain that the check is about. */
  readonly checks: readonly (LabSide['checks'][number] & { readonly place: OctetRange | null })[];
  /** Number of the step in which the other side showed its chain, and of that in which it proved its key. */
  readonly certificateStep: number | null;
  readonly proofStep: number | null;
}

export interface LabRunView {
  readonly run: LabRun;
  readonly setup: LabRecordJson['setup'];
  readonly messages: readonly LabMessageView[];
  readonly steps: readonly LabStep[];
  readonly client: LabSideView;
  readonly server: LabSideView;
  readonly noticedBy: TlsEnd | null;
  readonly durationMilliseconds: number;
  readonly cipher: string | null;
  readonly keyExchange: string | null;
  /** Octets on the wire by direction. */
  readonly wire: { readonly client: number; readonly server: number };
  /** Number of the step with which it failed; null when it did not. */
  readonly failedStep: number | null;
  readonly measured: LabMeasured | null;
  /** Of a probe. */
  readonly remote: RemoteFacts | null;
}

/** A run with those made together with it. */
export interface LabRunDetailView {
  readonly shown: LabRunView;
  readonly others: readonly { readonly run: LabRun; readonly measured: LabMeasured | null }[];
  /** What the case is about; null outside the bench. */
  readonly labCase: LabCase | null;
}

export function listLabCases(actor: Actor | null): readonly LabCase[] {
  authorise(actor, 'inventory.read');
  return LAB_CASES;
}

/** Newest first. */
export async function listLabRuns(
  context: ServiceContext,
  actor: Actor | null,
  args: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ items: readonly LabRun[]; next: string | null }> {
  authorise(actor, 'inventory.read');
  return context.store.labRuns({ limit: args.limit ?? 25, before: args.cursor ?? null });
}

/** A run decoded from what was recorded. Throws `not-found`. */
export async function getLabRun(context: ServiceContext, actor: Actor | null, id: string): Promise<LabRunDetailView> {
  authorise(actor, 'inventory.read');
  const found = await load(context, id);
  const group = await context.store.labRunsOfGroup(found.run.groupId);
  return {
    shown: viewOf(found),
    others: group.map(({ run, record }) => ({ run, measured: record.measured })),
    labCase: LAB_CASES.find((one) => one.id === found.run.caseId) ?? null,
  };
}

/** The recorded packets with the secrets in the file, so that Wireshark opens it decrypted. Throws `not-found`. */
export async function getLabCapture(context: ServiceContext, actor: Actor | null, id: string): Promise<FileToHandOut> {
  authorise(actor, 'inventory.read');
  const { run, record } = await load(context, id);
  const comment = `Countersign handshake lab: ${run.title}. ${run.verdict}`;
  return {
    name: `handshake-${run.id}.pcapng`,
    mediaType: 'application/x-pcapng',
    content: encodePcapng({
      transcript: transcriptFromJson(record.recording.transcript),
      startedAt: run.createdAt,
      comment,
    }),
  };
}

/** The secrets of the session alone, in the format of NSS key logs. Throws `not-found`. */
export async function getLabKeylog(context: ServiceContext, actor: Actor | null, id: string): Promise<FileToHandOut> {
  authorise(actor, 'inventory.read');
  const { run, record } = await load(context, id);
  return {
    name: `handshake-${run.id}-keylog.txt`,
    mediaType: 'text/plain',
    content: Buffer.from(record.recording.transcript.keylog, 'utf8'),
  };
}

async function load(context: ServiceContext, id: string) {
  const found = await context.store.labRun(id);
  if (!found)
    throw new CountersignError('not-found', `There is no handshake run "${id}". The oldest are deleted after a while.`);
  return found;
}

function viewOf({ run, record }: { run: LabRun; record: LabRecordJson }): LabRunView {
  const { recording, setup, measured, remote = null } = record;
  const transcript = transcriptFromJson(recording.transcript);
  const reading = readTranscript(transcript);
  const steps = stepsOf(reading, recording.events);
  const wire = (from: TlsEnd) =>
    reading.records.filter((one) => one.from === from).reduce((sum, { octets }) => sum + octets, 0);
  return {
    run,
    setup,
    messages: reading.messages.map((message, index) => messageView(message, index, reading)),
    steps,
    client: sideView(recording.client, reading, steps),
    server: sideView(recording.server, reading, steps),
    noticedBy: recording.noticedBy,
    durationMilliseconds: recording.durationMilliseconds,
    cipher: reading.cipherSuite === null ? null : (CIPHER_SUITES[reading.cipherSuite] ?? null),
    keyExchange: reading.group === null ? null : (GROUPS[reading.group] ?? null),
    wire: { client: wire('client'), server: wire('server') },
    failedStep: recording.ok ? null : failedStep(steps, reading, recording),
    measured,
    remote,
  };
}

/** Messages and moments in the order of time; a message before a moment that came with it. */
function stepsOf({ messages }: TlsReading, events: readonly LabEvent[]): LabStep[] {
  const rows = [
    ...messages.map(({ at, from, name }, message) => ({ at, side: from, message, event: null, text: name })),
    ...events.map(({ at, side, kind, text }) => ({ at, side, message: null, event: kind, text })),
  ];
  return rows.sort((left, right) => left.at - right.at).map((row, index) => ({ number: index + 1, ...row }));
}

function sideView(side: LabSide, { messages }: TlsReading, steps: readonly LabStep[]): LabSideView {
  const peer = side.side === 'client' ? 'server' : 'client';
  const stepOf = (...names: string[]) => {
    const at = messages.findIndex(({ from, name }) => from === peer && names.includes(name));
    return at < 0 ? null : (steps.find(({ message }) => message === at)?.number ?? null);
  };
  const chain = messages.find(({ from, name }) => from === peer && name === 'Certificate');
  return {
    ...side,
    checks: side.checks.map((check) => ({ ...check, place: chain ? placeOf(check, chain) : null })),
    certificateStep: stepOf('Certificate'),
    proofStep: stepOf('CertificateVerify', 'ServerKeyExchange'),
  };
}

/** The alert where one was sent, else the moment of the refusal. */
function failedStep(
  steps: readonly LabStep[],
  { messages }: TlsReading,
  { noticedBy }: LabRecordJson['recording'],
): number | null {
  const alert = messages.findIndex(({ kind, octets }) => kind === 'alert' && octets[0] === 2);
  const step =
    alert >= 0
      ? steps.find(({ message }) => message === alert)
      : steps.find(({ side, event }) => side === noticedBy && event === 'refused');
  return step?.number ?? steps.at(-1)?.number ?? null;
}

function messageView(message: TlsMessage, index: number, { records, version }: TlsReading): LabMessageView {
  const { from, at, kind, name, summary, isEncrypted, octets, fields, problem } = message;
  return {
    index,
    from,
    at,
    kind,
    name,
    summary,
    isEncrypted,
    octets: octets.length,
    wireOctets: message.records.reduce((sum, record) => sum + (records[record]?.octets ?? 0), 0),
    hex: Buffer.from(octets).toString('hex'),
    fields,
    problem,
    meaning: meaningOf(name, version === 0x0304),
  };
}
