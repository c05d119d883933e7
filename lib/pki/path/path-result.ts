/** What a path validation answers: a verdict, one reason, and every step that led to it. */

/** Closed list of outcomes. `ok` is the only success. */
export type PathCode =
  | 'ok'
  | 'bad-input' // the question itself cannot be read
  | 'malformed-certificate' // not DER, or not a Certificate
  | 'malformed-extension'
  | 'duplicate-extension'
  | 'bad-version'
  | 'algorithm-mismatch' // the algorithm inside the signed part is not the one outside
  | 'no-path' // no chain of issuers reaches a trusted certificate
  | 'budget-exceeded'
  | 'bad-signature'
  | 'weak-algorithm'
  | 'unsupported-algorithm'
  | 'weak-key'
  | 'unsupported-key'
  | 'not-yet-valid'
  | 'expired'
  | 'not-a-ca'
  | 'path-too-long'
  | 'bad-key-usage'
  | 'unknown-critical-extension'
  | 'name-constraint-violation'
  | 'policy-violation'
  | 'bad-purpose'
  | 'name-mismatch'
  | 'bad-name' // a name in the certificate is not in its form's syntax
  | 'bad-serial'
  | 'bad-time'
  | 'bad-criticality'
  | 'bad-key-identifier'
  | 'empty-name'
  | 'inconsistent-extensions'
  | 'tls-profile' // a rule of the CA/Browser Forum for TLS certificates
  | 'revoked'
  | 'revocation-unknown'
  | 'bad-revocation-data';

/** One check of one certificate, or of the whole path. */
export interface PathStep {
  /** Name of the rule in kebab-case, such as `validity`. */
  readonly check: string;
  /** Position in the path, 0 is the trusted certificate; null when the step is about no certificate of a path. */
  readonly certificate: { readonly subject: string; readonly index: number } | null;
  readonly ok: boolean;
  /** What was found, in plain words. */
  readonly evidence: string;
  /** Where the rule comes from: `RFC 5280 §6.1.3 (a)(2)`. */
  readonly section: string;
}

export interface PathAnswer {
  readonly verdict: 'SUCCESS' | 'FAILURE';
  readonly code: PathCode;
  /** One plain sentence: which certificate, what is wrong, what to do. */
  readonly reason: string;
  readonly steps: readonly PathStep[];
}

/** A rule that was broken. */
export interface PathFault {
  readonly code: Exclude<PathCode, 'ok'>;
  /** What was found, to be read behind the certificate's name: `expired on 2026-01-01`. */
  readonly evidence: string;
  /** What to do, a whole sentence. */
  readonly advice: string;
}

/** Where the fault is from: thrown inside one validation and caught at its top. */
export class PathFailure extends Error {
  readonly fault: PathFault;
  constructor(fault: PathFault) {
    super(fault.evidence);
    this.name = 'PathFailure';
    this.fault = fault;
  }
}

/** What one verification may spend; every part of it takes from the same purse, so hostile input ends by budget and not by time. */
export interface PathBudget {
  /** Signatures that may be checked, of certificates and revocation data together. */
  signatures: number;
  /** Complete paths that may be validated. */
  paths: number;
  /** Issuers that may be tried while paths are built. */
  extensions: number;
  /** Pairs of a name and a name constraint. */
  comparisons: number;
}

/** Most certificates in a path, trusted and end certificate included: real ones have two to five. */
export const MAX_PATH_CERTIFICATES = 20;

/** Budgets of one verification; `docs/standards/path-validation.md` gives their origin. */
export function newPathBudget(): PathBudget {
  return { signatures: 300, paths: 200, extensions: 5_000, comparisons: 250_000 };
}
