import { describe, expect, it } from 'vitest';
import { isMasked, multiply, qrCode, qrSvgPath } from './qr-code.ts';

/** Reads a code of one block (versions 1 to 3) back: format, mask, codewords, Reed-Solomon syndromes, text. */
function read(rows: readonly (readonly boolean[])[]): { text: string; syndromes: number[]; format: string } {
  const size = rows.length;
  const version = (size - 17) / 4;
  const format = [
    ...[0, 1, 2, 3, 4, 5, 7].map((x) => rows[8]?.[x]),
    ...[8, 7, 5, 4, 3, 2, 1, 0].map((y) => rows[y]?.[8]),
  ].map((dark) => (dark ? '1' : '0'));
  const mask = (Number.parseInt(format.join(''), 2) ^ 0x5412) >> 10;
  const centre = version > 1 ? size - 7 : -10;
  const isPattern = (x: number, y: number) =>
    x === 6 ||
    y === 6 ||
    (x < 9 && y < 9) ||
    (x < 9 && y > size - 9) ||
    (x > size - 9 && y < 9) ||
    (Math.abs(x - centre) <= 2 && Math.abs(y - centre) <= 2);
  const bits: number[] = [];
  let upwards = true;
  for (const right of [...Array(size).keys()].reverse().filter((x) => (x > 6 ? x % 2 === 0 : x % 2 === 1))) {
    for (let step = 0; step < size; step += 1)
      for (const x of [right, right - 1]) {
        const y = upwards ? size - 1 - step : step;
        if (!isPattern(x, y)) bits.push(Number(rows[y]?.[x] !== isMasked(mask & 7, x, y)));
      }
    upwards = !upwards;
  }
  const total = [26, 44, 70][version - 1] as number;
  const correction = [10, 16, 26][version - 1] as number;
  const words = Array.from({ length: total }, (_, at) => Number.parseInt(bits.slice(at * 8, at * 8 + 8).join(''), 2));
  const syndromes: number[] = [];
  for (let root = 1, at = 0; at < correction; at += 1, root = multiply(root, 2))
    syndromes.push(words.reduce((sum, word) => multiply(sum, root) ^ word, 0));
  const stream = words.map((word) => word.toString(2).padStart(8, '0')).join('');
  const length = Number.parseInt(stream.slice(4, 12), 2);
  const octets = Array.from({ length }, (_, at) => Number.parseInt(stream.slice(12 + at * 8, 20 + at * 8), 2));
  return { text: Buffer.from(octets).toString('utf8'), syndromes, format: format.join('') };
}

describe('QR codes', () => {
  it('are read back to the text they were made of, with every syndrome zero', () => {
    for (const text of ['a', 'http://pki.lan', 'http://127.0.0.1:3080/trust', 'http://pki.example.internal/trust/ü']) {
      const found = read(qrCode(text) as boolean[][]);
      expect(found.text).toBe(text);
      expect(new Set(found.syndromes)).toEqual(new Set([0]));
      // Level M with each of its masks, as ISO/IEC 18004 annex C lists them.
      expect([
        '101010000010010',
        '101000100100101',
        '101111001111100',
        '101101101001011',
        '100010111111001',
        '100000011001110',
        '100111110010111',
        '100101010100000',
      ]).toContain(found.format);
    }
  });

  it('grow with the text, carry their version from 7 on, and end at 213 octets', () => {
    expect(qrCode('x'.repeat(14))).toHaveLength(21);
    expect(qrCode('x'.repeat(15))).toHaveLength(25);
    const seven = qrCode('x'.repeat(120)) as boolean[][];
    expect(seven).toHaveLength(45);
    // Version 7 is 000111110010010100, as annex D gives it.
    const bits = Array.from({ length: 18 }, (_, at) => Number(seven[Math.floor(at / 3)]?.[34 + (at % 3)])).reverse();
    expect(bits.join('')).toBe('000111110010010100');
    expect(qrCode('x'.repeat(213))).toHaveLength(57);
    expect(qrCode('x'.repeat(214))).toBeNull();
    expect(qrSvgPath('x'.repeat(214))).toBeNull();
    expect(qrSvgPath('a')?.size).toBe(29);
  });
});
