import type { Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { PROFILES } from '../pki/profiles.ts';
import { authorise, requireWithinLimits } from './authorise.ts';
import { publishAfterChange } from './publish-after-change.ts';
import { recordAudit } from './record-audit.ts';
import type { Revocation } from './revoke-certificate.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/**
 * Suspends a certificate: its CRL lists it with certificateHold and OCSP answers revoked, until it is released or
 * revoked for good. RFC 5280 §5.3.1. Throws `not-found`, `conflict`, `already-revoked`.
 */
export async function holdCertificate(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
): Promise<Revocation> {
  return changeHold(context, actor, certificateId, 'held');
}

/** Takes a certificate off hold: it leaves the CRL (removeFromCRL in a delta) and is good again. Throws `not-found`, `conflict`. */
export async function releaseCertificate(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
): Promise<Revocation> {
  return changeHold(context, actor, certificateId, 'issued');
}

async function changeHold(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  wanted: 'held' | 'issued',
): Promise<Revocation> {
  authorise(actor, 'certificate.revoke');
  const certificate = await context.store.certificate(certificateId);
  if (!certificate) throw new CountersignError('not-found', `There is no certificate "${certificateId}".`);
  requireWithinLimits(actor, { authorityId: certificate.issuerId });
  judgeHold(certificate, wanted);
  const at = context.clock.now();
  await context.store.transaction(async (tx) => {
    const changed =
      wanted === 'held'
        ? await tx.recordHeld({ id: certificate.id, at })
        : await tx.recordReleased({ id: certificate.id, at });
    if (!changed) {
      const now = await tx.certificate(certificate.id);
      if (now) judgeHold(now, wanted);
      throw new CountersignError('conflict', 'The certificate changed meanwhile. Reload it and try again.');
    }
    await recordAudit(
      context,
      tx,
      actor,
      wanted === 'held' ? 'certificate.held' : 'certificate.released',
      { type: 'certificate', id: certificate.id },
      {
        serialNumber: certificate.serialNumber,
        issuerId: certificate.issuerId,
        name: certificate.displayName,
      },
    );
  });
  context.publication.crlOverdue.add(certificate.issuerId);
  context.faults.reach('revocation.recorded');
  return {
    certificate: (await context.store.certificate(certificate.id)) ?? certificate,
    crl: await publishAfterChange(context, certificate.issuerId, [certificate.serialNumber]),
  };
}

/** The rules for one, wherever it is asked for. Throws `conflict`, `already-revoked`. */
export function judgeHold(certificate: Certificate, wanted: 'held' | 'issued'): void {
  const { displayName, state } = certificate;
  if (wanted === 'issued') {
    if (state === 'held') return;
    throw new CountersignError(
      'conflict',
      state === 'revoked'
        ? `"${displayName}" is revoked for good and cannot be released. Issue a new certificate.`
        : `"${displayName}" is not on hold. Nothing was changed.`,
    );
  }
  if (state === 'held') throw new CountersignError('conflict', `"${displayName}" is on hold already.`);
  if (state === 'revoked' || state === 'abandoned')
    throw new CountersignError('already-revoked', `"${displayName}" is revoked. A revocation is final.`);
  if (state === 'intended')
    throw new CountersignError('conflict', 'This certificate is being issued right now. Try again in a moment.');
  // An authority on hold would leave every certificate below it in doubt, and a responder answers for itself.
  if (PROFILES[certificate.profile].isAuthority || certificate.profile === 'ocspResponder')
    throw new CountersignError(
      'conflict',
      'Certificates of authorities and responders cannot be put on hold. Disable the authority instead.',
    );
}
