import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SerialNumber } from '../pki/types.ts';
import {
  DELTA_LIST,
  listName,
  listsAfterChange,
  listsOf,
  refuseCrlSettings,
  shardOf,
  WHOLE_LIST,
} from './crl-lists.ts';
import { FieldErrors } from './field-errors.ts';

const serial = (text: string) => text as SerialNumber;
const part = (shard: number) => ({ kind: 'complete', shard });

describe('the lists of an authority', () => {
  it('are the whole one, its parts and a delta, by its settings', () => {
    expect(listsOf({})).toEqual([WHOLE_LIST]);
    expect(listsOf({ crlShards: 1 })).toEqual([WHOLE_LIST]);
    expect(listsOf({ crlShards: 2, deltaCrlHours: 6 })).toEqual([WHOLE_LIST, part(1), part(2), DELTA_LIST]);
  });

  it('after a change are the delta or the whole one, and the parts that it touches', () => {
    const serials = [serial('4f00000000'), serial('4f00000004'), serial('4f00000001')];
    expect(listsAfterChange({}, serials)).toEqual([WHOLE_LIST]);
    expect(listsAfterChange({ deltaCrlHours: 1 }, serials)).toEqual([DELTA_LIST]);
    expect(listsAfterChange({ crlShards: 4 }, serials)).toEqual([WHOLE_LIST, part(1), part(2)]);
  });

  it('hold each serial in one part, about as many in each', () => {
    const counts = new Map<number, number>();
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (octets) => {
        const shard = shardOf(serial(Buffer.from(octets).toString('hex')), 8);
        counts.set(shard, (counts.get(shard) ?? 0) + 1);
        expect(shard).toBeGreaterThanOrEqual(1);
        expect(shard).toBeLessThanOrEqual(8);
      }),
      { numRuns: 2_000 },
    );
    expect(counts.size).toBe(8);
  });

  it('have addresses of their own', () => {
    expect([WHOLE_LIST, { kind: 'complete', shard: 3 } as const, DELTA_LIST].map((one) => listName('ca', one))).toEqual(
      ['ca', 'ca-3', 'ca-delta'],
    );
  });

  it.each([
    [{}, { crlLifeDays: 0 }, 'crlLifeDays'],
    [{}, { crlLifeDays: 366 }, 'crlLifeDays'],
    [{}, { crlLifeDays: 1.5 }, 'crlLifeDays'],
    [{}, { deltaCrlHours: 0 }, 'deltaCrlHours'],
    [{}, { deltaCrlHours: 169 }, 'deltaCrlHours'],
    [{}, { crlShards: 0 }, 'crlShards'],
    [{}, { crlShards: 1_001 }, 'crlShards'],
    [{ crlShards: 4 }, { crlShards: 8 }, 'crlShards'],
    [{ crlShards: 4 }, {}, 'crlShards'],
    [{ crlShards: 4 }, { crlShards: 4 }, null],
    [{ crlShards: 1 }, { crlShards: 16, crlLifeDays: 30, deltaCrlHours: 24 }, null],
  ] as const)('from %j to %j: refused at %s', (before, after, field) => {
    const errors = new FieldErrors();
    refuseCrlSettings(before, after, errors);
    if (field === null) expect(errors.empty).toBe(true);
    else
      expect(() => errors.throwIfAny()).toThrowError(
        expect.objectContaining({ fields: [expect.objectContaining({ field })] }),
      );
  });
});
