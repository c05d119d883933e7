import { CountersignError } from '../domain/errors.ts';

/** Which hosts and origins the admin listener answers for: its address as configured and, on loopback, by its usual names. */
export interface AllowedHosts {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

export function allowedHosts(args: { adminUrl: string; port: number; loopback: boolean }): AllowedHosts {
  const urls = [
    args.adminUrl,
    ...(args.loopback ? ['localhost', '127.0.0.1', '[::1]'].map((host) => `http://${host}:${args.port}`) : []),
  ].map((url) => new URL(url));
  return { hosts: new Set(urls.map((url) => url.host)), origins: new Set(urls.map((url) => url.origin)) };
}

/** Against DNS rebinding: a page of another name that resolves here still sends its own name. Throws `host-refused`. */
export function requireKnownHost(allowed: AllowedHosts, hosts: readonly string[]): void {
  const host = hosts[0]?.toLowerCase();
  if (hosts.length !== 1 || host === undefined || !allowed.hosts.has(host))
    throw new CountersignError(
      'host-refused',
      `This server does not answer for "${hosts.join(', ')}". Open ${[...allowed.origins][0]}, or set COUNTERSIGN_ADMIN_URL to the address people use.`,
    );
}

/**
 * Against cross-site requests: an unsafe method must come from our own origin, and say so. Scripts send the header
 * too: `Origin: <admin URL>`. Our pages send no referrer, so browsers call the origin of their plain forms "null"; there
 * the word of the browser that it is the same site has to be there. Throws `origin-refused`.
 */
export function requireOwnOrigin(
  allowed: AllowedHosts,
  request: Request,
  { isForm }: { isForm: boolean } = { isForm: false },
): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const origin = request.headers.get('origin');
  if (isForm && origin === 'null' && request.headers.get('sec-fetch-site') === 'same-origin') return;
  if (origin === null)
    throw new CountersignError(
      'origin-refused',
      `The request carries no Origin header. Send "Origin: ${[...allowed.origins][0]}".`,
    );
  const own = allowed.origins.has(origin) && new URL(origin).host === request.headers.get('host')?.toLowerCase();
  if (!own)
    throw new CountersignError(
      'origin-refused',
      `The request comes from "${origin.slice(0, 200)}", not from these pages. Open ${[...allowed.origins][0]} and try there.`,
    );
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin')
    throw new CountersignError('origin-refused', 'The browser says that this request comes from another site.');
}

/** A path of this instance to go to; anything that could lead elsewhere becomes the overview. */
export function ownPath(value: string | undefined): string {
  return value && /^\/(?![/\\])[\x21-\x7e]*$/.test(value) && !value.includes('\\') ? value : '/';
}
