import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../programs.ts';
import type { Change } from './scripts.ts';
import { giveTo, type Place, postgresBin, SERVER_RUNS, type ServerRun, startAs, unprivileged } from './servers.ts';

/** A server that is asked by the client of its own kind, whose configuration is what is tested as well. */
export interface FamilyRun {
  readonly family: string;
  readonly server: ServerRun;
  readonly client: {
    readonly id: string;
    readonly name: string;
    readonly version: ServerRun['version'];
    readonly change: (port: number) => Change;
    /** What only a client that was let in says. */
    readonly success: RegExp;
    /** The same call without a certificate. */
    readonly bare: Change;
    readonly prelude?: (place: Place) => string;
    readonly env?: Readonly<Record<string, string>>;
    /** Said at the end of a try, good or bad, by clients that stay. */
    readonly until?: RegExp;
  };
  /** The server's own test stands elsewhere. */
  readonly clientOnly?: boolean;
}

const made = new Map<string, string>();
/** An empty cluster, made once and copied for each start. */
function emptyData(kind: string, root: string, make: (folder: string) => void): string {
  let template = made.get(kind);
  if (!template || !existsSync(template)) {
    template = join(root, '..', `${kind}-template`);
    mkdirSync(template, { mode: 0o700 });
    giveTo(unprivileged(), template);
    make(template);
    made.set(kind, template);
  }
  const data = join(root, 'data');
  if (!existsSync(data)) cpSync(template, data, { recursive: true });
  chmodSync(data, 0o700);
  return data;
}

function runOrThrow(program: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(program, [...args], { ...unprivileged(), cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stdout}${stderr}`);
}

const postgresql: ServerRun = {
  id: 'postgresql',
  name: 'PostgreSQL',
  version: {
    command: [join(postgresBin() ?? '/nowhere', 'postgres'), '--version'],
    pattern: /\(PostgreSQL\) ([\d.]+)/,
  },
  change: () => (text) =>
    // Debian's file begins with this for the administrator.
    /^hostssl /m.test(text) ? `local all postgres trust\n${text}` : text,
  start: async ({ root, port }) => {
    const bin = postgresBin() ?? '';
    const account = unprivileged();
    const data = emptyData('postgresql', root, (folder) =>
      runOrThrow(
        join(bin, 'initdb'),
        ['-D', folder, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync', '--locale=C'],
        folder,
      ),
    );
    const main = join(root, 'etc/postgresql/15/main');
    if (!existsSync(join(main, 'pg_ident.conf'))) writeFileSync(join(main, 'pg_ident.conf'), '');
    appendFileSync(join(data, 'postgresql.conf'), `include '${main}/conf.d/tls.conf'\n`);
    giveTo(account, root);
    const settings = {
      hba_file: join(main, 'pg_hba.conf'),
      ident_file: join(main, 'pg_ident.conf'),
      listen_addresses: '127.0.0.1',
      port: String(port),
      unix_socket_directories: root,
      fsync: 'off',
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    return startAs(account, join(bin, 'postgres'), ['-D', data, ...options], port, { cwd: root });
  },
  reloadSignal: 'SIGHUP',
  prelude: ({ root, port }) => `sql() { psql -q -v ON_ERROR_STOP=1 -h ${root} -p ${port} -U postgres; }\n`,
  users: 'sql',
};

const mariadb: ServerRun = {
  id: 'mariadb',
  name: 'MariaDB',
  version: { command: ['mariadbd', '--version'], pattern: /Ver ([\d.]+)/ },
  change: () => (text) => text,
  start: async ({ root, port }) => {
    const account = unprivileged();
    const data = emptyData('mariadb', root, (folder) =>
      runOrThrow(
        'mariadb-install-db',
        ['--no-defaults', `--datadir=${folder}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
        folder,
      ),
    );
    writeFileSync(join(root, 'my.cnf'), `!include ${root}/etc/mysql/conf.d/tls.cnf\n`);
    giveTo(account, root);
    const options = [
      `--defaults-file=${root}/my.cnf`,
      `--datadir=${data}`,
      `--socket=${root}/s.sock`,
      `--pid-file=${root}/pid`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
    ];
    return startAs(account, findProgram('mariadbd') ?? '', options, port, { cwd: root });
  },
  prelude: ({ root }) =>
    `mariadb() { command mariadb --no-defaults --socket=${root}/s.sock --user=root "$@"; }\nsql() { mariadb; }\n`,
  users: 'sql',
};

