import type { ParsedTbsCertificate } from '../../certificate.ts';
import { OID, type OidName, oidLabel } from '../../oids.ts';
import { criticality, errorIf, type Fault, isAuthority, type Lint, warningIf } from '../lint.ts';

/** Where the standard says how an extension is marked. subjectAltName has rules of its own, extKeyUsage is free. */
export const extensionCriticality: Lint = {
  id: 'rfc5280/extension-criticality',
  field: 'extensions',
  source: 'RFC 5280 §4.2.1, §4.2.2',
  check: (tbs, { profile }) => {
    const wrong = (names: readonly OidName[], wanted: boolean, judge: typeof errorIf): Fault[] =>
      names.flatMap((name) =>
        judge(
          criticality(tbs, OID[name]) === !wanted,
          `The extension "${oidLabel(OID[name])}" is ${wanted ? 'not critical' : 'critical'}.`,
          `Mark it ${wanted ? 'critical' : 'not critical'}.`,
        ),
      );
    return [
      ...wrong(['policyConstraints', 'inhibitAnyPolicy'], true, errorIf),
      ...nameConstraintsFault(tbs, profile !== null),
      ...wrong(NEVER, false, errorIf),
      ...wrong(RATHER_NOT, false, warningIf),
      ...wrong(['policyMappings'], true, warningIf),
      // Profiles have their own, stricter lints of these two.
      ...(profile === null && isAuthority(tbs) ? wrong(['basicConstraints'], true, errorIf) : []),
      ...(profile === null ? wrong(['keyUsage'], true, warningIf) : []),
    ];
  },
};

/**
 * RFC 5280 §4.2.1.10 wants it critical, so that who does not know it refuses; the CA/Browser Forum allows the other way for the
 * sake of old software (TLS BR §7.1.2.5.2), and everybody who knows it obeys it either way.
 */
function nameConstraintsFault(tbs: ParsedTbsCertificate, isOwn: boolean): Fault[] {
  return (isOwn ? errorIf : warningIf)(
    criticality(tbs, OID.nameConstraints) === false,
    'The name constraints are not critical: software that does not know them accepts names that they forbid.',
    'Mark them critical.',
  );
}

const NEVER: readonly OidName[] = [
  'subjectKeyIdentifier',
  'authorityKeyIdentifier',
  'subjectDirectoryAttributes',
  'freshestCrl',
  'authorityInfoAccess',
  'subjectInfoAccess',
];
const RATHER_NOT: readonly OidName[] = ['crlDistributionPoints', 'issuerAltName', 'certificatePolicies', 'ocspNoCheck'];
