import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { isIssuedBy, parseCertificate } from '../../lib/pki/certificate.ts';
import { decodePem } from '../../lib/pki/pem.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

const vectors = resolve(import.meta.dirname, '../vectors/import');
const file = (name: string) => ({ name, base64: readFileSync(join(vectors, name)).toString('base64') });
const own = parseCertificate(
  (decodePem(readFileSync(join(vectors, 'ca.pem'), 'utf8'), ['CERTIFICATE'])[0] as { der: Uint8Array }).der,
);

let server: TestServer;
let client: ApiClient;
beforeAll(async () => {
  server = await startTestServer();
  ({ client } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

interface Outcome {
  authorities: { outcome: string; keyHeld: boolean; authorityId: string }[];
}
const bring = async (files: string[], choice: object) => {
  const body = {
    files: files.map(file),
    authorities: [{ fingerprintSha256: own.fingerprintSha256, ...choice }],
  };
  return ((await client.post('/imports', body)) as Outcome).authorities[0];
};

it('an authority that was taken without its key signs as soon as the key is attached, and not before', async () => {
  const taken = await bring(['ca.pem'], { withoutKey: true });
  expect(taken).toMatchObject({ outcome: 'imported', keyHeld: false });
  const id = taken?.authorityId;
  const issue = () => client.post('/certificates', { profile: 'tlsClient', authorityId: id, names: ['alice'] });
  await expect(issue()).rejects.toMatchObject({ status: 422 });
  expect(await bring(['ca.pem', 'ca.key'], {})).toMatchObject({ outcome: 'already-here', keyHeld: false });
  await expect(issue()).rejects.toMatchObject({ status: 422 });
  await expect(bring(['ca.pem', 'ca.key'], { attachKey: true })).rejects.toMatchObject({
    status: 401,
    problem: { code: 'step-up-required' },
  });
  await client.post('/session/step-up', { password: OPERATOR.password });
  expect(await bring(['ca.pem', 'leaf.key'], { attachKey: true })).toMatchObject({ outcome: 'refused' });
  expect(await bring(['ca.pem', 'ca.key'], { attachKey: true })).toMatchObject({
    outcome: 'key-attached',
    keyHeld: true,
  });
  const { id: leafId } = (await issue()) as { id: string };
  const { content } = await client.download('GET', `/certificates/${leafId}/download?format=der`);
  expect(isIssuedBy(parseCertificate(content), own)).toBe(true);
});
