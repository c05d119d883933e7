import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { API_PREFIX, apiBodyLimit, asRefusal, createApiHandler } from '../api/api-handler.ts';
import { CountersignError } from '../domain/errors.ts';
import type { Log } from '../domain/ports.ts';
import { type AllowedHosts, requireKnownHost } from '../http/guards.ts';
import { type Handler, sendResponse, toExchange } from '../http/node-exchange.ts';
import { answerWithOctets } from '../http/octets-exchange.ts';
import { problemResponse } from '../http/problem.ts';
import { BARE_POLICY, COMMON_HEADERS, contentSecurityPolicy } from '../http/security-headers.ts';
import { createAiaHandler } from '../protocols/aia/aia-handler.ts';
import { createCrlHandler } from '../protocols/crl/crl-handler.ts';
import { createOcspHandler, MAX_REQUEST_OCTETS } from '../protocols/ocsp/ocsp-handler.ts';
import { createHandoverHandler } from '../protocols/trust/handover-handler.ts';
import { createTrustHandler } from '../protocols/trust/trust-handler.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { StartRefusal } from './data-directory.ts';
import { languageOf, withLanguage } from './request-language.ts';

/** 1 MiB: the largest thing a person sends is a CSR of some kilobytes. */

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The admin listener: health, `/api/v1`, and pages for everything else. Our checks run before any page code. */
export function createAdminServer(args: {
  services: ServiceContext;
  allowed: AllowedHosts;
  pages: PageHandler;
  ready: () => Promise<boolean>;
  styleAttributeHashes: readonly string[];
  dev: boolean;
}): Server {
  const api = createApiHandler(args.services, args.allowed);
  return hardened(
    createServer(async (message, response) => {
      const requestId = newRequestId();
      try {
        setHeaders(response, { ...COMMON_HEADERS, 'x-request-id': requestId });
        const path = (message.url ?? '/').split('?')[0] as string;
        if (path === '/healthz') return text(response, 200, 'ok');
        if (path === '/readyz')
          return (await args.ready()) ? text(response, 200, 'ready') : text(response, 503, 'not ready');
        requireKnownHost(args.allowed, hostsOf(message));
        // The absolute form (RFC 9112 §3.2.2) is for proxies, and names a host that nobody checked.
        if (!path.startsWith('/'))
          throw new CountersignError('malformed-request', 'The address has to begin with "/".');
        if (path === API_PREFIX || path.startsWith(`${API_PREFIX}/`)) {
          response.setHeader('content-security-policy', BARE_POLICY);
          const limit = await apiBodyLimit(args.services, {
            method: message.method ?? 'GET',
            path,
            cookie: message.headers.cookie,
            authorization: message.headers.authorization,
          });
          return await run(api, message, response, requestId, limit, args.services.log);
        }
        if (message.method !== 'GET' && message.method !== 'HEAD')
          throw new CountersignError('method-not-allowed', 'Pages take GET only. Changes go through /api/v1.');
        await servePage(args, message, response);
      } catch (error) {
        await fail(error, message, response, requestId, args.services.log);
      }
    }),
  );
}

/**
 * The public listener: signed things for anyone, over plain HTTP. It changes nothing, but for the file that the holder of a
 * hand-over link collects once.
 */
export function createPublicServer(services: ServiceContext): Server {
  const ocsp = createOcspHandler(services);
  const routes: readonly (readonly [string, Handler])[] = [
    ['/crl/', createCrlHandler(services)],
    ['/ca/', createAiaHandler(services)],
    ['/trust', createTrustHandler(services)],
    ['/handover/', createHandoverHandler(services)],
  ];
  return hardened(
    createServer(async (message, response) => {
      const { url = '/' } = message;
      try {
        if (/^\/ocsp(?:[/?]|$)/.test(url)) {
          const status = await answerWithOctets(ocsp, message, response, MAX_REQUEST_OCTETS);
          return services.log.debug({ method: message.method, path: url, status }, 'request');
        }
        response.setHeader('x-content-type-options', 'nosniff');
        const path = url.split('?')[0] as string;
        const route = routes.find(([prefix]) => isUnder(path, prefix));
        if (!route) return text(response, 404, 'This listener serves /crl/, /ca/, /ocsp and /trust.');
        const takesForm = message.method === 'POST' && route[0] === '/handover/';
        if (message.method !== 'GET' && message.method !== 'HEAD' && !takesForm)
          throw new CountersignError('method-not-allowed', 'This address takes GET only.');
        await run(route[1], message, response, newRequestId(), MAX_REQUEST_OCTETS, services.log);
      } catch (error) {
        if (!response.headersSent) response.setHeader('x-content-type-options', 'nosniff');
        await fail(error, message, response, newRequestId(), services.log);
      }
    }),
  );
}

