import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
};
interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  /** Of a tool for development, or an optional part of what runs that only such a tool brings. */
  readonly devOptional?: boolean;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}
const locked = Object.entries(
  (JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }).packages,
).filter(([path]) => path !== '');
const nameOf = (path: string) => path.replace(/^.*node_modules\//, '');

/** Free to use and to pass on in a program under the Apache License 2.0; the LGPL ones are native parts that are loaded, not linked in. */
const LICENCES = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'MPL-2.0',
  'OFL-1.1',
  'CC-BY-4.0',
  'LGPL-3.0-or-later',
  'Apache-2.0 AND LGPL-3.0-or-later',
  'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
]);

describe('what runs', () => {
  it('is listed with its reason, each and no other', () => {
    const listed = read('docs/dependencies.md')
      .split('\n')
      .filter((line) => /^\| `/.test(line))
      .flatMap((line) => {
        const [names = '', use = '', why = ''] = line.split('|').slice(1);
        expect(use.trim().length, line).toBeGreaterThan(4);
        expect(why.trim().length, line).toBeGreaterThan(10);
        return [...names.matchAll(/`([^`]+)`/g)].map((found) => found[1]);
      });
    expect(listed.sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  it('is few packages of exact versions', () => {
    expect(Object.keys(manifest.dependencies).length).toBeLessThanOrEqual(25);
    for (const [name, version] of Object.entries(manifest.dependencies))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('has licences that allow it', () => {
    const others = locked.filter(
      ([, { dev, devOptional, license }]) => !dev && !devOptional && !LICENCES.has(license ?? 'none'),
    );
    expect(others.map(([path, { license }]) => `${nameOf(path)}: ${license}`)).toEqual([]);
  });
});

describe('the lockfile', () => {
  it('names the octets of every package', () => {
    const bare = locked.filter(([, { link, integrity }]) => !link && !/^sha512-/.test(integrity ?? ''));
    expect(bare.map(([path]) => path)).toEqual([]);
  });

  it('has packages of the registry only', () => {
    const elsewhere = locked.filter(
      ([, { link, resolved }]) =>
        !link && resolved !== undefined && !/^https:\/\/registry\.npmjs\.org\//.test(resolved),
    );
    expect(elsewhere.map(([path, { resolved }]) => `${path} ${resolved}`)).toEqual([]);
  });

  it('has no package whose script would run when it is installed', () => {
    const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(scripted.filter((name) => manifest.allowScripts[name] !== false)).toEqual([]);
  });
});
