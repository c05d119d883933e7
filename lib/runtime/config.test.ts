import { describe, expect, it } from 'vitest';
import { ConfigRefusal, readConfig } from './config.ts';

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigRefusal) return error.problems;
    throw error;
  }
};

describe('the configuration', () => {
  it('puts the proof on the host of the public address, or nowhere, and never on the port of another listener', () => {
    const env = { COUNTERSIGN_PUBLIC_URL: 'http://pki.lan', COUNTERSIGN_PROOF_PORT: '8443' };
    expect(readConfig(env).proofUrl).toBe('https://pki.lan:8443');
    expect(readConfig({ ...env, COUNTERSIGN_PROOF_PORT: '0', COUNTERSIGN_TRUST_PAGE: 'off' })).toMatchObject({
      proofUrl: null,
      trustPage: false,
    });
    expect(problemsOf({ COUNTERSIGN_PROOF_PORT: '3000', COUNTERSIGN_TRUST_PAGE: 'no' }).join(' ')).toMatch(
      /"no" is neither on nor off.*3000 is the port of another listener/,
    );
  });

  it('has safe defaults: loopback, SQLite and a key file in the data directory', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      adminPort: 3000,
      publicPort: 3080,
      enrolPort: 3443,
      logLevel: 'info',
    });
    expect(config.databaseUrl).toBe(`file:${config.dataDirectory}/countersign.db`);
    expect(config.keySource).toEqual({ mode: 'key-file', keyFilePath: `${config.dataDirectory}/key-encryption.key` });
    expect(config.adminUrl).toBe('http://127.0.0.1:3000');
  });

  it('probes no service of this machine by default, and the ports where TLS is spoken', () => {
    expect(readConfig({})).toMatchObject({ outbound: { allow: [], deny: [], loopback: false }, watchMinutes: 15 });
    const env = {
      COUNTERSIGN_PROBE_ALLOW: '10.0.0.0/8, fd00::/8',
      COUNTERSIGN_PROBE_PORTS: '443,8000-8999',
      COUNTERSIGN_WATCH_MINUTES: '0',
    };
    expect(readConfig(env)).toMatchObject({
      outbound: {
        allow: ['10.0.0.0/8', 'fd00::/8'],
        ports: [
          { from: 443, to: 443 },
          { from: 8000, to: 8999 },
        ],
      },
      watchMinutes: 0,
    });
  });

  it('names every wrong variable at once', () => {
    const problems = problemsOf({ COUNTERSIGN_ADMIN_PORT: '70000', COUNTERSIGN_HOST: 'nowhere', LOG_LEVEL: 'x' });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'COUNTERSIGN_HOST',
      'COUNTERSIGN_ADMIN_PORT',
      'LOG_LEVEL',
    ]);
  });

  it.each([
    [{ COUNTERSIGN_ADMIN_PORT: '0' }, /not a port/],
    [{ COUNTERSIGN_ADMIN_PORT: '3080' }, /three different ports/],
    [{ COUNTERSIGN_HOST: '::' }, /not a loopback address/],
    [{ COUNTERSIGN_ADMIN_URL: 'https://ca.example/path' }, /has a path/],
    [{ COUNTERSIGN_ADMIN_URL: 'https://me:pw@ca.example' }, /user name or password/],
    [{ COUNTERSIGN_PUBLIC_URL: 'ftp://x' }, /not an http/],
    [{ DATABASE_URL: 'file:' }, /no path/],
    [{ COUNTERSIGN_KEY_SOURCE: 'file:relative' }, /not an absolute path/],
    [{ COUNTERSIGN_PROBE_ALLOW: '10.0.0.0' }, /not a network/],
    [{ COUNTERSIGN_PROBE_DENY: '10.0.0.0/8, 10.0.0.0/33' }, /"10.0.0.0\/33" is not a network/],
    [{ COUNTERSIGN_PROBE_PORTS: '443,90-80' }, /ends before it begins/],
    [{ COUNTERSIGN_PROBE_PORTS: '443,x' }, /not a port/],
    [{ COUNTERSIGN_PROBE_LOOPBACK: 'yes' }, /neither on nor off/],
    [{ COUNTERSIGN_WATCH_MINUTES: '-1' }, /not a number of minutes/],
    [{ COUNTERSIGN_WATCH_MINUTES: '20000' }, /not a number of minutes/],
  ])('refuses %j', (env, words) => {
    expect(problemsOf(env as unknown as Record<string, string>).join(' ')).toMatch(words);
  });

  it('never repeats a database URL that it refuses', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres//user:hunter2@db' }).join(' ')).not.toContain('hunter2');
  });

  it('lets another address through when people reach it over HTTPS', () => {
    expect(readConfig({ COUNTERSIGN_HOST: '0.0.0.0', COUNTERSIGN_ADMIN_URL: 'https://ca.example' }).host).toBe(
      '0.0.0.0',
    );
  });
});
