import { createHash } from 'node:crypto';
import type { Handler } from '../../http/node-exchange.ts';
import { encodePem } from '../../pki/pem.ts';
import { readCurrentCrl, readPathCrls } from '../../services/read-publication.ts';
import type { ServiceContext } from '../../services/service-context.ts';

/**
 * `/crl/{authority}.crl` DER (RFC 2585 §4.2), `/crl/{authority}.pem`, and `/crl/{authority}-chain.pem`: the lists of the
 * whole path in one PEM. Cached until a revocation could be missed for more than a few minutes, never past nextUpdate.
 */
export function createCrlHandler(context: ServiceContext): Handler {
  return async ({ request, path }) => {
    const found = /^\/crl\/([a-z0-9]{1,64}?)(-chain\.pem|\.pem|\.crl)$/.exec(path);
    if (!found)
      return new Response('There is no CRL under this address.\n', {
        status: 404,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      });
    const [, authorityId, form] = found as unknown as [string, string, '.crl' | '.pem' | '-chain.pem'];
    if (form === '-chain.pem') {
      const { pem, thisUpdate, nextUpdate } = await readPathCrls(context, authorityId);
      return answer(context, request, Buffer.from(pem), 'application/x-pem-file', thisUpdate, nextUpdate);
    }
    const crl = await readCurrentCrl(context, authorityId);
    const body = form === '.crl' ? crl.certificateListDer : Buffer.from(encodePem('X509 CRL', crl.certificateListDer));
    return answer(
      context,
      request,
      body,
      form === '.crl' ? 'application/pkix-crl' : 'application/x-pem-file',
      crl.thisUpdate,
      crl.nextUpdate,
    );
  };
}

const MAX_AGE_SECONDS = 300;

function answer(
  context: ServiceContext,
  request: Request,
  body: Uint8Array,
  mediaType: string,
  thisUpdate: Date,
  nextUpdate: Date,
): Response {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const left = Math.floor((nextUpdate.getTime() - context.clock.now().getTime()) / 1_000);
  const headers = {
    'cache-control': left > 0 ? `public, max-age=${Math.min(MAX_AGE_SECONDS, left)}` : 'no-cache',
    etag,
    'last-modified': thisUpdate.toUTCString(),
  };
  if (
    request.headers
      .get('if-none-match')
      ?.split(',')
      .some((tag) => tag.trim() === etag)
  )
    return new Response(null, { status: 304, headers });
  return new Response(body as Uint8Array<ArrayBuffer>, {
    status: 200,
    headers: { ...headers, 'content-type': mediaType },
  });
}
