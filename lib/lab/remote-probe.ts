/** A TLS handshake with a server of somebody else, recorded as those of the bench are, and judged behind the stack. */
import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { LabEvent, LabRecording, LabSide } from '../domain/lab.ts';
import {
  REMOTE_VERSIONS,
  type RemoteAnswer,
  type RemoteFailure,
  type RemoteQuestion,
  type RemoteVersion,
} from '../domain/remote.ts';
import { encodePem } from '../pki/pem.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { judgePeer, type PeerVerdict } from '../pki/tls/peer-verdict.ts';
import { certificatesOf, possessionProof } from '../pki/tls/proof.ts';
import { readTranscript, type TlsReading } from '../pki/tls/read-transcript.ts';
import { CIPHER_SUITES, GROUPS } from '../pki/tls/registry.ts';
import type { TlsTranscript } from '../pki/tls/transcript.ts';
import type { OutboundRules } from '../validation/outbound-rules.ts';
import { Deadline, openSocket, PreambleReader, RemoteEnd, TappedSocket } from './remote-socket.ts';
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

interface Attempt {
  readonly transcript: TlsTranscript;
  readonly events: readonly LabEvent[];
  readonly failure: RemoteFailure | null;
  readonly failureCode: string | null;
  readonly stackCode: string | null;
  readonly protocol: string | null;
  readonly cipher: string | null;
  readonly alpn: string | null;
  readonly staple: Uint8Array | null;
  readonly milliseconds: number;
}

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

/** One handshake over one connection. Accepts without verifying; whoever asked judges what was recorded. */
class Handshake {
  readonly #tap: TappedSocket;
  readonly #tls: TLSSocket | null;
  readonly #keylog = new Set<string>();
  readonly #events: LabEvent[] = [];
  #staple: Uint8Array | null = null;
  #error: NodeJS.ErrnoException | null = null;
  #secure = false;
  #sawData = false;

