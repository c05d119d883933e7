import type { Certificate, RevokedEntry } from '../domain/entities.ts';
import type { CertificateFacts } from '../pki/import/certificate-facts.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';

/** The row of a certificate from elsewhere, in the state that the ledger of its issuer gives it. */
export function importedCertificate(
  context: Pick<ServiceContext, 'clock' | 'entropy'>,
  actor: Actor,
  facts: CertificateFacts,
  of: {
    readonly issuerId: string;
    readonly authorityId: string | null;
    readonly revoked: Pick<RevokedEntry, 'revokedAt' | 'reason'> | null;
    readonly keyId: string | null;
    readonly replacesId?: string | null;
  },
): Certificate {
  return {
    id: context.entropy.id(),
    issuerId: of.issuerId,
    serialNumber: facts.serialNumber,
    state: of.revoked === null ? 'issued' : of.revoked.reason === 'certificateHold' ? 'held' : 'revoked',
    profile: facts.profile,
    profileId: null,
    authorityId: of.authorityId,
    replacesId: of.replacesId ?? null,
    origin: 'imported',
    owner: '',
    notes: '',
    displayName: facts.displayName,
    subject: facts.subject,
    names: facts.names,
    notBefore: facts.notBefore,
    notAfter: facts.notAfter,
    keyAlgorithm: facts.keyAlgorithm as KeyAlgorithm,
    spkiSha256: facts.spkiSha256,
    fingerprintSha256: facts.fingerprintSha256,
    keyId: of.keyId,
    revokedAt: of.revoked?.revokedAt ?? null,
    revocationReason: of.revoked?.reason ?? null,
    createdAt: context.clock.now(),
    createdBy: actorName(actor),
  };
}
