import type { Authority, Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { parseCertificate } from '../pki/certificate.ts';
import {
  assembleOcspResponse,
  certIdHashes,
  encodeResponseData,
  type OcspCertId,
  ocspErrorResponse,
  parseOcspRequest,
} from '../pki/ocsp.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import { type CertificateDer, PkiError, type RevocationReason } from '../pki/types.ts';
import type { ServiceContext } from './service-context.ts';

/** A signed answer holds this long; a relying party may keep it until then. */
const ANSWER_SECONDS = 3_600;
/** Our own copy is made again well before that. */
const KEEP_SECONDS = 1_800;

export interface OcspAnswer {
  readonly responseDer: Uint8Array;
  /** Null: an error or a nonce answer, which no cache may keep. */
  readonly cacheUntil: Date | null;
}

/**
 * Answers one OCSP request (RFC 6960). Anyone may ask. A serial that was never issued is `unknown`, never `good`; an
 * issuer that is not ours is `unauthorized` (§2.3). Answers without a nonce are kept until the status changes.
 */
export async function answerOcsp(context: ServiceContext, requestDer: Uint8Array): Promise<OcspAnswer> {
  let request: ReturnType<typeof parseOcspRequest>;
  try {
    request = parseOcspRequest(requestDer);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { responseDer: ocspErrorResponse('malformedRequest'), cacheUntil: null };
  }
  const first = request.certIds[0];
  if (!first) return { responseDer: ocspErrorResponse('malformedRequest'), cacheUntil: null };
  const issuers = await issuersByHash(context, issuerName(first));
  const authorityId = issuers.get(issuerName(first));
  // One response has one signer, so all questions must be about one issuer.
  if (!authorityId || request.certIds.some((certId) => issuers.get(issuerName(certId)) !== authorityId))
    return { responseDer: ocspErrorResponse('unauthorized'), cacheUntil: null };
  const now = context.clock.now();
  const cacheName =
    request.nonce === null && request.certIds.length === 1
      ? `${authorityId}|${first.serialNumber}|${first.hashAlgorithm}`
      : null;
  const kept = cacheName ? context.publication.ocspResponses.get(cacheName) : undefined;
  if (kept && kept.staleAt > now.getTime()) return { responseDer: kept.responseDer, cacheUntil: kept.nextUpdate };
  try {
    return await signAnswer(context, authorityId, request, cacheName, now);
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    context.log.warn({ error, authorityId }, 'an OCSP request could not be answered');
    return { responseDer: ocspErrorResponse('tryLater'), cacheUntil: null };
  }
}

async function signAnswer(
  context: ServiceContext,
  authorityId: string,
  request: ReturnType<typeof parseOcspRequest>,
  cacheName: string | null,
  now: Date,
): Promise<OcspAnswer> {
  const responder = await loadResponder(context, authorityId, now);
  const nextUpdate = new Date(now.getTime() + ANSWER_SECONDS * 1_000);
  let known = true;
  const responses = [];
  for (const certId of request.certIds) {
    const certificate = await context.store.certificateBySerial(authorityId, certId.serialNumber);
    // What an imported authority had revoked may be here without its certificate.
    const entry = certificate ? null : await context.store.revokedEntry(authorityId, certId.serialNumber);
    if (!certificate && !entry) known = false;
    const status: Status = entry
      ? { type: 'revoked', revocationTime: entry.revokedAt, reason: entry.reason }
      : statusOf(certificate);
    responses.push({
      certIdDer: certId.certIdDer,
      status,
      thisUpdate: now,
      nextUpdate,
      // Nothing is ever forgotten here, so the answer about an expired one reaches back to the authority's begin.
      archiveCutoff: certificate && certificate.notAfter <= now ? responder.since : null,
    });
  }
  const responseData = encodeResponseData({
    responderKeyHash: responder.keyHash,
    producedAt: now,
    responses,
    nonce: request.nonce,
  });
  const signature = await context.signer.signOcspResponse({
    key: responder.key,
    responseDataDer: responseData,
    responderCertificateDer: responder.certificateDer,
  });
  const responseDer = assembleOcspResponse(
    responseData,
    signatureAlgorithmFor(responder.key.algorithm).algorithmIdentifierDer,
    signature,
    [responder.certificateDer],
  );
  // Serials nobody issued are endless; keeping answers about them would let a stranger fill the memory.
  if (cacheName && known) {
    const { ocspResponses } = context.publication;
    if (ocspResponses.size >= MAX_KEPT) ocspResponses.clear();
    ocspResponses.set(cacheName, { responseDer, nextUpdate, staleAt: now.getTime() + KEEP_SECONDS * 1_000 });
    // A revocation that committed while this was signed has dropped a copy that was not there yet.
    const [, serial] = cacheName.split('|') as [string, Certificate['serialNumber']];
    const after = await context.store.certificateBySerial(authorityId, serial);
    if (after?.state === 'revoked' && statusOf(after).type !== responses[0]?.status.type) {
      ocspResponses.delete(cacheName);
      return signAnswer(context, authorityId, request, null, now);
    }
  }
  return { responseDer, cacheUntil: request.nonce === null && known ? nextUpdate : null };
}

const MAX_KEPT = 100_000;

type Status =
  | { type: 'good' }
  | { type: 'unknown' }
  | { type: 'revoked'; revocationTime: Date; reason: RevocationReason };

function statusOf(certificate: Certificate | null): Status {
  if (!certificate) return { type: 'unknown' };
  switch (certificate.state) {
    case 'issued':
      return { type: 'good' };
    case 'intended':
      return { type: 'unknown' };
    case 'held':
    case 'revoked':
    case 'abandoned':
      return {
        type: 'revoked',
        revocationTime: certificate.revokedAt ?? certificate.createdAt,
        reason: certificate.revocationReason ?? 'unspecified',
      };
  }
}

async function loadResponder(context: ServiceContext, authorityId: string, now: Date) {
  const authority = await context.store.authority(authorityId);
  const id = authority?.responderCertificateId;
  const [certificate, certificateDer] = id
    ? await Promise.all([context.store.certificate(id), context.store.certificateDer(id)])
    : [null, null];
  const key = certificate?.keyId ? await context.store.key(certificate.keyId) : null;
  if (!certificate || !certificateDer || !key || certificate.state !== 'issued')
    throw new CountersignError('authority-not-usable', `"${authority?.name}" has no OCSP responder yet.`);
  if (certificate.notAfter <= now)
    throw new CountersignError(
      'authority-not-usable',
      `The OCSP responder of "${authority?.name}" expired on ${certificate.notAfter.toISOString()}.`,
    );
  return {
    key,
    certificateDer,
    keyHash: readSubjectPublicKeyInfo(key.spkiDer).keyId,
    since: authority?.createdAt ?? certificate.createdAt,
  };
}

/** Name and key hashes of every authority, both algorithms; made again when a question is about none of them. */
async function issuersByHash(context: ServiceContext, wanted: string): Promise<ReadonlyMap<string, string>> {
  const known = issuerIndex.get(context);
  if (known?.has(wanted)) return known;
  // Of an outside authority nothing is known here but what it signed for us (RFC 6960 §2.3: unauthorized).
  const authorities = (await context.store.authorities()).filter(
    ({ certificateId, responderCertificateId, keyState }) =>
      certificateId && (keyState !== 'absent' || responderCertificateId),
  );
  const byHash = new Map<string, string>();
  for (const authority of authorities) {
    const der = await certificateOf(context, authority);
    if (!der) continue;
    const parsed = parseCertificate(der);
    const hashes = certIdHashes(parsed.subjectDer, parsed.spkiDer);
    byHash.set(`sha1|${hashes.sha1.name}|${hashes.sha1.key}`, authority.id);
    byHash.set(`sha256|${hashes.sha256.name}|${hashes.sha256.key}`, authority.id);
  }
  issuerIndex.set(context, byHash);
  return byHash;
}

async function certificateOf(context: ServiceContext, authority: Authority): Promise<CertificateDer | null> {
  return authority.certificateId ? context.store.certificateDer(authority.certificateId) : null;
}

function issuerName(certId: OcspCertId): string {
  return `${certId.hashAlgorithm}|${certId.issuerNameHash}|${certId.issuerKeyHash}`;
}

const issuerIndex = new WeakMap<ServiceContext, ReadonlyMap<string, string>>();
