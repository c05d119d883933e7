/** The whole verification: read what was given, try the possible paths, and answer with the first good one or the most telling failure. RFC 5280 §6 */
import { PkiError } from '../types.ts';
import { buildPaths, CertificatePool, MAX_CANDIDATES } from './build-path.ts';
import { type PathCertificate, peekSubject, readPathCertificate } from './path-certificate.ts';
import { newPathBudget, type PathAnswer, type PathBudget, PathFailure, type PathStep } from './path-result.ts';
import { checkPathRevocation, type RevocationData, readRevocationData } from './revocation.ts';
import { SignatureChecks } from './signature-checks.ts';
import { PathRecord, type PathRequirements, validatePath } from './validate-path.ts';

export interface PathQuestion extends PathRequirements {
  /** DER of each. What cannot be read is skipped with a step that says so. */
  readonly trusted: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  /** DER of the end certificate. */
  readonly leaf: Uint8Array;
  /** DER of CRLs and OCSP responses. With any of either, every certificate but the trusted one must be covered. */
  readonly crls: readonly Uint8Array[];
  readonly ocspResponses: readonly Uint8Array[];
  /** Steps about input that was skipped before. */
  readonly skipped?: readonly PathStep[];
}

/** Never throws for anything in the question. `budget` is for tests; it is used up. */
export function verifyPath(question: PathQuestion, budget: PathBudget = newPathBudget()): PathAnswer {
  const skipped = [...(question.skipped ?? [])];
  const trusted = readAll(question.trusted, 'trusted', skipped);
  const intermediates = readAll(question.intermediates, 'intermediate', skipped);
  let leaf: PathCertificate;
  try {
    leaf = readPathCertificate(question.leaf);
  } catch (error) {
    return unreadableLeaf(error, skipped);
  }
  const revocation = readRevocationData(question.crls, question.ocspResponses, skipped);
  const search = new PathSearch(question, new CertificatePool(trusted, intermediates), revocation, budget);
  return search.run(leaf, skipped);
}

/** A search for one good path. */
class PathSearch {
  readonly #requirements: PathRequirements;
  readonly #pool: CertificatePool;
  readonly #revocation: RevocationData;
  readonly #budget: PathBudget;
  readonly #signatures: SignatureChecks;
  #best: FailedPath | null = null;

  constructor(requirements: PathRequirements, pool: CertificatePool, revocation: RevocationData, budget: PathBudget) {
    this.#requirements = requirements;
    this.#pool = pool;
    this.#revocation = revocation;
    this.#budget = budget;
    this.#signatures = new SignatureChecks(budget, requirements.allowLegacyAlgorithms);
  }

