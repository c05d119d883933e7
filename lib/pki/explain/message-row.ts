/** A row of the table of known messages. */
import type { CauseId } from './causes.ts';

export interface KnownMessage {
  readonly id: string;
  /** Whose words they are. */
  readonly program: string;
  /** Tried on each line; no nested repetition. */
  readonly pattern: RegExp;
  /** The likeliest first. */
  readonly causes: readonly CauseId[];
  /** A row that says which side it is counts more than the words of the library inside it. */
  readonly weight: number;
  /** A real one, for the test. */
  readonly sample: string;
}

export const row = (
  id: string,
  program: string,
  pattern: RegExp,
  causes: readonly CauseId[],
  sample: string,
  weight = 1,
): KnownMessage => ({ id, program, pattern, causes, sample, weight });
