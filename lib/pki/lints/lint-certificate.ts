/** Judges certificates: our own in front of their signature (any error ends the issuance), and any other by what holds for all. */
import {
  type ParsedCertificate,
  type ParsedTbsCertificate,
  parseTbsCertificate,
  readTbsStructure,
} from '../certificate.ts';
import { childrenOf, encodingOf, readDer } from '../der-reader.ts';
import { TAG } from '../der-writer.ts';
import { namesMatch } from '../distinguished-name.ts';
import { PROFILES, type Profile, type ProfileId } from '../profiles.ts';
import { type LintFinding, PkiError, type TbsCertificateDer } from '../types.ts';
import { finding, type Lint, type LintContext, type ProfileLint, type StructureLint } from './lint.ts';
import { anyExtKeyUsage } from './platform/any-ext-key-usage.ts';
import { appleEmptySubject } from './platform/apple-empty-subject.ts';
import { appleServerLife } from './platform/apple-server-life.ts';
import { authorityCrlSign } from './platform/authority-crl-sign.ts';
import { emptySubject } from './platform/empty-subject.ts';
import { keyAlgorithmSupport } from './platform/key-algorithm-support.ts';
import { notYetExpired } from './platform/not-yet-expired.ts';
import { opensslStrict } from './platform/openssl-strict.ts';
import { publicKeyStrength } from './platform/public-key-strength.ts';
import { rootCommonName } from './platform/root-common-name.ts';
import { rootExtKeyUsage } from './platform/root-ext-key-usage.ts';
import { rsaServerKeyEncipherment } from './platform/rsa-server-key-encipherment.ts';
import { serialNumberEntropy } from './platform/serial-number-entropy.ts';
import { serverExtKeyUsage } from './platform/server-ext-key-usage.ts';
import { serverNames } from './platform/server-names.ts';
import { signatureDigest } from './platform/signature-digest.ts';
import { validityPeriod } from './platform/validity-period.ts';
import { wildcardDepth } from './platform/wildcard-depth.ts';
import { windowsHttpAddresses } from './platform/windows-http-addresses.ts';
import { authorityInfoAccess } from './rfc5280/authority-info-access.ts';
import { authorityKeyIdentifier } from './rfc5280/authority-key-identifier.ts';
import { authoritySubject } from './rfc5280/authority-subject.ts';
import { basicConstraints } from './rfc5280/basic-constraints.ts';
import { certificatePolicies } from './rfc5280/certificate-policies.ts';
import { crlDistributionPoints } from './rfc5280/crl-distribution-points.ts';
import { dnsNameSyntax } from './rfc5280/dns-name-syntax.ts';
import { duplicateNames } from './rfc5280/duplicate-names.ts';
import { extKeyUsage } from './rfc5280/ext-key-usage.ts';
import { extKeyUsageConsistency } from './rfc5280/ext-key-usage-consistency.ts';
import { extensionCriticality } from './rfc5280/extension-criticality.ts';
import { ipAddressName } from './rfc5280/ip-address-name.ts';
import { issuerName } from './rfc5280/issuer-name.ts';
import { keyUsage } from './rfc5280/key-usage.ts';
import { keyUsageAlgorithm } from './rfc5280/key-usage-algorithm.ts';
import { keyUsageConsistency } from './rfc5280/key-usage-consistency.ts';
import { nameConstraints } from './rfc5280/name-constraints.ts';
import { noDuplicateExtensions } from './rfc5280/no-duplicate-extensions.ts';
import { noUniqueIdentifiers } from './rfc5280/no-unique-identifiers.ts';
import { ocspResponder } from './rfc5280/ocsp-responder.ts';
import { otherNameForms } from './rfc5280/other-name-forms.ts';
import { pathLenConstraint } from './rfc5280/path-len-constraint.ts';
import { policyExtensions } from './rfc5280/policy-extensions.ts';
import { rfc822Name } from './rfc5280/rfc822-name.ts';
import { serialNumber } from './rfc5280/serial-number.ts';
import { signatureAlgorithm } from './rfc5280/signature-algorithm.ts';
import { subjectAltName } from './rfc5280/subject-alt-name.ts';
import { subjectAttributeLength } from './rfc5280/subject-attribute-length.ts';
import { subjectKeyIdentifier } from './rfc5280/subject-key-identifier.ts';
import { subjectPublicKey } from './rfc5280/subject-public-key.ts';
import { subjectStringTypes } from './rfc5280/subject-string-types.ts';
import { timeEncoding } from './rfc5280/time-encoding.ts';
import { timeStamping } from './rfc5280/time-stamping.ts';
import { unknownCriticalExtension } from './rfc5280/unknown-critical-extension.ts';
import { uriName } from './rfc5280/uri-name.ts';
import { validityOrder } from './rfc5280/validity-order.ts';
import { validityWithinIssuer } from './rfc5280/validity-within-issuer.ts';
import { version } from './rfc5280/version.ts';

/**
 * All findings in the order of the lists below; empty when nothing is wrong. Never throws for bad bytes: what cannot be read is an error finding
 * `rfc5280/structure`.
 */
