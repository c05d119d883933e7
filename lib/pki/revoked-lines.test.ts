import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CrlEntry, EntryWriter, encodeEntries } from './crl-entries.ts';
import { serialArbitrary, timeArbitrary } from './fixtures.test-support.ts';
import { RevokedLines } from './revoked-lines.ts';
import type { RevocationReason } from './types.ts';

const REASONS: readonly RevocationReason[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
];
const entryArbitrary = fc.record({
  serialNumber: serialArbitrary,
  revocationDate: timeArbitrary,
  reason: fc.constantFrom(...REASONS),
  invalidityDate: fc.option(timeArbitrary),
}) as fc.Arbitrary<CrlEntry & { reason: RevocationReason }>;
const lineOf = ({ serialNumber, revocationDate, reason, invalidityDate }: CrlEntry) =>
  `${serialNumber},${revocationDate.getTime()},${reason},${invalidityDate?.getTime() ?? ''}\n`;
const linesOf = (text: string) => new RevokedLines(new TextEncoder().encode(text));
const whole = (writer: EntryWriter) => Buffer.concat(writer.finish().chunks).toString('hex');

describe('RevokedLines', () => {
  it('gives back the entries of its lines, and writes what the writer of entries writes', () => {
    fc.assert(
      fc.property(fc.array(entryArbitrary, { maxLength: 6 }), (entries) => {
        const lines = linesOf(entries.map(lineOf).join(''));
        const writer = new EntryWriter(false);
        const read: CrlEntry[] = [];
        while (lines.next()) {
          read.push(lines.entry);
          expect([lines.serialNumber, lines.reason]).toEqual([lines.entry.serialNumber, lines.entry.reason]);
          writer.addWith(lines.write);
        }
        expect(read).toEqual(entries);
        expect(whole(writer)).toBe(Buffer.concat(encodeEntries(entries, false).chunks).toString('hex'));
      }),
    );
  });

  it('says by the serial alone where blocks may end, and blocks end there when they are half full', () => {
    const serials = Array.from({ length: 60_000 }, (_, at) => (0x1000_0000 + at).toString(16));
    const blocksOf = (some: readonly string[]) => {
      const lines = linesOf(some.map((serial) => `${serial},0,superseded,\n`).join(''));
      const writer = new EntryWriter(false);
      while (lines.next()) {
        expect(lines.isBorder).toBe(lines.serialNumber.endsWith('000'));
        writer.addWith(lines.write);
        if (lines.isBorder) writer.border();
      }
      const { chunks, length } = writer.finish();
      expect(chunks.reduce((sum, chunk) => sum + chunk.length, 0)).toBe(length);
      return chunks.map((chunk) => Buffer.from(chunk).toString('latin1'));
    };
    const blocks = blocksOf(serials);
    expect(blocks.length).toBeGreaterThan(3);
    const before = new Set(blocks);
    const changed = blocksOf(serials.toSpliced(30_000, 0, '1fffffff'));
    expect(changed.filter((block) => !before.has(block))).toHaveLength(1);
    expect(changed.join('').length).toBe(blocks.join('').length + 37);
  });

  it.each([
    'abc,0,superseded,\n',
    ',0,superseded,\n',
    `${'ab'.repeat(21)},0,superseded,\n`,
    'AB,0,superseded,\n',
    'a_,0,superseded,\n',
    'ab,,superseded,\n',
    'ab,-,superseded,\n',
    'ab,1.5,superseded,\n',
    'ab,0,Superseded,\n',
    'ab,0,superseders,\n',
    'ab,0,removeFromCRL,\n',
    'ab,0,,\n',
    'ab,0,superseded\n',
    'ab,0,superseded,',
    'ab,0,superseded,x\n',
    '\n',
  ])('refuses the line %j', (text) => {
    expect(() => {
      const lines = linesOf(text);
      while (lines.next()) lines.write(new Uint8Array(200), 0);
    }).toThrow(/cannot be read/);
  });
});
