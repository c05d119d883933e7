/** One TLS connection to a server of somebody else, and how it ended. */
import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { LabEvent } from '../domain/lab.ts';
import type { RemoteFailure, RemoteQuestion, RemoteVersion } from '../domain/remote.ts';
import { encodePem } from '../pki/pem.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { readTranscript, type TlsReading } from '../pki/tls/read-transcript.ts';
import type { TlsTranscript } from '../pki/tls/transcript.ts';
import { type Deadline, RemoteEnd, TappedSocket } from './remote-socket.ts';

export interface Attempt {
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

/** One handshake over one connection. Accepts without verifying; whoever asked judges what was recorded. */
export class Handshake {
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

/** The fatal alert of the server. */
export function alertOf({ messages }: TlsReading): { code: number; name: string } | null {
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

const CLOSED: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_SSL_UNEXPECTED_EOF_WHILE_READING',
  'ERR_STREAM_PREMATURE_CLOSE',
]);
const OBJECTION_MILLISECONDS = 1_200;
