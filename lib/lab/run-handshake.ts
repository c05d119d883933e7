import type { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { checkServerIdentity, connect, createServer, type TLSSocket } from 'node:tls';
import type { HandshakeRun, HandshakeSide } from '../domain/entities.ts';
import type { HandshakeLab, HandshakeParty } from '../domain/ports.ts';
import { encodePem } from '../pki/pem.ts';
import { privateKeyPem } from '../pki/pkcs8.ts';
import { verdictOf } from './verdict.ts';

const TIMEOUT_MILLISECONDS = 10_000;

type RunArgs = Parameters<HandshakeLab['run']>[0];

/**
 * One real TLS handshake over a loopback socket that exists for this run only. Each side verifies the other as a
 * strict peer would: path to the root, dates, usage, name, and revocation against the given CRLs. The server accepts
 * first and reads its verdict after, because a Node server that refuses by itself does not tell why.
 */
export async function runHandshake(args: RunArgs): Promise<HandshakeRun> {
  const started = performance.now();
  const mutual = args.kind === 'mutual';
  const ca = args.trustAnchors.map((der) => encodePem('CERTIFICATE', der));
  const crl = args.crls.map((der) => encodePem('X509 CRL', der));
  const revocation = crl.length > 0 ? { crl } : {};
  const server = createServer({
    ...identity(args.server),
    ca,
    ...revocation,
    requestCert: mutual,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
  });
  const serverSide = new Promise<HandshakeSide>((resolve) => {
    server.once('secureConnection', (socket) => {
      const side = serverVerdict(socket, args, mutual);
      // "+" tells our client that the server accepted; a refusal closes without a word, as servers do.
      socket.on('error', () => undefined);
      if (side.accepted) socket.end('+');
      else socket.destroy();
      resolve(side);
    });
    server.once('tlsClientError', (error: NodeJS.ErrnoException) =>
      resolve(refused('server', error.code ?? error.message, args)),
    );
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const client = await clientVerdict((server.address() as AddressInfo).port, args, { ca, revocation, mutual });
    // When the client refuses, the server has nothing to decide: its handshake never completed.
    const other = client.side.accepted
      ? await serverSide
      : await Promise.race([serverSide, after(500).then(() => notReached())]);
    const sides = [client.side, client.side.accepted ? other : notReached()];
    return {
      kind: args.kind,
      ok: sides.every((side) => side.accepted),
      protocol: client.protocol,
      cipher: client.cipher,
      durationMilliseconds: Math.round(performance.now() - started),
      sides,
    };
  } finally {
    server.close();
  }
}

function serverVerdict(socket: TLSSocket, args: RunArgs, mutual: boolean): HandshakeSide {
  if (!mutual) return { role: 'server', accepted: true, verdict: 'The server asked for no certificate.', code: null };
  // Node words "no certificate at all" as a missing issuer, so emptiness is looked at first.
  const peer = socket.getPeerX509Certificate();
  if (!peer) return refused('server', 'NO_CLIENT_CERTIFICATE', args);
  if (!socket.authorized) return refused('server', codeOf(socket.authorizationError), args);
  return { role: 'server', accepted: true, verdict: `The client proved it is ${commonName(peer)}.`, code: null };
}

async function clientVerdict(
  port: number,
  args: RunArgs,
  options: { ca: string[]; revocation: { crl?: string[] }; mutual: boolean },
): Promise<{ side: HandshakeSide; protocol: string | null; cipher: string | null }> {
  return new Promise((resolve) => {
    const isAddress = args.serverName.includes(':') || /^\d+\.\d+\.\d+\.\d+$/.test(args.serverName);
    const socket = connect({
      host: '127.0.0.1',
      port,
      ca: options.ca,
      ...options.revocation,
      ...(options.mutual && args.client ? identity(args.client) : {}),
      ...(isAddress ? {} : { servername: args.serverName }),
      checkServerIdentity: (_host, certificate) => checkServerIdentity(args.serverName, certificate),
      minVersion: 'TLSv1.2',
      timeout: TIMEOUT_MILLISECONDS,
    });
    let settled = false;
    let accepted: { protocol: string | null; cipher: string } | null = null;
    const settle = (side: HandshakeSide) => {
      if (settled) return;
      settled = true;
      socket.destroy();
      resolve({ side, protocol: accepted?.protocol ?? null, cipher: accepted?.cipher ?? null });
    };
    const proved: HandshakeSide = {
      role: 'client',
      accepted: true,
      verdict: `The server proved it is ${args.serverName}.`,
      code: null,
    };
    // In TLS 1.3 the client is done before the server has looked at its certificate; wait until the server speaks or closes.
    socket.once('secureConnect', () => {
      accepted = { protocol: socket.getProtocol(), cipher: socket.getCipher().name };
    });
    socket.on('data', () => settle(proved));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      settle(accepted ? proved : refused('client', codeOf(error), args)),
    );
    socket.once('close', () => settle(accepted ? proved : refused('client', 'CLOSED', args)));
    socket.once('timeout', () => settle(refused('client', 'TIMEOUT', args)));
  });
}

function identity(party: HandshakeParty): { key: string; cert: string } {
  return {
    key: privateKeyPem(party.privateKeyPkcs8),
    cert: party.certificateChain.map((der) => encodePem('CERTIFICATE', der)).join(''),
  };
}

function refused(role: 'client' | 'server', code: string, args: RunArgs): HandshakeSide {
  return { role, accepted: false, verdict: verdictOf(role, code, args.serverName), code };
}

function notReached(): HandshakeSide {
  return {
    role: 'server',
    accepted: false,
    verdict: 'The server did not get to decide: the client had ended the handshake.',
    code: 'NOT_REACHED',
  };
}

function codeOf(error: Error | string | null | undefined): string {
  if (typeof error === 'string') return error;
  return (error as NodeJS.ErrnoException | null)?.code ?? error?.message ?? 'UNKNOWN';
}

function commonName(certificate: X509Certificate): string {
  return /(?:^|\n)CN=(.*)/.exec(certificate.subject)?.[1] ?? certificate.subjectAltName ?? 'a client without a name';
}

function after(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
