import type { Authority, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { safeFileName } from '../pki/export/file-name.ts';
import { authorise } from './authorise.ts';
import type { FileToHandOut } from './certificate-files.ts';
import { FieldErrors } from './field-errors.ts';
import { findAuthority } from './issuer.ts';
import { refuseWeakPassphrase } from './password-rules.ts';
import { publishCrl } from './publish-crl.ts';
import { recordAudit } from './record-audit.ts';
import { renewResponderInCeremony } from './renew-responder.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { requirePasswordAgain } from './step-up.ts';

/**
 * Taking an authority's key offline: a sealed file is handed out; when the operator has shown that he can open it, the
 * key is erased here; later the file is brought back for one ceremony at a time.
 */

export interface SealedFileRequest {
  /** The text of the file. */
  readonly sealed: string;
  readonly passphrase: string;
}

/**
 * The sealed file. Recorded before it is made. Throws `not-found`, `conflict`, `validation-failed`, `step-up-required`,
 * `sealed`.
 */
export async function exportSealedKey(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  { passphrase }: { readonly passphrase: string },
): Promise<FileToHandOut> {
  authorise(actor, 'authority.key', { authorityId });
  const { authority, key } = await loadKey(context, authorityId, 'online');
  const errors = new FieldErrors();
  refuseWeakPassphrase(errors, 'passphrase', passphrase);
  errors.throwIfAny();
  requirePasswordAgain(context, actor, 'Sealing the key of an authority into a file');
  await context.store.transaction((tx) =>
    recordAudit(
      context,
      tx,
      actor,
      'authority.key-sealed',
      { type: 'authority', id: authorityId },
      { name: authority.name, keyId: key.id },
    ),
  );
  const text = await context.signer.sealKey({ key, passphrase });
  return {
    name: `${safeFileName(authority.name)}.sealed-key.json`,
    mediaType: 'application/json',
    content: Buffer.from(text, 'utf8'),
  };
}

/**
 * Erases the key here, after the file has opened and held this very key. Throws `not-found`, `conflict`,
 * `step-up-required`, `validation-failed` at `sealed` or `passphrase`.
 */
export async function takeKeyOffline(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  request: SealedFileRequest,
): Promise<Authority> {
  authorise(actor, 'authority.key', { authorityId });
  const { authority, key } = await loadKey(context, authorityId, 'online');
  requirePasswordAgain(context, actor, 'Taking the key of an authority offline');
  await context.signer.checkSealedKey({ key, ...request });
  await context.store.transaction(async (tx) => {
    if ((await findAuthority(tx, authorityId)).keyState !== 'online') throw notIn(authority, 'online');
    await tx.eraseKey(key.id);
    await tx.updateAuthority(authorityId, { keyState: 'offline' });
    await recordAudit(
      context,
      tx,
      actor,
      'authority.key-taken-offline',
      { type: 'authority', id: authorityId },
      { name: authority.name, keyId: key.id },
    );
  });
  await context.signer.forgetKey({ keyId: key.id });
  await scrubErasedKey(context, key.id);
  return findAuthority(context.store, authorityId);
}

/**
 * Holds the key of the file in the signer's memory, 15 minutes at most. Nothing is written back. Throws `not-found`,
 * `conflict`, `validation-failed` at `sealed` or `passphrase`.
 */
export async function beginCeremony(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
  request: SealedFileRequest,
): Promise<{ readonly secondsLeft: number }> {
  authorise(actor, 'authority.key', { authorityId });
  const { authority, key } = await loadKey(context, authorityId, 'offline');
  await context.signer.beginCeremony({ key, ...request });
  try {
    await context.store.transaction((tx) =>
      recordAudit(
        context,
        tx,
        actor,
        'authority.ceremony-begun',
        { type: 'authority', id: authorityId },
        { name: authority.name },
      ),
    );
  } catch (error) {
    // No entry, no ceremony.
    await context.signer.endCeremony({ keyId: key.id });
    throw error;
  }
  // Each ceremony signs a fresh list: it carries what was revoked meanwhile, and lasts until the next one.
  try {
    await publishCrl(context, { kind: 'system' }, authorityId);
  } catch (error) {
    context.log.warn({ error, authorityId }, 'the CRL could not be signed at the begin of the ceremony');
  }
  // The responder answers between ceremonies with a key of its own, as long as its certificate is good.
  try {
    await renewResponderInCeremony(context, authority);
  } catch (error) {
    context.log.warn({ error, authorityId }, 'the OCSP responder could not be renewed at the begin of the ceremony');
  }
  const open = (await context.signer.ceremonies()).find(({ keyId }) => keyId === key.id);
  return { secondsLeft: open?.secondsLeft ?? 0 };
}

/** The signer forgets the key at once. Throws `not-found`, `conflict`. */
export async function endCeremony(context: ServiceContext, actor: Actor | null, authorityId: string): Promise<void> {
  authorise(actor, 'authority.key', { authorityId });
  const { authority, key } = await loadKey(context, authorityId, 'offline');
  await context.signer.endCeremony({ keyId: key.id });
  await context.store.transaction((tx) =>
    recordAudit(
      context,
      tx,
      actor,
      'authority.ceremony-ended',
      { type: 'authority', id: authorityId },
      { name: authority.name },
    ),
  );
}

/** After the octets of a key were erased: out of the files of the database as well. What could not be done is in the log. */
export async function scrubErasedKey(context: ServiceContext, keyId: string): Promise<void> {
  try {
    if (await context.store.scrubErased()) return;
    context.log.warn({ keyId }, 'octets of an erased key may stay in the log of the database until the server stops');
  } catch (error) {
    context.log.warn({ error, keyId }, 'octets of an erased key may stay in the files of the database');
  }
}

async function loadKey(
  context: ServiceContext,
  authorityId: string,
  wanted: 'online' | 'offline',
): Promise<{ authority: Authority; key: StoredKey }> {
  const authority = await findAuthority(context.store, authorityId);
  if (authority.deletedAt) throw new CountersignError('conflict', `"${authority.name}" is deleted. Restore it first.`);
  const key = authority.keyId ? await context.store.key(authority.keyId) : null;
  if (!key || authority.keyState !== wanted) throw notIn(authority, wanted);
  return { authority, key };
}

function notIn(authority: Authority, wanted: 'online' | 'offline'): CountersignError {
  const is = { online: 'online', offline: 'offline already', absent: 'not here' }[authority.keyState];
  return new CountersignError(
    'conflict',
    wanted === 'online'
      ? `The key of "${authority.name}" is ${is}, so it cannot be taken offline.`
      : `The key of "${authority.name}" is ${is}. A ceremony is for a key that is offline.`,
  );
}
