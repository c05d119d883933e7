import type { StoreTransaction } from '../domain/store.ts';

export type Work = (tx: StoreTransaction) => Promise<unknown>;
export type Outcome = { readonly result: unknown } | { readonly error: unknown };

interface Waiting {
  readonly work: Work;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * Who waits to write, first come first served. While one batch is written the next gathers, so that under load many
 * share a COMMIT and a single caller waits for nobody.
 */
export class TransactionTurns {
  readonly #runTogether: (works: readonly Work[]) => Promise<readonly Outcome[]>;
  readonly #waiting: (Waiting | (() => Promise<void>))[] = [];
  #busy = false;

  /** `runTogether` never rejects: it says what became of each. */
  constructor(runTogether: (works: readonly Work[]) => Promise<readonly Outcome[]>) {
    this.#runTogether = runTogether;
  }

  /** Resolves or rejects as `work` does, after the COMMIT. */
  run<Result>(work: (tx: StoreTransaction) => Promise<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const settle = (outcome: Outcome) =>
      'error' in outcome ? reject(outcome.error) : resolve(outcome.result as Result);
    this.#enter({ work, settle });
    return promise;
  }

  /** Runs what is no transaction when everything asked for before has ended. */
  between<Result>(work: () => Promise<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#enter(() => work().then(resolve, reject));
    return promise;
  }

  #enter(one: Waiting | (() => Promise<void>)): void {
    this.#waiting.push(one);
    if (this.#busy) return;
    this.#busy = true;
    void this.#serve();
  }

  async #serve(): Promise<void> {
    // Those that are asked for in the same turn of the event loop are there by then.
    await undefined;
    for (let first = this.#waiting.shift(); first !== undefined; first = this.#waiting.shift()) {
      if (typeof first === 'function') {
        await first();
        continue;
      }
      const batch = [first, ...this.#company()];
      const outcomes = await this.#runTogether(batch.map(({ work }) => work));
      for (const [at, { settle }] of batch.entries()) settle(outcomes[at] as Outcome);
    }
    this.#busy = false;
  }

  /** Those behind, up to the first that is no transaction. */
  #company(): readonly Waiting[] {
    const end = this.#waiting.findIndex((one) => typeof one === 'function');
    return this.#waiting.splice(0, Math.min(end < 0 ? this.#waiting.length : end, MOST_TOGETHER - 1)) as Waiting[];
  }
}

/** Keeps the time that a transaction holds its lock far below that after which it is given up. */
const MOST_TOGETHER = 16;
