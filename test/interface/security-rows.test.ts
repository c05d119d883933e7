import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const rows = readFileSync(resolve(root, 'docs/standards/security-rows.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const found = /^\| ([A-Z]+-\d{2}) \| .* \| (.*) \|$/.exec(line);
    return found ? [{ id: found[1] as string, where: found[2] as string }] : [];
  });
const textOf = (file: string) => readFileSync(resolve(root, file), 'utf8');

describe('the table of abuse and faults', () => {
  it('names each row once', () => {
    expect(rows.length).toBeGreaterThan(140);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it.each(rows.filter(({ where }) => !where.startsWith('Left out')))('$id is where the table says', ({ id, where }) => {
    const titled = /^`([^`]+)`: "(.*)"$/.exec(where);
    if (titled) {
      expect(textOf(titled[1] as string)).toContain(titled[2]);
      return;
    }
    const files = [...where.matchAll(/`([^`]+)`/g)].map((found) => found[1] as string);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(textOf(file), file).toContain(id);
  });

  it.each(rows.filter(({ where }) => where.startsWith('Left out')))('$id says why it is left out', ({ where }) => {
    expect(where.length).toBeGreaterThan('Left out: '.length + 10);
  });
});
