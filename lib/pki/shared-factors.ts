/**
 * RSA moduli that share a prime: two machines whose generators had the same little to begin with. The greatest common divisor gives both
 * keys away. Heninger et al., "Mining Your Ps and Qs" (2012), §3.2; Bernstein, "How to find smooth parts of integers" (2004)
 */
import { contentOf, FieldReader, integerValue, readBitStringOctets, readDer, readOid } from './der-reader.ts';
import { TAG } from './der-writer.ts';
import { OID } from './oids.ts';

/** The modulus of an RSA key in either form, null for keys of every other kind. Throws `malformed`. RFC 8017 appendix A.1.1, RFC 4055 §1.2 */
export function rsaModulusOf(spkiDer: Uint8Array): bigint | null {
  const info = new FieldReader(
    readDer(spkiDer, { maxBytes: 8192, maxNodes: 32, noun: 'public key' }),
    'SubjectPublicKeyInfo',
  );
  const identifier = new FieldReader(info.take(TAG.sequence, 'algorithm'), 'AlgorithmIdentifier');
  const algorithm = readOid(identifier.takeAny('algorithm'), 'AlgorithmIdentifier.algorithm');
  if (algorithm !== OID.rsaEncryption && algorithm !== OID.rsassaPss) return null;
  const octets = readBitStringOctets(info.takeAny('subjectPublicKey'), 'SubjectPublicKeyInfo.subjectPublicKey');
  const key = new FieldReader(readDer(octets, { maxBytes: 8192, maxNodes: 8, noun: 'RSA key' }), 'RSAPublicKey');
  return integerValue(contentOf(key.take(TAG.integer, 'modulus')));
}

/** Products of moduli, so that one more can be compared with all of them at the cost of one division. */
export class ModulusProducts {
  readonly #products: bigint[] = [];
  #inLast = 0;

  /** Each modulus once. */
  add(modulus: bigint): void {
    if (this.#inLast === 0 || this.#inLast === PER_PRODUCT) {
      this.#products.push(modulus);
      this.#inLast = 1;
      return;
    }
    this.#products.push((this.#products.pop() as bigint) * modulus);
    this.#inLast += 1;
  }

  /** The greatest common divisor with the product of all, which the modulus itself is not in: 1 for a sound key. `pause` is awaited between parts of about a millisecond. */
  async commonFactor(modulus: bigint, pause: () => Promise<void>): Promise<bigint> {
    let rest = 1n;
    for (const [at, product] of this.#products.entries()) {
      rest = (rest * (product % modulus)) % modulus;
      if (at % PARTS === PARTS - 1) await pause();
    }
    return greatestCommonDivisor(modulus, rest);
  }
}

export interface SharedFactor {
  /** Position of the modulus. */
  readonly at: number;
  /** Position of one that it shares the factor with. */
  readonly with: number;
}

/**
 * All moduli that share a prime with another one, in the order they came. Each modulus once. Takes seconds for tens of
 * thousands: call it in a process of its own.
 */
export function findSharedFactors(moduli: readonly bigint[]): readonly SharedFactor[] {
  const blocks: ProductTree[] = [];
  for (let at = 0; at < moduli.length; at += BLOCK) blocks.push(productTree(moduli.slice(at, at + BLOCK)));
  const flagged = blocks.flatMap((block, number) => {
    const own = rootOf(block);
    const others = blocks.reduce((rest, other) => (other === block ? rest : (rest * (rootOf(other) % own)) % own), 1n);
    const squares = remainders(block, own, (value) => value * value);
    const rests = remainders(block, others, (value) => value);
    return (block[0] as bigint[]).flatMap((modulus, at) => {
      const rest = (((squares[at] as bigint) / modulus) * (rests[at] as bigint)) % modulus;
      const factor = greatestCommonDivisor(modulus, rest);
      return factor === 1n ? [] : [{ at: number * BLOCK + at, modulus, factor }];
    });
  });
  return flagged.flatMap((one) => {
    const partner = flagged.find((other) => other !== one && greatestCommonDivisor(one.factor, other.modulus) !== 1n);
    return partner ? [{ at: one.at, with: partner.at }] : [];
  });
}

/** Levels from the moduli up to the one product of all. */
type ProductTree = readonly (readonly bigint[])[];

function productTree(moduli: readonly bigint[]): ProductTree {
  const levels: (readonly bigint[])[] = [moduli];
  for (let level = moduli; level.length > 1; ) {
    const above: bigint[] = [];
    for (let at = 0; at < level.length; at += 2)
      above.push(
        level[at + 1] === undefined ? (level[at] as bigint) : (level[at] as bigint) * (level[at + 1] as bigint),
      );
    levels.push(above);
    level = above;
  }
  return levels;
}

function rootOf(tree: ProductTree): bigint {
  return (tree.at(-1) as readonly bigint[])[0] as bigint;
}

/** `value` modulo `of` each leaf, down the tree. */
function remainders(tree: ProductTree, value: bigint, of: (node: bigint) => bigint): readonly bigint[] {
  let above: readonly bigint[] = [value];
  for (const level of [...tree].reverse())
    above = level.map((node, at) => {
      const parent = above.length === level.length ? at : at >> 1;
      return (above[parent] as bigint) % of(node);
    });
  return above;
}

function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  let [left, right] = [one, other];
  while (right !== 0n) [left, right] = [right, left % right];
  return left;
}

/** 16 KiB with RSA 2048: a division of a fraction of a millisecond. */
const PER_PRODUCT = 64;
const PARTS = 16;
/** A product of one to two MiB: a tree of it takes some tens of MiB. */
const BLOCK = 4_096;
