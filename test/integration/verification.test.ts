import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';

import { parseCertificate } from '../../lib/pki/certificate.ts';
import { certIdHashes, encodeOcspRequest } from '../../lib/pki/ocsp.ts';
import { decodePem } from '../../lib/pki/pem.ts';
import { parseSerialNumber } from '../../lib/pki/serial-number.ts';
import { removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

/** What is issued, published and answered here holds before our own validator, with and without revocation. */
let server: TestServer;
let client: ApiClient;
let rootId: string;
let issuingId: string;
let root: string;
let issuing: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ client, rootId, issuingId } = await setUp(server));
  [root, issuing] = await Promise.all([authority(rootId), authority(issuingId)]);
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

interface Answer {
  readonly valid: boolean;
  readonly verdict: string;
  readonly code: string;
  readonly steps: readonly { readonly check: string; readonly ok: boolean }[];
}
const text = (content: Uint8Array) => Buffer.from(content).toString('utf8');
const authority = async (id: string) =>
  text((await client.download('GET', `/authorities/${id}/certificate?format=pem`)).content);
const issue = async (profile: string, name: string) => {
  const { id, serialNumber } = (await client.post('/certificates', { profile, names: [name] })) as {
    id: string;
    serialNumber: string;
  };
  return {
    id,
    serialNumber,
    pem: text((await client.download('GET', `/certificates/${id}/download?format=pem`)).content),
  };
};
const list = async (id: string) => {
  const der = Buffer.from(await (await fetch(`${server.publicUrl}/crl/${id}.crl`)).arrayBuffer());
  return `-----BEGIN X509 CRL-----\n${der.toString('base64')}\n-----END X509 CRL-----\n`;
};
const verify = async (leaf: string, more: object) =>
  (await client.post('/verify', { trusted: [root], intermediates: [issuing], leaf, ...more })) as Answer;
const serverNamed = (value: string) => ({ purpose: 'server', name: { kind: 'DNS', value } });

describe('POST /api/v1/verify', () => {
  it('finds a server certificate of this authority valid for its name, and for no other', async () => {
    const { pem } = await issue('tlsServer', 'api.lan');
    const good = await verify(pem, serverNamed('api.lan'));
    expect(good).toMatchObject({ valid: true, verdict: 'SUCCESS', code: 'ok' });
    expect(good.steps.every(({ ok }) => ok)).toBe(true);
    expect(await verify(pem, serverNamed('other.lan'))).toMatchObject({
      valid: false,
      verdict: 'FAILURE',
      code: 'name-mismatch',
    });
    expect(await verify(pem, { purpose: 'client' })).toMatchObject({ valid: false, code: 'bad-purpose' });
    expect(await verify(pem, { trusted: [] })).toMatchObject({ valid: false, code: 'no-path' });
  });

  it('reads the published lists: good before the revocation, revoked after it', async () => {
    const { id, pem } = await issue('tlsClient', 'db.lan');
    const lists = async () => ({ purpose: 'client', crls: [await list(rootId), await list(issuingId)] });
    expect(await verify(pem, await lists())).toMatchObject({ valid: true, code: 'ok' });
    await client.post(`/certificates/${id}/revoke`, { reason: 'keyCompromise' });
    expect(await verify(pem, await lists())).toMatchObject({ valid: false, code: 'revoked' });
  });

  it('reads the OCSP answers of this authority', async () => {
    const { pem, serialNumber } = await issue('tlsServer', 'ocsp.lan');
    const { der } = decodePem(issuing, ['CERTIFICATE'])[0] as { der: Uint8Array };
    const issuer = parseCertificate(der);
    const hashes = certIdHashes(issuer.subjectDer, issuer.spkiDer).sha256;
    const question = encodeOcspRequest(
      [
        {
          hashAlgorithm: 'sha256',
          issuerNameHash: hashes.name,
          issuerKeyHash: hashes.key,
          serialNumber: parseSerialNumber(serialNumber),
        },
      ],
      null,
    );
    const answered = await fetch(`${server.publicUrl}/ocsp`, {
      method: 'POST',
      body: new Uint8Array(question),
      headers: { 'content-type': 'application/ocsp-request' },
    });
    const ocspResponses = [Buffer.from(await answered.arrayBuffer()).toString('base64')];
    const crls = [await list(rootId)];
    expect(await verify(pem, { ocspResponses, crls })).toMatchObject({ valid: true, code: 'ok' });
    expect(await verify(pem, { crls })).toMatchObject({ valid: false, code: 'revocation-unknown' });
  });

  it('has a command that needs no server and writes nothing but answers', async () => {
    const { pem } = await issue('tlsServer', 'offline.lan');
    const question = { trusted: [root], intermediates: [issuing], leaf: pem, ...serverNamed('offline.lan') };
    const input = `${JSON.stringify(question)}\r\nnonsense\n${JSON.stringify({ ...question, trusted: [] })}`;
    const output = execFileSync(process.execPath, ['scripts/run.mjs', 'verify-path'], { input, encoding: 'utf8' });
    const answers = output.trimEnd().split('\n');
    expect(answers.map((answer) => (JSON.parse(answer) as Answer).code)).toEqual(['ok', 'bad-input', 'no-path']);
  });

  it('refuses what is no question, and strangers', async () => {
    await expect(client.post('/verify', { trusted: 'x' })).rejects.toMatchObject({ status: 422 });
    await expect(server.client().post('/verify', { trusted: [], leaf: '' })).rejects.toMatchObject({ status: 401 });
  });
});