/** Listens, or says in words why not. Returns the port, which differs from the asked one only when that was 0. */
export function listen(server: Server, args: { host: string; port: number; variable: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const where = `${args.host}:${args.port}`;
      const why =
        error.code === 'EADDRINUSE'
          ? `Another program already listens on ${where}. Stop it, or choose another port with ${args.variable}.`
          : error.code === 'EACCES'
            ? `This user may not listen on ${where}. Choose a port above 1023 with ${args.variable}.`
            : `Cannot listen on ${where} (${error.code}). Check COUNTERSIGN_HOST and ${args.variable}.`;
      reject(new StartRefusal(why, { cause: error }));
    });
    server.listen(args.port, args.host, () => resolve((server.address() as AddressInfo).port));
  });
}

async function run(
  handler: Handler,
  message: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  maxBodyOctets: number,
  log: Log,
): Promise<void> {
  const exchange = await toExchange(message, { requestId, maxBodyOctets });
  const started = performance.now();
  const answer = await handler(exchange);
  await sendResponse(answer, message, response);
  log.debug(
    {
      requestId,
      method: message.method,
      path: shownPath(exchange.path),
      status: answer.status,
      milliseconds: Math.round(performance.now() - started),
    },
    'request',
  );
}

async function servePage(
  args: {
    services: ServiceContext;
    pages: PageHandler;
    styleAttributeHashes: readonly string[];
    dev: boolean;
  },
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(
    nonce,
    args.styleAttributeHashes,
    args.dev,
    // On every page: the browser keeps the policy of the page it came from.
    args.services.settings.proofUrl,
  );
  response.setHeader('content-security-policy', policy);
  if (!message.url?.startsWith('/_next/static/')) response.setHeader('cache-control', 'no-store');
  // Next takes the nonce for its scripts from the request; whatever the client sent under these names is dropped.
  message.headers['content-security-policy'] = policy;
  message.headers['x-nonce'] = nonce;
  for (const name of Object.keys(message.headers))
    if (/^x-(middleware|forwarded|invoke|matched|nextjs)/.test(name)) delete message.headers[name];
  await withLanguage(languageOf(message.headers), () => args.pages(message, response));
}

async function fail(
  error: unknown,
  message: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  log: Log,
): Promise<void> {
  const refusal = asRefusal(error);
  const expected = refusal instanceof CountersignError && refusal.code !== 'internal';
  if (expected) log.debug({ requestId, code: refusal.code }, 'refused');
  else
    log.error(
      { requestId, error, method: message.method, path: shownPath((message.url ?? '').split('?')[0] ?? '') },
      'a request failed',
    );
  if (response.headersSent) return void response.destroy();
  const answer = problemResponse(refusal, requestId);
  // The rest of a body that was too large is not read; the connection cannot be used again.
  if (answer.status === 413) response.setHeader('connection', 'close');
  await sendResponse(answer, message, response);
}

/** Bounds on slow and excessive clients: headers within 10 s, a whole request within 30 s. */
function hardened(server: Server): Server {
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 10_000;
  server.maxHeadersCount = 100;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = STATUS_OF_FAULT[error.code ?? ''] ?? '400 Bad Request';
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  });
  return server;
}

/** RFC 9110 §15.5.9, RFC 6585 §5. */
const STATUS_OF_FAULT: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** A hand-over link is a secret, also from those who read the log. */
function shownPath(path: string): string {
  return path.replace(/^\/handover\/[^/]+/, '/handover/…');
}

function isUnder(path: string, prefix: string): boolean {
  return prefix.endsWith('/') ? path.startsWith(prefix) : path === prefix || path.startsWith(`${prefix}/`);
}

function hostsOf(message: IncomingMessage): readonly string[] {
  const hosts: string[] = [];
  for (let at = 0; at < message.rawHeaders.length; at += 2)
    if (message.rawHeaders[at]?.toLowerCase() === 'host') hosts.push(message.rawHeaders[at + 1] as string);
  return hosts;
}

function newRequestId(): string {
  return `r${randomBytes(9).toString('base64url')}`;
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

function text(response: ServerResponse, status: number, body: string): void {
  response.statusCode = status;
  setHeaders(response, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${body}\n`);
}
