import { OID, oidLabel } from '../../oids.ts';
import { errorIf } from '../lint.ts';
import type { CrlLint } from './crl-lint.ts';

export const crlExtensionCriticality: CrlLint = {
  id: 'crl/extension-criticality',
  field: 'crlExtensions',
  source: 'RFC 5280 §5.2',
  check: (list) =>
    list.extensions.flatMap(({ oid, critical }) => [
      ...errorIf(
        critical && !MUST_BE.has(oid),
        `The extension "${oidLabel(oid)}" of the list is critical; programs that do not know it refuse the list.`,
        'Mark it not critical.',
      ),
      ...errorIf(
        !critical && MUST_BE.has(oid),
        `The extension "${oidLabel(oid)}" of the list is not critical, so a program may take a part for the whole.`,
        'Mark it critical.',
      ),
    ]),
};

const MUST_BE: ReadonlySet<string> = new Set([OID.deltaCrlIndicator, OID.issuingDistributionPoint]);
