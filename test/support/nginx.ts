import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startProgram } from './programs.ts';

/**
 * Runs nginx on the very snippet that the product shows, changed in nothing but what a test must: the port, and the
 * folder in which the bundle was unpacked.
 */
export async function startNginx(args: {
  nginx: string;
  snippet: string;
  bundleDirectory: string;
  workDirectory: string;
  port: number;
}): Promise<ChildProcess> {
  mkdirSync(args.workDirectory, { recursive: true });
  const site = args.snippet
    .replace('listen 443 ssl;', `listen 127.0.0.1:${args.port} ssl;`)
    .replaceAll('/etc/nginx/tls/', `${args.bundleDirectory}/`);
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${args.workDirectory}/${name};`)
    .join('\n');
  const config = join(args.workDirectory, 'nginx.conf');
  writeFileSync(
    config,
    `daemon off;\nworker_processes 1;\nerror_log stderr info;\npid ${args.workDirectory}/nginx.pid;\nevents {}\nhttp {\n  access_log off;\n${temp}\n${site}\n}\n`,
  );
  return startProgram(args.nginx, ['-c', config, '-p', args.workDirectory], args.port);
}
