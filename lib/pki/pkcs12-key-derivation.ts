/** The key derivation that only PKCS#12 has. RFC 7292 appendix B */
import { hash } from 'node:crypto';
import { PkiError } from './types.ts';

export type Pkcs12Digest = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/**
 * `octets` octets of key (`purpose` 1), initialisation vector (2) or MAC key (3). `password` is as `pkcs12Password` gives it. The caller
 * overwrites what it gets. One digest a round and output block: bound `iterations` first. RFC 7292 appendix B.2
 */
export function derivePkcs12Key(args: {
  readonly digest: Pkcs12Digest;
  readonly purpose: 1 | 2 | 3;
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly octets: number;
}): Uint8Array {
  const { digest, iterations, octets } = args;
  const block = digest === 'sha384' || digest === 'sha512' ? 128 : 64;
  const diversifier = Buffer.alloc(block, args.purpose);
  const input = Buffer.concat([repeated(args.salt, block), repeated(args.password, block)]);
  const out = new Uint8Array(octets);
  for (let taken = 0; taken < octets; ) {
    let output: Buffer = hash(digest, Buffer.concat([diversifier, input]), 'buffer');
    for (let round = 1; round < iterations; round += 1) output = hash(digest, output, 'buffer');
    out.set(output.subarray(0, octets - taken), taken);
    taken += output.length;
    if (taken < octets) addToBlocks(input, output, block);
  }
  input.fill(0);
  return out;
}

/** UTF-16 with a final NUL, as this derivation wants its password. Throws `bad-name` for half of a surrogate pair. RFC 7292 appendix B.1 */
export function pkcs12Password(password: string): Uint8Array {
  return new Uint8Array(Buffer.concat([utf16(password), Buffer.alloc(2)]));
}

/** UTF-16, most significant octet first; astral characters as surrogate pairs, as all readers do. RFC 7292 appendix B.1 */
export function utf16(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new PkiError('bad-name', 'The text holds half of a surrogate pair. Enter it again.');
  return Buffer.from(text, 'utf16le').swap16();
}

/** Each block of the input plus the repeated output plus one, modulo the block's size. RFC 7292 appendix B.2, step 6 C */
function addToBlocks(input: Buffer, output: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let index = block - 1; index >= 0; index -= 1) {
      carry += (input[start + index] as number) + (output[index % output.length] as number);
      input[start + index] = carry & 0xff;
      carry >>= 8;
    }
  }
}

/** The octets again and again, up to a whole number of digest blocks; nothing from nothing. RFC 7292 appendix B.2, steps 2 and 3 */
function repeated(octets: Uint8Array, block: number): Uint8Array {
  const out = Buffer.alloc(Math.ceil(octets.length / block) * block);
  for (let at = 0; at < out.length; at += 1) out[at] = octets[at % octets.length] as number;
  return out;
}
