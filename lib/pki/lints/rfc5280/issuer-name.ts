import { errorIf, type Lint } from '../lint.ts';

export const issuerName: Lint = {
  id: 'rfc5280/issuer-name',
  field: 'issuer',
  source: 'RFC 5280 §4.1.2.4',
  check: (tbs, { issuer, isSelfSigned }) => {
    if (issuer === null && !isSelfSigned)
      return errorIf(tbs.issuer.length === 0, 'The issuer name is empty.', 'Give the authority a name.');
    const expected = issuer === null ? tbs.subjectDer : issuer.subjectDer;
    return [
      ...errorIf(tbs.issuer.length === 0, 'The issuer name is empty.', 'Give the authority a name.'),
      // Byte for byte: some validators compare nothing else.
      ...errorIf(
        Buffer.compare(expected, tbs.issuerDer) !== 0,
        issuer === null
          ? 'A certificate that signs itself has different issuer and subject names.'
          : "The issuer name is not the issuer's subject, octet for octet.",
        "Copy the encoded subject of the issuer's certificate.",
      ),
    ];
  },
};