  constructor(
    question: RemoteQuestion,
    socket: Socket,
    { withClient, version }: { withClient: boolean; version: RemoteVersion | null },
  ) {
    this.#tap = new TappedSocket(socket);
    this.#tap.on('error', (error) => this.#fail(error));
    const identity = withClient ? question.client : null;
    const isOld = version === 'TLSv1' || version === 'TLSv1.1';
    try {
      this.#tls = connect({
        socket: this.#tap,
        servername: question.serverName !== null && isIP(question.serverName) === 0 ? question.serverName : '',
        ...(question.alpn.length > 0 ? { ALPNProtocols: [...question.alpn] } : {}),
        minVersion: version ?? 'TLSv1.2',
        maxVersion: version ?? 'TLSv1.3',
        // OpenSSL signs with SHA-1 at no other level, and old versions can do nothing else.
        ...(isOld ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
        requestOCSP: true,
        rejectUnauthorized: false,
        checkServerIdentity: () => undefined,
        ca: question.trusted.map((der) => encodePem('CERTIFICATE', der)),
        ...(identity
          ? {
              key: privateKeyPem(identity.privateKeyPkcs8),
              cert: identity.certificateChain.map((der) => encodePem('CERTIFICATE', der)).join(''),
            }
          : {}),
      });
    } catch (error) {
      this.#tls = null;
      this.#error = error as NodeJS.ErrnoException;
      return;
    }
    this.#tls.on('error', (error) => this.#fail(error));
    this.#tls.on('keylog', (line: Buffer) => this.#keylog.add(line.toString().trim()));
    this.#tls.on('OCSPResponse', (response: Buffer | null) => {
      this.#staple = response !== null && response.length > 0 ? new Uint8Array(response) : null;
    });
    // Nothing of what a service says behind its handshake is kept or looked at.
    this.#tls.on('data', () => {
      this.#sawData = true;
    });
  }

  async perform(deadline: Deadline, milliseconds: number): Promise<Attempt> {
    const tls = this.#tls;
    if (!tls) return this.#attempt(null);
    const ended = new Promise<void>((resolve) => {
      tls.once('close', () => resolve());
      this.#tap.once('close', () => resolve());
    });
    const secure = new Promise<void>((resolve) => tls.once('secureConnect', () => resolve()));
    let late: RemoteFailure | null = null;
    try {
      await deadline.during(
        Promise.race([secure.then(() => this.#afterSecure(tls, ended)), ended]),
        milliseconds,
        'slow',
      );
    } catch (error) {
      if (!(error instanceof RemoteEnd)) throw error;
      late = error.code;
    }
    return this.#attempt(late);
  }

  close(): void {
    this.#tls?.destroy();
    this.#tap.destroy();
  }

  /** In TLS 1.3 the client is done before the server has looked at its certificate: a while shows whether it goes away. */
  async #afterSecure(tls: TLSSocket, ended: Promise<void>): Promise<void> {
    this.#secure = true;
    this.#events.push({ at: this.#tap.now(), side: 'client', kind: 'secure', text: 'Its handshake is complete.' });
    if (tls.getProtocol() !== 'TLSv1.3') return;
    const answered = new Promise<void>((resolve) => {
      tls.once('session', () => resolve());
      tls.once('data', () => resolve());
    });
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, OBJECTION_MILLISECONDS);
    });
    await Promise.race([answered, ended, waited]);
    clearTimeout(timer);
  }

  #fail(error: NodeJS.ErrnoException): void {
    this.#error ??= error;
  }

  #attempt(late: RemoteFailure | null): Attempt {
    const tls = this.#tls;
    const keylog = [...this.#keylog].map((line) => `${line}\n`).join('');
    const transcript = { chunks: [...this.#tap.chunks], keylog };
    const failure = this.#failure(late, transcript);
    return {
      transcript,
      events: [...this.#events],
      failure,
      failureCode: failure === null ? null : (this.#error?.code ?? null),
      stackCode: this.#secure && tls && !tls.authorized ? codeOf(tls.authorizationError) : null,
      protocol: this.#secure ? (tls?.getProtocol() ?? null) : null,
      cipher: this.#secure ? (tls?.getCipher()?.standardName ?? null) : null,
      alpn: this.#secure && typeof tls?.alpnProtocol === 'string' ? tls.alpnProtocol : null,
      staple: this.#staple,
      milliseconds: this.#tap.now(),
    };
  }

  #failure(late: RemoteFailure | null, transcript: TlsTranscript): RemoteFailure | null {
    if (this.#tap.isTooLarge) return 'too-large';
    const reading = readTranscript(transcript);
    if (alertOf(reading)) return 'handshake';
    const fromServer = transcript.chunks.filter(({ from }) => from === 'server');
    if (fromServer.length > 0 && !looksLikeTls(fromServer[0]?.data)) return 'not-tls';
    if (this.#secure) {
      // It answered, or is still there: it has taken what it was shown.
      const gone = this.#tap.serverClosedAt !== null || this.#error !== null;
      return gone && !this.#sawData && !hasTicket(reading) && isThirteen(reading) ? 'closed' : null;
    }
    if (late !== null) return late;
    const isClosed = this.#error === null || CLOSED.has(this.#error.code ?? '');
    return isClosed ? 'closed' : 'handshake';
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

/** The fatal alert of the server. */
function alertOf({ messages }: TlsReading): { code: number; name: string } | null {
  const alert = messages.find(
    ({ kind, from, octets }) => kind === 'alert' && from === 'server' && octets[0] === 2 && octets[1] !== 0,
  );
  return alert ? { code: alert.octets[1] as number, name: alert.name.replace('Alert: ', '') } : null;
}

/** A record of a handshake or an alert, of any version. RFC 8446 §5.1 */
function looksLikeTls(octets: Uint8Array | undefined): boolean {
  return octets !== undefined && (octets[0] === 0x16 || octets[0] === 0x15) && (octets.length < 2 || octets[1] === 3);
}

const isThirteen = ({ version }: TlsReading) => version === 0x0304;
const hasTicket = ({ messages }: TlsReading) =>
  messages.some(({ from, name }) => from === 'server' && name === 'NewSessionTicket');

function codeOf(error: unknown): string | null {
  if (!error) return null;
  return typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? (error as Error).message);
}

const NO_TLS: ReadonlySet<string> = new Set(['not-tls', 'no-starttls']);
const CLOSED: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_SSL_UNEXPECTED_EOF_WHILE_READING',
  'ERR_STREAM_PREMATURE_CLOSE',
]);
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
const OBJECTION_MILLISECONDS = 1_200;
/** A chain of a hundred would cost a hundred signatures. */
const MOST_CERTIFICATES = 20;
const MOST_AUTHORITIES = 100;
