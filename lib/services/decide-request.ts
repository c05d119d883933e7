import type { CertificationRequest } from '../domain/certification-request.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreTransaction } from '../domain/store.ts';
import { decodeCertificationRequestPemOrDer, parseCertificationRequest } from '../pki/certification-request.ts';
import { authorise } from './authorise.ts';
import { missing } from './get-certificate.ts';
import { suggestProfile } from './inspect-request.ts';
import type { IssuedCertificate } from './issuance-cycle.ts';
import { issueCertificate } from './issue-certificate.ts';
import { recordAudit } from './record-audit.ts';
import { type Actor, actorName, type ServiceContext } from './service-context.ts';
import type { AskedForRequest } from './submit-request.ts';

/**
 * Issues what a waiting request asks for, through the same door and under the same policy as any request; what is given here takes the
 * place of what was submitted. One of two who approve at once issues, the other signs nothing. Throws `not-found`,
 * `conflict` when somebody decided before, and as `issueCertificate`.
 */
export async function approveRequest(
  context: ServiceContext,
  actor: Actor | null,
  requestId: string,
  changed: AskedForRequest = {},
): Promise<IssuedCertificate> {
  authorise(actor, 'request.decide');
  const request = await findWaiting(context, requestId);
  const asked = { ...askedOf(request), ...withoutAbsent(changed) };
  const holder = context.entropy.id();
  const lease = (tx: StoreTransaction, seconds: number) =>
    tx.acquireLease({ name: `request ${requestId}`, holder, now: context.clock.now(), seconds });
  return issueCertificate(
    context,
    actor,
    { ...asked, csr: request.csr, profile: asked.profile ?? profileAskedFor(request) },
    {
      withIntent: async (tx) => {
        // Who comes second is refused before anything is signed; the lease ends by itself should this process die.
        if ((await tx.certificationRequest(requestId))?.state !== 'waiting' || !(await lease(tx, LEASE_SECONDS)))
          throw decidedBefore(request);
      },
      withResult: async (tx, [issued]) => {
        const { certificate } = issued as IssuedCertificate;
        const decision = {
          state: 'approved',
          decidedAt: context.clock.now(),
          decidedBy: actorName(actor),
          reason: '',
          certificateId: certificate.id,
        } as const;
        if (!(await tx.decideCertificationRequest(requestId, decision))) throw decidedBefore(request);
        await lease(tx, 0);
        await recordAudit(
          context,
          tx,
          actor,
          'request.approved',
          { type: 'request', id: requestId },
          { name: request.displayName, certificateId: certificate.id, serialNumber: certificate.serialNumber },
        );
      },
      whenAbandoned: async (tx) => {
        await lease(tx, 0);
      },
    },
  );
}

export interface RejectedRequests {
  readonly rejected: readonly string[];
  /** Those that somebody decided before, or that never were. */
  readonly left: readonly { readonly id: string; readonly why: string }[];
}

/** Rejects one request. Throws `not-found`, `conflict` when somebody decided before, `validation-failed` at `reason`. */
export async function rejectRequest(
  context: ServiceContext,
  actor: Actor | null,
  requestId: string,
  reason: string,
): Promise<void> {
  authorise(actor, 'request.decide');
  const words = checkReason(reason);
  const request = await findWaiting(context, requestId);
  await context.store.transaction(async (tx) => {
    if (!(await reject(context, tx, actor, request, words))) throw decidedBefore(request);
  });
}

/** Rejects many for one reason; what somebody decided meanwhile stays as it is, and is named. Throws `validation-failed`. */
export async function rejectRequests(
  context: ServiceContext,
  actor: Actor | null,
  requestIds: readonly string[],
  reason: string,
): Promise<RejectedRequests> {
  authorise(actor, 'request.decide');
  const words = checkReason(reason);
  return context.store.transaction(async (tx) => {
    const rejected: string[] = [];
    const left: { id: string; why: string }[] = [];
    for (const id of new Set(requestIds)) {
      const request = await tx.certificationRequest(id);
      if (!request) left.push({ id, why: `There is no request "${id}".` });
      else if (await reject(context, tx, actor, request, words)) rejected.push(id);
      else left.push({ id, why: decidedBefore(request).message });
    }
    return { rejected, left };
  });
}

async function reject(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  request: CertificationRequest,
  reason: string,
): Promise<boolean> {
  const decision = {
    state: 'rejected',
    decidedAt: context.clock.now(),
    decidedBy: actorName(actor),
    reason,
    certificateId: null,
  } as const;
  if (!(await tx.decideCertificationRequest(request.id, decision))) return false;
  await recordAudit(
    context,
    tx,
    actor,
    'request.rejected',
    { type: 'request', id: request.id },
    { name: request.displayName, reason },
  );
  return true;
}

/** What was submitted with it. */
export function askedOf({ asked }: Pick<CertificationRequest, 'asked'>): AskedForRequest {
  return JSON.parse(asked) as AskedForRequest;
}

function profileAskedFor({ csr }: CertificationRequest): string {
  return suggestProfile(parseCertificationRequest(decodeCertificationRequestPemOrDer(csr)));
}

async function findWaiting(context: ServiceContext, requestId: string): Promise<CertificationRequest> {
  const request = await context.store.certificationRequest(requestId);
  if (!request) throw missing('request', requestId);
  if (request.state !== 'waiting') throw decidedBefore(request);
  return request;
}

function decidedBefore({ displayName, state }: CertificationRequest): CountersignError {
  return new CountersignError(
    'conflict',
    state === 'waiting'
      ? `Somebody else decides about "${displayName}" right now. Look at it again; nothing was signed.`
      : `"${displayName}" was ${state} before. Nothing was changed.`,
  );
}

function checkReason(reason: string): string {
  const words = reason.trim();
  const problem =
    words === ''
      ? 'Say why, so that whoever asked knows what to do.'
      : words.length > MOST_REASON
        ? `The reason has ${words.length} characters; at most ${MOST_REASON} are kept. Shorten it.`
        : null;
  if (problem)
    throw new CountersignError('validation-failed', problem, { fields: [{ field: 'reason', message: problem }] });
  return words;
}

function withoutAbsent(changed: AskedForRequest): AskedForRequest {
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
}

const LEASE_SECONDS = 60;
const MOST_REASON = 1_000;
