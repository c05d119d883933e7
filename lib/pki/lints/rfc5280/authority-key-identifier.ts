import { errorIf, type Lint } from '../lint.ts';

export const authorityKeyIdentifier: Lint = {
  id: 'rfc5280/authority-key-identifier',
  field: 'authorityKeyIdentifier',
  source: 'RFC 5280 §4.2.1.1',
  check: (tbs, { issuer, isSelfSigned }) => {
    if (issuer === null && !isSelfSigned) return [];
    const identifier = tbs.authorityKeyIdentifier;
    const expected = issuer === null ? tbs.subjectKeyIdentifier : issuer.subjectKeyIdentifier;
    // A root may leave it out; below an imported authority without an identifier there is nothing to name.
    if (identifier === null)
      return errorIf(
        issuer !== null && expected !== null,
        'authorityKeyIdentifier is missing.',
        "Add the issuer's key identifier.",
      );
    return errorIf(
      expected === null || Buffer.compare(expected, identifier) !== 0,
      "authorityKeyIdentifier is not the issuer's subjectKeyIdentifier.",
      "Copy the subjectKeyIdentifier of the issuer's certificate.",
    );
  },
};