export function lintTbsCertificate(
  tbsDer: TbsCertificateDer,
  context: {
    readonly issuer: ParsedCertificate | null;
    readonly profile: ProfileId | Profile;
    readonly now: Date;
    /** What `parseTbsCertificate` made of the same octets, where that is at hand. */
    readonly parsed?: ParsedTbsCertificate;
  },
): readonly LintFinding[] {
  const contextOf = () => ({
    profile: typeof context.profile === 'string' ? PROFILES[context.profile] : context.profile,
    issuer: context.issuer,
    isSelfSigned: context.issuer === null,
    now: context.now,
  });
  return judge(tbsDer, contextOf, context.parsed);
}

/**
 * The same for a whole certificate or its to-be-signed part, of any origin. Without a profile only what holds for every certificate is judged,
 * by what the certificate says it is for. `issuer` absent: a certificate whose issuer and subject are the same name counts as signing itself, of
 * every other the issuer is unknown and what needs it is not judged. With a profile `now` is the time of issuance. Never throws for bad bytes.
 */
export function lintCertificate(
  der: Uint8Array,
  context: { readonly issuer?: ParsedCertificate | null; readonly profile?: ProfileId | null; readonly now: Date },
): readonly LintFinding[] {
  const tbsDer = tbsOf(der);
  if (!(tbsDer instanceof Uint8Array)) return [tbsDer];
  const profile = context.profile ? PROFILES[context.profile] : null;
  return judge(tbsDer, (tbs) => {
    const issuer = context.issuer ?? null;
    return {
      profile,
      issuer,
      isSelfSigned: issuer === null && namesMatch(tbs.issuerDer, tbs.subjectDer),
      now: context.now,
    };
  });
}

function judge(
  tbsDer: Uint8Array,
  contextOf: (tbs: ParsedTbsCertificate) => LintContext,
  parsed?: ParsedTbsCertificate,
): readonly LintFinding[] {
  const structural = lintStructure(tbsDer);
  if (structural.some(({ severity }) => severity === 'error')) return structural;
  try {
    const tbs = parsed ?? parseTbsCertificate(tbsDer);
    const context = contextOf(tbs);
    const { profile } = context;
    const judged = ALL.flatMap((entry) => {
      if ('lint' in entry) return entry.lint.check(tbs, context).map((fault) => finding(entry.lint, fault));
      return profile === null
        ? []
        : entry.profileLint.check(tbs, { ...context, profile }).map((fault) => finding(entry.profileLint, fault));
    });
    return [...structural, ...judged];
  } catch (error) {
    return [...structural, unreadable(error)];
  }
}

/** The to-be-signed part: of a Certificate its first field, anything else as it is. */
function tbsOf(der: Uint8Array): Uint8Array | LintFinding {
  try {
    const root = readDer(der, { maxBytes: 65_536, noun: 'certificate' });
    const [tbs, algorithm, signature, ...more] = childrenOf(root);
    const isWhole =
      tbs?.tag === TAG.sequence &&
      algorithm?.tag === TAG.sequence &&
      signature?.tag === TAG.bitString &&
      more.length === 0;
    return isWhole ? encodingOf(tbs) : der;
  } catch (error) {
    return unreadable(error);
  }
}

function lintStructure(tbsDer: Uint8Array): LintFinding[] {
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
  subjectStringTypes,
];

/** In the order of the findings: those that hold for every certificate, and those of profiles. */
const ALL: readonly ({ readonly lint: Lint } | { readonly profileLint: ProfileLint })[] = [
  { lint: serialNumberEntropy },
  { profileLint: signatureAlgorithm },
  { lint: issuerName },
  { lint: validityOrder },
  { lint: validityWithinIssuer },
  { profileLint: validityPeriod },
  { lint: appleServerLife },
  { profileLint: notYetExpired },
  { lint: subjectAttributeLength },
  { profileLint: subjectPublicKey },
  { profileLint: basicConstraints },
  { lint: pathLenConstraint },
  { profileLint: keyUsage },
  { lint: rsaServerKeyEncipherment },
  { profileLint: extKeyUsage },
  { lint: rootExtKeyUsage },
  { profileLint: subjectKeyIdentifier },
  { lint: authorityKeyIdentifier },
  { profileLint: subjectAltName },
  { profileLint: emptySubject },
  { lint: dnsNameSyntax },
  { profileLint: rootCommonName },
  { lint: authorityInfoAccess },
  { lint: authoritySubject },
  { lint: certificatePolicies },
  { lint: crlDistributionPoints },
  { lint: duplicateNames },
  { lint: extKeyUsageConsistency },
  { lint: extensionCriticality },
  { lint: ipAddressName },
  { lint: keyUsageAlgorithm },
  { lint: keyUsageConsistency },
  { lint: nameConstraints },
  { lint: ocspResponder },
  { lint: otherNameForms },
  { lint: policyExtensions },
  { lint: rfc822Name },
  { lint: timeStamping },
  { lint: unknownCriticalExtension },
  { lint: uriName },
  { lint: anyExtKeyUsage },
  { lint: appleEmptySubject },
  { lint: authorityCrlSign },
  { lint: keyAlgorithmSupport },
  { lint: opensslStrict },
  { lint: publicKeyStrength },
  { lint: serverExtKeyUsage },
  { lint: serverNames },
  { lint: signatureDigest },
  { lint: wildcardDepth },
  { lint: windowsHttpAddresses },
];

export const LINTS: readonly Lint[] = ALL.flatMap((entry) => ('lint' in entry ? [entry.lint] : []));
export const PROFILE_LINTS: readonly ProfileLint[] = ALL.flatMap((entry) =>
  'profileLint' in entry ? [entry.profileLint] : [],
);
