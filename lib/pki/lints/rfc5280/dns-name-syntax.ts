import { errorIf, type Lint } from '../lint.ts';

export const dnsNameSyntax: Lint = {
  id: 'rfc5280/dns-name-syntax',
  field: 'subjectAltName',
  source: 'RFC 5280 §4.2.1.6',
  check: (tbs, { profile }) =>
    tbs.subjectAltName.flatMap((name) => {
      // The reader keeps what is not a valid host name apart, as "other" with its prefix.
      if (name.type === 'other')
        return errorIf(
          name.value.startsWith('DNS:'),
          `${name.value.slice(4, 84)} is not a valid host name.`,
          'Correct the host name.',
        );
      return errorIf(
        name.type === 'dns' && name.value.startsWith('*.') && profile?.allowsWildcard === false,
        `The profile ${profile?.label} does not allow wildcards.`,
        'Add each host name.',
      );
    }),
};
