/** One real TLS handshake between two ends of ours, recorded octet by octet, and judged by each side as a strict peer would. */
import type { AddressInfo } from 'node:net';
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  createServer,
  type SecureContext,
  type SecureContextOptions,
  type Server,
  type TLSSocket,
} from 'node:tls';
import type { LabEvent, LabRecording, LabSetup, LabSide, LabStack } from '../domain/lab.ts';
import type { HandshakeParty } from '../domain/ports.ts';
import { encodePem } from '../pki/pem.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { alertFor } from '../pki/tls/alert-for.ts';
import { judgePeer, type PeerVerdict } from '../pki/tls/peer-verdict.ts';
import { certificatesOf, possessionProof } from '../pki/tls/proof.ts';
import { readTranscript } from '../pki/tls/read-transcript.ts';
import type { TlsEnd, TlsTranscript } from '../pki/tls/transcript.ts';
import { explainStackError } from './stack-error.ts';
import { openTap, type Tap } from './tap.ts';

const TIMEOUT_MILLISECONDS = 10_000;

/**
 * Runs it over a loopback socket that exists for this run only. Both stacks accept without verifying, because a Node server that refuses by itself
 * does not tell why and sends no alert; each side then judges what the other really sent, and closes when it refuses. Only a server that got
 * no certificate at all refuses inside its stack, with the alert that any OpenSSL server sends.
 */
export function runHandshake(setup: LabSetup): Promise<LabRecording> {
  // One after another: two at a time would only slow each other down, and times are shown.
  const mine = turn.then(() => perform(setup));
  turn = mine.catch(() => undefined);
  return mine;
}
let turn: Promise<unknown> = Promise.resolve();

async function perform(setup: LabSetup): Promise<LabRecording> {
  const run = new HandshakeRun(setup);
  try {
    return await run.perform();
  } finally {
    run.close();
  }
}

interface Side {
  outcome: LabSide['outcome'];
  verdict: PeerVerdict | null;
  code: string | null;
  stackCode: string | null;
  text: string;
  fix: string;
  decidedAt: number;
}

const undecided = (): Side => ({
  outcome: 'not-reached',
  verdict: null,
  code: null,
  stackCode: null,
  text: '',
  fix: '',
  decidedAt: 0,
});

class HandshakeRun {
  readonly #setup: LabSetup;
  readonly #events: LabEvent[] = [];
  readonly #keylog = new Set<string>();
  readonly #sides: Readonly<Record<TlsEnd, Side>> = { client: undecided(), server: undecided() };
  #server: Server | null = null;
  #tap: Tap | null = null;
  #client: TLSSocket | null = null;
  #protocol: string | null = null;
  #cipher: string | null = null;

  constructor(setup: LabSetup) {
    this.#setup = setup;
  }

