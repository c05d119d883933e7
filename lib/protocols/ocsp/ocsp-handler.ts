import type { Handler } from '../../http/node-exchange.ts';
import { ocspErrorResponse } from '../../pki/ocsp.ts';
import { answerOcsp } from '../../services/answer-ocsp.ts';
import type { ServiceContext } from '../../services/service-context.ts';

/** RFC 6960 appendix A: POST with the request as body, GET with it in base64 behind the path. */
export const MAX_REQUEST_OCTETS = 4_096;
/** RFC 5019 §5: larger requests must use POST. */
const MAX_GET_CHARACTERS = 1_024;

export function createOcspHandler(context: ServiceContext): Handler {
  return async ({ request, path }) => {
    if (request.method === 'POST') {
      const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
      if (type !== 'application/ocsp-request')
        return plain(415, 'Send an OCSP request with "Content-Type: application/ocsp-request".');
      const { responseDer } = await answerOcsp(context, new Uint8Array(await request.arrayBuffer()));
      return ocsp(responseDer, { 'cache-control': 'no-store' });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return plain(405, 'OCSP takes GET and POST.', { allow: 'GET, HEAD, POST' });
    const requestDer = decodePath(path.slice('/ocsp'.length));
    if (!requestDer) return ocsp(ocspErrorResponse('malformedRequest'), { 'cache-control': 'no-store' });
    const { responseDer, cacheUntil } = await answerOcsp(context, requestDer);
    if (!cacheUntil) return ocsp(responseDer, { 'cache-control': 'no-store' });
    // Short, so that a revocation is seen soon; the answer itself says how long it may be trusted.
    const seconds = Math.max(
      0,
      Math.min(300, Math.floor((cacheUntil.getTime() - context.clock.now().getTime()) / 1_000)),
    );
    return ocsp(responseDer, {
      'cache-control': `max-age=${seconds}, public, no-transform, must-revalidate`,
      expires: new Date(context.clock.now().getTime() + seconds * 1_000).toUTCString(),
    });
  };
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
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function ocsp(responseDer: Uint8Array, headers: Readonly<Record<string, string>>): Response {
  return new Response(responseDer as Uint8Array<ArrayBuffer>, {
    status: 200,
    headers: { 'content-type': 'application/ocsp-response', ...headers },
  });
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${text}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}
