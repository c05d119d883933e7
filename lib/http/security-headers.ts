/** Headers of every answer of the admin listener. */
export const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/**
 * Nothing but our own files, and scripts by nonce. `dev` allows what hot reloading needs; `proofUrl` is the one other
 * origin that a page asks anything.
 */
export function contentSecurityPolicy(
  nonce: string,
  styleAttributeHashes: readonly string[],
  dev: boolean,
  proofUrl: string | null,
): string {
  const hashes = styleAttributeHashes.map((hash) => `'${hash}'`).join(' ');
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src-elem 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    `style-src-attr ${dev ? "'unsafe-inline'" : `'unsafe-hashes' ${hashes}`}`.replace(/'unsafe-hashes' $/, "'none'"),
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${proofUrl === null ? '' : ` ${proofUrl}`}`,
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** For answers that are not pages: nothing in them may run or load anything. */
export const BARE_POLICY = "default-src 'none'; frame-ancestors 'none'";
