import type { Handler } from '../../http/node-exchange.ts';
import type { ServiceContext } from '../../services/service-context.ts';
import { findProof } from '../../services/trust-proof.ts';
import { errorPage, proofPage, TRUST_POLICY } from './trust-page.ts';

/**
 * What a device sees that trusts the root: a page, `/verdict` for the trust page's script, `/trusted.svg` for the trust
 * page without script, where a picture that cannot be fetched shows its other text.
 */
export function createProofHandler(context: ServiceContext): Handler {
  return async ({ path }) => {
    const rootName = (await findProof(context))?.root.name ?? '';
    switch (path) {
      case '/':
        return answer(proofPage(rootName), 'text/html; charset=utf-8', TRUST_POLICY);
      case '/verdict':
        return answer(JSON.stringify({ trusted: true, root: rootName }), 'application/json');
      case '/trusted.svg':
        return answer(TRUSTED_PICTURE, 'image/svg+xml', "default-src 'none'; style-src 'unsafe-inline'");
      default:
        return answer(errorPage('There is nothing under this address.'), 'text/html; charset=utf-8', TRUST_POLICY, 404);
    }
  };
}

function answer(body: string, type: string, policy = "default-src 'none'", status = 200): Response {
  return new Response(body, {
    status,
    headers: {
      'content-type': type,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      // A verdict from yesterday is none.
      'cache-control': 'no-store',
      // Anyone may ask, from any page: it says nothing but that it was reached.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
}

const TRUSTED_PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="260" height="28" viewBox="0 0 260 28"><style>text{font:600 16px system-ui,sans-serif;fill:#0b6b3a}path{stroke:#0b6b3a}@media(prefers-color-scheme:dark){text{fill:#5fd38f}path{stroke:#5fd38f}}</style><path d="m3 14 6 6L20 8" fill="none" stroke-width="3"/><text x="28" y="20">Trusted by this device</text></svg>
`;
