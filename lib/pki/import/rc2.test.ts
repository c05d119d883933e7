import { describe, expect, it } from 'vitest';
import { bytes, refusal } from '../fixtures.test-support.ts';
import { decryptRc2Cbc } from './rc2.ts';

/** Decrypts one block by CBC with a zero vector; a second block makes the padding right whatever the first one holds. */
function decryptBlock(key: string, effectiveBits: number, ciphertext: string): string {
  const block = bytes(ciphertext);
  for (let last = 0; last < 8192; last += 1) {
    // D(second) xor first must end in 01, so the second block is searched for by its last two octets.
    const second = Uint8Array.from([0, 0, 0, 0, 0, 0, last >> 8, last & 0xff]);
    try {
      const plain = decryptRc2Cbc({
        key: bytes(key),
        effectiveBits,
        iv: new Uint8Array(8),
        data: Uint8Array.from([...block, ...second]),
      });
      return Buffer.from(plain.subarray(0, 8)).toString('hex');
    } catch {
      // Another end is tried.
    }
  }
  throw new Error('No second block gave right padding.');
}

describe('decryptRc2Cbc', () => {
  // RFC 2268 §5
  it.each([
    ['0000000000000000', 63, '0000000000000000', 'ebb773f993278eff'],
    ['ffffffffffffffff', 64, 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', 64, '1000000000000001', '30649edf9be7d2c2'],
    ['88', 64, '0000000000000000', '61a8a244adacccf0'],
    ['88bca90e90875a', 64, '0000000000000000', '6ccf4308974c267f'],
    ['88bca90e90875a7f0f79c384627bafb2', 64, '0000000000000000', '1a807d272bbe5db1'],
    ['88bca90e90875a7f0f79c384627bafb2', 128, '0000000000000000', '2269552ab0f85ca6'],
  ])('gives the plaintext of RFC 2268 for the key %s of %i bits', (key, effectiveBits, plaintext, ciphertext) => {
    expect(decryptBlock(key, effectiveBits, ciphertext)).toBe(plaintext);
  });

  it('refuses parts of blocks and wrong padding', () => {
    const read = (data: Uint8Array) =>
      decryptRc2Cbc({ key: bytes('0102030405'), effectiveBits: 40, iv: new Uint8Array(8), data });
    expect(refusal(() => read(new Uint8Array(0))).code).toBe('malformed');
    expect(refusal(() => read(new Uint8Array(15))).code).toBe('malformed');
    expect(refusal(() => read(new Uint8Array(16))).code).toBe('malformed');
  });
});
