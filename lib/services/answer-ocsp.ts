import type { StatusFacts, StatusRecord } from '../domain/certificate-status.ts';
import { CountersignError } from '../domain/errors.ts';
import {
  assembleOcspResponse,
  encodeResponseData,
  type OcspCertStatus,
  ocspErrorResponse,
  parseOcspRequest,
} from '../pki/ocsp.ts';
import { PkiError } from '../pki/types.ts';
import { requireTrustedClock } from './clock-guard.ts';
import {
  answersFor,
  type IssuerIndex,
  issuerName,
  type KeptAnswer,
  type KnownIssuer,
  responderOf,
} from './ocsp-memory.ts';
import type { ServiceContext } from './service-context.ts';

/** A signed answer holds this long; a relying party may keep it until then. */
const ANSWER_SECONDS = 3_600;
/** Our own copy is made again well before that. */
const KEEP_SECONDS = 1_800;
const MAX_KEPT = 100_000;

export interface OcspAnswer {
  readonly responseDer: Uint8Array;
  /** Null: an error or a nonce answer, which no cache may keep. */
  readonly cacheUntil: Date | null;
}
type Question = ReturnType<typeof parseOcspRequest>;

/**
 * Answers one OCSP request (RFC 6960). Anyone may ask. A serial that was never issued is `unknown`, never `good`; an
 * issuer that is not ours is `unauthorized` (§2.3). An answer without a nonce is kept, and given again only while the
 * store says what it rests on: a change of status is seen in the very next answer, whichever process made it.
 */
export async function answerOcsp(context: ServiceContext, requestDer: Uint8Array): Promise<OcspAnswer> {
  let question: Question;
  try {
    question = parseOcspRequest(requestDer);
  } catch (error) {
    if (!(error instanceof PkiError)) throw error;
    return { responseDer: ocspErrorResponse('malformedRequest'), cacheUntil: null };
  }
  const now = context.clock.now();
  const name = nameOf(question);
  const kept = name === null ? undefined : context.publication.ocsp.answers.get(name);
  const mark = name === null ? null : await context.store.changeMark();
  const isFresh = kept !== undefined && kept.staleAt > now.getTime();
  if (isFresh && kept.mark === mark) return { responseDer: kept.responseDer, cacheUntil: kept.nextUpdate };
  const found = await findIssuer(context, question);
  if (found === null) return { responseDer: ocspErrorResponse('unauthorized'), cacheUntil: null };
  const { authorityId, facts } = found;
  const basis = name === null ? '' : basisOf(facts);
  if (isFresh && mark !== null && kept.basis === basis) {
    // Something else was committed. The mark is from before the facts, so a change in between shows at the next use.
    kept.mark = mark;
    return { responseDer: kept.responseDer, cacheUntil: kept.nextUpdate };
  }
  try {
    const answer = await signAnswer(context, authorityId, question, facts, now);
    // Serials nobody issued are endless; keeping answers about them would let a stranger fill the memory.
    if (name !== null && mark !== null && facts.statuses[0]) keep(context, name, { ...answer, basis, mark });
    const mayBeKept = question.nonce === null && facts.statuses.every((one) => one !== null);
    return { responseDer: answer.responseDer, cacheUntil: mayBeKept ? answer.nextUpdate : null };
  } catch (error) {
    if (!(error instanceof CountersignError)) throw error;
    context.log.warn({ error, authorityId }, 'an OCSP request could not be answered');
    return { responseDer: ocspErrorResponse('tryLater'), cacheUntil: null };
  }
}

/** Null when the answer is for this question alone. The octets of the CertID, because the answer repeats them. */
function nameOf({ nonce, certIds: [first, second] }: Question): string | null {
  return nonce !== null || second || !first ? null : Buffer.from(first.certIdDer).toString('latin1');
}

function keep(context: ServiceContext, name: string, answer: KeptAnswer): void {
  const { answers } = context.publication.ocsp;
  if (answers.size >= MAX_KEPT && !answers.has(name)) answers.clear();
  answers.set(name, answer);
}

/** One response has one signer, so all questions must be about one issuer. Null: it is not ours. */
async function findIssuer(
  context: ServiceContext,
  { certIds }: Question,
): Promise<{ authorityId: string; facts: StatusFacts } | null> {
  const { ocsp } = context.publication;
  const serials = certIds.map(({ serialNumber }) => serialNumber);
  // What is known first; then as the store is now, and once more for a change right then.
  for (const read of [() => ocsp.issuers, ocsp.freshIssuers, ocsp.freshIssuers]) {
    const issuer = commonIssuer(await read(), certIds);
    const facts = issuer && (await context.store.statusFacts(issuer.authorityId, serials));
    if (facts && facts.authority.certificateId === issuer.certificateId && answersFor(facts.authority))
      return { authorityId: issuer.authorityId, facts };
  }
  return null;
}

function commonIssuer(index: IssuerIndex, certIds: Question['certIds']): KnownIssuer | null {
  const [first, ...others] = certIds.map((certId) => index.get(issuerName(certId)));
  return first && others.every((one) => one?.authorityId === first.authorityId) ? first : null;
}

async function signAnswer(
  context: ServiceContext,
  authorityId: string,
  question: Question,
  facts: StatusFacts,
  now: Date,
): Promise<Pick<KeptAnswer, 'responseDer' | 'nextUpdate' | 'staleAt'>> {
  const responder = await responderOf(context, authorityId, facts, now);
  const nextUpdate = new Date(now.getTime() + ANSWER_SECONDS * 1_000);
  const responseData = encodeResponseData({
    responderKeyHash: responder.keyHash,
    producedAt: now,
    responses: question.certIds.map(({ certIdDer }, at) => {
      const record = facts.statuses[at] ?? null;
      // Nothing is ever forgotten here, so the answer about an expired one reaches back to the authority's begin.
      const isExpired = record !== null && record.notAfter !== null && record.notAfter <= now;
      const archiveCutoff = isExpired ? responder.since : null;
      return { certIdDer, status: statusOf(record), thisUpdate: now, nextUpdate, archiveCutoff };
    }),
    nonce: question.nonce,
  });
  await requireTrustedClock(context);
  const signature = await context.signer.signOcspResponse({
    key: responder.key,
    responseDataDer: responseData,
    responderCertificateDer: responder.certificateDer,
  });
  return {
    responseDer: assembleOcspResponse(responseData, responder.algorithmIdentifierDer, signature, [
      responder.certificateDer,
    ]),
    nextUpdate,
    staleAt: Math.min(
      now.getTime() + KEEP_SECONDS * 1_000,
      ...[responder, ...facts.statuses].flatMap((one) => (one?.notAfter && one.notAfter > now ? [+one.notAfter] : [])),
    ),
  };
}

/** All that a kept answer says, and who says it. */
function basisOf({ authority, responder, statuses: [first] }: StatusFacts): string {
  const status = first && [first.state, first.revokedAt?.getTime(), first.reason, first.createdAt.getTime()];
  return JSON.stringify([authority.certificateId, authority.responderCertificateId, responder, status ?? null]);
}

function statusOf(record: StatusRecord | null): OcspCertStatus {
  if (!record) return { type: 'unknown' };
  switch (record.state) {
    case 'issued':
      return { type: 'good' };
    case 'intended':
      return { type: 'unknown' };
    case 'held':
    case 'revoked':
    case 'abandoned':
      return {
        type: 'revoked',
        revocationTime: record.revokedAt ?? record.createdAt,
        reason: record.reason ?? 'unspecified',
      };
  }
}
