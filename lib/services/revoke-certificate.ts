import type { Certificate, CrlRecord } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads, StoreTransaction } from '../domain/store.ts';
import { PROFILES } from '../pki/profiles.ts';
import { parseSerialNumber } from '../pki/serial-number.ts';
import type { RevocationReason } from '../pki/types.ts';
import { authorise, requireWithinLimits } from './authorise.ts';
import { FieldErrors } from './field-errors.ts';
import { publishAfterChange } from './publish-after-change.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { isSignedElsewhere } from './signed-elsewhere.ts';

export interface RevokeRequest {
  readonly reason: RevocationReason;
  /** RFC 3339; when the key is known or thought to have been compromised. */
  readonly invalidityDate?: string | undefined;
  /** Also every other certificate with the same key; for keyCompromise, where one is as bad as the other. */
  readonly everyWithThisKey?: boolean | undefined;
}

export interface Revocation {
  readonly certificate: Certificate;
  /** The list that carries it; null when signing it failed and is being repeated. */
  readonly crl: Pick<CrlRecord, 'crlNumber' | 'thisUpdate' | 'nextUpdate'> | null;
  /** The other certificates with the same key that were revoked with it. */
  readonly alsoRevoked?: readonly { readonly id: string; readonly displayName: string }[];
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
  /** In the same transaction, before it. */
  also?: (tx: StoreTransaction) => Promise<void>,
): Promise<Revocation> {
  authorise(actor, 'certificate.revoke');
  const certificate = await context.store.certificate(certificateId);
  if (!certificate) throw new CountersignError('not-found', `There is no certificate "${certificateId}".`);
  requireWithinLimits(actor, { authorityId: certificate.issuerId });
  const at = context.clock.now();
  const invalidityDate = await judgeRevocation(context.store, certificate, request, at);
  const others = request.everyWithThisKey ? await othersWithKey(context, certificate) : [];
  for (const other of others) requireWithinLimits(actor, { authorityId: other.issuerId });
  await context.store.transaction(async (tx) => {
    await also?.(tx);
    if (!(await recordOne(context, tx, actor, { certificate, at, reason: request.reason, invalidityDate }))) {
      const now = await tx.certificate(certificate.id);
      if (now) refuseUnrevocable(now);
      throw new CountersignError('conflict', 'The certificate changed meanwhile. Reload it and try again.');
    }
    // One that was revoked meanwhile is what was wanted.
    for (const other of others)
      await recordOne(context, tx, actor, { certificate: other, at, reason: request.reason, invalidityDate: null });
  });
  const changed = [certificate, ...others];
  for (const one of changed) context.publication.crlOverdue.add(one.issuerId);
  context.faults.reach('revocation.recorded');
  const serialsOf = (issuerId: string) =>
    changed.filter((one) => one.issuerId === issuerId).map((one) => one.serialNumber);
  const crl = await publishAfterChange(context, certificate.issuerId, serialsOf(certificate.issuerId));
  for (const issuerId of new Set(others.map((one) => one.issuerId)))
    if (issuerId !== certificate.issuerId) await publishAfterChange(context, issuerId, serialsOf(issuerId));
  return {
    certificate: (await context.store.certificate(certificate.id)) ?? certificate,
    crl,
    alsoRevoked: others.map(({ id, displayName }) => ({ id, displayName })),
  };
}

/**
 * The rules for revoking one end-entity certificate, wherever it is asked for. Returns the date of compromise as it is recorded.
 * Throws `already-revoked`, `conflict`, `validation-failed`.
 */
export async function judgeRevocation(
  store: Pick<StoreReads, 'authority'>,
  certificate: Certificate,
  request: Pick<RevokeRequest, 'invalidityDate'>,
  now: Date,
): Promise<Date | null> {
  refuseUnrevocable(certificate);
  await refuseAuthorityInForce(store, certificate);
  return decideInvalidityDate(request, certificate, now);
}

async function othersWithKey(context: ServiceContext, certificate: Certificate): Promise<readonly Certificate[]> {
  return (await context.store.certificatesWithKey(certificate.spkiSha256)).filter(
    (one) =>
      one.id !== certificate.id &&
      (one.state === 'issued' || one.state === 'held') &&
      !PROFILES[one.profile].isAuthority,
  );
}

async function recordOne(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  args: { certificate: Certificate; at: Date; reason: RevocationReason; invalidityDate: Date | null },
): Promise<boolean> {
  const { certificate, at, reason, invalidityDate } = args;
  if (!(await tx.recordRevoked({ id: certificate.id, at, reason, invalidityDate }))) return false;
  await recordAudit(
    context,
    tx,
    actor,
    'certificate.revoked',
    { type: 'certificate', id: certificate.id },
    { serialNumber: certificate.serialNumber, issuerId: certificate.issuerId, reason, name: certificate.displayName },
  );
  return true;
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

function refuseUnrevocable(certificate: Certificate): void {
  if (certificate.state === 'revoked' || certificate.state === 'abandoned')
    throw new CountersignError(
      'already-revoked',
      `"${certificate.displayName}" was revoked on ${certificate.revokedAt?.toISOString() ?? 'an earlier day'}. A revocation is final; nothing was changed.`,
    );
  if (certificate.state === 'intended')
    throw new CountersignError('conflict', 'This certificate is being issued right now. Try again in a moment.');
}

/** An older or a cross-certificate goes by itself; with the one in force the authority goes. */
async function refuseAuthorityInForce(store: Pick<StoreReads, 'authority'>, certificate: Certificate): Promise<void> {
  if (await isSignedElsewhere(store, certificate))
    throw new CountersignError(
      'conflict',
      'This certificate was signed elsewhere, so its revocation is published there. Ask its issuer.',
    );
  if (!PROFILES[certificate.profile].isAuthority) return;
  const authority = certificate.authorityId ? await store.authority(certificate.authorityId) : null;
  if (certificate.issuerId === certificate.authorityId)
    throw new CountersignError(
      'conflict',
      'This is the certificate of a root, which signed it itself: a revocation of its own would convince nobody. Disable the authority, and take it out of every trust store.',
    );
  if (!authority || authority.certificateId === certificate.id)
    throw new CountersignError(
      'conflict',
      'This is the certificate of an authority. Revoke the authority instead; that shows first what depends on it.',
    );
}

function decideInvalidityDate(
  request: Pick<RevokeRequest, 'invalidityDate'>,
  certificate: Certificate,
  now: Date,
): Date | null {
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
