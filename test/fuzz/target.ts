/** What a parser under test is, and what must hold for every input whatever it is. */
import { createHash, type Hash } from 'node:crypto';
import { CountersignError } from '../../lib/domain/errors.ts';
import { PkiError } from '../../lib/pki/types.ts';
import { changeAsn1, changeOctets, monster } from './asn1-mutations.ts';
import { Random } from './random.ts';
import { changeText, textMonster } from './text-mutations.ts';

interface Named {
  readonly name: string;
  /** The contract says that it answers everything, so a refusal is a fault. */
  readonly neverRefuses?: boolean;
}
/** Reads octets. `run` returns what was read, or a promise of it; where an encoder exists it also goes the way back, and throws `NotIdentical` when that leads elsewhere. */
export interface OctetTarget extends Named {
  readonly kind: 'octets';
  readonly seeds: readonly Uint8Array[];
  /** Last step of making an input, such as a signature over what was changed. */
  readonly finish?: (changed: Uint8Array, random: Random) => Uint8Array;
  readonly run: (input: Uint8Array) => unknown;
}
export interface TextTarget extends Named {
  readonly kind: 'text';
  readonly seeds: readonly string[];
  readonly finish?: (changed: string, random: Random) => string;
  readonly run: (input: string) => unknown;
}
export type Target = OctetTarget | TextTarget;

/** What was read and written again is not what was read at first. */
export class NotIdentical extends Error {
  constructor(what: string) {
    super(`${what} is not the same after it was written and read again`);
    this.name = 'NotIdentical';
  }
}

/** Input number `index` of a target under a seed; the first inputs are the real files themselves. */
export function inputOf(target: Target, seed: number, index: number): Uint8Array | string {
  const random = new Random(seed, target.name, index);
  if (target.kind === 'text') {
    const real = target.seeds[index];
    if (real !== undefined) return target.finish?.(real, random) ?? real;
    const changed = random.once(12)
      ? textMonster(random)
      : changeText(random.pick(target.seeds), random.pick(target.seeds), random);
    return target.finish?.(changed, random) ?? changed;
  }
  const real = target.seeds[index];
  if (real !== undefined) return target.finish?.(real, random) ?? Uint8Array.from(real);
  const [from, other] = [random.pick(target.seeds), random.pick(target.seeds)];
  const kind = random.below(12);
  const changed =
    kind === 0 ? monster(random) : kind < 9 ? changeAsn1(from, other, random) : changeOctets(from, other, random);
  return target.finish?.(changed, random) ?? changed;
}

/** Throws `NotIdentical` unless both are the same to the last octet. */
export function same(what: string, left: unknown, right: unknown): void {
  if (digestOf(left) !== digestOf(right)) throw new NotIdentical(what);
}

/** Runs one input twice. Null when all properties hold, else a sentence about the one that does not. */
export async function judge(target: Target, input: Uint8Array | string): Promise<string | null> {
  const before = digestOf(input);
  const first = await outcome(target, input);
  if (first.fault !== null) return first.fault;
  if (digestOf(input) !== before) return 'the parser changed the octets it was given';
  const second = await outcome(target, input);
  return second.digest === first.digest ? null : 'the same input was answered in two ways';
}

async function outcome(target: Target, input: Uint8Array | string): Promise<{ fault: string | null; digest: string }> {
  try {
    const value = await (target.kind === 'text' ? target.run(input as string) : target.run(input as Uint8Array));
    return { fault: null, digest: digestOf(value) };
  } catch (error) {
    if (!(error instanceof PkiError) && !(error instanceof CountersignError))
      return {
        fault: `threw ${error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : String(error)}`,
        digest: '',
      };
    if (target.neverRefuses) return { fault: `refused what it must answer: ${error.message}`, digest: '' };
    if (error.message.length > MAX_MESSAGE)
      return { fault: `refused with a message of ${error.message.length} characters`, digest: '' };
    const fields = error instanceof CountersignError ? error.fields : [];
    return { fault: null, digest: digestOf(['refused', error.code, error.message, fields]) };
  }
}

/** Hex over everything in a value, the kinds of its parts included; functions are left out. */
export function digestOf(value: unknown): string {
  const hash = createHash('sha256');
  addTo(hash, value);
  return hash.digest('hex');
}

function addTo(hash: Hash, value: unknown): void {
  if (value instanceof Uint8Array) hash.update(`octets ${value.length}:`).update(value);
  else if (typeof value === 'string') hash.update(`text ${value.length}:${value}`, 'utf16le');
  else if (value instanceof Date) hash.update(`time ${value.getTime()};`);
  else if (value instanceof Error) hash.update(`error ${value.name} ${value.message};`);
  else if (Array.isArray(value)) {
    hash.update(`list ${value.length}:`);
    for (const part of value) addTo(hash, part);
  } else if (value instanceof Map || value instanceof Set) addTo(hash, [...value]);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      if (typeof part === 'function') continue;
      hash.update(`field ${key}:`);
      addTo(hash, part);
    }
    hash.update('end;');
  } else hash.update(`${typeof value} ${String(value)};`);
}

/** Longer messages would carry the file to the screen and the log. */
const MAX_MESSAGE = 2_000;
