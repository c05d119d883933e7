import { CountersignError } from '../../domain/errors.ts';
import type { Exchange, Handler } from '../../http/node-exchange.ts';
import type { ServiceContext } from '../../services/service-context.ts';
import { readTrustFile, readTrustPortal } from '../../services/trust-portal.ts';
import { errorPage, TRUST_POLICY, trustPage } from './trust-page.ts';

/**
 * The public trust page, without script: `/trust`, `/trust/{authority}` for one root, `/trust/{authority}/{file}`. Anyone
 * may read it; nothing here changes anything.
 */
export function createTrustHandler(context: ServiceContext): Handler {
  return async (exchange) => {
    const { path } = exchange;
    const [, authorityId, fileName] =
      /^\/trust(?:\/([a-z0-9]{1,64})(?:\/([A-Za-z0-9.-]{1,120}))?)?\/?$/.exec(path) ?? [];
    try {
      if (path !== '/trust' && authorityId === undefined && path !== '/trust/')
        throw new CountersignError('not-found', 'There is nothing under this address. Open /trust.');
      if (authorityId !== undefined && fileName !== undefined) return await answerFile(exchange, authorityId, fileName);
      const userAgent = exchange.request.headers.get('user-agent') ?? '';
      const view = await readTrustPortal(context, { authorityId, userAgent });
      return page(trustPage(view), 200, view.proof.url);
    } catch (error) {
      if (!(error instanceof CountersignError) || error.code !== 'not-found') throw error;
      return page(errorPage(error.message), 404);
    }
  };

  async function answerFile({ request }: Exchange, authorityId: string, fileName: string): Promise<Response> {
    const { file, etag } = await readTrustFile(context, authorityId, fileName);
    const headers = {
      etag,
      // A renewed root has another certificate under the same address.
      'cache-control': 'public, max-age=300',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    };
    if (namesTag(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
    return new Response(file.content as Uint8Array<ArrayBuffer>, {
      headers: {
        ...headers,
        'content-type': file.mediaType,
        'content-disposition': `attachment; filename="${file.name}"`,
      },
    });
  }
}

/** RFC 9110 §13.1.2: a list of tags, weak or strong, or a star. */
function namesTag(header: string | null, etag: string): boolean {
  return header !== null && header.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '')));
}

function page(html: string, status: number, proofUrl: string | null = null): Response {
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      // The order of the steps follows it.
      vary: 'User-Agent',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': proofUrl === null ? TRUST_POLICY : `${TRUST_POLICY}; img-src ${proofUrl}`,
    },
  });
}
