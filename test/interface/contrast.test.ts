import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** WCAG 2.2 §1.4.3 and §1.4.11: every pair of roles that meet on a page, in both themes, computed from the style sheet. */
const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');
const roles = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name as string,
    { light: light as string, dark: dark as string },
  ]),
);

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

const SURFACES = ['bg', 'subtle', 'raised', 'card'];
const STATUSES = ['valid', 'expiring', 'expired', 'revoked', 'hold', 'pending'];
/** Text role → what it stands on; 4.5 to 1. */
const TEXTS: readonly (readonly [string, readonly string[]])[] = [
  ['text', [...SURFACES, 'hover', 'accent-tint', ...STATUSES.map((one) => `${one}-tint`)]],
  ['muted', [...SURFACES, 'hover']],
  ['accent', [...SURFACES, 'hover', 'accent-tint']],
  ['accent-hover', SURFACES],
  ['on-accent', ['accent', 'accent-hover']],
  ...STATUSES.map((one) => [one, [`${one}-tint`, ...SURFACES]] as const),
];
/** Borders of controls, focus rings, shapes of icons and charts; 3 to 1. */
const SHAPES: readonly (readonly [string, readonly string[]])[] = [
  ['line-strong', ['bg', 'card', 'subtle']],
  ['accent', SURFACES],
  ...STATUSES.map((one) => [one, SURFACES] as const),
];

const pairs = (list: typeof TEXTS, least: number) =>
  list.flatMap(([role, grounds]) =>
    grounds.flatMap((ground) => (['light', 'dark'] as const).map((theme) => ({ role, ground, theme, least }))),
  );

describe('contrast of roles', () => {
  it('knows the extremes', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });

  it('covers every colour that the style sheet has', () => {
    const used = new Set([...TEXTS, ...SHAPES].flatMap(([role, grounds]) => [role, ...grounds]));
    // Lines that only divide carry no meaning.
    expect([...roles.keys()].filter((role) => !used.has(role))).toEqual(['line', 'line-faint']);
  });

  it.each([...pairs(TEXTS, 4.5), ...pairs(SHAPES, 3)])(
    '$role on $ground, $theme: at least $least',
    ({ role, ground, theme, least }) => {
      const of = (name: string) => roles.get(name)?.[theme] ?? '';
      expect(contrast(of(role), of(ground))).toBeGreaterThanOrEqual(least);
    },
  );
});
