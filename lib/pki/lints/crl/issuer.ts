import { errorIf } from '../lint.ts';
import type { CrlLint } from './crl-lint.ts';

export const crlIssuer: CrlLint = {
  id: 'crl/issuer',
  field: 'issuer',
  source: 'RFC 5280 §5.1.2.3, §6.3.3 (f)',
  check: (list, { issuer }) => [
    ...errorIf(list.issuerDer.length <= 2, 'The issuer name is empty.', 'Write the subject of the authority.'),
    ...errorIf(
      issuer !== null && Buffer.compare(issuer.subjectDer, list.issuerDer) !== 0,
      "The issuer name is not the authority's subject, octet for octet.",
      "Copy the encoded subject of the authority's certificate.",
    ),
    ...errorIf(
      issuer?.keyUsage?.includes('cRLSign') === false,
      'The authority may not sign revocation lists (cRLSign is missing).',
      'Issue the authority again with cRLSign.',
    ),
  ],
};
