import type { IncomingMessage, ServerResponse } from 'node:http';
import { CountersignError } from '../domain/errors.ts';
import { readBody } from './node-exchange.ts';

/**
 * A request and its answer as octets, for what machines ask thousands of times a second: without the Web-standard
 * Request, Headers and Response, which cost more than everything else about such a request.
 */
export interface OctetsRequest {
  readonly method: string;
  /** Exactly as sent, without the query. */
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: Uint8Array;
}
export interface OctetsAnswer {
  readonly status: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}
export type OctetsHandler = (request: OctetsRequest) => Promise<OctetsAnswer>;

/** Reads the body within `maxBodyOctets`, asks and sends; HEAD gets the headers alone. Throws `payload-too-large` or `malformed-request`. */
export async function answerWithOctets(
  handler: OctetsHandler,
  message: IncomingMessage,
  response: ServerResponse,
  maxBodyOctets: number,
): Promise<number> {
  const { method = 'GET', url = '/', headers } = message;
  // Absolute-form targets belong to proxies; answering them would let the sender choose a second host.
  if (!url.startsWith('/')) throw new CountersignError('malformed-request', 'The request target must be a path.');
  const cut = url.indexOf('?');
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  const answer = await handler({
    method,
    path: cut < 0 ? url : url.slice(0, cut),
    contentType: headers['content-type'],
    body: hasBody ? await readBody(message, maxBodyOctets) : NOTHING,
  });
  const { buffer, byteOffset, length } = answer.body;
  response.writeHead(answer.status, [
    'x-content-type-options',
    'nosniff',
    'content-length',
    String(length),
    ...answer.headers,
  ]);
  // As text of one octet a character: node:http sends it together with the head in one write, octets in two.
  if (method === 'HEAD') response.end();
  else response.end(Buffer.from(buffer, byteOffset, length).toString('latin1'), 'latin1');
  return answer.status;
}

const NOTHING = new Uint8Array(0);
