import type { Authority, Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { RevocationReason } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { findAuthority } from './issuer.ts';
import { publishAfterChange } from './publish-after-change.ts';
import { recordAudit } from './record-audit.ts';
import type { Revocation } from './revoke-certificate.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { isSignedElsewhere } from './signed-elsewhere.ts';
import { requirePasswordAgain } from './step-up.ts';

export interface AuthorityRevocation {
  readonly authority: Authority;
  /** Each certificate of its key, with the list that carries it; null when that list waits for a key or a next try. */
  readonly revoked: readonly {
    readonly certificate: Certificate;
    readonly issuerName: string;
    readonly crl: Revocation['crl'];
  }[];
}

/**
 * Revokes an authority for good: every certificate of its key that was signed here joins its issuer's list, which is
 * published at once. Throws `not-found`, `step-up-required`, `already-revoked`, `conflict` for a root and for one signed elsewhere.
 */
export async function revokeAuthority(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  request: { readonly reason: RevocationReason },
): Promise<AuthorityRevocation> {
  authorise(actor, 'authority.revoke', { authorityId });
  const authority = await findAuthority(context.store, authorityId);
  await refuseUnrevocable(context, authority);
  requirePasswordAgain(context, actor, 'Revoking an authority');
  const at = context.clock.now();
  const changed: Certificate[] = [];
  await context.store.transaction(async (tx) => {
    changed.length = 0;
    if ((await findAuthority(tx, authorityId)).status === 'revoked') throw alreadyRevoked(authority);
    for (const certificate of await tx.certificatesOfAuthority(authorityId)) {
      // What it signed for itself, or what was signed elsewhere, is on no list here.
      if (certificate.issuerId === authorityId || (await isSignedElsewhere(tx, certificate))) continue;
      const { id, serialNumber, issuerId, displayName } = certificate;
      if (!(await tx.recordRevoked({ id, at, reason: request.reason, invalidityDate: null }))) continue;
      changed.push(certificate);
      await recordAudit(
        context,
        tx,
        actor,
        'certificate.revoked',
        { type: 'certificate', id },
        { serialNumber, issuerId, reason: request.reason, name: displayName },
      );
    }
    await tx.updateAuthority(authorityId, { status: 'revoked' });
    await recordAudit(
      context,
      tx,
      actor,
      'authority.revoked',
      { type: 'authority', id: authorityId },
      { name: authority.name, reason: request.reason, certificates: String(changed.length) },
    );
  });
  for (const certificate of changed) context.publication.crlOverdue.add(certificate.issuerId);
  context.faults.reach('revocation.recorded');
  const lists = new Map<string, Revocation['crl']>();
  for (const { issuerId } of changed)
    if (!lists.has(issuerId))
      lists.set(
        issuerId,
        await publishAfterChange(
          context,
          issuerId,
          changed.filter((one) => one.issuerId === issuerId).map(({ serialNumber }) => serialNumber),
        ),
      );
  return {
    authority: await findAuthority(context.store, authorityId),
    revoked: await Promise.all(
      changed.map(async ({ id, issuerId }) => ({
        certificate: (await context.store.certificate(id)) as Certificate,
        issuerName: (await context.store.authority(issuerId))?.name ?? '',
        crl: lists.get(issuerId) ?? null,
      })),
    ),
  };
}

/** Why this authority cannot be revoked here, in words; null when it can. */
export async function whyNotRevocable(context: ServiceContext, authority: Authority): Promise<string | null> {
  if (authority.status === 'revoked') return `"${authority.name}" is revoked already.`;
  if (authority.certificateId === null) return `"${authority.name}" has no certificate yet. Delete it instead.`;
  if (authority.kind === 'root' || authority.parentId === null)
    return `"${authority.name}" is a root: nothing above it could publish its revocation, and programs trust it until it is removed from them. Disable it, and take it out of every trust store.`;
  const parent = await context.store.authority(authority.parentId);
  if (parent?.keyState === 'absent')
    return `"${authority.name}" was signed by "${parent.name}", whose key is elsewhere. Ask there for the revocation, and disable it here.`;
  return null;
}

async function refuseUnrevocable(context: ServiceContext, authority: Authority): Promise<void> {
  if (authority.status === 'revoked') throw alreadyRevoked(authority);
  const why = await whyNotRevocable(context, authority);
  if (why) throw new CountersignError('conflict', why);
}

function alreadyRevoked(authority: Authority): CountersignError {
  return new CountersignError(
    'already-revoked',
    `"${authority.name}" is revoked already. A revocation is final; nothing was changed.`,
  );
}
