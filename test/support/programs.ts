import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

/** Where a program of the system is, or null. */
export function findProgram(name: string): string | null {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'])
    if (existsSync(join(folder, name))) return join(folder, name);
  return null;
}

export interface Outcome {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end; a non-zero code is an outcome, not an error. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; shell?: boolean; timeout?: number } = {},
): Promise<Outcome> {
  return new Promise((done) => {
    execFile(
      program,
      [...args],
      { cwd: options.cwd, timeout: options.timeout ?? 30_000, shell: options.shell ?? false, maxBuffer: 16_777_216 },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : 1) : 0;
        done({ code, output: stdout + stderr });
      },
    );
  });
}

/** Starts a program in the foreground and waits until its port accepts connections. */
export async function startProgram(program: string, args: readonly string[], port: number): Promise<ChildProcess> {
  const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (child.exitCode !== null) throw new Error(`${program} ended with ${child.exitCode}: ${output}`);
    if (await accepts(port)) return child;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${program} does not listen on ${port}: ${output}`);
}

export async function stopProgram(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      done(true);
    }).on('error', () => done(false));
  });
}
