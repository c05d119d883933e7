import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, pkcs8Of, refusal, testKey } from './fixtures.test-support.ts';
import { decodePem, encodePem } from './pem.ts';
import { privateKeyPem } from './pkcs8.ts';

const CERTIFICATE = ['CERTIFICATE'];
const pem = encodePem('CERTIFICATE', bytes('30030201 05'));

describe('PEM', () => {
  it('reads back what it writes, in any count', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 5 }), (ders) => {
        const text = ders.map((der) => encodePem('CERTIFICATE', der)).join('');
        expect(decodePem(text, CERTIFICATE)).toEqual(ders.map((der) => ({ label: 'CERTIFICATE', der })));
      }),
    );
  });

  it('has 64 columns, LF and a final line feed', () => {
    const lines = encodePem('X509 CRL', new Uint8Array(100)).split('\n');
    expect(lines.map((line) => line.length)).toEqual([24, 64, 64, 8, 22, 0]);
    expect(encodePem('X509 CRL', new Uint8Array(48)).split('\n')).toHaveLength(4);
    expect(privateKeyPem(pkcs8Of(testKey('Ed25519')))).toMatch(
      /^-----BEGIN PRIVATE KEY-----\n[\w+/=]{64}\n-----END PRIVATE KEY-----\n$/,
    );
  });

  it('accepts CRLF, no final line feed, indentation, a byte order mark and text around blocks', () => {
    for (const text of [
      pem.replaceAll('\n', '\r\n'),
      pem.trimEnd(),
      pem.replaceAll(/^/gm, '  '),
      `\ufeff${pem}`,
      `subject=CN = x\n\n${pem}junk: after\n`,
      pem.replace('\n', '\n\n'),
    ]) {
      expect(decodePem(text, CERTIFICATE)).toHaveLength(1);
    }
  });

  it.each([
    ['CERTIFICATE', ['CERTIFICATE REQUEST'], 'This is a certificate, not a request.'],
    ['PRIVATE KEY', ['CERTIFICATE REQUEST'], 'This is a private key, not a request.'],
    ['CERTIFICATE REQUEST', ['CERTIFICATE'], 'This is a request, not a certificate.'],
    ['X509 CRL', ['CERTIFICATE'], 'This is a revocation list, not a certificate.'],
    ['ENCRYPTED PRIVATE KEY', ['PRIVATE KEY'], 'This is an encrypted private key, not a private key.'],
    ['certificate', ['CERTIFICATE'], 'This is of a type that is not known here, not a certificate.'],
  ])('says what a %s block is', (label, expected, message) => {
    const error = refusal(() => decodePem(encodePem(label, bytes('00')), expected));
    expect(error.code).toBe('wrong-type');
    expect(error.message).toBe(message);
  });

  it.each([
    ['no block', 'hello'],
    ['empty text', ''],
    ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['no END', pem.replace(/-----END.*/, '')],
    ['another END', pem.replace('END CERTIFICATE', 'END X')],
    ['END alone', '-----END CERTIFICATE-----\n'],
    ['BEGIN inside', pem.replace('-----END', '-----BEGIN CERTIFICATE-----\n-----END')],
    ['a marker with more behind it', pem.replace('BEGIN CERTIFICATE-----', 'BEGIN CERTIFICATE----- x')],
    ['all on one line', pem.replaceAll('\n', '')],
    ['a space inside', pem.replace('MAMCAQU=', 'MAM CAQU=')],
    ['NUL inside', pem.replace('MAMCAQU=', 'MAM\u0000CAQU=')],
    ['a character outside base64', pem.replace('MAMCAQU=', 'MAM*AQU=')],
    ['URL-safe base64', pem.replace('MAMCAQU=', 'MAM_AQU=')],
    ['missing padding', pem.replace('MAMCAQU=', 'MAMCAQU')],
    ['loose bits', pem.replace('MAMCAQU=', 'MAMCAQV=')],
    ['padding in the middle', pem.replace('MAMCAQU=', 'MA==CAQU')],
    ['data behind padding', pem.replace('MAMCAQU=', 'MAMCAQU=\nAAAA')],
  ])('refuses %s', (_, text) => {
    expect(refusal(() => decodePem(text, CERTIFICATE)).code).toBe('malformed');
  });

  it('refuses headers with what to do', () => {
    const old = pem.replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n');
    expect(refusal(() => decodePem(old, CERTIFICATE)).code).toBe('unsupported');
  });

  it('stops at the limits of blocks and size', () => {
    expect(decodePem(pem.repeat(100), CERTIFICATE)).toHaveLength(100);
    expect(refusal(() => decodePem(pem.repeat(101), CERTIFICATE)).code).toBe('too-large');
    expect(refusal(() => decodePem(pem.repeat(2), CERTIFICATE, { maxBlocks: 1 })).code).toBe('too-large');
    expect(refusal(() => decodePem('A'.repeat(1_048_577), CERTIFICATE)).code).toBe('too-large');
    expect(
      decodePem(encodePem('CERTIFICATE', new Uint8Array(3_000_000)), CERTIFICATE, { maxBytes: 8_000_000 })[0]?.der,
    ).toHaveLength(3_000_000);
  });

  it('gets through long hostile lines', () => {
    for (const text of [
      '-'.repeat(1_000_000),
      '-----BEGIN '.repeat(90_000),
      `${'-----BEGIN CERTIFICATE-----\n'}${'A'.repeat(1_000_000)}`,
      '\n'.repeat(1_000_000),
    ]) {
      expect(refusal(() => decodePem(text, CERTIFICATE)).code).toBe('malformed');
    }
  });
});
