import { OID } from '../../oids.ts';
import { errorIf, type Lint } from '../lint.ts';

export const unknownCriticalExtension: Lint = {
  id: 'rfc5280/unknown-critical-extension',
  field: 'extensions',
  source: 'RFC 5280 §4.2',
  check: (tbs) =>
    tbs.extensions.flatMap(({ oid, name, critical }) =>
      errorIf(
        critical && !KNOWN.has(oid),
        `The critical extension ${name} is not known to most programs, which must refuse the certificate.`,
        'Mark it not critical, or leave it out.',
      ),
    ),
};

/** What a validator by RFC 5280 §6 and §4.2 has to know, and must-staple, which is refused or obeyed. */
const KNOWN: ReadonlySet<string> = new Set([
  OID.keyUsage,
  OID.certificatePolicies,
  OID.subjectAltName,
  OID.basicConstraints,
  OID.nameConstraints,
  OID.policyConstraints,
  OID.policyMappings,
  OID.extKeyUsage,
  OID.inhibitAnyPolicy,
  // Marked wrongly, which other lints say.
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.authorityInfoAccess,
  OID.subjectInfoAccess,
  OID.subjectDirectoryAttributes,
  OID.crlDistributionPoints,
  OID.freshestCrl,
  OID.issuerAltName,
  OID.ocspNoCheck,
]);
