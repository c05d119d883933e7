import type { Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads } from '../domain/store.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { certificateText } from '../pki/certificate-text.ts';
import { lintCertificate } from '../pki/lints/lint-certificate.ts';
import { encodePem } from '../pki/pem.ts';
import { PROFILES } from '../pki/profiles.ts';
import { distinguishedNameText } from '../pki/subject.ts';
import { authorise } from './authorise.ts';
import { type CertificateWithPath, loadWithPath } from './certificate-files.ts';
import { nameViews } from './name-views.ts';
import { plannedRevocationsOf } from './planned-revocation.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { daysLeft, shownStatus } from './shown-status.ts';
import { isSignedElsewhere } from './signed-elsewhere.ts';
import type { CertificateDetailView, CertificateReference, ChainLink } from './views.ts';

/** Everything there is to know about one certificate, from its own octets. Throws `not-found`. */
export async function getCertificate(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
): Promise<CertificateDetailView> {
  authorise(actor, 'inventory.read');
  const loaded = await loadWithPath(context.store, certificateId);
  const { certificate, certificateDer } = loaded;
  const now = context.clock.now();
  const parsed = parseCertificate(certificateDer);
  const issuerDer = loaded.path[0];
  const ownAuthority = certificate.authorityId ? await context.store.authority(certificate.authorityId) : null;
  const signedElsewhere = await isSignedElsewhere(context.store, certificate);
  const inForce = ownAuthority?.certificateId === certificate.id;
  const [chain, connections, tags, replaced, replacements, sameKey, history, planned] = await Promise.all([
    chainLinks(context, loaded),
    context.store.connectionsOfCertificate(certificateId),
    context.store.certificateTags(certificateId),
    certificate.replacesId ? context.store.certificate(certificate.replacesId) : null,
    context.store.replacementsOf(certificateId),
    context.store.certificatesWithKey(certificate.spkiSha256),
    context.store.auditPage({ limit: 20, beforeSeq: null, objectId: certificateId }),
    plannedRevocationsOf(context, certificateId),
  ]);
  return {
    certificate,
    status: shownStatus(certificate, now),
    daysLeft: daysLeft(certificate, now),
    chain,
    issuerName: loaded.authorities[0]?.name ?? '',
    revokedAuthority: loaded.authorities.find(({ status }) => status === 'revoked')?.name ?? null,
    subjectText: distinguishedNameText(parsed.subject),
    names: nameViews(certificate.names),
    keyUsage: parsed.keyUsage ?? [],
    extKeyUsage: parsed.extKeyUsage ?? [],
    subjectKeyIdentifier: hexOrNull(parsed.subjectKeyIdentifier),
    authorityKeyIdentifier: hexOrNull(parsed.authorityKeyIdentifier),
    signatureAlgorithm: parsed.signatureAlgorithmOid,
    extensions: parsed.extensions.map(({ oid, name, critical, text, explanation }) => ({
      oid,
      name,
      critical,
      text,
      explanation,
    })),
    // As of its issuance: that it has begun long ago or ended since is no fault of the certificate.
    lints: lintCertificate(certificateDer, {
      issuer: issuerDer ? parseCertificate(issuerDer) : null,
      // The rules of an own profile may have changed since; then only what holds for every certificate is judged.
      profile: certificate.profileId === null ? certificate.profile : null,
      now: certificate.createdAt,
    }),
    pem: encodePem('CERTIFICATE', certificateDer),
    text: certificateText(certificateDer),
    keyHeld:
      certificate.keyId !== null &&
      !PROFILES[certificate.profile].isAuthority &&
      certificate.profile !== 'ocspResponder',
    connections,
    history: history.items,
    tags,
    replaces: replaced && referenceTo(replaced),
    replacedBy: replacements.map(referenceTo),
    planned,
    sameKey: sameKey
      .filter(
        (one) =>
          one.id !== certificate.id &&
          (one.state === 'issued' || one.state === 'held') &&
          one.notAfter > now &&
          !PROFILES[one.profile].isAuthority,
      )
      .map(referenceTo),
    canRevoke:
      (certificate.state === 'issued' || certificate.state === 'held') &&
      revocableAlone(certificate, inForce) &&
      !signedElsewhere,
    signedElsewhere,
    canHold: certificate.state === 'issued' && isEndEntity(certificate),
    canRenew:
      (certificate.state === 'issued' || certificate.state === 'held' || certificate.state === 'revoked') &&
      isEndEntity(certificate),
  };
}

function referenceTo({ id, displayName, serialNumber, createdAt }: Certificate): CertificateReference {
  return { id, displayName, serialNumber, createdAt };
}

function isEndEntity({ profile }: Certificate): boolean {
  return !PROFILES[profile].isAuthority && profile !== 'ocspResponder';
}

/** An authority's certificate in force goes with the authority; what it signed itself cannot be listed. */
function revocableAlone({ profile, issuerId, authorityId }: Certificate, inForce: boolean): boolean {
  return !PROFILES[profile].isAuthority || (authorityId !== null && !inForce && issuerId !== authorityId);
}

/** Root first, the certificate itself last. */
export async function chainLinks(context: ServiceContext, loaded: CertificateWithPath): Promise<readonly ChainLink[]> {
  const above: ChainLink[] = [];
  for (const authority of [...loaded.authorities].reverse()) {
    if (!authority.certificateId || authority.certificateId === loaded.certificate.id) continue;
    // A root's earlier certificate stands alone, not below the later one.
    if (loaded.path.length === 0) continue;
    const link = await chainLink(context.store, authority.certificateId, authority.id, context.clock.now());
    if (link) above.push(link);
  }
  const own = await chainLink(context.store, loaded.certificate.id, null, context.clock.now());
  return own ? [...above, own] : above;
}

async function chainLink(
  store: StoreReads,
  certificateId: string,
  authorityId: string | null,
  now: Date,
): Promise<ChainLink | null> {
  const [certificate, der] = await Promise.all([store.certificate(certificateId), store.certificateDer(certificateId)]);
  if (!certificate || !der) return null;
  const ownAuthority =
    authorityId ??
    (PROFILES[certificate.profile].isAuthority
      ? ((await store.authorities()).find((one) => one.certificateId === certificateId)?.id ?? null)
      : null);
  return {
    kind: KIND_OF_PROFILE[certificate.profile],
    displayName: certificate.displayName,
    certificateId,
    authorityId: ownAuthority,
    serialNumber: certificate.serialNumber,
    keyAlgorithm: certificate.keyAlgorithm,
    notBefore: certificate.notBefore,
    notAfter: certificate.notAfter,
    status: shownStatus(certificate, now),
    daysLeft: daysLeft(certificate, now),
    pathLenConstraint: parseCertificate(der).basicConstraints?.pathLenConstraint ?? null,
    fingerprintSha256: certificate.fingerprintSha256 ?? '',
  };
}

export function missing(what: string, id: string): CountersignError {
  return new CountersignError('not-found', `There is no ${what} "${id}".`);
}

function hexOrNull(octets: Uint8Array | null): string | null {
  return octets ? Buffer.from(octets).toString('hex') : null;
}

const KIND_OF_PROFILE = {
  rootAuthority: 'root',
  issuingAuthority: 'issuing',
  tlsServer: 'server',
  tlsClient: 'client',
  tlsPeer: 'peer',
  smime: 'mail',
  codeSigning: 'code',
  ocspResponder: 'responder',
} as const satisfies Record<Certificate['profile'], ChainLink['kind']>;
