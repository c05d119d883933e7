import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountersignError } from '../domain/errors.ts';
import { checkMapping, MOST_ROWS, readBulkTable, suggestMapping, toBulkRow, writeCsv } from './bulk-table.ts';

const refusal = (work: () => unknown): CountersignError => {
  try {
    work();
  } catch (error) {
    return error as CountersignError;
  }
  throw new Error('It was not refused.');
};

describe('the table of a bulk issuance', () => {
  it('is CSV with commas, semicolons or tabs, quotes, a byte order mark and any line end', () => {
    const expected = {
      columns: ['name', 'note'],
      rows: [
        ['a.lan', 'x, "y"'],
        ['b.lan', 'two\nlines'],
      ],
    };
    expect(readBulkTable('csv', 'name,note\na.lan,"x, ""y"""\nb.lan,"two\nlines"\n')).toEqual(expected);
    expect(readBulkTable('csv', '\uFEFFname;note\r\na.lan;"x, ""y"""\r\n\r\nb.lan;"two\nlines"')).toEqual(expected);
    expect(readBulkTable('csv', 'name\tnote\na.lan\t"x, ""y"""\nb.lan\t"two\nlines"\n')).toEqual(expected);
  });

  it('is JSON as an array of objects with other members in each', () => {
    expect(readBulkTable('json', '[{"names":["a.lan","b.lan"],"days":30},{"names":"c.lan","owner":null}]')).toEqual({
      columns: ['names', 'days', 'owner'],
      rows: [
        ['a.lan b.lan', '30', ''],
        ['c.lan', '', ''],
      ],
    });
  });

  it.each([
    ['csv', '', /empty|no rows/],
    ['csv', 'name\n', /no rows/],
    ['csv', 'name,name\na,b\n', /called "name"/],
    ['csv', 'name,\na,b\n', /no name/],
    ['csv', 'name,note\na\n', /cells as the header/],
    ['csv', 'name\n"open\n', /cannot be read/],
    ['json', '{', /cannot be read/],
    ['json', '{"names":"a"}', /not an array/],
    ['json', '[1]', /not an object/],
    ['json', '[{"names":{"deep":1}}]', /neither text/],
    ['csv', `name\n${'a.lan\n'.repeat(MOST_ROWS + 1)}`, /at most 10000/],
    ['json', JSON.stringify(Array.from({ length: MOST_ROWS + 1 }, () => ({ n: 'a' }))), /at most 10000/],
  ] as const)('IMP-06: is refused as %s when it is %j', (format, content, words) => {
    const error = refusal(() => readBulkTable(format, content));
    expect(error.code).toBe('validation-failed');
    expect(error.detail).toMatch(words);
  });

  it('is mapped by the names people give their columns', () => {
    expect(suggestMapping(['Host name', 'IP-Address', 'Days', 'Key Type', 'Owner', 'Inventory no.'])).toEqual({
      'Host name': 'names',
      'IP-Address': 'names',
      Days: 'validityDays',
      'Key Type': 'keyAlgorithm',
      Owner: 'owner',
    });
  });

  it('is refused with a mapping that does not fit', () => {
    const table = readBulkTable('csv', 'host,days,life\na.lan,1,2\n');
    expect(refusal(() => checkMapping(table, { nothing: 'names' })).detail).toMatch(/no column "nothing"/);
    expect(refusal(() => checkMapping(table, { days: 'validityDays' })).detail).toMatch(/who the certificates are for/);
    expect(
      refusal(() => checkMapping(table, { host: 'names', days: 'validityDays', life: 'validityDays' })).detail,
    ).toMatch(/Two columns/);
  });

  it('refuses a cell that is no text, at its field, and leaves columns alone that nobody wants', () => {
    const table = readBulkTable(
      'json',
      '[{"host":"a.lan","note":"\\ud800","other":"\\ud800"},{"host":"b.lan","note":"\\u0000x"}]',
    );
    const rows = table.rows.map((cells) => toBulkRow(table, { host: 'names', note: 'notes' }, cells));
    for (const { faults } of rows)
      expect(faults).toMatchObject([
        { field: 'notes', message: expect.stringContaining('"note" holds half of a surrogate') },
      ]);
    const [row] = readBulkTable('json', '[{"host":"a.lan","other":"\\ud800"}]').rows;
    expect(toBulkRow({ columns: ['host', 'other'], rows: [] }, { host: 'names' }, row ?? []).faults).toEqual([]);
  });

  it('gives requests that hold what the cells say and nothing more', () => {
    const table = readBulkTable(
      'csv',
      'host,alt,days,tags,x\na.lan,"10.0.0.1; b.lan",30,"edge, pci",ignored\nc.lan,,,,\n',
    );
    const mapping = { host: 'names', alt: 'names', days: 'validityDays', tags: 'tags' } as const;
    expect(table.rows.map((cells) => toBulkRow(table, mapping, cells))).toEqual([
      {
        faults: [],
        request: { profile: undefined, names: ['a.lan', '10.0.0.1', 'b.lan'], validityDays: 30 },
        tags: ['edge', 'pci'],
      },
      { faults: [], request: { profile: undefined, names: ['c.lan'] } },
    ]);
  });

  it('comes back from CSV as it was written, with formulas made harmless', () => {
    const cell = fc.string().filter((text) => !/^[=+\-@\t\r']/.test(text) && !text.includes('\0'));
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
        const filled = rows.map(([a, b]) => [`x${a}`, b]);
        expect(readBulkTable('csv', writeCsv(['one', 'two'], filled)).rows).toEqual(filled);
      }),
    );
    expect(writeCsv(['a'], [['=1+1'], ['@x'], ['-2'], ['+3']])).toBe("a\r\n'=1+1\r\n'@x\r\n'-2\r\n'+3\r\n");
  });
});
