import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { PublicationProbe, PublishedAnswer } from '../domain/ports.ts';
import type { OutboundRules } from './outbound-rules.ts';

const MOST_OCTETS = 67_108_864;
const MOST_MILLISECONDS = 10_000;

/**
 * Fetches an address once, as a relying party would: resolved once and connected to just that address, no redirect
 * followed, no cookie, bounded time and size. Its own public origin may be on this machine, others may not.
 */
export function createPublicationProbe(ownOrigin: string, rules: OutboundRules): PublicationProbe {
  return async (url, body) => {
    const started = performance.now();
    const answer = await fetchOnce(url, body, ownOrigin, rules).catch((error: unknown) => failureOf(error));
    return { ...answer, milliseconds: Math.round(performance.now() - started) };
  };
}

type Answer = PublishedAnswer extends infer One ? (One extends unknown ? Omit<One, 'milliseconds'> : never) : never;

async function fetchOnce(
  text: string,
  body: { readonly octets: Uint8Array; readonly mediaType: string } | null,
  ownOrigin: string,
  rules: OutboundRules,
): Promise<Answer> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return { kind: 'failure', reason: 'scheme' };
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const isOwnOrigin = url.origin === new URL(ownOrigin).origin;
  const resolved = await rules.resolve(host, port, { isOwnOrigin });
  if (resolved.kind === 'refused') return { kind: 'failure', reason: resolved.reason };
  const { address } = resolved;
  const options: RequestOptions = {
    method: body ? 'POST' : 'GET',
    host: address,
    port,
    path: `${url.pathname}${url.search}`,
    headers: {
      host: url.host,
      accept: '*/*',
      'user-agent': 'Countersign',
      connection: 'close',
      ...(body ? { 'content-type': body.mediaType, 'content-length': String(body.octets.length) } : {}),
    },
    agent: false,
    signal: AbortSignal.timeout(MOST_MILLISECONDS),
  };
  return new Promise((resolve, reject) => {
    const outgoing =
      url.protocol === 'https:'
        ? httpsRequest({ ...options, servername: isIP(host) ? '' : host })
        : httpRequest(options);
    outgoing.on('error', reject);
    outgoing.on('response', (response) => readAnswer(response).then(resolve, reject));
    outgoing.end(body?.octets);
  });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_OCTETS) {
      response.destroy();
      return { kind: 'failure', reason: 'too-large' };
    }
    chunks.push(chunk);
  }
  return {
    kind: 'answer',
    status: response.statusCode ?? 0,
    mediaType: response.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '',
    redirects: response.headers.location !== undefined,
    maxAgeSeconds: maxAgeOf(response.headers),
    octets: new Uint8Array(Buffer.concat(chunks)),
  };
}

/** How long a cache may give it out again; null: nothing is said. RFC 9111 §5.2.2, §5.3 */
function maxAgeOf({ 'cache-control': control = '', expires, date, age }: IncomingMessage['headers']): number | null {
  if (/\bno-(store|cache)\b/i.test(control)) return 0;
  const told = /\b(?:s-maxage|max-age)="?(\d{1,9})/i.exec(control)?.[1];
  const since = Number(age ?? 0) || 0;
  if (told !== undefined) return Math.max(0, Number(told) - since);
  const [until, now] = [expires, date].map((text) => Date.parse(text ?? ''));
  return until === undefined || now === undefined || Number.isNaN(until - now)
    ? null
    : Math.max(0, Math.round((until - now) / 1_000));
}

function failureOf(error: unknown): Answer {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const name = (error as Error).name;
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT' || code === 'ABORT_ERR')
    return { kind: 'failure', reason: 'timeout' };
  if (code === 'ECONNREFUSED') return { kind: 'failure', reason: 'refused' };
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH') return { kind: 'failure', reason: 'unreachable' };
  if (/^(ERR_TLS|CERT_|DEPTH_|SELF_|UNABLE_|EPROTO|ERR_SSL)/.test(code)) return { kind: 'failure', reason: 'tls' };
  return { kind: 'failure', reason: 'broken-off' };
}
