import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Other OCSP responders, each in a process of its own. Null where the program is not installed. */
export interface Peer {
  readonly port: number;
  stop(): void;
}
export interface OpensslPeer extends Peer {
  /** About the certificate of serial 1000, which is good. */
  readonly requestDer: Uint8Array;
}

/** `cfssl ocspserve` with one response that was signed before. */
export async function startCfssl(responseDer: Uint8Array): Promise<Peer | null> {
  if (!isInstalled('cfssl', 'version')) return null;
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-cfssl-'));
  const port = await freePort();
  writeFileSync(join(folder, 'responses'), `${Buffer.from(responseDer).toString('base64')}\n`);
  const args = ['ocspserve', '-address', '127.0.0.1', '-port', String(port), '-responses', join(folder, 'responses')];
  // Its log has a line for each request; a file or a terminal would slow it down.
  const child = spawn('cfssl', [...args, '-loglevel', '5'], { stdio: 'ignore' });
  return running(child, port, folder);
}

/** `openssl ocsp`: one process that reads its index at the start and signs each answer with P-256. */
export async function startOpenssl(): Promise<OpensslPeer | null> {
  if (!isInstalled('openssl', 'version')) return null;
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-openssl-'));
  const port = await freePort();
  const openssl = (...args: string[]) => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${args[0]} ended with ${status}: ${stderr}`);
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-subj', '/CN=Bench', '-days', '30', '-out', 'ca.pem');
  openssl('req', ...newKey, '-keyout', 'leaf.key', '-subj', '/CN=leaf', '-out', 'leaf.csr');
  const issue = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '0x1000', '-days', '20'];
  openssl('x509', '-req', '-in', 'leaf.csr', ...issue, '-out', 'leaf.pem');
  openssl('ocsp', '-issuer', 'ca.pem', '-cert', 'leaf.pem', '-no_nonce', '-reqout', 'request.der');
  writeFileSync(join(folder, 'index.txt'), 'V\t391231235959Z\t\t1000\tunknown\t/CN=leaf\n');
  const log = join(folder, 'log');
  const args = ['ocsp', '-index', 'index.txt', '-port', String(port), '-CA', 'ca.pem', '-ndays', '1'];
  const child = spawn('openssl', [...args, '-rsigner', 'ca.pem', '-rkey', 'ca.key', '-ignore_err'], {
    cwd: folder,
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'a')],
  });
  // A connection that says nothing would keep it from all others for good, so it is not asked by one.
  const peer = await running(child, port, folder, async () => readFileSync(log, 'utf8').includes('waiting for'));
  return { ...peer, requestDer: readFileSync(join(folder, 'request.der')) };
}

function isInstalled(program: string, argument: string): boolean {
  return spawnSync(program, [argument], { stdio: 'ignore' }).error === undefined;
}

async function running(
  child: ChildProcess,
  port: number,
  folder: string,
  isReady = () => accepts(port),
): Promise<Peer> {
  const stop = () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  for (let waited = 0; waited < 100; waited += 1) {
    if (child.exitCode !== null) break;
    if (await isReady()) return { port, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  stop();
  throw new Error(`${child.spawnfile} did not start.`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
