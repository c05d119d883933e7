/** How much work a foreign file may ask for before a password is tried on it. */
import { PkiError } from '../types.ts';

/**
 * Counts rounds of password derivation. A hostile file can ask for 2³¹ rounds, which take minutes to hours, so every iteration count is read from
 * the structure and announced with `plan` before anything is derived. `spend` then counts the rounds that are really done: long keys take several
 * for each iteration, and several passwords repeat the work.
 */
export class WorkBudget {
  readonly #maxPlanned: number;
  readonly #maxSpent: number;
  #planned = 0;
  #spent = 0;

  constructor(limits: { readonly maxPlanned?: number; readonly maxSpent?: number } = {}) {
    this.#maxPlanned = limits.maxPlanned ?? MAX_PLANNED;
    this.#maxSpent = limits.maxSpent ?? MAX_SPENT;
  }

  /** An iteration count that the file states. Throws `too-large` when their sum is beyond every real file. */
  plan(iterations: number): void {
    this.#planned += iterations;
    if (!(this.#planned <= this.#maxPlanned))
      throw new PkiError(
        'too-large',
        `The file asks for ${plainCount(this.#planned)} rounds of password derivation; at most ${plainCount(this.#maxPlanned)} are done. Export it again with fewer iterations.`,
      );
  }

  /** Rounds about to be done. Throws `too-large` when trying passwords has cost enough. */
  spend(rounds: number): void {
    this.#spent += rounds;
    if (!(this.#spent <= this.#maxSpent))
      throw new PkiError(
        'too-large',
        'Trying the given passwords on this file takes too long. Give only the one password that belongs to it.',
      );
  }
}

function plainCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** D28 names 2,000,000, but a file that GnuTLS 3.7 makes of a key, its certificate and one authority asks for 2,400,000. */
const MAX_PLANNED = 3_000_000;
/** One opening of such a file with triple DES, three rounds an iteration, and some wrong passwords against its seal. */
const MAX_SPENT = 12_000_000;
