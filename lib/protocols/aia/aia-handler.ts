import type { Handler } from '../../http/node-exchange.ts';
import { encodePem } from '../../pki/pem.ts';
import { readAuthorityCertificate } from '../../services/read-publication.ts';
import type { ServiceContext } from '../../services/service-context.ts';

/** `/ca/{authority}.crt`: the issuer's certificate as DER, for AIA caIssuers (RFC 5280 §4.2.2.1, RFC 2585 §4.1); `.pem` for people. */
export function createAiaHandler(context: ServiceContext): Handler {
  return async ({ path }) => {
    const found = /^\/ca\/([a-z0-9]{1,64})\.(crt|pem)$/.exec(path);
    if (!found)
      return new Response('There is no authority under this address.\n', {
        status: 404,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      });
    const der = await readAuthorityCertificate(context, found[1] as string);
    const headers = { 'cache-control': 'public, max-age=3600' };
    if (found[2] === 'pem')
      return new Response(encodePem('CERTIFICATE', der), {
        headers: { ...headers, 'content-type': 'application/x-pem-file' },
      });
    return new Response(der as Uint8Array<ArrayBuffer>, {
      headers: { ...headers, 'content-type': 'application/pkix-cert' },
    });
  };
}
