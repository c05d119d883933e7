import type { AuditAction, Authority } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { isWeakIntermediate } from '../pki/weak-signature.ts';
import { authorise } from './authorise.ts';
import { authoritiesBelow } from './authority-impact.ts';
import { scrubErasedKey } from './authority-key.ts';
import { findAuthority } from './issuer.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';

/** For so long a deleted authority can be brought back; then its key is destroyed. */
export const RESTORE_DAYS = 30;
const DAY = 86_400_000;

/** It issues nothing any more, but still revokes and publishes. Throws `not-found`, `conflict`. */
export async function disableAuthority(context: ServiceContext, actor: Actor | null, id: string): Promise<Authority> {
  authorise(actor, 'authority.retire', { authorityId: id });
  return change(context, actor, id, 'authority.disabled', async (tx, authority) => {
    if (authority.status !== 'active')
      throw new CountersignError('conflict', `"${authority.name}" is not active. Nothing was changed.`);
    await tx.updateAuthority(id, { status: 'disabled' });
  });
}

/** Throws `not-found`, `conflict`. */
export async function enableAuthority(context: ServiceContext, actor: Actor | null, id: string): Promise<Authority> {
  authorise(actor, 'authority.retire', { authorityId: id });
  return change(context, actor, id, 'authority.enabled', async (tx, authority) => {
    if (authority.deletedAt)
      throw new CountersignError('conflict', `"${authority.name}" is deleted. Restore it first, then enable it.`);
    if (authority.status !== 'disabled')
      throw new CountersignError(
        'conflict',
        authority.status === 'revoked'
          ? `"${authority.name}" is revoked, which is final. Create a new authority.`
          : `"${authority.name}" is not disabled. Nothing was changed.`,
      );
    if (authority.certificateId === null)
      throw new CountersignError(
        'conflict',
        `"${authority.name}" never got a certificate, as its creation was interrupted. Delete it and create another.`,
      );
    const der = await tx.certificateDer(authority.certificateId);
    if (der && isWeakIntermediate(parseCertificate(der)))
      throw new CountersignError(
        'conflict',
        `The certificate of "${authority.name}" is signed in a way that can be forged, so nothing may be certified below it. Have it renewed with SHA-256.`,
      );
    await tx.updateAuthority(id, { status: 'active' });
  });
}

/**
 * Hides an authority that issues nothing any more; for 30 days it can be brought back. Its revocation list and OCSP
 * stay served. Throws `not-found`, `conflict`, `step-up-required`.
 */
export async function deleteAuthority(context: ServiceContext, actor: Actor | null, id: string): Promise<Authority> {
  authorise(actor, 'authority.retire', { authorityId: id });
  const now = context.clock.now();
  const present = await findAuthority(context.store, id);
  const record = present.certificateId ? await context.store.certificate(present.certificateId) : null;
  const below = (await authoritiesBelow(context, id)).map(({ name }) => name);
  if (below.length > 0)
    throw new CountersignError(
      'conflict',
      `There are authorities below "${present.name}": ${below.slice(0, 5).join(', ')}. Delete those first.`,
    );
  return change(context, actor, id, 'authority.deleted', async (tx, authority) => {
    if (authority.deletedAt) throw new CountersignError('conflict', `"${authority.name}" is deleted already.`);
    const ended = record !== null && record.notAfter <= now;
    if (authority.status === 'active' && !ended)
      throw new CountersignError(
        'conflict',
        `"${authority.name}" is active. Disable it first and see whether something misses it; then delete it.`,
      );
    // Last: nobody is asked for a password for what is refused anyway.
    requirePasswordAgain(context, actor, 'Deleting an authority');
    await tx.updateAuthority(id, { deletedAt: now });
  });
}

/** Brings a deleted authority back as it was. Throws `not-found`, `conflict` after its key was destroyed. */
export async function restoreAuthority(context: ServiceContext, actor: Actor | null, id: string): Promise<Authority> {
  authorise(actor, 'authority.retire', { authorityId: id });
  return change(context, actor, id, 'authority.restored', async (tx, authority) => {
    if (!authority.deletedAt) throw new CountersignError('conflict', `"${authority.name}" is not deleted.`);
    if (restoreUntil(authority) <= context.clock.now())
      throw new CountersignError(
        'conflict',
        `"${authority.name}" was deleted more than ${RESTORE_DAYS} days ago, and its key was destroyed. It cannot be brought back.`,
      );
    await tx.updateAuthority(id, { deletedAt: null });
  });
}

/** The end of the window in which it can be brought back. */
export function restoreUntil({ deletedAt }: Pick<Authority, 'deletedAt'>): Date {
  return new Date((deletedAt?.getTime() ?? 0) + RESTORE_DAYS * DAY);
}

/** The job's call: overwrites the keys of authorities whose restore window has ended. */
export async function purgeDeletedKeys(context: ServiceContext): Promise<number> {
  let purged = 0;
  const now = context.clock.now();
  for (const authority of await context.store.authorities()) {
    const { deletedAt, keyId, keyState } = authority;
    if (!deletedAt || !keyId || keyState === 'absent' || restoreUntil(authority) > now) continue;
    await context.store.transaction(async (tx) => {
      const present = await findAuthority(tx, authority.id);
      if (!present.deletedAt || present.keyState === 'absent') return;
      await tx.eraseKey(keyId);
      await tx.updateAuthority(authority.id, { keyState: 'absent' });
      await recordAudit(
        context,
        tx,
        { kind: 'system' },
        'authority.key-purged',
        { type: 'authority', id: authority.id },
        { name: authority.name, keyId },
      );
    });
    await context.signer.forgetKey({ keyId });
    await scrubErasedKey(context, keyId);
    purged += 1;
  }
  return purged;
}

async function change(
  context: ServiceContext,
  actor: Actor,
  id: string,
  action: AuditAction,
  work: (tx: StoreTransaction, authority: Authority) => Promise<void>,
): Promise<Authority> {
  return context.store.transaction(async (tx) => {
    const authority = await findAuthority(tx, id);
    await work(tx, authority);
    await recordAudit(context, tx, actor, action, { type: 'authority', id }, { name: authority.name });
    return findAuthority(tx, id);
  });
}
