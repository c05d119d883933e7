/**
 * Candidate paths from an end certificate up to trusted ones, best first: by issuer name, then by key identifier, then by what is valid now.
 * Cross-signed authorities give several paths and loops; budgets end the search, never time. RFC 5280 §6, RFC 4158 §3
 */
import type { PathCertificate } from './path-certificate.ts';
import type { PathKey } from './path-key.ts';
import { MAX_PATH_CERTIFICATES, type PathBudget, PathFailure } from './path-result.ts';
import { budgetFailure, type SignatureChecks } from './signature-checks.ts';

/** Certificates that may be part of a path, found by subject. */
export class CertificatePool {
  readonly #anchors = new Map<string, PathCertificate[]>();
  readonly #intermediates = new Map<string, PathCertificate[]>();
  readonly #trusted = new Set<string>();
  readonly #ranked = new Map<string, readonly Candidate[]>();

  constructor(anchors: readonly PathCertificate[], intermediates: readonly PathCertificate[]) {
    for (const anchor of anchors) {
      if (this.#trusted.has(anchor.fingerprint)) continue;
      this.#trusted.add(anchor.fingerprint);
      add(this.#anchors, anchor);
    }
    for (const intermediate of intermediates) add(this.#intermediates, intermediate);
  }

  isTrusted(certificate: PathCertificate): boolean {
    return this.#trusted.has(certificate.fingerprint);
  }

  /** Every certificate with this subject, trusted ones first. */
  withSubject(subjectName: string): readonly PathCertificate[] {
    return [...(this.#anchors.get(subjectName) ?? []), ...(this.#intermediates.get(subjectName) ?? [])];
  }

  /** Possible issuers, the most likely first; at most MAX_CANDIDATES. */
  issuersOf(child: PathCertificate, time: Date): readonly Candidate[] {
    const wanted = child.extensions().authorityKeyIdentifier?.keyIdentifier ?? null;
    const key = `${child.issuerName}\n${wanted}`;
    const known = this.#ranked.get(key);
    if (known !== undefined) return known;
    const candidates = [
      ...(this.#anchors.get(child.issuerName) ?? []).map((certificate) => ({ certificate, isAnchor: true })),
      ...(this.#intermediates.get(child.issuerName) ?? []).map((certificate) => ({ certificate, isAnchor: false })),
    ];
    const seen = new Set<string>();
    const ranked = candidates
      .slice(0, MAX_CANDIDATES)
      // Trusted ones come first, so a second copy among the intermediates falls away.
      .filter(({ certificate: { fingerprint } }) => !seen.has(fingerprint) && seen.add(fingerprint))
      .map((candidate) => ({ ...candidate, rank: rankOf(candidate, wanted, time) }))
      .sort((left, right) => left.rank - right.rank);
    this.#ranked.set(key, ranked);
    return ranked;
  }

  /** Whether some certificates with this subject are never looked at. */
  isOverfull(subjectName: string): boolean {
    return this.withSubject(subjectName).length > MAX_CANDIDATES;
  }
}

export interface Candidate {
  readonly certificate: PathCertificate;
  readonly isAnchor: boolean;
}

export interface BuildContext {
  readonly pool: CertificatePool;
  readonly time: Date;
  readonly allowLegacyAlgorithms: boolean;
  readonly signatures: SignatureChecks;
  readonly budget: PathBudget;
  /** Told where the search ended without a trusted certificate; `path` ends with the certificate that the failure is about. */
  readonly onDeadEnd: (failure: PathFailure, path: readonly PathCertificate[]) => void;
}

/** Complete paths, trusted certificate first. Throws PathFailure `budget-exceeded`. */
export function* buildPaths(leaf: PathCertificate, context: BuildContext): Generator<readonly PathCertificate[]> {
  if (context.pool.isTrusted(leaf)) yield [leaf];
  yield* extend([leaf], context);
}

/** `path` is leaf first here. */
function* extend(path: readonly PathCertificate[], context: BuildContext): Generator<readonly PathCertificate[]> {
  const { pool, budget, onDeadEnd } = context;
  const child = path.at(-1) as PathCertificate;
  let found = false;
  for (const { certificate, isAnchor } of pool.issuersOf(child, context.time)) {
    budget.extensions -= 1;
    if (budget.extensions < 0) throw budgetFailure('more possible chains than are tried for one answer');
    if (path.some((member) => isSameEntity(member, certificate))) continue;
    found = true;
    const refused = issuanceFailure(child, certificate, context);
    if (refused !== null) {
      onDeadEnd(refused, path);
      continue;
    }
    if (isAnchor) yield [certificate, ...path.toReversed()];
    else if (path.length + 1 < MAX_PATH_CERTIFICATES) yield* extend([...path, certificate], context);
    else onDeadEnd(tooDeep(), path);
  }
  if (pool.isOverfull(child.issuerName)) throw budgetFailure('a pool with more issuers of one name than are tried');
  if (!found) onDeadEnd(noIssuer(child), path);
}

/** Same name and key: once in a path is enough, and a loop always repeats one. RFC 4158 §2.4.2 */
function isSameEntity(left: PathCertificate, right: PathCertificate): boolean {
  return left.subjectName === right.subjectName && Buffer.compare(left.spkiDer, right.spkiDer) === 0;
}

function issuanceFailure(child: PathCertificate, issuer: PathCertificate, context: BuildContext): PathFailure | null {
  let key: PathKey;
  try {
    key = issuer.key(context.allowLegacyAlgorithms);
  } catch {
    // The path is completed all the same: validation names the issuer's fault better than a missing chain would.
    return null;
  }
  // DSA parameters come from above, which is not known yet; validation checks this signature.
  if (key.inheritsParameters) return null;
  try {
    context.signatures.check(child, issuer, key);
    return null;
  } catch (error) {
    if (!(error instanceof PathFailure) || error.fault.code === 'budget-exceeded') throw error;
    return error;
  }
}

function rankOf({ certificate, isAnchor }: Candidate, wanted: string | null, time: Date): number {
  const { subjectKeyIdentifier, basicConstraints } = certificate.extensions();
  const mismatch = wanted !== null && subjectKeyIdentifier !== null && wanted !== subjectKeyIdentifier;
  const isOutOfTime = time < certificate.notBefore || time > certificate.notAfter;
  const isNoAuthority = !isAnchor && !basicConstraints?.cA;
  return (mismatch ? 8 : 0) + (isOutOfTime ? 4 : 0) + (isNoAuthority ? 2 : 0) + (isAnchor ? 0 : 1);
}

function noIssuer(child: PathCertificate): PathFailure {
  return new PathFailure({
    code: 'no-path',
    evidence: child.isSelfIssued
      ? 'is issued by itself and is not among the trusted certificates'
      : 'has an issuer that is neither trusted nor among the intermediate certificates',
    advice: child.isSelfIssued ? 'Trust it, or give the root that is trusted.' : 'Add the certificate of its issuer.',
  });
}

function tooDeep(): PathFailure {
  return new PathFailure({
    code: 'budget-exceeded',
    evidence: `is at the top of a chain of ${MAX_PATH_CERTIFICATES} certificates, the longest that is followed`,
    advice: 'Give only the certificates that belong to its chain.',
  });
}

function add(index: Map<string, PathCertificate[]>, certificate: PathCertificate): void {
  const known = index.get(certificate.subjectName);
  if (known === undefined) index.set(certificate.subjectName, [certificate]);
  else known.push(certificate);
}

/** A CA that renewed weekly for ten years has 520; more of one subject are no honest pool. */
export const MAX_CANDIDATES = 600;
