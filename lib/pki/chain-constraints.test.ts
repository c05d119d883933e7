import { describe, expect, it } from 'vitest';
import { subtreeIsInside } from './chain-constraints.ts';
import { encodeName } from './distinguished-name.ts';
import { directorySubtree, parseSubtree, type Subtree } from './name-constraints.ts';

const name = (...parts: string[]): Subtree =>
  directorySubtree(
    encodeName(parts.map((part) => ({ type: part.split('=')[0] as string, value: part.split('=')[1] as string }))),
  );

describe('subtreeIsInside', () => {
  it.each([
    ['dns', 'corp.lan', 'corp.lan', true],
    ['dns', 'a.corp.lan', 'corp.lan', true],
    ['dns', 'corp.lan', 'a.corp.lan', false],
    ['dns', 'badcorp.lan', 'corp.lan', false],
    ['ip', '10.1.0.0/16', '10.0.0.0/8', true],
    ['ip', '10.0.0.0/8', '10.1.0.0/16', false],
    ['ip', '11.0.0.0/16', '10.0.0.0/8', false],
    ['ip', '10.0.0.0/8', '0.0.0.0/0', true],
    ['ip', 'fd00::/16', '10.0.0.0/8', false],
    ['ip', 'fd00:1::/32', 'fd00::/8', true],
    ['email', 'a@corp.lan', 'corp.lan', true],
    ['email', 'a@corp.lan', 'a@corp.lan', true],
    ['email', 'corp.lan', 'a@corp.lan', false],
    ['email', 'mail.corp.lan', 'corp.lan', false],
    ['email', 'mail.corp.lan', '.corp.lan', true],
    ['email', '.mail.corp.lan', '.corp.lan', true],
    ['email', 'corp.lan', '.corp.lan', false],
    ['uri', 'api.corp.lan', '.corp.lan', true],
    ['uri', 'corp.lan', 'api.corp.lan', false],
  ] as const)('%s %s inside %s: %s', (form, inner, outer, expected) => {
    expect(subtreeIsInside(parseSubtree(form, inner), parseSubtree(form, outer))).toBe(expected);
  });

  it('compares directory names from the front, without case', () => {
    expect(subtreeIsInside(name('O=ACME', 'OU=Web'), name('O=Acme'))).toBe(true);
    expect(subtreeIsInside(name('O=Acme'), name('O=Acme', 'OU=Web'))).toBe(false);
    expect(subtreeIsInside(name('OU=Web'), name('O=Acme'))).toBe(false);
    expect(subtreeIsInside(name('O=Acme'), parseSubtree('dns', 'acme'))).toBe(false);
  });
});
