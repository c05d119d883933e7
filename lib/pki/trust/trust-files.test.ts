import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CertificateDer } from '../types.ts';
import { likelyPlatforms } from './platform.ts';
import { buildTrustFile, trustFiles } from './trust-files.ts';
import { trustRoot } from './trust-root.ts';
import { trustPlatforms } from './trust-steps.ts';

/** What a script does with octets does not depend on what they say; the programs that read certificates are in the interop tests. */
const der = new Uint8Array(Buffer.from('3003020101'.repeat(60), 'hex')) as CertificateDer;
const HOSTILE = `Acme"; rm -rf $HOME; echo '\n<script>alert(1)</script> \`id\` CERTIFICATE\n`;
const root = trustRoot(HOSTILE, der);
const text = (kind: string) =>
  Buffer.from(buildTrustFile(root, 'Acme', `${root.baseName}${kind}`)?.content ?? []).toString();
const directory = mkdtempSync(join(tmpdir(), 'countersign-trust-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('trust files', () => {
  it('never carry what a person wrote into a script, a file name or a command', () => {
    expect(root.baseName).toMatch(/^[a-z0-9.-]+$/);
    for (const { name } of trustFiles(root)) {
      expect(name).toMatch(/^[a-z0-9.-]+$/);
      const content = Buffer.from(buildTrustFile(root, 'Acme', name)?.content ?? []).toString('latin1');
      expect(content.length).toBeGreaterThan(50);
      expect(content).not.toContain('<script>');
      // A profile is XML and shows the name; there it is text.
      if (!name.endsWith('.mobileconfig')) expect(content).not.toContain('rm -rf $HOME');
    }
    const steps = JSON.stringify(trustPlatforms(root, 'http://pki.lan/trust/a', ''));
    expect(steps).not.toContain('<script>');
    expect(steps).not.toContain('rm -rf $HOME');
    expect(buildTrustFile(root, 'Acme', '../etc/passwd')).toBeNull();
  });

  it('are shell scripts that sh can parse, and that change nothing when the fingerprint is another', () => {
    for (const kind of ['-linux.sh', '-macos.sh', '-java.sh', '-chrome-linux.sh']) {
      const file = join(directory, `x${kind}`);
      writeFileSync(file, text(kind));
      execFileSync('sh', ['-n', file]);
      const refused = (args: string[], words: RegExp) =>
        expect(() => execFileSync('sh', [file, ...args], { stdio: 'pipe' })).toThrow(words);
      refused(['install', 'AB'.repeat(32)], /Nothing was changed: the fingerprint you gave/);
      refused(['remove'], /neither install nor uninstall/);
      writeFileSync(file, text(kind).replace('MAMCAQE', 'MAMCAQI'));
      refused(['install'], /Nothing was changed: the certificate in this file is damaged/);
    }
  });

  it('for PowerShell check the SHA-256 before the store is opened, and go both ways (structure only: no PowerShell runs here)', () => {
    const script = text('-windows.ps1');
    const at = (part: string) => {
      expect(script).toContain(part);
      return script.indexOf(part);
    };
    expect(at('if ($actual -ne $expected) { throw')).toBeLessThan(at("$store.Open('ReadWrite')"));
    expect(at('-ne $expected) {')).toBeLessThan(at('$store.Add('));
    expect(at('$found.Count -gt 0')).toBeLessThan(at('$store.Add('));
    at('$store.RemoveRange($found)');
    at(`$expected = '${createHash('sha256').update(der).digest('hex').toUpperCase()}'`);
    const octets = /FromBase64String\(@'\r\n([A-Za-z0-9+/=\r\n]+)\r\n'@\)/.exec(script)?.[1] ?? '';
    expect(Buffer.from(octets, 'base64').equals(der)).toBe(true);
    for (const [open, close] of ['()', '{}'])
      expect(script.split(open as string)).toHaveLength(script.split(close as string).length);
  });

  it('name the certificate for Firefox under the name it is downloaded by', () => {
    const { policies } = JSON.parse(text('-policies.json')) as { policies: { Certificates: { Install: string[] } } };
    expect(trustFiles(root).map(({ name }) => name)).toContain(policies.Certificates.Install[0]);
  });
});

describe('steps', () => {
  it.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604.1', ['ios']],
    ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537 Chrome/130 Mobile', ['android']],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537 Chrome/130 Safari/537 Edg/130', ['windows']],
    ['Mozilla/5.0 (Windows NT 10.0; rv:133.0) Gecko/20100101 Firefox/133.0', ['windows', 'firefox']],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Safari/605', ['macos']],
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537 Chrome/130 Safari/537', ['chrome-linux', 'debian']],
    ['Mozilla/5.0 (X11; Fedora; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0', ['rhel', 'firefox']],
    ['curl/8.5.0', ['curl', 'debian', 'rhel']],
    ['Java/21.0.1', ['java']],
    ['python-requests/2.32', ['python']],
    ['<script>', []],
  ])('%s', (userAgent, expected) => {
    expect(likelyPlatforms(userAgent)).toEqual(expected);
    const platforms = trustPlatforms(root, 'http://pki.lan/trust/a', userAgent);
    expect(platforms.slice(0, expected.length).map(({ id }) => id)).toEqual(expected);
    // All of them are there for everyone, each once, with a way back.
    expect(new Set(platforms.map(({ id }) => id)).size).toBe(13);
    expect(platforms.filter(({ likely }) => likely)).toHaveLength(expected.length);
    for (const { steps, remove } of platforms) expect([steps.length > 0, remove.say !== '']).toEqual([true, true]);
  });

  it('name only files that exist, and fetch nothing where nothing is public', () => {
    const names = trustFiles(root).map(({ name }) => name);
    const described = trustPlatforms(root, null, '');
    for (const { file } of described.flatMap(({ steps }) => steps)) if (file) expect(names).toContain(file);
    expect(JSON.stringify(described)).not.toContain('curl -fsSO');
    const fetched = JSON.stringify(trustPlatforms(root, 'http://pki.lan/trust/a', ''));
    for (const [, name] of fetched.matchAll(/http:\/\/pki\.lan\/trust\/a\/([^ "\\]+)/g)) expect(names).toContain(name);
  });
});
