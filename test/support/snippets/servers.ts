import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findProgram, stopProgram } from '../programs.ts';
import { AMQP, AMQP_START, type Exchange, HTTP, MQTT, REDIS } from './probe.ts';
import type { Change } from './scripts.ts';

/** Where one run of a server lives. */
export interface Place {
  readonly root: string;
  readonly port: number;
  /** Something that answers HTTP in the clear. */
  readonly backend: number;
  readonly mutual: boolean;
}

export interface ServerRun {
  readonly id: string;
  readonly name: string;
  readonly version: { readonly command: readonly [string, ...string[]]; readonly pattern: RegExp };
  /** Ports and addresses of the shown text → those of the place. */
  readonly change: (place: Place) => Change;
  readonly start: (place: Place) => Promise<ChildProcess>;
  /** What `systemctl reload` sends. */
  readonly reloadSignal?: NodeJS.Signals;
  /** For commands of the shown texts that speak to the server itself. */
  readonly prelude?: (place: Place) => string;
  readonly exchange?: (place: Place) => Exchange;
  /** What the `users` step needs that only a running server has. */
  readonly users?: 'sql' | 'shell';
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Programs that refuse to be root run as `nobody`; whoever is not root runs them as himself. */
export function unprivileged(): Account | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Gives a folder and all in it to the account. */
export function giveTo(account: Account | null, ...folders: readonly string[]): void {
  if (!account) return;
  for (const folder of folders) {
    chownSync(folder, account.uid, account.gid);
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      chownSync(join(folder, name), account.uid, account.gid);
  }
}

export async function startAs(
  account: Account | null,
  program: string,
  args: readonly string[],
  port: number,
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string; readonly seconds?: number } = {},
): Promise<ChildProcess> {
  const child = spawn(program, [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(account ?? {}),
    ...(options.cwd ? { cwd: options.cwd } : {}),
    env: { ...process.env, ...options.env },
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const failed = new Promise<Error>((done) => child.on('error', done));
  for (let waited = 0; waited < (options.seconds ?? 20) * 1000; waited += 50) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}: ${output}`);
    if (await accepts(port)) return child;
    const error = await Promise.race([failed, new Promise<null>((done) => setTimeout(() => done(null), 50))]);
    if (error) throw error;
  }
  await stopProgram(child);
  throw new Error(`${program} does not listen on ${port}: ${output}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    }).on('error', () => done(false));
  });
}

const programOf = (name: string): string => findProgram(name) ?? name;
const only = (folder: string, ending: string): string => {
  const name = readdirSync(folder).find((one) => one.endsWith(ending));
  if (!name) throw new Error(`There is no file *${ending} in ${folder}.`);
  return join(folder, name);
};

export const postgresBin = (): string | null => {
  const base = '/usr/lib/postgresql';
  const newest = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  return newest === undefined ? null : join(base, newest, 'bin');
};

const nginx: ServerRun = {
  id: 'nginx',
  name: 'nginx',
  version: { command: ['nginx', '-v'], pattern: /nginx\/([\d.]+)/ },
  change:
    ({ port }) =>
    (text) =>
      text.replace('listen 443 ', `listen 127.0.0.1:${port} `),
  start: ({ root, port }) => {
    const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `  ${name}_temp_path ${root}/${name};`)
      .join('\n');
    writeFileSync(
      join(root, 'nginx.conf'),
      `daemon off;\nworker_processes 1;\nerror_log stderr info;\npid ${root}/nginx.pid;\nevents {}\nhttp {\n  access_log off;\n${temp}\n  include ${root}/etc/nginx/conf.d/*.conf;\n}\n`,
    );
    return startAs(null, programOf('nginx'), ['-c', join(root, 'nginx.conf'), '-p', root], port);
  },
  reloadSignal: 'SIGHUP',
  prelude: ({ root }) => `nginx() { command nginx "$@" -c ${root}/nginx.conf -p ${root}; }\n`,
  exchange: () => HTTP,
};

