/** Cheap tests for RSA moduli that can be factored: faulty generators were shipped in smart cards, printers and libraries. */

/** A sentence about what is wrong with the modulus, or null. Finds even and small factors, prime powers, close primes, and the ROCA structure. */
export function checkRsaModulus(modulus: bigint): string | null {
  if (SMALL_PRIMES.some((prime) => modulus % BigInt(prime) === 0n))
    return 'The RSA key has a small prime factor, so it can be broken.';
  if (hasRocaStructure(modulus))
    return 'The RSA key comes from a faulty generator (ROCA, CVE-2017-15361), so it can be broken.';
  if (isPerfectPower(modulus)) return 'The RSA key is a power of one prime, so it can be broken.';
  if (hasClosePrimes(modulus))
    return 'The primes of the RSA key are too close together (CVE-2022-26320), so it can be broken.';
  return null;
}

/**
 * Keys of the faulty generator are powers of 65537 modulo many small primes at once; a sound key passes all of these tests by
 * chance less than once in 2^27. Nemec et al., "The Return of Coppersmith's Attack", §2.3
 */
function hasRocaStructure(modulus: bigint): boolean {
  return ROCA_RESIDUES.every(({ prime, residues }) => residues.has(Number(modulus % BigInt(prime))));
}

/** Fermat's factorisation: n = a² − b² is found at once when the primes are close. The CA/Browser Forum asks for 100 rounds; the broken keys of CVE-2022-26320 fell in one. */
function hasClosePrimes(modulus: bigint): boolean {
  let a = squareRoot(modulus);
  if (a * a === modulus) return true;
  a += 1n;
  for (let round = 0; round < FERMAT_ROUNDS; round += 1) {
    if (isSquare(a * a - modulus)) return true;
    a += 1n;
  }
  return false;
}

/** Whether the value is a cube or a fifth, seventh … power; squares are found as close primes. More equal primes would be small ones. */
function isPerfectPower(value: bigint): boolean {
  return ODD_EXPONENTS.some((exponent) => {
    const root = rootOf(value, exponent);
    return root ** BigInt(exponent) === value;
  });
}

/** Largest integer whose power is not above the value (Newton's method, from above). */
function rootOf(value: bigint, exponent: number): bigint {
  const [power, below] = [BigInt(exponent), BigInt(exponent - 1)];
  let root = 1n << BigInt(Math.ceil((value.toString(16).length * 4) / exponent));
  for (;;) {
    const next = (root * below + value / root ** below) / power;
    if (next >= root) return root;
    root = next;
  }
}

function isSquare(value: bigint): boolean {
  // Most non-squares end in a pattern no square ends in; the root is only taken for the rest.
  if (!SQUARES_MODULO_5040.has(Number(value % 5040n))) return false;
  const root = squareRoot(value);
  return root * root === value;
}

/** Largest integer whose square is not above the value (Newton's method, from above). */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(16).length * 4 + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

function primesUpTo(limit: number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; candidate <= limit; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

function powersOf65537(prime: number): Set<number> {
  const residues = new Set<number>();
  for (let power = 1; !residues.has(power); power = (power * (65_537 % prime)) % prime) residues.add(power);
  return residues;
}

const FERMAT_ROUNDS = 110;
/** 2,048 bits as a higher power would be a power of a number below 2^128. */
const ODD_EXPONENTS = [3, 5, 7, 11, 13];
/** SP 800-89 §5.3.3 asks for no factor below 752. */
const SMALL_PRIMES = primesUpTo(752);
/** Only primes whose residues are not all powers of 65537 tell anything. */
const ROCA_RESIDUES = primesUpTo(167)
  .slice(1)
  .map((prime) => ({ prime, residues: powersOf65537(prime) }))
  .filter(({ prime, residues }) => residues.size < prime - 1);
const SQUARES_MODULO_5040 = new Set(Array.from({ length: 5040 }, (_, root) => (root * root) % 5040));
