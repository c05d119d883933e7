/** A TLS handshake with a server of somebody else, recorded as those of the bench are, and judged behind the stack. */
import { isIP, type Socket } from 'node:net';
import type { LabRecording, LabSide } from '../domain/lab.ts';
import {
  REMOTE_VERSIONS,
  type RemoteAnswer,
  type RemoteFailure,
  type RemoteQuestion,
  type RemoteVersion,
} from '../domain/remote.ts';
import { judgePeer, type PeerVerdict } from '../pki/tls/peer-verdict.ts';
import { certificatesOf, possessionProof } from '../pki/tls/proof.ts';
import { readTranscript, type TlsReading } from '../pki/tls/read-transcript.ts';
import { CIPHER_SUITES, GROUPS } from '../pki/tls/registry.ts';
import type { OutboundRules } from '../validation/outbound-rules.ts';
import { type Attempt, alertOf, Handshake } from './remote-handshake.ts';
import { Deadline, openSocket, PreambleReader, RemoteEnd } from './remote-socket.ts';
import { STARTTLS } from './remote-starttls.ts';
import { REMOTE_WORDS } from './remote-words.ts';

/** Plugs in the rules for calls to the outside; what comes back never throws for anything a server does. */
export function createRemoteProbe(
  rules: OutboundRules,
  limits: ProbeLimits = LIMITS,
): (question: RemoteQuestion) => Promise<RemoteAnswer> {
  return (question) => new RemoteProbe(question, rules, limits).perform();
}

export interface ProbeLimits {
  /** For all connections of a probe together, and for one handshake. */
  readonly totalMilliseconds: number;
  readonly handshakeMilliseconds: number;
}
const LIMITS: ProbeLimits = { totalMilliseconds: 15_000, handshakeMilliseconds: 10_000 };

class RemoteProbe {
  readonly #question: RemoteQuestion;
  readonly #rules: OutboundRules;
  readonly #limits: ProbeLimits;
  readonly #deadline: Deadline;
  #connections = 0;
  #address: string | null = null;

  constructor(question: RemoteQuestion, rules: OutboundRules, limits: ProbeLimits) {
    this.#question = question;
    this.#rules = rules;
    this.#limits = limits;
    this.#deadline = new Deadline(limits.totalMilliseconds);
  }

  async perform(): Promise<RemoteAnswer> {
    const first = await this.#begin();
    const reading = readTranscript(first.transcript);
    const request = reading.messages.find(({ from, name }) => from === 'server' && name === 'CertificateRequest');
    const reached = first.transcript.chunks.some(({ from }) => from === 'server') && !NO_TLS.has(first.failure ?? '');
    const versions = reached ? await this.#versions(first.protocol) : [];
    const required = request ? await this.#isRequired(first) : null;
    const chain = certificatesOf(reading, 'server').slice(0, MOST_CERTIFICATES);
    return {
      address: this.#address,
      failure: first.failure,
      failureCode: first.failureCode,
      recording: await this.#recording(first, reading, chain),
      chain,
      staple: first.staple,
      alpn: first.alpn,
      group: reading.group === null ? null : (GROUPS[reading.group] ?? `0x${reading.group.toString(16)}`),
      clientCertificate: {
        asked: request !== undefined,
        required,
        authorities: (request?.facts?.authorities ?? []).slice(0, MOST_AUTHORITIES),
      },
      versions,
      connections: this.#connections,
    };
  }

  /** Rules first: a port or an address that is refused is never connected to. */
  async #begin(): Promise<Attempt> {
    const { host, port, client } = this.#question;
    if (!this.#rules.allowsPort(port)) return nothing('port', null);
    try {
      const resolved = await this.#deadline.during(this.#rules.resolve(host, port), NAME_MILLISECONDS, 'name');
      if (resolved.kind === 'refused') return nothing(resolved.reason, null);
      this.#address = resolved.address;
    } catch (error) {
      if (!(error instanceof RemoteEnd)) throw error;
      return nothing(error.code, null);
    }
    return this.#attempt({ withClient: client !== null, version: null });
  }

