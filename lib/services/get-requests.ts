import type { CertificationRequest, CertificationRequestState } from '../domain/certification-request.ts';
import type { AuditEntry } from '../domain/entities.ts';
import { CountersignError, type FieldError } from '../domain/errors.ts';
import { authorise } from './authorise.ts';
import { askedOf } from './decide-request.ts';
import { missing } from './get-certificate.ts';
import { inspectRequest } from './inspect-request.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import type { AskedForRequest } from './submit-request.ts';
import type { CsrView } from './views.ts';

export interface RequestListView {
  readonly items: readonly CertificationRequest[];
  readonly next: string | null;
  /** Of those that wait; exact up to COUNT_LIMIT. */
  readonly waiting: number;
}

/** Waiting ones oldest first, as they are to be decided; all others newest first. Throws `validation-failed` for a cursor that is not ours. */
export async function listRequests(
  context: ServiceContext,
  actor: Actor | null,
  args: {
    readonly state?: CertificationRequestState | 'all' | undefined;
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<RequestListView> {
  authorise(actor, 'inventory.read');
  const { state = 'waiting' } = args;
  const [page, waiting] = await Promise.all([
    context.store.certificationRequests({
      state: state === 'all' ? null : state,
      limit: args.limit ?? 50,
      after: args.cursor ?? null,
    }),
    context.store.waitingRequestCount(),
  ]);
  return { ...page, waiting };
}

/** How many wait for somebody; exact up to COUNT_LIMIT. */
export function countWaitingRequests(context: ServiceContext, actor: Actor | null): Promise<number> {
  authorise(actor, 'inventory.read');
  return context.store.waitingRequestCount();
}

export interface RequestDetailView {
  readonly request: CertificationRequest;
  readonly asked: AskedForRequest;
  /** What signing it now would give, with what was submitted and what is tried here; null once it is decided, or when that cannot be said. */
  readonly csr: CsrView | null;
  /** Why it cannot be said. */
  readonly problems: readonly FieldError[];
  readonly history: readonly AuditEntry[];
}

/** One request and what would come of it today. Throws `not-found`. */
export async function getRequest(
  context: ServiceContext,
  actor: Actor | null,
  requestId: string,
  tried: AskedForRequest = {},
): Promise<RequestDetailView> {
  authorise(actor, 'inventory.read');
  const request = await context.store.certificationRequest(requestId);
  if (!request) throw missing('request', requestId);
  const asked = { ...askedOf(request), ...tried };
  const { items } = await context.store.auditPage({ limit: 20, beforeSeq: null, objectId: requestId });
  const seen = { request, asked, history: items };
  if (request.state !== 'waiting') return { ...seen, csr: null, problems: [] };
  try {
    return { ...seen, csr: await inspectRequest(context, actor, { ...asked, csr: request.csr }), problems: [] };
  } catch (error) {
    if (!(error instanceof CountersignError) || error.code !== 'validation-failed') throw error;
    const problems = error.fields.length > 0 ? error.fields : [{ field: 'csr', message: error.detail }];
    return { ...seen, csr: null, problems };
  }
}
