import { errorIf, isAuthority, type Lint } from '../lint.ts';

export const rootExtKeyUsage: Lint = {
  id: 'platform/root-ext-key-usage',
  field: 'extKeyUsage',
  source: 'CA/Browser Forum TLS BR §7.1.2.1.2',
  check: (tbs, { isSelfSigned }) =>
    errorIf(
      isSelfSigned && isAuthority(tbs) && tbs.extKeyUsage !== null,
      'A root with an extended key usage is refused by Chrome.',
      'Leave extKeyUsage out.',
    ),
};
