import { describe, expect, it } from 'vitest';
import type { CountersignError } from '../domain/errors.ts';
import { FieldErrors } from './field-errors.ts';
import type { Issuer } from './issuer.ts';
import { decideValidity } from './validity.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
const day = 86_400_000;
const issuerUntil = (notAfter: Date) =>
  ({
    authority: { name: 'Acme Issuing 1' },
    record: { notBefore: new Date(NOW.getTime() - 30 * day), notAfter },
  }) as Issuer;

function decide(args: { validityDays?: number; notAfter?: string; issuer?: Issuer | null }) {
  const errors = new FieldErrors();
  const validity = decideValidity(errors, {
    profile: 'tlsServer',
    issuer: args.issuer ?? null,
    now: NOW,
    validityDays: args.validityDays,
    notAfter: args.notAfter,
  });
  let refusal: CountersignError | null = null;
  try {
    errors.throwIfAny();
  } catch (error) {
    refusal = error as CountersignError;
  }
  return { ...validity, field: refusal?.fields[0] };
}

describe('VAL-01, VAL-03: validity', () => {
  it('begins five minutes back and ends after the chosen days', () => {
    const { notBefore, notAfter } = decide({ validityDays: 90 });
    expect(NOW.getTime() - notBefore.getTime()).toBe(300_000);
    expect(notAfter.getTime() - NOW.getTime()).toBe(90 * day);
  });

  it('never lives longer than the profile allows, counted from its begin', () => {
    const { notBefore, notAfter, field } = decide({ validityDays: 825 });
    expect(field).toBeUndefined();
    expect(notAfter.getTime() - notBefore.getTime()).toBe(825 * day);
    expect(decide({ validityDays: 826 }).field?.field).toBe('validityDays');
  });

  it('is refused past the issuer when it was chosen, with the latest day to use', () => {
    const issuer = issuerUntil(new Date('2026-07-01T12:00:00Z'));
    const { field } = decide({ validityDays: 90, issuer });
    expect(field).toEqual({
      field: 'validityDays',
      message: 'Ends 30 Aug 2026, but Acme Issuing 1 ends 1 Jul 2026. Latest: 1 Jul 2026.',
      suggestion: '30',
    });
    expect(decide({ validityDays: Number(field?.suggestion), issuer }).field).toBeUndefined();
  });

  it('offers a day that the profile allows, too, when the issuer lives long', () => {
    const issuer = issuerUntil(new Date('2031-06-01T12:00:00Z'));
    const byDays = decide({ validityDays: 5_000, issuer }).field;
    expect(byDays?.suggestion).toBe('825');
    const byDate = decide({ notAfter: '2040-01-01T00:00:00Z', issuer }).field;
    expect(decide({ notAfter: byDate?.suggestion ?? '', issuer }).field).toBeUndefined();
  });

  it('is shortened to the issuer when nobody chose it', () => {
    const notAfter = new Date('2026-07-01T12:00:00Z');
    expect(decide({ issuer: issuerUntil(notAfter) })).toMatchObject({ notAfter, field: undefined });
  });

  it('is refused in the past and with two ends', () => {
    expect(decide({ notAfter: '2026-05-01T00:00:00Z' }).field?.message).toMatch(/which is past/);
    expect(decide({ notAfter: '2026-08-01T00:00:00Z', validityDays: 5 }).field?.message).toMatch(/not both/);
  });
});