  async #attempt(wanted: { withClient: boolean; version: RemoteVersion | null }): Promise<Attempt> {
    let socket: Socket | null = null;
    this.#connections += 1;
    try {
      socket = await openSocket(this.#address as string, this.#question.port, this.#deadline);
      await this.#prepare(socket);
    } catch (error) {
      socket?.destroy();
      if (!(error instanceof RemoteEnd)) throw error;
      return nothing(error.code, error.detail);
    }
    const handshake = new Handshake(this.#question, socket, wanted);
    try {
      return await handshake.perform(this.#deadline, this.#limits.handshakeMilliseconds);
    } finally {
      handshake.close();
    }
  }

  async #prepare(socket: Socket): Promise<void> {
    const { protocol } = this.#question;
    if (protocol === 'tls') return;
    const reader = new PreambleReader(socket);
    await this.#deadline.during(STARTTLS[protocol](reader), PREAMBLE_MILLISECONDS, 'no-starttls');
    reader.release();
  }

  /** One connection each: whether a server takes a version is told only by asking for that alone. */
  async #versions(agreed: string | null): Promise<RemoteAnswer['versions']> {
    const found: { version: RemoteVersion; taken: boolean | null }[] = [];
    for (const version of REMOTE_VERSIONS) {
      if (version === agreed) found.push({ version, taken: true });
      else if (this.#deadline.left < LEAST_LEFT) found.push({ version, taken: null });
      else {
        const { transcript, failure } = await this.#attempt({ withClient: false, version });
        const hello = readTranscript(transcript).version;
        const spoke = transcript.chunks.some(({ from }) => from === 'server') || failure === 'closed';
        found.push({ version, taken: hello === VERSION_NUMBERS[version] ? true : spoke ? false : null });
      }
    }
    return found;
  }

  /** Whether it goes on without a certificate. */
  async #isRequired(first: Attempt): Promise<boolean | null> {
    if (this.#question.client === null) return first.failure !== null;
    if (this.#deadline.left < LEAST_LEFT) return null;
    const without = await this.#attempt({ withClient: false, version: null });
    return without.failure === null ? false : without.transcript.chunks.length > 0 ? true : null;
  }

  async #recording(first: Attempt, reading: TlsReading, chain: readonly Uint8Array[]): Promise<LabRecording> {
    const { question, events } = { question: this.#question, events: [...first.events] };
    const at = first.milliseconds;
    const verdict = chain.length === 0 ? null : await this.#judge(first, reading, chain);
    const words = first.failure === null ? null : REMOTE_WORDS[first.failure](question, alertOf(reading));
    const client = clientSide(verdict, words);
    if (verdict)
      events.push({ at, side: 'client', kind: verdict.accepted ? 'accepted' : 'refused', text: verdict.verdict });
    const alert = alertOf(reading);
    const server: LabSide = {
      side: 'server',
      outcome: first.failure === null ? 'accepted' : alert || first.failure === 'closed' ? 'refused' : 'not-reached',
      code: first.failure === null ? null : first.failure,
      stackCode: first.failureCode,
      verdict: words?.verdict ?? 'The server finished the handshake and raised no objection.',
      fix: words?.fix ?? '',
      checks: [],
      alert: alert && { ...alert, sent: true },
    };
    if (first.failure !== null) events.push({ at, side: 'server', kind: 'failed', text: server.verdict });
    const ok = first.failure === null && verdict?.accepted === true;
    return {
      transcript: first.transcript,
      events,
      client,
      server,
      ok,
      noticedBy: ok ? null : first.failure !== null ? 'server' : 'client',
      protocol: first.protocol ?? PROTOCOLS[reading.version ?? 0] ?? null,
      cipher: first.cipher ?? (reading.cipherSuite === null ? null : (CIPHER_SUITES[reading.cipherSuite] ?? null)),
      durationMilliseconds: first.milliseconds,
    };
  }

  async #judge(first: Attempt, reading: TlsReading, chain: readonly Uint8Array[]): Promise<PeerVerdict> {
    const { trusted, known, crlsFor, expectedName, time } = this.#question;
    return judgePeer({
      judge: 'client',
      chain,
      trusted,
      crls: await crlsFor(chain),
      known,
      time,
      identity: { kind: isIP(expectedName) ? 'IP' : 'DNS', value: expectedName },
      proof: possessionProof(reading, 'server'),
      // What the stack thinks of a handshake that ended early is not known.
      stackCode: first.stackCode,
    });
  }
}

function clientSide(verdict: PeerVerdict | null, words: { verdict: string; fix: string } | null): LabSide {
  return {
    side: 'client',
    outcome: verdict === null ? 'not-reached' : verdict.accepted ? 'accepted' : 'refused',
    code: verdict?.code ?? null,
    stackCode: verdict?.stackCode ?? null,
    verdict: verdict?.verdict ?? (words ? 'There was no certificate to judge.' : ''),
    fix: verdict?.fix ?? '',
    checks: verdict?.checks ?? [],
    // It says goodbye in order, whatever it thinks: the server is somebody else's.
    alert: null,
  };
}

function nothing(failure: RemoteFailure, failureCode: string | null): Attempt {
  return {
    transcript: { chunks: [], keylog: '' },
    events: [],
    failure,
    failureCode,
    stackCode: null,
    protocol: null,
    cipher: null,
    alpn: null,
    staple: null,
    milliseconds: 0,
  };
}

const NO_TLS: ReadonlySet<string> = new Set(['not-tls', 'no-starttls']);
const PROTOCOLS: Readonly<Record<number, string>> = {
  769: 'TLSv1',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
  772: 'TLSv1.3',
};
const VERSION_NUMBERS: Readonly<Record<RemoteVersion, number>> = {
  'TLSv1.3': 772,
  'TLSv1.2': 771,
  'TLSv1.1': 770,
  TLSv1: 769,
};
const NAME_MILLISECONDS = 4_000;
const PREAMBLE_MILLISECONDS = 5_000;
/** Of the bounds, what another connection is begun for. */
const LEAST_LEFT = 1_000;
/** A chain of a hundred would cost a hundred signatures. */
const MOST_CERTIFICATES = 20;
const MOST_AUTHORITIES = 100;
