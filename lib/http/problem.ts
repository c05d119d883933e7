import { CountersignError, type ErrorCode } from '../domain/errors.ts';

/** RFC 9457 problem documents. One table says which status each code has; there is no default. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly requestId: string;
  readonly fields: readonly { readonly field: string; readonly message: string; readonly suggestion?: string }[];
}

/** Words for anything thrown. An error that is not ours says only its number; what happened is in the log. */
export function problemOf(error: unknown, requestId: string): ProblemDocument {
  const known = error instanceof CountersignError ? error : null;
  const code = known?.code ?? 'internal';
  const { status, title } = PROBLEMS[code];
  const detail =
    !known || code === 'internal'
      ? `Something went wrong here. Nothing was done halfway. The log explains it under ${requestId}.`
      : known.detail;
  return {
    type: `urn:countersign:problem:${code}`,
    title,
    status,
    detail,
    code,
    requestId,
    fields: known?.fields ?? [],
  };
}

export function problemResponse(error: unknown, requestId: string): Response {
  const problem = problemOf(error, requestId);
  const retryAfter = error instanceof CountersignError ? error.retryAfterSeconds : undefined;
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfter ? { 'retry-after': String(retryAfter) } : {}),
    },
  });
}

const PROBLEMS = {
  'validation-failed': { status: 422, title: 'The request has fields that need attention' },
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The request has the wrong media type' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'not-found': { status: 404, title: 'Not found' },
  gone: { status: 410, title: 'It is not there any more' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  'step-up-required': { status: 401, title: 'Give your password again' },
  'second-factor-required': { status: 401, title: 'Give your one-time code' },
  forbidden: { status: 403, title: 'Not permitted' },
  'origin-refused': { status: 403, title: 'The request does not come from these pages' },
  'host-refused': { status: 421, title: 'This server does not answer for that host' },
  'rate-limited': { status: 429, title: 'Too many attempts' },
  'setup-required': { status: 409, title: 'The set-up is not finished' },
  'setup-token-refused': { status: 403, title: 'The setup token is refused' },
  conflict: { status: 409, title: 'The present state does not allow this' },
  'already-revoked': { status: 409, title: 'Already revoked' },
  'authority-not-usable': { status: 409, title: 'The authority cannot be used' },
  'lint-refused': { status: 422, title: 'The certificate would break the rules' },
  'idempotency-mismatch': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'idempotency-in-progress': { status: 409, title: 'The first request has not finished' },
  'clock-in-doubt': { status: 503, title: 'The clock is in doubt' },
  sealed: { status: 503, title: 'The keys are sealed' },
  'signer-unavailable': { status: 503, title: 'The signer is not available' },
  internal: { status: 500, title: 'Internal error' },
} as const satisfies Record<ErrorCode, { status: number; title: string }>;
