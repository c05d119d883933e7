import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KeyProtectionMode } from '../domain/entities.ts';
import type { SyslogTarget } from './audit-sinks.ts';

/** The only reader of `process.env`. Each variable: what it means, its default, and what is accepted. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface Config {
  /** COUNTERSIGN_DATA: database, key file, lock. Default: `.data` beside package.json. */
  readonly dataDirectory: string;
  /** COUNTERSIGN_HOST: the address every listener binds. Default 127.0.0.1. */
  readonly host: string;
  /** COUNTERSIGN_ADMIN_PORT (3000), COUNTERSIGN_PUBLIC_PORT (3080), COUNTERSIGN_ENROL_PORT (3443). */
  readonly adminPort: number;
  readonly publicPort: number;
  readonly enrolPort: number;
  /** COUNTERSIGN_PROOF_PORT (3444): HTTPS with a certificate below a root that an operator chose; 0: never. */
  readonly proofPort: number;
  /** `https://` with the host of the public URL and the port of the proof; null when that is 0. */
  readonly proofUrl: string | null;
  /** COUNTERSIGN_ADMIN_URL, COUNTERSIGN_PUBLIC_URL: origins as clients see them; the public one goes into AIA and CDP. */
  readonly adminUrl: string;
  readonly publicUrl: string;
  /** DATABASE_URL: `file:/path/to.db` or `postgresql://…`. Default: SQLite in the data directory. */
  readonly databaseUrl: string;
  /** COUNTERSIGN_KEY_SOURCE: `file`, `file:/path/to/key` or `passphrase`. */
  readonly keySource: { readonly mode: KeyProtectionMode; readonly keyFilePath: string };
  /** COUNTERSIGN_SETUP_TOKEN: a fixed one for scripts; null: one is made and printed. */
  readonly setupToken: string | null;
  /** COUNTERSIGN_TRUST_PAGE: `on` (default) or `off`: whether the public listener shows how to trust the roots. */
  readonly trustPage: boolean;
  /** COUNTERSIGN_AUDIT_FILE: a file outside the data directory that every entry of the log is appended to. Default: none. */
  readonly auditFile: string | null;
  /** COUNTERSIGN_AUDIT_SYSLOG: `udp://host:port` or `tcp://host:port` (RFC 5424). Default: none. */
  readonly auditSyslog: SyslogTarget | null;
  /** LOG_LEVEL: debug, info, warn, error, silent. */
  readonly logLevel: LogLevel;
  readonly programDirectory: string;
  /** COUNTERSIGN_TEST_CRASH_AT: a fault point at which the process ends itself. For tests only. */
  readonly crashAt: string | null;
}

/** A configuration that cannot be used: every wrong variable with its problem and what is expected. */
export class ConfigRefusal extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used.\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigRefusal';
    this.problems = problems;
  }
}