  async perform(): Promise<LabRecording> {
    if (!this.#startServer()) return this.#recording();
    const server = this.#server as Server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const tap = await openTap((server.address() as AddressInfo).port, (side, isOrderly) =>
      this.#note(side, 'closed', isOrderly ? 'Closed the connection.' : 'Broke the connection off.'),
    );
    this.#tap = tap;
    this.#startClient(tap.port);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), TIMEOUT_MILLISECONDS);
    });
    const ended = await Promise.race([tap.closed, late]);
    clearTimeout(timer);
    if (ended === 'late') this.#refuse('client', 'timeout', 'There was no answer within ten seconds.', '', null);
    return this.#recording();
  }

  close(): void {
    this.#client?.destroy();
    this.#tap?.close();
    this.#server?.close();
  }

  /** False when the stack does not take the server's key and certificate. */
  #startServer(): boolean {
    const { server, mutual, client } = this.#setup;
    try {
      const contexts = new Map(
        server.named.map(({ name, identity }): [string, SecureContext] => [
          name,
          createSecureContext({ ...identityOptions(identity), ...stackOptions(server) }),
        ]),
      );
      const options = {
        ...identityOptions(server.identity),
        ...stackOptions(server),
        ...trustOptions(server.trusted, server.crls),
        requestCert: mutual,
        // Only for an empty answer: then OpenSSL itself refuses, with its alert.
        rejectUnauthorized: mutual && client.identity === null,
      };
      createSecureContext(options);
      this.#server = createServer({
        ...options,
        ...(contexts.size === 0
          ? {}
          : {
              SNICallback: (name: string, done: (error: Error | null, context?: SecureContext) => void) =>
                done(null, contexts.get(name)),
            }),
      });
    } catch (error) {
      this.#fail('server', error);
      return false;
    }
    this.#server.on('keylog', (line: Buffer) => this.#keylog.add(line.toString().trim()));
    this.#server.once('secureConnection', (socket) => this.#serverSecure(socket));
    this.#server.once('tlsClientError', (error) => {
      // When the client has refused, that it went away is no finding of the server.
      if (this.#sides.client.outcome !== 'refused') this.#fail('server', error);
    });
    return true;
  }

  #startClient(port: number): void {
    const { client, serverName, sendsServerName } = this.#setup;
    const isAddress = serverName.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(serverName);
    try {
      const socket = connect({
        host: '127.0.0.1',
        port,
        ...(client.identity ? identityOptions(client.identity) : {}),
        ...stackOptions(client),
        ...trustOptions(client.trusted, client.crls),
        ...(sendsServerName && !isAddress ? { servername: serverName } : { servername: '' }),
        rejectUnauthorized: false,
        checkServerIdentity: (_host, certificate) => checkServerIdentity(serverName, certificate),
      });
      this.#client = socket;
      socket.on('keylog', (line) => this.#keylog.add(line.toString().trim()));
      socket.once('secureConnect', () => this.#clientSecure(socket));
      socket.once('error', (error) => {
        if (this.#sides.client.outcome === 'not-reached') this.#fail('client', error);
      });
    } catch (error) {
      this.#fail('client', error);
      this.#tap?.close();
    }
  }

  #clientSecure(socket: TLSSocket): void {
    this.#note('client', 'secure', 'Its handshake is complete.');
    this.#protocol = socket.getProtocol();
    this.#cipher = socket.getCipher().standardName;
    const accepted = this.#judge('client', stackCodeOf(socket));
    if (!accepted) {
      socket.destroy();
      return;
    }
    // In TLS 1.3 the client is done before the server has looked at its certificate; the answer, or none, tells.
    socket.write('ping\n');
    socket.on('data', () => socket.end());
  }

  #serverSecure(socket: TLSSocket): void {
    socket.on('error', () => undefined);
    this.#note('server', 'secure', 'Its handshake is complete.');
    const accepted = this.#setup.mutual
      ? this.#judge('server', stackCodeOf(socket))
      : this.#accept('server', 'The server asked for no certificate.');
    if (!accepted) socket.destroy();
    else socket.on('data', () => socket.end('pong\n'));
  }

  #judge(judge: TlsEnd, stackCode: string | null): boolean {
    const { serverName, time, known } = this.#setup;
    const own = judge === 'client' ? this.#setup.client : this.#setup.server;
    const reading = readTranscript(this.#transcript());
    const peer = judge === 'client' ? 'server' : 'client';
    const isAddress = serverName.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(serverName);
    const verdict = judgePeer({
      judge,
      chain: certificatesOf(reading, peer),
      trusted: own.trusted,
      crls: own.crls,
      known,
      time,
      identity: judge === 'client' ? { kind: isAddress ? 'IP' : 'DNS', value: serverName } : null,
      proof: possessionProof(reading, peer),
      stackCode,
    });
    this.#sides[judge].verdict = verdict;
    this.#sides[judge].stackCode = stackCode;
    if (verdict.accepted) return this.#accept(judge, verdict.verdict);
    return this.#refuse(judge, verdict.code ?? 'stack-refused', verdict.verdict, verdict.fix, stackCode);
  }

  #accept(side: TlsEnd, text: string): true {
    Object.assign(this.#sides[side], { outcome: 'accepted', text, decidedAt: this.#tap?.now() ?? 0 });
    this.#note(side, 'accepted', text);
    return true;
  }

  #refuse(side: TlsEnd, code: string, text: string, fix: string, stackCode: string | null): false {
    const decidedAt = this.#tap?.now() ?? 0;
    Object.assign(this.#sides[side], { outcome: 'refused', code, text, fix, stackCode, decidedAt });
    this.#note(side, 'refused', text);
    return false;
  }

  /** The stack itself ended the handshake. */
  #fail(side: TlsEnd, error: unknown): void {
    const told = explainStackError(error, side, this.#setup, readTranscript(this.#transcript()));
    if (told.isOther) {
      // The other side ended it, and says why.
      Object.assign(this.#sides[side], { text: told.verdict, stackCode: told.stackCode });
      this.#note(side, 'failed', told.verdict);
    } else this.#refuse(side, told.code, told.verdict, told.fix, told.stackCode);
  }

  #note(side: TlsEnd, kind: LabEvent['kind'], text: string): void {
    this.#events.push({ at: this.#tap?.now() ?? 0, side, kind, text });
  }

  #transcript(): TlsTranscript {
    const keylog = [...this.#keylog].map((line) => `${line}\n`).join('');
    return { chunks: this.#tap?.chunks ?? [], keylog };
  }

  #recording(): LabRecording {
    const transcript = this.#transcript();
    const reading = readTranscript(transcript);
    const sent = (side: TlsEnd) =>
      reading.messages.find(({ kind, from, octets }) => kind === 'alert' && from === side && octets[0] === 2);
    const sideOf = (side: TlsEnd): LabSide => {
      const { outcome, verdict, code, stackCode, text, fix } = this.#sides[side];
      const alert = sent(side)?.octets[1];
      const would = verdict?.code ? alertFor(verdict.code, reading.version) : null;
      return {
        side,
        outcome,
        code,
        stackCode,
        verdict: text !== '' ? text : transcript.chunks.length === 0 ? NEVER_BEGAN : NOT_REACHED[side],
        fix,
        checks: verdict?.checks ?? [],
        alert:
          alert !== undefined
            ? { code: alert, name: alertName(reading.messages, side), sent: true }
            : would && { ...would, sent: false },
      };
    };
    const [client, server] = [sideOf('client'), sideOf('server')];
    const refusals = this.#events.filter(({ kind }) => kind === 'refused');
    const ok = client.outcome === 'accepted' && server.outcome === 'accepted';
    return {
      transcript,
      events: this.#events,
      client,
      server,
      ok,
      noticedBy: refusals[0]?.side ?? null,
      protocol: this.#protocol ?? PROTOCOLS[reading.version ?? 0] ?? null,
      cipher: this.#cipher,
      durationMilliseconds: Math.max(this.#sides.client.decidedAt, this.#sides.server.decidedAt),
    };
  }
}

