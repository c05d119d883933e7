import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import type { FilesPlan } from '../../lib/services/export-files.ts';
import { findProgram, run } from '../support/programs.ts';
import { removeDirectory, setUp, startTestServer, type TestServer, temporaryDirectory } from '../support/server.ts';

/** Files as the running server hands them out, under the password that it made, in the programs they are for. */
const missing = (...programs: string[]) => programs.some((program) => findProgram(program) === null);
let server: TestServer;
let client: ApiClient;
let certificateId: string;
let folder: string;
beforeAll(async () => {
  folder = temporaryDirectory();
  server = await startTestServer();
  ({ client } = await setUp(server));
  const issued = (await client.post('/certificates', { profile: 'tlsServer', names: ['api.lan'] })) as { id: string };
  certificateId = issued.id;
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
  removeDirectory(folder);
});

/** Downloads all files for a destination into a folder of its own; they must be those of the plan. */
async function download(destination: string): Promise<{ in: string; password: string; plan: FilesPlan }> {
  const path = `/certificates/${certificateId}/files`;
  const { plans } = (await client.get(`${path}?for=${destination}`)) as { plans: FilesPlan[] };
  const plan = plans[0] as FilesPlan;
  const { content, headers } = await client.download('POST', path, { for: destination });
  const files = plan.files.length === 1 ? { [plan.downloadName]: content } : unzipSync(content);
  expect(Object.keys(files)).toEqual(plan.files.map(({ name }) => name));
  const target = join(folder, destination);
  mkdirSync(target, { recursive: true });
  for (const [name, octets] of Object.entries(files)) writeFileSync(join(target, name), octets);
  return { in: target, password: headers.get('countersign-password') ?? '', plan };
}

const nameOf = (plan: FilesPlan, ending: string) =>
  plan.files.find(({ name }) => name.endsWith(ending))?.name ?? `no file that ends with ${ending}`;

async function sh(cwd: string, command: string): Promise<string> {
  const { code, output } = await run('sh', ['-c', command], { cwd });
  expect(code, `${command}\n${output}`).toBe(0);
  return output;
}

describe.skipIf(missing('openssl'))('openssl', () => {
  it('verifies the chain, and finds the key of the certificate in every form', async () => {
    const { in: at, password, plan } = await download('openssl');
    const root = plan.files.find(({ parts }) => parts.join() === 'root')?.name;
    expect(await sh(at, `openssl verify -CAfile ${root} -untrusted api.lan-chain.pem api.lan.pem`)).toContain('OK');
    const hash = (command: string) => sh(at, `${command} | openssl dgst -sha256 -r`);
    const expected = await hash('openssl x509 -in api.lan.pem -noout -pubkey');
    expect(await hash(`openssl pkey -in ${nameOf(plan, '.key')} -passin pass:${password} -pubout`)).toBe(expected);
    const nginx = await download('nginx');
    expect(await hash(`openssl pkey -in ../nginx/${nameOf(nginx.plan, '.key')} -pubout`)).toBe(expected);
  });

  it.each([
    ['windows', '.pfx', ''],
    ['windows-old', '.pfx', '-legacy'],
    ['macos', '.p12', '-legacy'],
    ['firefox', '.p12', ''],
  ])('opens PKCS#12 for %s', async (destination, ending, options) => {
    const { in: at, password, plan } = await download(destination);
    const output = await sh(
      at,
      `openssl pkcs12 ${options} -in ${nameOf(plan, ending)} -passin pass:${password} -nodes`,
    );
    expect(output.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    expect(output.match(/BEGIN PRIVATE KEY/g)).toHaveLength(1);
  });
});

describe.skipIf(missing('keytool'))('Java', () => {
  it.each([
    ['java', '-keystore.p12', '-truststore.p12'],
    ['java-8', '-keystore.jks', '-truststore.jks'],
  ])('opens both stores for %s', async (destination, keyStore, trustStore) => {
    const { in: at, password, plan } = await download(destination);
    const list = (name: string) => sh(at, `LC_ALL=C keytool -list -keystore ${name} -storepass ${password}`);
    expect(await list(nameOf(plan, keyStore))).toContain('PrivateKeyEntry');
    expect(await list(nameOf(plan, trustStore))).toContain('trustedCertEntry');
  });
});

describe.skipIf(missing('pk12util', 'certutil'))('NSS', () => {
  it('imports the PKCS#12', async () => {
    const { in: at, password, plan } = await download('firefox');
    mkdirSync(join(at, 'nss'));
    await sh(at, `certutil -N -d nss --empty-password && pk12util -i ${nameOf(plan, '.p12')} -d nss -W ${password}`);
    expect(await sh(at, 'certutil -K -d nss')).toContain('api.lan');
  });
});

describe.skipIf(missing('certtool'))('GnuTLS', () => {
  it('opens PKCS#12 and the encrypted key', async () => {
    const { in: at, password, plan } = await download('windows');
    const output = await sh(at, `certtool --p12-info --inder --infile ${nameOf(plan, '.pfx')} --password ${password}`);
    expect(output.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    const one = await download('openssl');
    await sh(one.in, `certtool --key-info --password ${one.password} --infile ${nameOf(one.plan, '.key')}`);
  });
});