  run(leaf: PathCertificate, skipped: readonly PathStep[]): PathAnswer {
    try {
      for (const path of buildPaths(leaf, this.#buildContext())) {
        const good = this.#try(path);
        if (good === null) continue;
        const reason = `${leaf.text()} is valid: ${path.length === 1 ? 'it is trusted itself' : `its chain of ${path.length} certificates ends at ${(path[0] as PathCertificate).text()}`}.`;
        return { verdict: 'SUCCESS', code: 'ok', reason, steps: [...skipped, ...good.steps] };
      }
    } catch (error) {
      if (!(error instanceof PathFailure)) throw error;
      // What was found before is not the answer: a good path may be among those that were not tried.
      this.#keep({ rank: Number.POSITIVE_INFINITY, failure: error, subject: leaf.text(), steps: [budgetStep(error)] });
    }
    const best = this.#best ?? unreachable();
    const { code, evidence, advice } = best.failure.fault;
    return {
      verdict: 'FAILURE',
      code,
      reason: `${best.subject} ${evidence}. ${advice}`,
      steps: [...skipped, ...best.steps],
    };
  }

  /** The record of a good path, or null. Throws PathFailure `budget-exceeded`. */
  #try(path: readonly PathCertificate[]): PathRecord | null {
    this.#budget.paths -= 1;
    if (this.#budget.paths < 0)
      throw new PathFailure({
        code: 'budget-exceeded',
        evidence: 'has more possible chains than are tried for one answer',
        advice: 'Give only the certificates that belong to its chain.',
      });
    const record = new PathRecord(path);
    try {
      validatePath(record, this.#requirements, this.#signatures, this.#budget);
      checkPathRevocation(record, this.#revocation, {
        requirements: this.#requirements,
        pool: this.#pool,
        signatures: this.#signatures,
        budget: this.#budget,
      });
      return record;
    } catch (error) {
      if (!(error instanceof PathFailure) || error.fault.code === 'budget-exceeded') throw error;
      const subject = (path[record.current] as PathCertificate).text();
      this.#keep({ rank: COMPLETE_PATH + record.steps.length, failure: error, subject, steps: record.steps });
      return null;
    }
  }

  #buildContext() {
    const { time, allowLegacyAlgorithms } = this.#requirements;
    return {
      pool: this.#pool,
      time,
      allowLegacyAlgorithms,
      signatures: this.#signatures,
      budget: this.#budget,
      onDeadEnd: (failure: PathFailure, path: readonly PathCertificate[]) => {
        const subject = (path.at(-1) as PathCertificate).text();
        const rank = path.length + (failure.fault.code === 'no-path' ? 0 : BROKEN_LINK);
        // Only the best is ever told, so a step is made for no other.
        if (this.#best !== null && this.#best.rank >= rank) return;
        const certificate = { subject, index: 0 };
        const evidence = `${failure.fault.evidence}.`;
        this.#keep({
          rank,
          failure,
          subject,
          steps: [{ check: 'chain', certificate, ok: false, evidence, section: 'RFC 5280 §6.1' }],
        });
      },
    };
  }

  /** Of equals the first counts: paths come best first. */
  #keep(failed: FailedPath): void {
    if (this.#best === null || failed.rank > this.#best.rank) this.#best = failed;
  }
}

interface FailedPath {
  /** How far the path came. */
  readonly rank: number;
  readonly failure: PathFailure;
  readonly subject: string;
  readonly steps: readonly PathStep[];
}

/** Of intermediates with one subject no more are read than the search would look at, and one: that the pool is overfull has to be seen. */
function readAll(encoded: readonly Uint8Array[], kind: 'trusted' | 'intermediate', skipped: PathStep[]) {
  /** The counter of a subject by each of its encodings that was met. */
  const byEncoding = new Map<string, { read: number }>();
  const byName = new Map<string, { read: number }>();
  return encoded.flatMap((der, index): PathCertificate[] => {
    const peeked = kind === 'intermediate' ? peekSubject(der) : null;
    const encoding = peeked === null ? null : latin1(peeked);
    if (encoding !== null && (byEncoding.get(encoding)?.read ?? 0) > MAX_CANDIDATES) return [];
    try {
      const certificate = readPathCertificate(der);
      const counter = byName.get(certificate.subjectName) ?? { read: 0 };
      counter.read += 1;
      byName.set(certificate.subjectName, counter);
      if (encoding !== null) byEncoding.set(encoding, counter);
      return [certificate];
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      skipped.push(skippedStep(`The ${kind} certificate number ${index + 1} is left out: ${error.message}`));
      return [];
    }
  });
}

function latin1(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');
}

/** A step that says what was left out; not a failure by itself. */
export function skippedStep(evidence: string): PathStep {
  return { check: 'input', certificate: null, ok: false, evidence, section: 'RFC 5280 §4.1' };
}

function unreadableLeaf(error: unknown, skipped: readonly PathStep[]): PathAnswer {
  if (!(error instanceof PkiError)) throw error;
  const reason = `The end certificate cannot be read. ${error.message}`;
  const steps = [...skipped, { ...skippedStep(error.message), check: 'certificate' }];
  return { verdict: 'FAILURE', code: 'malformed-certificate', reason, steps };
}

function budgetStep(failure: PathFailure): PathStep {
  const evidence = `The certificate ${failure.fault.evidence}.`;
  return { check: 'budget', certificate: null, ok: false, evidence, section: 'RFC 5280 §8' };
}

function unreachable(): never {
  throw new Error('A search that finds no path keeps at least one dead end.');
}

const BROKEN_LINK = 100;
const COMPLETE_PATH = 1000;