/** In a network of its own, so that its interfaces and routes touch nothing; the client joins it. */
const openvpn: ServerRun = {
  id: 'openvpn',
  name: 'OpenVPN',
  version: { command: ['openvpn', '--version'], pattern: /OpenVPN ([\d.]+)/ },
  change:
    ({ port }) =>
    (text) =>
      text.replace('port 1194', `port ${port}\nlocal 127.0.0.1`),
  start: async ({ root }) => {
    const checker = join(root, 'etc/openvpn/server/check-password');
    writeFileSync(checker, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const config = join(root, 'etc/openvpn/server/server.conf');
    const child = spawn('unshare', ['--net', 'sh', '-c', `ip link set lo up && exec openvpn --config ${config}`], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    await said(child, /Initialization Sequence Completed/);
    return child;
  },
};

function said(child: ChildProcess, pattern: RegExp): Promise<void> {
  return new Promise((done, fail) => {
    let output = '';
    const timer = setTimeout(() => {
      child.kill();
      fail(new Error(`It does not say ${pattern}: ${output}`));
    }, 20_000);
    const take = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (!pattern.test(output)) return;
      clearTimeout(timer);
      done();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(new Error(`It ended with ${code}: ${output}`));
    });
  });
}

const port =
  (from: string) =>
  (to: number): Change =>
  (text) =>
    text.replace(from, from.replace(/\d+/, String(to)));
const serverOf = (id: string): ServerRun => SERVER_RUNS.find((one) => one.id === id) as ServerRun;

export const FAMILIES: readonly FamilyRun[] = [
  {
    family: 'PostgreSQL and psql',
    server: postgresql,
    client: {
      id: 'psql',
      name: 'psql',
      version: { command: ['psql', '--version'], pattern: /\(PostgreSQL\) ([\d.]+)/ },
      change: port('port=5432'),
      success: /PostgreSQL \d+/,
      bare: (text) => text.replace(/ sslcert=\S+ sslkey=[\w.-]+/, ''),
      env: { PGPASSWORD: 'a password', PGCONNECT_TIMEOUT: '10' },
    },
  },
  {
    family: 'MariaDB and mariadb',
    server: mariadb,
    client: {
      id: 'mariadb-client',
      name: 'mariadb',
      version: { command: ['mariadb', '--version'], pattern: /Distrib ([\d.]+)/ },
      change: port('--port=3306'),
      success: /VERSION[\s\S]*MariaDB/,
      bare: (text) => text.replace(/--ssl-cert=\S+ --ssl-key=\S+/, ''),
    },
  },
  {
    family: 'Redis and redis-cli',
    server: serverOf('redis'),
    clientOnly: true,
    client: {
      id: 'redis-cli',
      name: 'redis-cli',
      version: { command: ['redis-cli', '--version'], pattern: /redis-cli ([\d.]+)/ },
      change: port('-p 6379'),
      success: /PONG/,
      bare: (text) => text.replace(/--cert \S+ --key \S+/, ''),
    },
  },
  {
    family: 'Mosquitto and mosquitto_pub',
    server: serverOf('mosquitto'),
    clientOnly: true,
    client: {
      id: 'mosquitto-pub',
      name: 'mosquitto_pub',
      version: { command: ['mosquitto_pub', '--version'], pattern: /version ([\d.]+)/ },
      change: (to) => (text) => `${port('-p 8883')(to)(text)} && echo sent`,
      success: /sent/,
      bare: (text) => text.replace(/--cert \S+ --key \S+/, ''),
    },
  },
  {
    family: 'OpenVPN',
    server: openvpn,
    client: {
      id: 'openvpn-client',
      name: 'OpenVPN',
      version: { command: ['openvpn', '--version'], pattern: /OpenVPN ([\d.]+)/ },
      change: (to) => (text) =>
        text
          .replace('1194 udp', `${to} udp\nconnect-retry-max 1\nhand-window 4\nresolv-retry 1`)
          .replace('auth-user-pass', 'auth-user-pass password'),
      success: /Initialization Sequence Completed/,
      bare: (text) => text.replace(/^cert .*\nkey .*$/m, 'auth-user-pass password'),
      until: /Initialization Sequence Completed|TLS Error|AUTH_FAILED|Exiting/,
    },
  },
];
