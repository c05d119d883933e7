import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectName } from './kubernetes.ts';

describe('objectName', () => {
  it.each([
    ['*.Api.LAN', 'api-lan'],
    ['Größe 2', 'gro-e-2'],
    ['💥', 'certificate'],
    ['1e3', '"1e3"'],
    ['no', '"no"'],
    ['a'.repeat(80), `"${'a'.repeat(63)}"`],
    [`${'ab-'.repeat(21)}c`, 'ab-'.repeat(21).slice(0, -1)],
  ])('%j becomes %s', (name, expected) => {
    expect(objectName(name)).toBe(expected);
  });

  it('is always a DNS label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
        expect(objectName(name).replaceAll('"', '')).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
      }),
    );
  });
});
