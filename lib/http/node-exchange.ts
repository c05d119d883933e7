import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CountersignError } from '../domain/errors.ts';

/** One request as handlers see it: a Web-standard Request with its whole body, and what a Request cannot carry. */
export interface Exchange {
  readonly request: Request;
  /** Path exactly as sent, without the query: OCSP's base64 must not be normalised (RFC 6960 appendix A.1). */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly remoteAddress: string;
  readonly requestId: string;
}
export type Handler = (exchange: Exchange) => Promise<Response>;

/** Reads the body within `maxBodyOctets` and builds the exchange. Throws `payload-too-large` or `malformed-request`. */
export async function toExchange(
  message: IncomingMessage,
  args: { requestId: string; maxBodyOctets: number },
): Promise<Exchange> {
  const target = message.url ?? '/';
  // Absolute-form targets belong to proxies; answering them would let the sender choose a second host.
  if (!target.startsWith('/')) throw new CountersignError('malformed-request', 'The request target must be a path.');
  const cut = target.indexOf('?');
  const path = cut < 0 ? target : target.slice(0, cut);
  const body = hasBody(message) ? await readBody(message, args.maxBodyOctets) : null;
  const headers = new Headers();
  for (let at = 0; at < message.rawHeaders.length; at += 2)
    appendHeader(headers, message.rawHeaders[at] as string, message.rawHeaders[at + 1] as string);
  const method = message.method ?? 'GET';
  const request = new Request('http://localhost/', {
    method,
    headers,
    ...(body && method !== 'GET' && method !== 'HEAD' ? { body } : {}),
  });
  return {
    request,
    path,
    query: new URLSearchParams(cut < 0 ? '' : target.slice(cut + 1)),
    remoteAddress: message.socket.remoteAddress ?? '',
    requestId: args.requestId,
  };
}

/** A response whose body is sent as it is made, no faster than the other side takes it. */
export function streamedResponse(parts: AsyncIterable<string>, headers: Record<string, string>): Response {
  const response = new Response(null, { status: 200, headers });
  streamed.set(response, parts);
  return response;
}
const streamed = new WeakMap<Response, AsyncIterable<string>>();

/** Sends a Response through node:http. HEAD gets the headers alone. */
export async function sendResponse(
  response: Response,
  message: IncomingMessage,
  target: ServerResponse,
): Promise<void> {
  const parts = streamed.get(response);
  const body = Buffer.from(await response.arrayBuffer());
  target.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== 'set-cookie') target.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) target.setHeader('set-cookie', cookies);
  if (parts !== undefined && message.method !== 'HEAD') return sendParts(parts, target);
  if (response.status !== 204 && response.status !== 304) target.setHeader('content-length', body.length);
  target.end(message.method === 'HEAD' || response.status === 204 || response.status === 304 ? undefined : body);
}

/** Who goes away in the middle ends the making, too; what fails in the middle breaks the transfer off, as its head is sent. */
async function sendParts(parts: AsyncIterable<string>, target: ServerResponse): Promise<void> {
  await pipeline(Readable.from(parts), target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

function hasBody(message: IncomingMessage): boolean {
  return message.headers['transfer-encoding'] !== undefined || Number(message.headers['content-length'] ?? 0) > 0;
}

/** Throws `payload-too-large` or `malformed-request`. */
export function readBody(message: IncomingMessage, limit: number): Promise<Buffer<ArrayBuffer>> {
  const tooLarge = () =>
    new CountersignError('payload-too-large', `The request body is larger than ${limit} octets. Send less at once.`);
  if (Number(message.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        message.removeAllListeners('data');
        message.pause();
        reject(tooLarge());
      } else chunks.push(chunk);
    });
    message.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer<ArrayBuffer>) : Buffer.concat(chunks)));
    message.on('aborted', () =>
      reject(new CountersignError('malformed-request', 'The request ended before its body was complete.')),
    );
    message.on('error', (cause) =>
      reject(new CountersignError('malformed-request', 'The request body could not be read.', { cause })),
    );
  });
}

function appendHeader(headers: Headers, name: string, value: string): void {
  try {
    headers.append(name, value);
  } catch (cause) {
    throw new CountersignError('malformed-request', 'A header of the request cannot be read.', { cause });
  }
}
