import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RIGHTS } from '../../lib/domain/operators.ts';

/**
 * AUD-04: whoever uses a right that changes something leaves an entry in the log. Read from the sources: each service that asks for the
 * right writes one, itself or in what it calls.
 */
const folder = resolve(import.meta.dirname, '../../lib/services');
const sources = new Map(
  globSync('*.ts', { cwd: folder })
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => [name, readFileSync(resolve(folder, name), 'utf8')]),
);
const importsOf = (text: string) =>
  [...text.matchAll(/from '\.\/([\w-]+\.ts)'/g)].map((found) => basename(found[1] as string));
const recordsOwn = (text: string) => /\brecordAudits?\(/.test(text);

/** What asks without changing anything: previews, questions, plans. */
const ASKS = new Set([
  'explain-limits.ts',
  'inspect-bulk-table.ts',
  'inspect-request.ts',
  'plan-bulk-issuance.ts',
  'preview-renewal.ts',
  'recognise-import.ts',
  // A test fetch of one's own addresses.
  'test-publishing.ts',
]);

/** Their entries are about themselves, not about the act that called them. */
const OWN_AFFAIRS = new Set([
  'record-audit.ts',
  'record-refusal.ts',
  'step-up.ts',
  'confirm-clock.ts',
  'second-factor.ts',
]);

function records(name: string, depth = 2, seen = new Set<string>()): boolean {
  const text = sources.get(name);
  if (text === undefined || seen.has(name) || OWN_AFFAIRS.has(name)) return false;
  seen.add(name);
  return recordsOwn(text) || (depth > 0 && importsOf(text).some((next) => records(next, depth - 1, seen)));
}

describe('AUD-04: rights that change something', () => {
  it.each(RIGHTS.filter((right) => !right.endsWith('.read')))('%s', (right) => {
    const asking = [...sources]
      .filter(([, text]) => text.includes(`authorise(actor, '${right}'`))
      .map(([name]) => name);
    expect(asking.length, 'somebody asks for it').toBeGreaterThan(0);
    const changing = asking.filter((name) => !ASKS.has(name));
    expect(changing.length, 'somebody changes something with it').toBeGreaterThan(0);
    expect(
      changing.filter((name) => !recordsOwn(sources.get(name) ?? '') && !records(name)),
      'services without an entry',
    ).toEqual([]);
  });

  it('knows no asking service that does not exist', () => {
    expect([...ASKS].filter((name) => !sources.has(name))).toEqual([]);
  });
});
