import { OID } from '../../oids.ts';
import { errorIf, isAuthority, type Lint, warningIf } from '../lint.ts';

export const certificatePolicies: Lint = {
  id: 'rfc5280/certificate-policies',
  field: 'certificatePolicies',
  source: 'RFC 5280 §4.2.1.4',
  check: (tbs) =>
    tbs.certificatePolicies.flatMap(({ policy, cpsUri }) => [
      ...errorIf(
        cpsUri !== null && !/^https?:\/\/[^/]/i.test(cpsUri),
        'The address of a practice statement is no web address.',
        'Give an address with http:// or https://, or leave it out.',
      ),
      ...warningIf(
        policy === OID.anyPolicy && !isAuthority(tbs),
        'The certificate of an end entity claims every policy.',
        'Name the policies that it was issued under.',
      ),
    ]),
};
