/** The closed list of what can go wrong. Every edge translates it by an exhaustive table (`satisfies Record<ErrorCode, …>`). */
export type ErrorCode =
  | 'validation-failed' // fields carry what is wrong, one entry a field
  | 'malformed-request' // not JSON, not the declared type, not DER
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'method-not-allowed'
  | 'not-found'
  | 'gone' // was there, and is not any more: collected, withdrawn, ended
  | 'unauthenticated'
  | 'step-up-required' // signed in, but this act wants the password again
  | 'second-factor-required' // the password is right, and a one-time code is wanted beside it
  | 'forbidden'
  | 'origin-refused' // CSRF: the Origin of an unsafe request is missing or not ours
  | 'host-refused' // DNS rebinding: the Host is not one this listener answers for
  | 'rate-limited'
  | 'setup-required' // nothing works before the first operator exists
  | 'setup-token-refused'
  | 'conflict' // the state changed meanwhile or does not allow this
  | 'already-revoked'
  | 'authority-not-usable' // disabled, expired, not yet valid, key absent
  | 'lint-refused' // the to-be-signed structure has errors
  | 'idempotency-mismatch' // the same key with another request
  | 'idempotency-in-progress'
  | 'clock-in-doubt' // the time of this machine cannot be right: nothing is signed
  | 'sealed' // keys are locked until an operator unseals
  | 'signer-unavailable'
  | 'internal';

/** One field that was refused. `field` is a dotted path into the request (`serverNames.0`). */
export interface FieldError {
  readonly field: string;
  readonly message: string;
  /** A value that would be accepted, for a one-click fix. */
  readonly suggestion?: string;
}

/**
 * A refusal with words for two readers: `detail` is for the caller (what was wrong, what was expected, what to do
 * next) and is sent; `cause` is for the operator's log and is never serialised.
 */
export class CountersignError extends Error {
  readonly code: ErrorCode;
  readonly fields: readonly FieldError[];
  /** Seconds after which a retry makes sense, for `rate-limited`, `sealed` and `signer-unavailable`. */
  readonly retryAfterSeconds: number | undefined;
  constructor(
    code: ErrorCode,
    detail: string,
    options: { fields?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CountersignError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
  get detail(): string {
    return this.message;
  }
}
