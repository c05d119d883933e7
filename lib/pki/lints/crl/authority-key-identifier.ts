import { extensionValue, readAuthorityKeyIdentifier } from '../../extensions.ts';
import { OID } from '../../oids.ts';
import { errorIf } from '../lint.ts';
import { type CrlLint, crlExtension } from './crl-lint.ts';

export const crlAuthorityKeyIdentifier: CrlLint = {
  id: 'crl/authority-key-identifier',
  field: 'authorityKeyIdentifier',
  source: 'RFC 5280 §5.2.1',
  check: (list, { issuer }) => {
    const extension = crlExtension(list, OID.authorityKeyIdentifier);
    const identifier = extension === null ? null : readAuthorityKeyIdentifier(extensionValue(extension));
    if (identifier === null)
      return errorIf(true, 'The list names no key (authorityKeyIdentifier).', "Add the authority's key identifier.");
    const expected = issuer?.subjectKeyIdentifier ?? null;
    return errorIf(
      expected !== null && Buffer.compare(expected, identifier) !== 0,
      "authorityKeyIdentifier is not the authority's subjectKeyIdentifier.",
      "Copy the subjectKeyIdentifier of the authority's certificate.",
    );
  },
};
