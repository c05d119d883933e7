import { describe, expect, it } from 'vitest';
import { certificateItems } from './attention.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

describe('what ends soon', () => {
  const titleOf = (countedUntil: Date | null) =>
    certificateItems([], { within: { 7: 0, 14: 0, 30: 5 }, countedUntil }, NOW)[0]?.title;

  it('is a number where all within 30 days were counted, however many end later', () => {
    expect(titleOf(null)).toBe('5 certificates end within 30 days');
    expect(titleOf(inDays(80))).toBe('5 certificates end within 30 days');
  });

  it('is "or more" where counting stopped before that', () => {
    expect(titleOf(inDays(29))).toBe('5 or more certificates end within 30 days');
  });
});