/** Reads and validates all variables at once, so that one run names everything that is wrong. Throws ConfigRefusal. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const problems: string[] = [];
  const take = <Value>(name: string, fallback: Value, parse: (text: string) => Value): Value => {
    const text = env[name]?.trim();
    if (text === undefined || text === '') return fallback;
    try {
      return parse(text);
    } catch (error) {
      problems.push(`${name}: ${(error as Error).message}`);
      return fallback;
    }
  };
  const programDirectory = findProgramDirectory();
  const dataDirectory = take('COUNTERSIGN_DATA', join(programDirectory, '.data'), parseDirectory);
  const host = take('COUNTERSIGN_HOST', '127.0.0.1', parseHost);
  const adminPort = take('COUNTERSIGN_ADMIN_PORT', 3000, parsePort);
  const publicPort = take('COUNTERSIGN_PUBLIC_PORT', 3080, parsePort);
  const enrolPort = take('COUNTERSIGN_ENROL_PORT', 3443, parsePort);
  const proofPort = take('COUNTERSIGN_PROOF_PORT', 3444, parsePortOrNone);
  const shownHost = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const publicUrl = take('COUNTERSIGN_PUBLIC_URL', `http://${shownHost}:${publicPort}`, parsePublicUrl);
  const config: Config = {
    dataDirectory,
    host,
    adminPort,
    publicPort,
    enrolPort,
    adminUrl: take('COUNTERSIGN_ADMIN_URL', `http://${shownHost}:${adminPort}`, parseOrigin),
    publicUrl,
    proofPort,
    proofUrl: proofPort === 0 ? null : `https://${new URL(publicUrl).hostname}:${proofPort}`,
    databaseUrl: take('DATABASE_URL', `file:${join(dataDirectory, 'countersign.db')}`, parseDatabaseUrl),
    keySource: take(
      'COUNTERSIGN_KEY_SOURCE',
      { mode: 'key-file' as KeyProtectionMode, keyFilePath: join(dataDirectory, 'key-encryption.key') },
      (text) => parseKeySource(text, dataDirectory),
    ),
    setupToken: take('COUNTERSIGN_SETUP_TOKEN', null as string | null, parseSetupToken),
    trustPage: take('COUNTERSIGN_TRUST_PAGE', true, parseSwitch),
    auditFile: take('COUNTERSIGN_AUDIT_FILE', null as string | null, (text) => parseAuditFile(text, dataDirectory)),
    auditSyslog: take('COUNTERSIGN_AUDIT_SYSLOG', null as SyslogTarget | null, parseSyslog),
    logLevel: take('LOG_LEVEL', 'info' as LogLevel, parseLogLevel),
    programDirectory,
    crashAt: env.COUNTERSIGN_TEST_CRASH_AT || null,
  };
  const ports = [adminPort, publicPort, enrolPort];
  if (ports.includes(proofPort))
    problems.push(
      `COUNTERSIGN_PROOF_PORT: ${proofPort} is the port of another listener. Give it its own, or 0 to leave the proof out.`,
    );
  if (new Set(ports).size !== ports.length)
    problems.push(
      `COUNTERSIGN_ADMIN_PORT, COUNTERSIGN_PUBLIC_PORT, COUNTERSIGN_ENROL_PORT: ${adminPort}, ${publicPort}, ${enrolPort} are not three different ports. Give each listener its own.`,
    );
  if (problems.length === 0 && !isLoopback(host) && !config.adminUrl.startsWith('https://'))
    problems.push(
      `COUNTERSIGN_HOST: "${host}" is not a loopback address, and the admin pages speak plain HTTP. Keep 127.0.0.1, or put a TLS-terminating proxy in front and say so with COUNTERSIGN_ADMIN_URL=https://….`,
    );
  if (problems.length > 0) throw new ConfigRefusal(problems);
  return config;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function parseDirectory(text: string): string {
  if (text.includes('\0')) throw new Error('the path contains a NUL character; a plain directory path is expected.');
  return isAbsolute(text) ? text : resolve(text);
}

function parseAuditFile(text: string, dataDirectory: string): string {
  const path = parseDirectory(text);
  if (path === dataDirectory || path.startsWith(`${dataDirectory}/`))
    throw new Error(
      `"${text}" is in the data directory. A copy of the log is worth something elsewhere only: name a file on another volume.`,
    );
  return path;
}

function parseSyslog(text: string): SyslogTarget {
  const found = /^(udp|tcp):\/\/(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?$/i.exec(text);
  const port = Number(found?.[3] ?? 514);
  if (!found || port < 1 || port > 65_535)
    throw new Error(`"${text}" is no syslog. Expected udp://host:514 or tcp://host:601.`);
  return {
    transport: (found[1] as string).toLowerCase() as SyslogTarget['transport'],
    host: (found[2] as string).replace(/^\[|\]$/g, ''),
    port,
  };
}

function parseHost(text: string): string {
  if (text === 'localhost') return '127.0.0.1';
  if (isIP(text) === 0)
    throw new Error(`"${text}" is not an IP address. Expected an address of this machine such as 127.0.0.1 or ::1.`);
  return text;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new Error(`"${text}" is not a port. Expected a whole number from 1 to 65535.`);
  return port;
}

function parsePortOrNone(text: string): number {
  return text === '0' ? 0 : parsePort(text);
}

function parseOrigin(text: string): string {
  const url = parseHttpUrl(text);
  if (url.pathname !== '/' || url.search || url.hash)
    throw new Error(
      `"${text}" has a path or query. Expected only scheme, host and port, such as https://ca.example.internal.`,
    );
  return url.origin;
}

function parsePublicUrl(text: string): string {
  const url = parseHttpUrl(text);
  // Relying parties fetch revocation data while they validate a TLS certificate; over HTTPS that never ends (RFC 5280 §8).
  if (url.protocol !== 'http:')
    throw new Error(
      `"${text}" is not plain HTTP. CRL, OCSP and issuer certificates are fetched over http:// (they are signed); use http://host[:port].`,
    );
  if (url.pathname !== '/' || url.search || url.hash)
    throw new Error(
      `"${text}" has a path or query. Expected only scheme, host and port, such as http://pki.example.internal.`,
    );
  return url.origin;
}

function parseHttpUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new Error(`"${text}" is not an http or https URL. Expected one such as http://127.0.0.1:3000.`);
  if (url.username || url.password) throw new Error('the URL carries a user name or password. Leave them out.');
  return url;
}

function parseDatabaseUrl(text: string): string {
  if (/^postgres(ql)?:\/\//.test(text)) {
    if (!URL.canParse(text))
      throw new Error('the PostgreSQL URL cannot be read. Expected postgresql://user:password@host:port/database.');
    return text;
  }
  if (text.startsWith('file:')) {
    const path = text.slice('file:'.length);
    if (path === '' || path.includes('?'))
      throw new Error('the SQLite URL has no path, or has parameters. Expected file:/path/to/countersign.db.');
    return `file:${isAbsolute(path) ? path : resolve(path)}`;
  }
  // Never echo it: it may be a mistyped URL with a password in it.
  throw new Error('the value is neither file:/path/to.db nor postgresql://user:password@host:port/database.');
}

function parseKeySource(text: string, dataDirectory: string): Config['keySource'] {
  const keyFilePath = join(dataDirectory, 'key-encryption.key');
  if (text === 'file') return { mode: 'key-file', keyFilePath };
  if (text === 'passphrase') return { mode: 'passphrase', keyFilePath };
  if (text.startsWith('file:')) {
    const path = text.slice('file:'.length);
    if (!isAbsolute(path)) throw new Error(`"${text}" is not an absolute path. Expected file:/absolute/path/to/key.`);
    return { mode: 'key-file', keyFilePath: path };
  }
  throw new Error(`"${text}" is not a key source. Expected file, file:/absolute/path or passphrase.`);
}

function parseSetupToken(text: string): string {
  if (text.length < 16 || text.length > 200)
    throw new Error(`the token has ${text.length} characters. Expected 16 to 200, so that it cannot be guessed.`);
  return text;
}

function parseSwitch(text: string): boolean {
  if (text !== 'on' && text !== 'off') throw new Error(`"${text}" is neither on nor off.`);
  return text === 'on';
}

function parseLogLevel(text: string): LogLevel {
  const levels: readonly string[] = ['debug', 'info', 'warn', 'error', 'silent'];
  if (!levels.includes(text)) throw new Error(`"${text}" is not a log level. Expected one of ${levels.join(', ')}.`);
  return text as LogLevel;
}

/** The folder with package.json, whether this file runs from source or from the bundle in `build/`. */
function findProgramDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json')) && dirname(directory) !== directory)
    directory = dirname(directory);
  return directory;
}
