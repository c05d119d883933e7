import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeFileName } from './certificate-files.ts';

describe('PTH-02: file names made from names', () => {
  it.each([
    ['api.lan', 'api.lan'],
    ['*.apps.lan', 'wildcard.apps.lan'],
    ['../../etc/passwd', 'etc-passwd'],
    ['CON', 'certificate-con'],
    ['nul.txt', 'certificate-nul.txt'],
    ['', 'certificate'],
    ['Zoë "quoted"\r\nSet-Cookie: x', 'zoe-quoted-set-cookie-x'],
    ['‮evil', 'evil'],
    ['a'.repeat(300), 'a'.repeat(60)],
  ])('%j becomes %s', (name, expected) => {
    expect(safeFileName(name)).toBe(expected);
  });

  it('are short, plain and never a path, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
        const made = safeFileName(name);
        expect(made).toMatch(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/);
        expect(made).not.toContain('..');
        expect(made.length).toBeLessThanOrEqual(72);
      }),
    );
  });
});
