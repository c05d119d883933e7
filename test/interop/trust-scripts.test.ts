import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTrustFile, type TrustFileKind, trustFileName } from '../../lib/pki/trust/trust-files.ts';
import { type TrustRoot, trustRoot } from '../../lib/pki/trust/trust-root.ts';
import type { CertificateDer } from '../../lib/pki/types.ts';
import { findProgram } from '../support/programs.ts';

/**
 * The scripts really run: Debian's own program in a root directory made for it, keytool on a key store, certutil on a
 * database. Those for Windows and macOS cannot run here; their structure is tested beside their source.
 */
const directory = mkdtempSync(join(tmpdir(), 'countersign-scripts-'));
let root: TrustRoot;
beforeAll(() => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...ec, '-keyout', 'root.key', '-out', 'root.pem', '-days', '30', '-subj', '/CN=Script Root');
  openssl('req', ...ec, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=leaf.lan');
  openssl('x509', '-req', '-in', 'leaf.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-out', 'leaf.pem', '-days', '9');
  openssl('x509', '-in', 'root.pem', '-outform', 'DER', '-out', 'root.der');
  const der = new Uint8Array(readFileSync(join(directory, 'root.der'))) as CertificateDer;
  root = trustRoot('Script Root', der);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function runScript(kind: TrustFileKind, args: readonly string[], env: Readonly<Record<string, string>>): string {
  const file = join(directory, trustFileName(root, kind));
  writeFileSync(file, buildTrustFile(root, 'Acme', trustFileName(root, kind))?.content ?? '');
  return execFileSync('sh', [file, ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { NODE_ENV: 'test', PATH: `${process.env.PATH}:/usr/sbin:/sbin`, HOME: directory, ...env },
  });
}
const fingerprint = () => root.sha256.replace(/../g, '$&:').slice(0, -1);

describe.skipIf(!findProgram('update-ca-certificates'))('the script for Linux, with the program of Debian', () => {
  it('puts the root into the bundle once, and takes it out again', () => {
    const prefix = join(directory, 'image');
    mkdirSync(prefix);
    const env = { COUNTERSIGN_PREFIX: prefix };
    const bundle = join(prefix, 'etc/ssl/certs/ca-certificates.crt');
    const verify = () =>
      execFileSync('openssl', ['verify', '-no-CApath', '-no-CAstore', '-CAfile', bundle, 'leaf.pem'], {
        cwd: directory,
        stdio: 'pipe',
      });
    expect(runScript('-linux.sh', ['install', fingerprint()], env)).toContain('Installed ');
    expect(verify().toString()).toContain('leaf.pem: OK');
    const before = readFileSync(bundle, 'utf8');
    expect(runScript('-linux.sh', [], env)).toContain('Already installed');
    expect(readFileSync(bundle, 'utf8')).toBe(before);
    expect(before.split('BEGIN CERTIFICATE')).toHaveLength(2);
    expect(runScript('-linux.sh', ['uninstall'], env)).toContain('Removed ');
    expect(readFileSync(bundle, 'utf8')).not.toContain('BEGIN CERTIFICATE');
    expect(readdirSync(join(prefix, 'usr/local/share/ca-certificates'))).toEqual([]);
    expect(verify).toThrow();
    expect(runScript('-linux.sh', ['uninstall'], env)).toContain('Not installed');
  });

  it('leaves everything as it was when another fingerprint was told', () => {
    const prefix = join(directory, 'untouched');
    mkdirSync(prefix);
    expect(() => runScript('-linux.sh', ['install', 'ab'.repeat(32)], { COUNTERSIGN_PREFIX: prefix })).toThrow(
      /Nothing was changed/,
    );
    expect(readdirSync(prefix)).toEqual([]);
  });
});

describe.skipIf(!findProgram('keytool'))('the script for Java', () => {
  it('puts the root into a trust store once, and takes it out again', () => {
    const store = join(directory, 'trust.p12');
    const env = { COUNTERSIGN_KEYSTORE: store, COUNTERSIGN_STOREPASS: 'a password with "quotes"' };
    const list = () =>
      execFileSync('keytool', ['-list', '-v', '-keystore', store, '-storepass', env.COUNTERSIGN_STOREPASS]).toString();
    expect(runScript('-java.sh', [], env)).toContain('Installed.');
    expect(list()).toContain(fingerprint());
    expect(list()).toContain('trustedCertEntry');
    expect(runScript('-java.sh', ['install'], env)).toContain('Already installed');
    expect(runScript('-java.sh', ['uninstall'], env)).toContain('Removed.');
    expect(list()).not.toContain(fingerprint());
    expect(runScript('-java.sh', ['uninstall'], env)).toContain('Not installed');
  });
});

describe.skipIf(!findProgram('certutil'))('the script for Chrome on Linux', () => {
  it('makes a database where there is none, trusts the root for servers, and takes it out again', () => {
    const database = join(directory, '.pki/nssdb');
    const certutil = (...args: string[]) =>
      execFileSync('certutil', ['-d', `sql:${database}`, ...args], { cwd: directory, stdio: 'pipe' }).toString();
    expect(runScript('-chrome-linux.sh', [], {})).toContain('Installed in');
    expect(existsSync(join(database, 'cert9.db'))).toBe(true);
    expect(certutil('-L')).toMatch(new RegExp(`${root.baseName}\\s+C,,`));
    certutil('-A', '-n', 'leaf', '-t', ',,', '-i', 'leaf.pem');
    expect(certutil('-V', '-u', 'V', '-n', 'leaf')).toContain('certificate is valid');
    expect(runScript('-chrome-linux.sh', [], {})).toContain('Already installed');
    expect(runScript('-chrome-linux.sh', ['uninstall'], {})).toContain('Removed.');
    expect(() => certutil('-V', '-u', 'V', '-n', 'leaf')).toThrow();
    expect(runScript('-chrome-linux.sh', ['uninstall'], {})).toContain('Not installed');
  });
});
