/** Judges a certificate before it is signed. No signature without this; any error ends the issuance. */
import { type ParsedCertificate, parseTbsCertificate, readTbsStructure } from '../certificate.ts';
import { readDer } from '../der-reader.ts';
import { PROFILES, type ProfileId } from '../profiles.ts';
import { type LintFinding, PkiError, type TbsCertificateDer } from '../types.ts';
import { finding, type Lint, type LintContext, type StructureLint } from './lint.ts';
import { appleServerLife } from './platform/apple-server-life.ts';
import { emptySubject } from './platform/empty-subject.ts';
import { notYetExpired } from './platform/not-yet-expired.ts';
import { rootCommonName } from './platform/root-common-name.ts';
import { rootExtKeyUsage } from './platform/root-ext-key-usage.ts';
import { rsaServerKeyEncipherment } from './platform/rsa-server-key-encipherment.ts';
import { serialNumberEntropy } from './platform/serial-number-entropy.ts';
import { validityPeriod } from './platform/validity-period.ts';
import { authorityKeyIdentifier } from './rfc5280/authority-key-identifier.ts';
import { basicConstraints } from './rfc5280/basic-constraints.ts';
import { dnsNameSyntax } from './rfc5280/dns-name-syntax.ts';
import { extKeyUsage } from './rfc5280/ext-key-usage.ts';
import { issuerName } from './rfc5280/issuer-name.ts';
import { keyUsage } from './rfc5280/key-usage.ts';
import { noDuplicateExtensions } from './rfc5280/no-duplicate-extensions.ts';
import { noUniqueIdentifiers } from './rfc5280/no-unique-identifiers.ts';
import { pathLenConstraint } from './rfc5280/path-len-constraint.ts';
import { serialNumber } from './rfc5280/serial-number.ts';
import { signatureAlgorithm } from './rfc5280/signature-algorithm.ts';
import { subjectAltName } from './rfc5280/subject-alt-name.ts';
import { subjectAttributeLength } from './rfc5280/subject-attribute-length.ts';
import { subjectKeyIdentifier } from './rfc5280/subject-key-identifier.ts';
import { subjectPublicKey } from './rfc5280/subject-public-key.ts';
import { timeEncoding } from './rfc5280/time-encoding.ts';
import { validityOrder } from './rfc5280/validity-order.ts';
import { validityWithinIssuer } from './rfc5280/validity-within-issuer.ts';
import { version } from './rfc5280/version.ts';

/**
 * All findings in the order of the lists below; empty when nothing is wrong. Never throws for bad bytes: what cannot be read is an error finding
 * `rfc5280/structure`.
 */
export function lintTbsCertificate(
  tbsDer: TbsCertificateDer,
  context: { readonly issuer: ParsedCertificate | null; readonly profile: ProfileId; readonly now: Date },
): readonly LintFinding[] {
  const structural = lintStructure(tbsDer);
  if (structural.some(({ severity }) => severity === 'error')) return structural;
  try {
    const tbs = parseTbsCertificate(tbsDer);
    const lintContext: LintContext = { profile: PROFILES[context.profile], issuer: context.issuer, now: context.now };
    return [
      ...structural,
      ...LINTS.flatMap((lint) => lint.check(tbs, lintContext).map((fault) => finding(lint, fault))),
    ];
  } catch (error) {
    return [...structural, unreadable(error)];
  }
}

function lintStructure(tbsDer: TbsCertificateDer): LintFinding[] {
  try {
    const structure = readTbsStructure(readDer(tbsDer, { maxBytes: 65_536, noun: 'certificate content' }));
    return STRUCTURE_LINTS.flatMap((lint) => lint.check(structure).map((fault) => finding(lint, fault)));
  } catch (error) {
    return [unreadable(error)];
  }
}

function unreadable(error: unknown): LintFinding {
  if (!(error instanceof PkiError)) throw error;
  const fault = {
    severity: 'error',
    message: error.message,
    fix: 'Build the certificate again from its fields.',
  } as const;
  return finding({ id: 'rfc5280/structure', field: 'tbsCertificate', source: 'RFC 5280 §4.1' }, fault);
}

/** On the raw structure, in front of the parser, which stops at the first of these faults. */
export const STRUCTURE_LINTS: readonly StructureLint[] = [
  version,
  serialNumber,
  timeEncoding,
  noUniqueIdentifiers,
  noDuplicateExtensions,
];

export const LINTS: readonly Lint[] = [
  serialNumberEntropy,
  signatureAlgorithm,
  issuerName,
  validityOrder,
  validityWithinIssuer,
  validityPeriod,
  appleServerLife,
  notYetExpired,
  subjectAttributeLength,
  subjectPublicKey,
  basicConstraints,
  pathLenConstraint,
  keyUsage,
  rsaServerKeyEncipherment,
  extKeyUsage,
  rootExtKeyUsage,
  subjectKeyIdentifier,
  authorityKeyIdentifier,
  subjectAltName,
  emptySubject,
  dnsNameSyntax,
  rootCommonName,
];
