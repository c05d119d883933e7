/** RC2 in CBC mode, decryption only: Windows and old OpenSSL, Java and NSS encrypted the certificates of PKCS#12 files with it. RFC 2268 */
import { PkiError } from '../types.ts';

/**
 * Plaintext without its PKCS#7 padding. `effectiveBits` is what the key's strength was cut to, 40 for `rc2-40-cbc`. Throws `malformed` when the
 * octets are no whole blocks or the padding is wrong, which is what a wrong key looks like. RFC 2268 §5
 */
export function decryptRc2Cbc(args: {
  readonly key: Uint8Array;
  readonly effectiveBits: number;
  readonly iv: Uint8Array;
  readonly data: Uint8Array;
}): Uint8Array {
  const { iv, data } = args;
  if (iv.length !== BLOCK || data.length === 0 || data.length % BLOCK !== 0) throw notOpened();
  const words = expandRc2Key(args.key, args.effectiveBits);
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += BLOCK) {
    decryptBlock(words, data, out, at);
    for (let index = 0; index < BLOCK; index += 1) {
      const previous = at === 0 ? iv[index] : data[at - BLOCK + index];
      out[at + index] = (out[at + index] as number) ^ (previous as number);
    }
  }
  const padding = out[out.length - 1] as number;
  if (padding < 1 || padding > BLOCK || out.subarray(out.length - padding).some((octet) => octet !== padding))
    throw notOpened();
  return out.subarray(0, out.length - padding);
}

/** 64 words of 16 bits from a key of 1 to 128 octets. RFC 2268 §2 */
function expandRc2Key(key: Uint8Array, effectiveBits: number): Uint16Array {
  const octets = new Uint8Array(128);
  octets.set(key);
  for (let index = key.length; index < 128; index += 1)
    octets[index] = pi((octets[index - 1] as number) + (octets[index - key.length] as number));
  const effectiveOctets = Math.ceil(effectiveBits / 8);
  const mask = 0xff >> (8 * effectiveOctets - effectiveBits);
  octets[128 - effectiveOctets] = pi((octets[128 - effectiveOctets] as number) & mask);
  for (let index = 127 - effectiveOctets; index >= 0; index -= 1)
    octets[index] = pi((octets[index + 1] as number) ^ (octets[index + effectiveOctets] as number));
  return Uint16Array.from(
    { length: 64 },
    (_, index) => (octets[2 * index] as number) | ((octets[2 * index + 1] as number) << 8),
  );
}

/** Sixteen mixing rounds backwards with two mashing rounds between them. RFC 2268 §4 */
function decryptBlock(words: Uint16Array, data: Uint8Array, out: Uint8Array, at: number): void {
  const state = Uint16Array.from(
    { length: 4 },
    (_, index) => (data[at + 2 * index] as number) | ((data[at + 2 * index + 1] as number) << 8),
  );
  const word = (index: number) => state[index & 3] as number;
  for (let round = 15; round >= 0; round -= 1) {
    for (let index = 3; index >= 0; index -= 1) {
      const shift = SHIFTS[index] as number;
      const rotated = ((word(index) >>> shift) | (word(index) << (16 - shift))) & 0xffff;
      state[index] =
        rotated -
        (words[4 * round + index] as number) -
        (word(index + 3) & word(index + 2)) -
        (~word(index + 3) & word(index + 1));
    }
    if (round === 11 || round === 5)
      for (let index = 3; index >= 0; index -= 1) state[index] = word(index) - (words[word(index + 3) & 63] as number);
  }
  state.forEach((value, index) => {
    out[at + 2 * index] = value & 0xff;
    out[at + 2 * index + 1] = value >> 8;
  });
}

function pi(index: number): number {
  return PI_TABLE[index & 0xff] as number;
}

function notOpened(): PkiError {
  return new PkiError('malformed', 'The content encrypted with RC2 is damaged, or its key is another one.');
}

const BLOCK = 8;
const SHIFTS = [1, 2, 3, 5];
/** RFC 2268 §2 */
const PI_TABLE = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);