const apache: ServerRun = {
  id: 'apache',
  name: 'Apache httpd',
  version: { command: ['apache2', '-v'], pattern: /Apache\/([\d.]+)/ },
  change:
    ({ port, root }) =>
    (text) =>
      text.replace('<VirtualHost *:443>', `<VirtualHost 127.0.0.1:${port}>`),
  start: ({ root, port }) => {
    const modules = '/usr/lib/apache2/modules';
    mkdirSync(join(root, 'var/www/html'), { recursive: true });
    writeFileSync(join(root, 'var/www/html/index.html'), 'hello\n');
    chmodSync(root, 0o755);
    const loaded = ['mpm_event', 'authz_core', 'dir', 'ssl', 'socache_shmcb', 'mime']
      .map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`)
      .join('\n');
    const { uid, gid } = unprivileged() ?? {};
    writeFileSync(
      join(root, 'httpd.conf'),
      `ServerRoot ${root}\nPidFile ${root}/httpd.pid\nDefaultRuntimeDir ${root}\nErrorLog ${root}/error.log\nServerName localhost\n${loaded}\nTypesConfig /dev/null\n${uid === undefined ? '' : `User #${uid}\nGroup #${gid}\n`}DirectoryIndex index.html\nListen 127.0.0.1:${port}\nIncludeOptional ${root}/etc/apache2/sites-available/*.conf\n`,
    );
    return startAs(null, programOf('apache2'), ['-f', join(root, 'httpd.conf'), '-DFOREGROUND'], port);
  },
  reloadSignal: 'SIGUSR1',
  prelude: ({ root }) =>
    `a2enmod() { :; }\na2ensite() { test -e "${root}/etc/apache2/sites-available/$1.conf"; }\napachectl() { apache2 -f ${root}/httpd.conf -t; }\n`,
  exchange: () => HTTP,
};

const haproxy: ServerRun = {
  id: 'haproxy',
  name: 'HAProxy',
  version: { command: ['haproxy', '-v'], pattern: /version ([\d.]+)/ },
  change:
    ({ port, backend }) =>
    (text) =>
      text.replace('bind :443 ', `bind 127.0.0.1:${port} `).replace('127.0.0.1:8080', `127.0.0.1:${backend}`),
  start: ({ root, port }) => {
    // What every installation has before: Debian's haproxy.cfg says the same.
    writeFileSync(
      join(root, 'defaults.cfg'),
      'defaults\n    timeout connect 5s\n    timeout client 50s\n    timeout server 50s\n',
    );
    const files = ['-f', join(root, 'defaults.cfg'), '-f', join(root, 'etc/haproxy/haproxy.cfg')];
    return startAs(null, programOf('haproxy'), ['-W', '-db', ...files], port);
  },
  reloadSignal: 'SIGUSR2',
  exchange: () => HTTP,
};

const caddy: ServerRun = {
  id: 'caddy',
  name: 'Caddy',
  version: { command: ['caddy', 'version'], pattern: /v?([\d.]+)/ },
  // Port 80 and the administration's are not this test's.
  change:
    ({ port, backend }) =>
    (text) =>
      `{\n\tadmin off\n\tauto_https disable_redirects\n\thttps_port ${port}\n\thttp_port ${backend + 1}\n\tdefault_bind 127.0.0.1\n}\n${text}`,
  start: ({ root, port }) =>
    startAs(null, programOf('caddy'), ['run', '--config', join(root, 'etc/caddy/Caddyfile')], port, {
      env: { HOME: root, XDG_DATA_HOME: root, XDG_CONFIG_HOME: root },
    }),
  prelude: ({ root }) => `export HOME=${root} XDG_DATA_HOME=${root} XDG_CONFIG_HOME=${root}\n`,
  exchange: () => HTTP,
};

const stunnel: ServerRun = {
  id: 'stunnel',
  name: 'stunnel',
  version: { command: ['stunnel4', '-version'], pattern: /stunnel ([\d.]+)/ },
  change:
    ({ port, backend, root }) =>
    (text) =>
      `foreground = yes\npid = ${root}/stunnel.pid\n${text
        .replace('accept = 443', `accept = 127.0.0.1:${port}`)
        .replace('127.0.0.1:8080', `127.0.0.1:${backend}`)}`,
  start: ({ root, port }) => startAs(null, programOf('stunnel4'), [only(join(root, 'etc/stunnel'), '.conf')], port),
  reloadSignal: 'SIGHUP',
  exchange: () => HTTP,
};

const redis: ServerRun = {
  id: 'redis',
  name: 'Redis',
  version: { command: ['redis-server', '--version'], pattern: /v=([\d.]+)/ },
  change:
    ({ port }) =>
    (text) =>
      `bind 127.0.0.1\nsave ""\n${text.replace('tls-port 6379', `tls-port ${port}`)}`,
  start: ({ root, port }) =>
    startAs(null, programOf('redis-server'), [join(root, 'etc/redis/tls.conf')], port, { cwd: root }),
  exchange: () => REDIS,
};

const mosquitto: ServerRun = {
  id: 'mosquitto',
  name: 'Mosquitto',
  version: { command: ['mosquitto', '-h'], pattern: /version ([\d.]+)/ },
  change:
    ({ port }) =>
    (text) =>
      text.replace('listener 8883', `listener ${port} 127.0.0.1`),
  start: ({ root, port }) => {
    const account = unprivileged();
    giveTo(account, root);
    return startAs(account, programOf('mosquitto'), ['-c', join(root, 'etc/mosquitto/conf.d/tls.conf')], port);
  },
  exchange: () => MQTT,
};

const rabbitmq: ServerRun = {
  id: 'rabbitmq',
  name: 'RabbitMQ',
  version: {
    command: ['sh', '-c', 'command -v rabbitmq-server >/dev/null && dpkg-query -W rabbitmq-server'],
    pattern: /\t([\d.]+)/,
  },
  change:
    ({ port }) =>
    (text) =>
      text.replace('listeners.ssl.default = 5671', `listeners.ssl.default = 127.0.0.1:${port}`),
  start: async ({ root, port, mutual }) => {
    mkdirSync(join(root, 'data'), { recursive: true });
    // The step `users` enables it, which asks a running server or this file.
    if (mutual) writeFileSync(join(root, 'plugins'), '[rabbitmq_auth_mechanism_ssl].\n');
    // Erlang's register of nodes: started by the node it would stay behind, for everyone.
    const names = spawn('epmd', ['-port', String(port + 2)], {
      stdio: 'ignore',
      env: { ...process.env, ERL_EPMD_ADDRESS: '127.0.0.1' },
    });
    const child = await startAs(null, '/usr/lib/rabbitmq/bin/rabbitmq-server', [], port, {
      env: rabbitEnvironment(root, port),
      seconds: 60,
    }).catch((error) => {
      names.kill();
      throw error;
    });
    child.once('exit', () => names.kill());
    return child;
  },
  prelude: ({ root, port }) =>
    `${Object.entries(rabbitEnvironment(root, port))
      .map(([name, value]) => `export ${name}='${value}'`)
      .join(
        '\n',
      )}\nrabbitmq-plugins() { test -s ${root}/plugins; }\nrabbitmqctl() { /usr/lib/rabbitmq/bin/rabbitmqctl "$@"; }\n`,
  exchange: ({ mutual }) => (mutual ? AMQP : AMQP_START),
  users: 'shell',
};

function rabbitEnvironment(root: string, port: number): Record<string, string> {
  return {
    HOME: join(root, 'data'),
    RABBITMQ_NODENAME: `snippets${port}@localhost`,
    RABBITMQ_CONFIG_FILE: join(root, 'etc/rabbitmq/rabbitmq.conf'),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(root, 'etc/rabbitmq/advanced.config'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(root, 'plugins'),
    RABBITMQ_MNESIA_BASE: join(root, 'data'),
    RABBITMQ_LOG_BASE: join(root, 'data'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_DIST_PORT: String(port + 1),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    ERL_EPMD_PORT: String(port + 2),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
  };
}

/** Those that are asked by a probe of our own; databases and OpenVPN are asked by their own clients. */
export const SERVER_RUNS: readonly ServerRun[] = [nginx, apache, haproxy, caddy, stunnel, redis, mosquitto, rabbitmq];
