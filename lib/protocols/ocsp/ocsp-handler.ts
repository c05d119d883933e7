import type { OctetsAnswer, OctetsHandler } from '../../http/octets-exchange.ts';
import { ocspErrorResponse } from '../../pki/ocsp.ts';
import { answerOcsp } from '../../services/answer-ocsp.ts';
import type { ServiceContext } from '../../services/service-context.ts';

/** RFC 6960 appendix A: POST with the request as body, GET with it in base64 behind the path. */
export const MAX_REQUEST_OCTETS = 4_096;
/** RFC 5019 §5: larger requests must use POST. */
const MAX_GET_CHARACTERS = 1_024;
/** Short, so that a revocation is seen soon; the answer itself says how long it may be trusted. */
const MAX_AGE_SECONDS = 300;

export function createOcspHandler(context: ServiceContext): OctetsHandler {
  return async ({ method, path, contentType, body }) => {
    if (method === 'POST') {
      if (!isOcspRequest(contentType))
        return plain(415, 'Send an OCSP request with "Content-Type: application/ocsp-request".');
      return ocsp((await answerOcsp(context, body)).responseDer, NO_STORE);
    }
    if (method !== 'GET' && method !== 'HEAD')
      return plain(405, 'OCSP takes GET and POST.', 'allow', 'GET, HEAD, POST');
    const requestDer = decodePath(path.slice('/ocsp'.length));
    if (!requestDer) return ocsp(ocspErrorResponse('malformedRequest'), NO_STORE);
    const { responseDer, cacheUntil } = await answerOcsp(context, requestDer);
    if (!cacheUntil) return ocsp(responseDer, NO_STORE);
    const now = context.clock.now().getTime();
    const seconds = Math.max(0, Math.min(MAX_AGE_SECONDS, Math.floor((cacheUntil.getTime() - now) / 1_000)));
    return ocsp(responseDer, [
      'cache-control',
      `max-age=${seconds}, public, no-transform, must-revalidate`,
      'expires',
      httpDate(now + seconds * 1_000),
    ]);
  };
}

function isOcspRequest(contentType: string | undefined): boolean {
  if (contentType === 'application/ocsp-request') return true;
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/ocsp-request';
}

/** Both spellings occur in the wild: raw base64 with `+` and `/`, and percent-encoded. Null when it is neither. */
function decodePath(rest: string): Uint8Array | null {
  if (!rest.startsWith('/') || rest.length > MAX_GET_CHARACTERS) return null;
  let text = rest.slice(1);
  if (text.includes('%')) {
    try {
      text = decodeURIComponent(text);
    } catch {
      return null;
    }
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return Buffer.from(text, 'base64');
}

/** Thousands of answers in one second have the same date. */
function httpDate(milliseconds: number): string {
  if (milliseconds !== lastDate.milliseconds) lastDate = { milliseconds, text: new Date(milliseconds).toUTCString() };
  return lastDate.text;
}
let lastDate = { milliseconds: 0, text: new Date(0).toUTCString() };

function ocsp(responseDer: Uint8Array, headers: readonly string[]): OctetsAnswer {
  return { status: 200, headers: ['content-type', 'application/ocsp-response', ...headers], body: responseDer };
}

function plain(status: number, text: string, ...headers: readonly string[]): OctetsAnswer {
  return {
    status,
    headers: ['content-type', 'text/plain; charset=utf-8', ...NO_STORE, ...headers],
    body: Buffer.from(`${text}\n`),
  };
}

const NO_STORE = ['cache-control', 'no-store'] as const;
