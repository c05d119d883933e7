import type { CrlIntent, CrlRecord } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { assembleCertificateList, encodeTbsCertList, parseCertificateList } from '../pki/crl.ts';
import { lintTbsCertList } from '../pki/lints/lint-crl.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { signatureAlgorithmFor, verifySignature } from '../pki/signature-algorithm.ts';
import type { CertificateListDer, TbsCertListDer } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { type Issuer, loadIssuer } from './issuer.ts';
import { recordAudit } from './record-audit.ts';
import type { Actor, ServiceContext } from './service-context.ts';

const DAY = 86_400_000;
export const CRL_LIFE_DAYS = 7;
/** Re-signed daily, so that six days of trouble pass before a relying party notices. */
const RENEW_AFTER_DAYS = 1;
/** RFC 5280 §3.3: an expired certificate stays on one CRL past its end. */
const KEEP_EXPIRED_DAYS = CRL_LIFE_DAYS;

/**
 * Signs and publishes a CRL of one authority; the same cycle as a certificate: decide, record the intent, sign,
 * verify, record the result. Throws `not-found`, `authority-not-usable`, `sealed`, `signer-unavailable`.
 */
export async function publishCrl(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
): Promise<CrlRecord> {
  authorise(actor, 'crl.publish');
  const issuer = await loadIssuer(context.store, authorityId);
  context.publication.crlOverdue.delete(authorityId);
  try {
    const intent = await recordCrlIntent(context, actor, issuer);
    context.faults.reach('crl.intent-recorded');
    return await finishCrl(context, actor, issuer, intent);
  } catch (error) {
    context.publication.crlOverdue.add(authorityId);
    throw error;
  }
}

/** Signs, verifies and records a CRL whose intent stands; also used for one that a crash interrupted. */
export async function finishCrl(
  context: ServiceContext,
  actor: Actor,
  issuer: Issuer,
  intent: CrlIntent,
): Promise<CrlRecord> {
  const { signatureScheme } = issuer.authority;
  const algorithm = signatureAlgorithmFor(issuer.key.algorithm, signatureScheme).algorithmIdentifierDer;
  const signature = await context.signer.signCrl({
    key: issuer.key,
    signatureScheme,
    tbsDer: intent.tbsDer,
    issuerChain: issuer.chain,
  });
  const certificateListDer: CertificateListDer = assembleCertificateList(intent.tbsDer, algorithm, signature);
  context.faults.reach('crl.signed');
  if (
    !verifySignature({
      spkiDer: issuer.certificate.spkiDer,
      algorithmIdentifierDer: algorithm,
      data: intent.tbsDer,
      signature,
    })
  )
    throw new CountersignError(
      'internal',
      'The signature made for this CRL does not verify. It was not published; the last good one is still served.',
    );
  const { tbsDer: _, ...facts } = intent;
  const record: CrlRecord = { ...facts, certificateListDer };
  await context.store.transaction(async (tx) => {
    await tx.recordCrlPublished(record);
    await recordAudit(
      context,
      tx,
      actor,
      'crl.published',
      { type: 'crl', id: intent.id },
      { authorityId: intent.authorityId, crlNumber: String(intent.crlNumber), entryCount: String(intent.entryCount) },
    );
  });
  context.faults.reach('crl.result-recorded');
  return record;
}

/** The job's call: publishes for every authority whose CRL is missing, a day old, or behind a revocation. */
export async function publishStaleCrls(context: ServiceContext): Promise<number> {
  let published = 0;
  const now = context.clock.now();
  for (const authority of await context.store.authorities()) {
    if (!authority.certificateId || authority.keyState !== 'online') continue;
    const current = await context.store.currentCrl(authority.id);
    const fresh =
      current &&
      now.getTime() - current.thisUpdate.getTime() < RENEW_AFTER_DAYS * DAY &&
      !context.publication.crlOverdue.has(authority.id);
    if (fresh) continue;
    await publishCrl(context, { kind: 'system' }, authority.id);
    published += 1;
  }
  return published;
}

async function recordCrlIntent(context: ServiceContext, actor: Actor, issuer: Issuer): Promise<CrlIntent> {
  const { authority } = issuer;
  return context.store.transaction(async (tx) => {
    const now = context.clock.now();
    const previous = await tx.currentCrl(authority.id);
    // A clock that was set back must not make a newer list look older than the last.
    const thisUpdate = previous && previous.thisUpdate > now ? previous.thisUpdate : now;
    const nextUpdate = new Date(thisUpdate.getTime() + CRL_LIFE_DAYS * DAY);
    const entries = await tx.revokedEntries(authority.id, new Date(now.getTime() - KEEP_EXPIRED_DAYS * DAY));
    const crlNumber = await tx.nextCrlNumber(authority.id);
    const tbsDer = encodeTbsCertList({
      issuer: issuer.certificate.subjectDer,
      signatureAlgorithm: signatureAlgorithmFor(issuer.key.algorithm, authority.signatureScheme).algorithmIdentifierDer,
      thisUpdate,
      nextUpdate,
      crlNumber,
      authorityKeyIdentifier:
        issuer.certificate.subjectKeyIdentifier ?? readSubjectPublicKeyInfo(issuer.certificate.spkiDer).keyId,
      entries: entries.map((entry) => ({
        serialNumber: entry.serialNumber,
        revocationDate: entry.revokedAt,
        reason: entry.reason,
        invalidityDate: entry.invalidityDate,
      })),
    });
    requireCleanList(tbsDer, issuer, now);
    const intent: CrlIntent = {
      id: context.entropy.id(),
      authorityId: authority.id,
      crlNumber,
      kind: 'complete',
      baseNumber: null,
      shard: 0,
      thisUpdate,
      nextUpdate,
      entryCount: entries.length,
      tbsDer,
    };
    await tx.insertCrlIntent(intent);
    await recordAudit(
      context,
      tx,
      actor,
      'crl.intended',
      { type: 'crl', id: intent.id },
      { authorityId: authority.id, crlNumber: String(crlNumber) },
    );
    return intent;
  });
}

/** No signature without a lint. Throws `lint-refused`; the last good list is still served. */
function requireCleanList(tbsDer: TbsCertListDer, issuer: Issuer, now: Date): void {
  const errors = lintTbsCertList(tbsDer, { issuer: issuer.certificate, now }).filter(
    ({ severity }) => severity === 'error',
  );
  if (errors.length > 0)
    throw new CountersignError(
      'lint-refused',
      `The CRL was not signed: ${errors.map(({ message }) => message).join(' ')} The last good one is still served.`,
      { fields: errors.map(({ field, message, fix }) => ({ field, message: `${message} ${fix}` })) },
    );
}

/** Whether a published list carries this serial: what a stranger would see. */
export function crlLists(certificateListDer: Uint8Array, serialNumber: string): boolean {
  return parseCertificateList(certificateListDer).entries.some((entry) => entry.serialNumber === serialNumber);
}
