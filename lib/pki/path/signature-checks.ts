/** Signatures between certificates, each checked once however many paths it is part of, and counted against the budget. */
import { PkiError } from '../types.ts';
import type { PathCertificate } from './path-certificate.ts';
import { checkSignature, type PathKey } from './path-key.ts';
import { type PathBudget, PathFailure } from './path-result.ts';

export class SignatureChecks {
  readonly #known = new Map<string, PathFailure | null>();
  readonly #budget: PathBudget;
  readonly #allowLegacyAlgorithms: boolean;

  constructor(budget: PathBudget, allowLegacyAlgorithms: boolean) {
    this.#budget = budget;
    this.#allowLegacyAlgorithms = allowLegacyAlgorithms;
  }

  /** Throws PathFailure when the issuer's key did not sign the child; `key` is the issuer's with its parameters filled in. */
  check(child: PathCertificate, issuer: PathCertificate, key: PathKey): void {
    const pair = `${child.fingerprint} ${issuer.fingerprint} ${key.inheritsParameters}`;
    const known = this.#known.get(pair);
    if (known === null) return;
    if (known !== undefined) throw known;
    try {
      this.checkData(key, child.algorithmIdentifierDer, child.tbsDer, child.signature);
      this.#known.set(pair, null);
    } catch (error) {
      if (error instanceof PathFailure && error.fault.code !== 'budget-exceeded') this.#known.set(pair, error);
      throw error;
    }
  }

  /** The same for any signed data. */
  checkData(key: PathKey, algorithmIdentifierDer: Uint8Array, data: Uint8Array, signature: Uint8Array): void {
    this.#budget.signatures -= 1;
    if (this.#budget.signatures < 0) throw budgetFailure('more signatures than are checked for one answer');
    try {
      checkSignature({
        key,
        algorithmIdentifierDer,
        data,
        signature,
        allowLegacyAlgorithms: this.#allowLegacyAlgorithms,
      });
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
      throw new PathFailure({
        code: 'unsupported-algorithm',
        evidence: `names a signature algorithm that cannot be read (${error.message})`,
        advice: 'Ask its issuer for a corrected certificate.',
      });
    }
  }
}

/** The end of a verification that would take too long. */
export function budgetFailure(what: string): PathFailure {
  return new PathFailure({
    code: 'budget-exceeded',
    evidence: `is part of ${what}`,
    advice: 'Give only the certificates that belong to its chain.',
  });
}
