import { CountersignError } from '../../domain/errors.ts';
import type { Exchange, Handler } from '../../http/node-exchange.ts';
import { collectHandover, readHandover, readHandoverFile } from '../../services/read-handover.ts';
import type { ServiceContext } from '../../services/service-context.ts';
import { HANDOVER_POLICY, handoverErrorPage, handoverPage } from './handover-page.ts';
import { createRateLimit } from './rate-limit.ts';

/**
 * What one party gets by its link, without script: `/handover/{token}`, `/handover/{token}/{file}`, and a POST of the first group
 * of the passphrase to the page itself, which gives the file once. GET changes nothing: programs that look at links
 * before people do take nothing away.
 */
export function createHandoverHandler(context: ServiceContext): Handler {
  const looks = createRateLimit({ most: 120, windowSeconds: 60 });
  const tries = createRateLimit({ most: 10, windowSeconds: 60 });
  return async (exchange) => {
    const { path, request, remoteAddress } = exchange;
    const [, token = '', fileName] =
      /^\/handover\/([A-Za-z0-9_-]{1,100})(?:\/([A-Za-z0-9.-]{1,120}))?$/.exec(path) ?? [];
    const isTry = request.method === 'POST';
    try {
      const wait = (isTry ? tries : looks).ask(remoteAddress, context.clock.now());
      if (wait > 0)
        throw new CountersignError(
          'rate-limited',
          `Too many requests from your address. Try again in ${wait} seconds.`,
          {
            retryAfterSeconds: wait,
          },
        );
      if (isTry) {
        if (fileName !== undefined) throw new CountersignError('method-not-allowed', 'This address takes GET only.');
        return download(await collectHandover(context, token, await codeIn(exchange)));
      }
      if (fileName !== undefined) return download(await readHandoverFile(context, token, fileName));
      return page(handoverPage(token, await readHandover(context, token)), 200);
    } catch (error) {
      if (!(error instanceof CountersignError)) throw error;
      const status = STATUS[error.code as keyof typeof STATUS];
      if (status === undefined) throw error;
      // A wrong group leaves the person on the page, with what was wrong at the field.
      if (error.code === 'validation-failed' && isTry)
        return page(handoverPage(token, await readHandover(context, token), error.detail), status);
      return page(handoverErrorPage(status, error.detail), status, error.retryAfterSeconds);
    }
  };
}

const STATUS = {
  'not-found': 404,
  gone: 410,
  'rate-limited': 429,
  'validation-failed': 422,
  'malformed-request': 400,
  'unsupported-media-type': 415,
  'method-not-allowed': 405,
} as const;

/** A form of one field. */
async function codeIn({ request }: Exchange): Promise<string> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded')
    throw new CountersignError('unsupported-media-type', 'Send the field "code" as application/x-www-form-urlencoded.');
  return new URLSearchParams(await request.text()).get('code') ?? '';
}

const COMMON = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive, nosnippet',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
} as const;

function page(html: string, status: number, retryAfter?: number): Response {
  return new Response(html, {
    status,
    headers: {
      ...COMMON,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': HANDOVER_POLICY,
      ...(retryAfter ? { 'retry-after': String(retryAfter) } : {}),
    },
  });
}

function download(file: { name: string; mediaType: string; content: Uint8Array }): Response {
  return new Response(file.content as Uint8Array<ArrayBuffer>, {
    headers: {
      ...COMMON,
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': file.mediaType,
      'content-disposition': `attachment; filename="${file.name}"`,
    },
  });
}
