/** How much work a foreign file may ask for before a password is tried on it. */
import { PkiError } from '../types.ts';

/**
 * Counts rounds of password derivation. A hostile file can ask for 2³¹ rounds, which take minutes to hours, so every count is read from the
 * structure and announced with `plan` before anything is derived. `spend` then counts what is really done: several passwords repeat the work.
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

  /** Rounds that one opening of the structure takes. Throws `too-large` when the file as a whole asks for too many. */
  plan(rounds: number): void {
    this.#planned += rounds;
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

/** D28: about a second of PBKDF2; Java writes 10,000 to 210,000 and OpenSSL 2,048 rounds for each part. */
const MAX_PLANNED = 2_000_000;
/** Five passwords on a file that is just allowed. */
const MAX_SPENT = 10_000_000;
