import { createHash } from 'node:crypto';
import type { CrlRecord } from '../../domain/entities.ts';
import type { Handler } from '../../http/node-exchange.ts';
import { encodePem } from '../../pki/pem.ts';
import { readCurrentCrl, readPathCrls } from '../../services/read-publication.ts';
import type { ServiceContext } from '../../services/service-context.ts';

/**
 * `/crl/{authority}.crl` DER (RFC 2585 §4.2), `/crl/{authority}.pem`, and `/crl/{authority}-chain.pem`: the lists of the
 * whole path in one PEM. `/crl/{authority}-{part}.crl` is a part of a divided list, `/crl/{authority}-delta.crl` what
 * changed since a complete one. Cached until a revocation could be missed for more than a few minutes, never past
 * nextUpdate.
 */
export function createCrlHandler(context: ServiceContext): Handler {
  return async ({ request, path }) => {
    const found = /^\/crl\/([a-z0-9]{1,64})(-chain|-delta|-([1-9]\d{0,3}))?\.(crl|pem)$/.exec(path);
    const [, authorityId, which, part, form] = found ?? [];
    if (!authorityId || !form || (which === '-chain' && form === 'crl'))
      return new Response('There is no CRL under this address.\n', {
        status: 404,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      });
    const lists =
      which === '-chain'
        ? await readPathCrls(context, authorityId)
        : [
            await readCurrentCrl(context, authorityId, {
              kind: which === '-delta' ? 'delta' : 'complete',
              shard: part === undefined ? 0 : Number(part),
            }),
          ];
    return answer(context, request, lists, form as 'crl' | 'pem');
  };
}

const MAX_AGE_SECONDS = 300;

function answer(context: ServiceContext, request: Request, lists: readonly CrlRecord[], form: 'crl' | 'pem'): Response {
  const ids = lists.map(({ id }) => id).join(' ');
  // A record never changes once it is published, so its identifier stands for its octets.
  const etag = `"${createHash('sha256').update(`${form} ${ids}`).digest('base64url').slice(0, 22)}"`;
  const nextUpdate = Math.min(...lists.map((list) => list.nextUpdate.getTime()));
  const thisUpdate = Math.max(...lists.map((list) => list.thisUpdate.getTime()));
  const left = Math.floor((nextUpdate - context.clock.now().getTime()) / 1_000);
  const headers = {
    'cache-control': left > 0 ? `public, max-age=${Math.min(MAX_AGE_SECONDS, left)}` : 'no-cache',
    etag,
    'last-modified': new Date(thisUpdate).toUTCString(),
  };
  if (
    request.headers
      .get('if-none-match')
      ?.split(',')
      .some((tag) => tag.trim() === etag)
  )
    return new Response(null, { status: 304, headers });
  const [first] = lists;
  const body =
    form === 'crl' && first
      ? first.certificateListDer
      : Buffer.from(lists.map((list) => encodePem('X509 CRL', list.certificateListDer)).join(''));
  return new Response(body as Uint8Array<ArrayBuffer>, {
    status: 200,
    headers: { ...headers, 'content-type': form === 'crl' ? 'application/pkix-crl' : 'application/x-pem-file' },
  });
}
