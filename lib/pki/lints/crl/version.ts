import { errorIf } from '../lint.ts';
import type { CrlLint } from './crl-lint.ts';

export const crlVersion: CrlLint = {
  id: 'crl/version',
  field: 'version',
  source: 'RFC 5280 §5.1.2.1',
  check: (list) =>
    errorIf(list.version !== 1, 'The list has not version 2.', 'Write version 2, which lists with extensions have.'),
};
