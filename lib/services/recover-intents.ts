import type { Authority, Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { PROFILES } from '../pki/profiles.ts';
import type { TbsCertificateDer } from '../pki/types.ts';
import { completeAuthority } from './create-authority.ts';
import { keepExpiredAfter } from './gather-entries.ts';
import { isKeyAtHand, loadIssuer } from './issuer.ts';
import { publishCrl } from './publish-crl.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { fingerprintOf, signTbsCertificate, verifyCertificate } from './sign-certificate.ts';
import { type AnyIntent, finishCrl } from './sign-crl.ts';

const SYSTEM: Actor = { kind: 'system' };

/**
 * What a crash left between an intent and its result. An end-entity certificate may have been signed, but nobody has
 * it: its serial joins the CRL. An authority is finished with the very structure that was recorded, because what was
 * to come below it needs it. A CRL is finished likewise, so that its number is not lost. Runs before any door opens.
 */
export async function recoverIntents(context: ServiceContext): Promise<{ abandoned: number; finished: number }> {
  let abandoned = 0;
  let finished = 0;
  const sealed = (await context.signer.state()) !== 'unsealed';
  for (const { id } of await context.store.intentBatches()) abandoned += await abandonBatch(context, id);
  for (const intent of await context.store.intendedCertificates()) {
    // End entities stand here only from before there were batches.
    if (!PROFILES[intent.profile].isAuthority) {
      await abandonIntent(context, intent);
      abandoned += 1;
    } else if (!sealed) {
      if (await finishAuthority(context, intent)) finished += 1;
      else abandoned += 1;
    }
  }
  if (!sealed) {
    for (const intent of await context.store.intendedCrls()) if (await finishCrlIntent(context, intent)) finished += 1;
    for (const authority of await context.store.authorities())
      if (authority.certificateId && (await needsCompletion(context, authority)))
        await completeAuthority(context, authority.id);
    // Before anyone can ask: a relying party must not find a list that lacks what was just given up.
    await publishOverdueCrls(context);
  }
  if (abandoned + finished > 0)
    context.log.warn(
      { abandoned, finished },
      'an earlier stop interrupted signing; what it left was finished or revoked',
    );
  return { abandoned, finished };
}

async function publishOverdueCrls(context: ServiceContext): Promise<void> {
  for (const authorityId of [...context.publication.crlOverdue]) {
    const authority = await context.store.authority(authorityId);
    // The list of a key that is offline waits for the next ceremony.
    if (!authority || !(await isKeyAtHand(context, authority))) continue;
    try {
      await publishCrl(context, SYSTEM, authorityId);
    } catch (error) {
      context.log.error({ error, authorityId }, 'an overdue CRL could not be signed at start; the job tries again');
    }
  }
}

async function abandonBatch(context: ServiceContext, batchId: string): Promise<number> {
  const given = await context.store.transaction(async (tx) => {
    const intents = await tx.recordBatchAbandoned(batchId, context.clock.now());
    for (const { id, serialNumber } of intents)
      await recordAudit(context, tx, SYSTEM, 'certificate.abandoned', { type: 'certificate', id }, { serialNumber });
    return intents;
  });
  for (const { issuerId } of given) context.publication.crlOverdue.add(issuerId);
  return given.length;
}

async function abandonIntent(context: ServiceContext, intent: Certificate): Promise<void> {
  await context.store.transaction(async (tx) => {
    if (!(await tx.recordAbandoned({ id: intent.id, at: context.clock.now() }))) return;
    await recordAudit(
      context,
      tx,
      SYSTEM,
      'certificate.abandoned',
      { type: 'certificate', id: intent.id },
      { serialNumber: intent.serialNumber },
    );
  });
  context.publication.crlOverdue.add(intent.issuerId);
}

/** False: it was given up. */
async function finishAuthority(
  context: ServiceContext,
  intent: Certificate & { readonly tbsDer: TbsCertificateDer },
): Promise<boolean> {
  const authority = intent.authorityId ? await context.store.authority(intent.authorityId) : null;
  // A renewed or cross-certificate is not waited for: the authority has one already.
  if (authority?.status !== 'active' || authority.certificateId !== null) {
    await abandonIntent(context, intent);
    return false;
  }
  // A ceremony ended with the process, so the key that was to sign it is not at hand: the creation is given up.
  const signs = await context.store.authority(intent.issuerId);
  if (!signs || !(await isKeyAtHand(context, signs))) {
    await abandonIntent(context, intent);
    await context.store.transaction((tx) => tx.updateAuthority(authority.id, { status: 'disabled' }));
    return false;
  }
  const issuer = authority.parentId ? await loadIssuer(context.store, authority.parentId) : null;
  const key = issuer?.key ?? (authority.keyId ? await context.store.key(authority.keyId) : null);
  if (!key)
    throw new CountersignError(
      'internal',
      `The key of "${authority.name}" is missing from the database. Restore a backup.`,
    );
  const certificateDer = await signTbsCertificate(context, {
    key,
    signatureScheme: (issuer?.authority ?? authority).signatureScheme,
    tbsDer: intent.tbsDer,
    issuerChain: issuer?.chain ?? [],
  });
  await verifyCertificate(intent.tbsDer, certificateDer, issuer?.certificate.spkiDer ?? key.spkiDer);
  await context.store.transaction(async (tx) => {
    if (!(await tx.recordIssued({ id: intent.id, certificateDer, fingerprintSha256: fingerprintOf(certificateDer) })))
      return;
    await tx.updateAuthority(authority.id, { certificateId: intent.id });
    await recordAudit(
      context,
      tx,
      SYSTEM,
      'certificate.issued',
      { type: 'certificate', id: intent.id },
      {
        serialNumber: intent.serialNumber,
        issuerId: intent.issuerId,
        fingerprintSha256: fingerprintOf(certificateDer),
        name: intent.displayName,
      },
    );
    await recordAudit(
      context,
      tx,
      SYSTEM,
      'authority.created',
      { type: 'authority', id: authority.id },
      { name: authority.name, kind: authority.kind, parentId: authority.parentId ?? '' },
    );
  });
  return true;
}

async function finishCrlIntent(context: ServiceContext, intent: AnyIntent): Promise<boolean> {
  const current = await context.store.currentCrlFacts(intent.authorityId, intent);
  if (current && current.crlNumber >= intent.crlNumber) return false;
  const issuer = await loadIssuer(context.store, intent.authorityId);
  if (!(await isKeyAtHand(context, issuer.authority))) return false;
  await finishCrl(context, SYSTEM, issuer, intent);
  // Its entries may be older than the last revocation.
  context.publication.crlOverdue.add(intent.authorityId);
  return true;
}

async function needsCompletion(context: ServiceContext, authority: Authority): Promise<boolean> {
  if (authority.status !== 'active' || authority.keyState === 'absent') return false;
  const crl = await context.store.currentCrlFacts(authority.id);
  if (!crl || !authority.responderCertificateId) return isKeyAtHand(context, authority);
  const keepFrom = keepExpiredAfter(authority, context.clock.now());
  if ((await context.store.revokedEntryCount(authority.id, keepFrom)) !== crl.entryCount)
    context.publication.crlOverdue.add(authority.id);
  return false;
}