function alertName(messages: ReturnType<typeof readTranscript>['messages'], side: TlsEnd): string {
  const alert = messages.find(({ kind, from, octets }) => kind === 'alert' && from === side && octets[0] === 2);
  return alert?.name.replace('Alert: ', '') ?? '';
}

const NEVER_BEGAN = 'There was nothing to decide: the handshake never began.';
const NOT_REACHED: Readonly<Record<TlsEnd, string>> = {
  client: 'The client did not get to decide: the handshake had ended before.',
  server: 'The server did not get to decide: the handshake had ended before.',
};
const PROTOCOLS: Readonly<Record<number, string>> = { 771: 'TLSv1.2', 772: 'TLSv1.3' };

function stackCodeOf(socket: TLSSocket): string | null {
  if (socket.authorized) return null;
  const error = socket.authorizationError as unknown as Error | string | null | undefined;
  if (!error) return null;
  return typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? error.message);
}

function identityOptions(identity: HandshakeParty): SecureContextOptions {
  return {
    key: privateKeyPem(identity.privateKeyPkcs8),
    cert: identity.certificateChain.map((der) => encodePem('CERTIFICATE', der)).join(''),
  };
}

function trustOptions(trusted: readonly Uint8Array[], crls: readonly Uint8Array[]): SecureContextOptions {
  return {
    ca: trusted.map((der) => encodePem('CERTIFICATE', der)),
    ...(crls.length > 0 ? { crl: crls.map((der) => encodePem('X509 CRL', der)) } : {}),
  };
}

function stackOptions(stack: LabStack): SecureContextOptions {
  return {
    minVersion: stack.minVersion ?? 'TLSv1.2',
    ...(stack.maxVersion ? { maxVersion: stack.maxVersion } : {}),
    ...(stack.ciphers ? { ciphers: stack.ciphers } : {}),
    ...(stack.signatureAlgorithms ? { sigalgs: stack.signatureAlgorithms } : {}),
    ...(stack.groups ? { ecdhCurve: stack.groups } : {}),
  };
}
