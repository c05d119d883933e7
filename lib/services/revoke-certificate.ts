import type { Certificate, CrlRecord } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { PROFILES } from '../pki/profiles.ts';
import { parseSerialNumber } from '../pki/serial-number.ts';
import type { RevocationReason } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { publishCrl } from './publish-crl.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export interface RevokeRequest {
  readonly reason: RevocationReason;
  /** RFC 3339; when the key is known or thought to have been compromised. */
  readonly invalidityDate?: string | undefined;
}

export interface Revocation {
  readonly certificate: Certificate;
  /** The list that carries it; null when signing it failed and is being repeated. */
  readonly crl: Pick<CrlRecord, 'crlNumber' | 'thisUpdate' | 'nextUpdate'> | null;
}

/**
 * Revokes an end-entity certificate and publishes the issuer's CRL at once. OCSP says revoked from the commit on.
 * Throws `not-found`, `already-revoked`, `conflict`, `validation-failed`.
 */
export async function revokeCertificate(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  request: RevokeRequest,
): Promise<Revocation> {
  authorise(actor, 'certificate.revoke');
  const certificate = await context.store.certificate(certificateId);
  if (!certificate) throw new CountersignError('not-found', `There is no certificate "${certificateId}".`);
  refuseUnrevocable(certificate);
  const at = context.clock.now();
  const invalidityDate = decideInvalidityDate(request, certificate, at);
  await context.store.transaction(async (tx) => {
    if (!(await tx.recordRevoked({ id: certificate.id, at, reason: request.reason, invalidityDate }))) {
      const now = await tx.certificate(certificate.id);
      if (now) refuseUnrevocable(now);
      throw new CountersignError('conflict', 'The certificate changed meanwhile. Reload it and try again.');
    }
    await recordAudit(
      context,
      tx,
      actor,
      'certificate.revoked',
      { type: 'certificate', id: certificate.id },
      {
        serialNumber: certificate.serialNumber,
        issuerId: certificate.issuerId,
        reason: request.reason,
        name: certificate.displayName,
      },
    );
  });
  forgetOcspResponses(context, certificate);
  context.publication.crlOverdue.add(certificate.issuerId);
  context.faults.reach('revocation.recorded');
  return {
    certificate: (await context.store.certificate(certificate.id)) ?? certificate,
    crl: await publishNow(context, certificate.issuerId),
  };
}

/** The same by serial number, for callers who hold only the certificate. Throws `not-found` for a serial that is not ours. */
export async function revokeBySerialNumber(
  context: ServiceContext,
  actor: Actor | null,
  request: RevokeRequest & { serialNumber: string; authorityId?: string | undefined },
): Promise<Revocation> {
  authorise(actor, 'certificate.revoke');
  const errors = new FieldErrors();
  const serialNumber = errors.take('serialNumber', () => parseSerialNumber(request.serialNumber));
  errors.throwIfAny();
  for (const authority of await context.store.authorities()) {
    if (request.authorityId !== undefined && authority.id !== request.authorityId) continue;
    const found = serialNumber && (await context.store.certificateBySerial(authority.id, serialNumber));
    if (found) return revokeCertificate(context, actor, found.id, request);
  }
  throw new CountersignError(
    'not-found',
    `No certificate with serial ${serialNumber} was issued here. Compare it with "openssl x509 -noout -serial".`,
    {
      fields: [{ field: 'serialNumber', message: `No certificate with serial ${serialNumber} was issued here.` }],
    },
  );
}

export function forgetOcspResponses(
  context: ServiceContext,
  certificate: Pick<Certificate, 'issuerId' | 'serialNumber'>,
): void {
  for (const hash of ['sha1', 'sha256'])
    context.publication.ocspResponses.delete(`${certificate.issuerId}|${certificate.serialNumber}|${hash}`);
}

function refuseUnrevocable(certificate: Certificate): void {
  if (certificate.state === 'revoked' || certificate.state === 'abandoned')
    throw new CountersignError(
      'already-revoked',
      `"${certificate.displayName}" was revoked on ${certificate.revokedAt?.toISOString() ?? 'an earlier day'}. A revocation is final; nothing was changed.`,
    );
  if (certificate.state === 'intended')
    throw new CountersignError('conflict', 'This certificate is being issued right now. Try again in a moment.');
  if (PROFILES[certificate.profile].isAuthority)
    throw new CountersignError(
      'conflict',
      'This is the certificate of an authority. Revoke the authority instead; that shows first what depends on it.',
    );
}

function decideInvalidityDate(request: RevokeRequest, certificate: Certificate, now: Date): Date | null {
  if (request.invalidityDate === undefined) return null;
  const date = new Date(Math.floor(new Date(request.invalidityDate).getTime() / 1_000) * 1_000);
  const errors = new FieldErrors();
  if (date > now)
    errors.add('invalidityDate', 'The date of compromise is in the future. Choose today or an earlier day.');
  else if (date < certificate.notBefore)
    errors.add(
      'invalidityDate',
      `The date of compromise is before the certificate began (${certificate.notBefore.toISOString()}). Choose that day or a later one.`,
    );
  errors.throwIfAny();
  return date;
}

/** The revocation stands whatever happens here; a list that cannot be signed now is signed by the job. */
async function publishNow(context: ServiceContext, authorityId: string): Promise<Revocation['crl']> {
  try {
    return await publishCrl(context, { kind: 'system' }, authorityId);
  } catch (error) {
    context.log.error(
      { error, authorityId },
      'a certificate is revoked, but its CRL could not be signed; it is tried again shortly',
    );
    return null;
  }
}
