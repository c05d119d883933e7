import { CountersignError } from '../domain/errors.ts';
import { parseTbsCertificate } from '../pki/certificate.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import { lintTbsCertificate } from '../pki/lints/lint-certificate.ts';
import { applyDefinition } from '../pki/profile/profile-definition.ts';
import { keyUsageFor, PROFILES, type Profile } from '../pki/profiles.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { isPssKey } from '../pki/rsassa-pss.ts';
import { serialNumberFromEntropy } from '../pki/serial-number.ts';
import { signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import { encodeTbsCertificate } from '../pki/tbs-certificate.ts';
import type {
  KeyAlgorithm,
  KeyUsageBit,
  LintFinding,
  SerialNumber,
  SignatureScheme,
  TbsCertificateDer,
} from '../pki/types.ts';
import { applyPolicy } from './apply-policy.ts';
import type { IssuanceOrder } from './issuance-order.ts';
import type { Issuer } from './issuer.ts';
import { requireIssuerAllows } from './issuing-rules.ts';
import { addressesInCertificate } from './publishing-urls.ts';
import type { ServiceContext } from './service-context.ts';

export interface Prepared {
  readonly order: IssuanceOrder;
  readonly id: string;
  readonly serialNumber: SerialNumber;
  readonly keyAlgorithm: KeyAlgorithm;
  readonly spkiSha256: string;
  readonly tbsDer: TbsCertificateDer;
  readonly lints: readonly LintFinding[];
}

/**
 * Steps 3 and 4: the structure as it would be signed, judged by the policy of its profile, then by the lints.
 * Throws `validation-failed` for what the profile does not allow, `lint-refused` on any error.
 */
export function prepareCertificate(context: ServiceContext, order: IssuanceOrder): Prepared {
  const { spkiDer, keyAlgorithm, keyId, spkiSha256 } = readSubjectPublicKeyInfo(order.spkiDer);
  const profile = profileOfOrder(order);
  const signingAlgorithm = signatureAlgorithmFor(order.issuer?.key.algorithm ?? keyAlgorithm, schemeOf(order));
  const subjectKeyIdentifier = order.subjectKeyIdentifier ?? keyId;
  const serialNumber = serialNumberFromEntropy(context.entropy.octets(16));
  const urls = order.issuer
    ? addressesInCertificate(context.settings.publicUrl, order.issuer.authority, serialNumber)
    : null;
  const isResponder = order.profile === 'ocspResponder';
  const tbsDer = encodeTbsCertificate({
    serialNumber,
    issuer: order.issuer ? order.issuer.certificate.subjectDer : encodeName(order.subject),
    subject: order.subject,
    notBefore: order.notBefore,
    notAfter: order.notAfter,
    spkiDer,
    signatureAlgorithm: signingAlgorithm.algorithmIdentifierDer,
    subjectKeyIdentifier,
    authorityKeyIdentifier: order.issuer
      ? (order.issuer.certificate.subjectKeyIdentifier ?? keyIdOf(order.issuer))
      : subjectKeyIdentifier,
    basicConstraints: profile.isAuthority
      ? {
          cA: true,
          pathLenConstraint:
            order.pathLenConstraint === undefined ? profile.defaultPathLenConstraint : order.pathLenConstraint,
        }
      : { cA: false },
    keyUsage: keyUsageOf(profile, keyAlgorithm, spkiDer),
    extKeyUsage: order.limits?.extKeyUsage ?? profile.extKeyUsage,
    nameConstraintsDer: order.limits?.nameConstraintsDer ?? null,
    certificatePolicies: order.limits?.certificatePolicies ?? order.ownProfile?.definition.certificatePolicies ?? [],
    subjectAltName: order.names,
    // A responder carries nocheck (RFC 6960 §4.2.2.2.1), so pointers to its own revocation data would be noise.
    ocspUrls: urls && !isResponder ? urls.ocspUrls : [],
    caIssuersUrls: urls ? urls.caIssuersUrls : [],
    crlUrls: urls && !isResponder ? urls.crlUrls : [],
    freshestCrlUrls: urls && !isResponder ? urls.freshestCrlUrls : [],
    ocspNoCheck: isResponder,
  });
  const parsed = parseTbsCertificate(tbsDer);
  applyPolicy(parsed, order);
  requireIssuerAllows(order, parsed);
  const lints = lintTbsCertificate(tbsDer, {
    parsed,
    issuer: order.issuer?.certificate ?? null,
    profile,
    now: context.clock.now(),
  });
  const errors = lints.filter((finding) => finding.severity === 'error');
  if (errors.length > 0)
    throw new CountersignError(
      'lint-refused',
      `Nothing was signed: ${errors.map((finding) => finding.message).join(' ')}`,
      {
        fields: errors.map((finding) => ({ field: finding.field, message: `${finding.message} ${finding.fix}` })),
      },
    );
  return { order, id: context.entropy.id(), serialNumber, keyAlgorithm, spkiSha256, tbsDer, lints };
}

/** Throws `validation-failed` when the key can do nothing that the profile is for. */
function keyUsageOf(profile: Profile, keyAlgorithm: KeyAlgorithm, spkiDer: Uint8Array): readonly KeyUsageBit[] {
  const usage = keyUsageFor(profile, keyAlgorithm, isPssKey(spkiDer));
  if (usage.length > 0) return usage;
  const message = `${profile.label} is for ${profile.keyUsage(keyAlgorithm).join(', ')}, and the key is for RSA-PSS signatures only. Use an ordinary RSA key, or another profile.`;
  throw new CountersignError('validation-failed', message, { fields: [{ field: 'csr', message }] });
}

function profileOfOrder({ profile, ownProfile, keyStandsIn }: IssuanceOrder): Profile {
  const base = PROFILES[profile];
  if (!ownProfile) return base;
  const applied = applyDefinition(base, ownProfile.label, ownProfile.definition);
  return keyStandsIn ? { ...applied, keyAlgorithms: base.keyAlgorithms, keyUsage: base.keyUsage } : applied;
}

/** The padding of the signature: the issuer's, or what a new root was given. */
export function schemeOf(order: IssuanceOrder): SignatureScheme {
  return order.issuer?.authority.signatureScheme ?? order.signatureScheme ?? 'pkcs1';
}

function keyIdOf(issuer: Issuer): Uint8Array {
  return readSubjectPublicKeyInfo(issuer.certificate.spkiDer).keyId;
}
