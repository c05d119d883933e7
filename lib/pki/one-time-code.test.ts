import { describe, expect, it } from 'vitest';
import { base32, oneTimeCode, otpauthUri, stepOfCode } from './one-time-code.ts';

const SECRET = new TextEncoder().encode('12345678901234567890');
const at = (seconds: number) => new Date(seconds * 1_000);

describe('one-time codes', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('are those of RFC 6238 appendix B at %d', (seconds, code) => {
    expect(oneTimeCode(SECRET, Math.floor(seconds / 30))).toBe(code);
    expect(stepOfCode(SECRET, code, at(seconds), 0)).toBe(Math.floor(seconds / 30));
  });

  it('AUT-15: count once, in their time, and only as digits', () => {
    const step = 41_152_263;
    const code = oneTimeCode(SECRET, step);
    const second = (offset: number) => at(step * 30 + offset);
    expect(stepOfCode(SECRET, code, second(0), step)).toBeNull();
    expect(stepOfCode(SECRET, code, second(29), step - 1)).toBe(step);
    expect(stepOfCode(SECRET, code, second(34), step - 1)).toBe(step);
    expect(stepOfCode(SECRET, code, second(36), step - 1)).toBeNull();
    expect(stepOfCode(SECRET, code, second(-1), 0)).toBeNull();
    expect(stepOfCode(SECRET, code, second(61), 0)).toBeNull();
    for (const wrong of [
      ` ${code}`,
      `${code} `,
      `${code.slice(0, 3)} ${code.slice(3)}`,
      code.slice(1),
      `0${code}`,
      '',
      '١٢٣٤٥٦',
    ])
      expect(stepOfCode(SECRET, wrong, second(0), 0), wrong).toBeNull();
  });

  it('are set up by an address that programs read', () => {
    expect(base32(SECRET)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    expect(base32(new Uint8Array([0xff]))).toBe('74');
    expect(otpauthUri(SECRET, 'Countersign Ä&Co', 'a@b.test')).toBe(
      'otpauth://totp/Countersign%20%C3%84%26Co:a%40b.test?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Countersign%20%C3%84%26Co',
    );
  });
});
