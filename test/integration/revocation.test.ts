import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { parseCertificateList } from '../../lib/pki/crl.ts';
import { certIdHashes, encodeOcspRequest } from '../../lib/pki/ocsp.ts';
import { parseOcspResponse } from '../../lib/pki/ocsp-response.ts';
import { decodePem } from '../../lib/pki/pem.ts';
import { parseSerialNumber } from '../../lib/pki/serial-number.ts';
import { removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let client: ApiClient;
let rootId: string;
let issuingId: string;
let issuer: ReturnType<typeof parseCertificate>;

beforeAll(async () => {
  server = await startTestServer();
  ({ client, rootId, issuingId } = await setUp(server));
  issuer = parseCertificate((await client.download('GET', `/authorities/${issuingId}/certificate?format=der`)).content);
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

interface Issued {
  id: string;
  serialNumber: string;
}
const issue = async (name: string) =>
  (await client.post('/certificates', { profile: 'tlsClient', names: [name] })) as Issued;
const crl = async (id: string) =>
  parseCertificateList(new Uint8Array(await (await fetch(`${server.publicUrl}/crl/${id}.crl`)).arrayBuffer()));

async function ocsp(
  serial: string,
  hash: 'sha1' | 'sha256',
  how: 'post' | 'get' | 'get-escaped',
  nonce: Uint8Array | null = null,
) {
  const hashes = certIdHashes(issuer.subjectDer, issuer.spkiDer)[hash];
  const der = encodeOcspRequest(
    [
      {
        hashAlgorithm: hash,
        issuerNameHash: hashes.name,
        issuerKeyHash: hashes.key,
        serialNumber: parseSerialNumber(serial),
      },
    ],
    nonce,
  );
  const base64 = Buffer.from(der).toString('base64');
  const url = `${server.publicUrl}/ocsp`;
  const answer =
    how === 'post'
      ? await fetch(url, {
          method: 'POST',
          body: new Uint8Array(der),
          headers: { 'content-type': 'application/ocsp-request' },
        })
      : await fetch(`${url}/${how === 'get' ? base64 : encodeURIComponent(base64)}`);
  expect(answer.headers.get('content-type')).toBe('application/ocsp-response');
  return { answer, parsed: parseOcspResponse(new Uint8Array(await answer.arrayBuffer())) };
}

describe('revocation', () => {
  it('publishes a CRL for every authority of the path, the root included, as DER, PEM and one PEM for all', async () => {
    for (const id of [rootId, issuingId]) {
      const answer = await fetch(`${server.publicUrl}/crl/${id}.crl`);
      expect(answer.headers.get('content-type')).toBe('application/pkix-crl');
      expect(answer.headers.get('cache-control')).toMatch(/max-age=\d+/);
      const again = await fetch(`${server.publicUrl}/crl/${id}.crl`, {
        headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
      });
      expect(again.status).toBe(304);
      expect(decodePem(await (await fetch(`${server.publicUrl}/crl/${id}.pem`)).text(), ['X509 CRL'])).toHaveLength(1);
    }
    const all = decodePem(await (await fetch(`${server.publicUrl}/crl/${issuingId}-chain.pem`)).text(), ['X509 CRL'], {
      maxBlocks: 5,
    });
    expect(all).toHaveLength(2);
    const ca = new Uint8Array(await (await fetch(`${server.publicUrl}/ca/${issuingId}.crt`)).arrayBuffer());
    expect(parseCertificate(ca).serialNumber).toBe(issuer.serialNumber);
    for (const path of ['/crl/nothing.crl', '/ca/../../etc/passwd', '/crl/', '/', '/api/v1/setup'])
      expect((await fetch(`${server.publicUrl}${path}`)).status, path).toBe(404);
  });

  it.each(['keyCompromise', 'superseded', 'unspecified'])('is on the CRL and in OCSP at once (%s)', async (reason) => {
    const { id, serialNumber } = await issue(`${reason}@example.com`);
    for (const hash of ['sha1', 'sha256'] as const)
      expect((await ocsp(serialNumber, hash, 'get')).parsed.basic?.responses[0]?.status.type).toBe('good');
    const before = (await crl(issuingId)).crlNumber;
    const result = (await client.post(`/certificates/${id}/revoke`, { reason })) as { crl: { crlNumber: string } };
    const list = await crl(issuingId);
    expect(list.crlNumber).toBeGreaterThan(before as bigint);
    expect(String(list.crlNumber)).toBe(result.crl.crlNumber);
    expect(list.entries.find((entry) => entry.serialNumber === serialNumber)?.reason).toBe(reason);
    for (const hash of ['sha1', 'sha256'] as const)
      for (const how of ['post', 'get', 'get-escaped'] as const)
        expect((await ocsp(serialNumber, hash, how)).parsed.basic?.responses[0]?.status).toMatchObject({
          type: 'revoked',
        });
  });

  it('answers unknown for a serial that was never issued, and echoes a nonce', async () => {
    expect(
      (await ocsp('4f00112233445566778899aabbccddee', 'sha1', 'get')).parsed.basic?.responses[0]?.status.type,
    ).toBe('unknown');
    const { serialNumber } = await issue('nonce@example.com');
    const nonce = new Uint8Array(32).fill(9);
    const { answer, parsed } = await ocsp(serialNumber, 'sha256', 'post', nonce);
    expect(Buffer.from(parsed.basic?.nonce ?? []).equals(nonce)).toBe(true);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('answers nonsense with an OCSP error, never with a failure', async () => {
    const post = async (body: Uint8Array<ArrayBuffer>) =>
      fetch(`${server.publicUrl}/ocsp`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/ocsp-request' },
      });
    for (const body of [new Uint8Array(0), new Uint8Array([1, 2, 3]), new Uint8Array(4_000)]) {
      const answer = await post(body);
      expect(answer.status).toBe(200);
      expect(Buffer.from(await answer.arrayBuffer()).toString('hex')).toBe('30030a0101');
    }
    expect((await post(new Uint8Array(5_000))).status).toBe(413);
    expect((await fetch(`${server.publicUrl}/ocsp`, { method: 'POST', body: 'x' })).status).toBe(415);
  });

  it('CSR-13: bars a compromised key from another certificate', async () => {
    const { makeCsr } = await import('../support/requests.ts');
    const { pem } = makeCsr({ commonName: 'barred', names: [{ type: 'dns', value: 'barred.lan' as never }] });
    const { id } = (await client.post('/certificates', { profile: 'tlsServer', csr: pem })) as Issued;
    await client.post(`/certificates/${id}/revoke`, { reason: 'keyCompromise' });
    await expect(client.post('/certificates', { profile: 'tlsServer', csr: pem })).rejects.toMatchObject({
      status: 422,
      problem: { detail: expect.stringContaining('compromised') },
    });
  });

  it('refuses to revoke twice, an unknown serial, and an authority', async () => {
    const { id, serialNumber } = await issue('twice@example.com');
    await client.post('/revocations', {
      serialNumber: serialNumber.toUpperCase().replace(/(..)(?=.)/g, '$1:'),
      reason: 'superseded',
    });
    await expect(client.post(`/certificates/${id}/revoke`, { reason: 'superseded' })).rejects.toMatchObject({
      status: 409,
      problem: { code: 'already-revoked' },
    });
    await expect(
      client.post('/revocations', { serialNumber: '4f00112233445566778899aabbccddee', reason: 'superseded' }),
    ).rejects.toMatchObject({ status: 404 });
    await expect(client.post('/revocations', { serialNumber: 'not hex', reason: 'superseded' })).rejects.toMatchObject({
      status: 422,
    });
    const { node } = (await client.get(`/authorities/${issuingId}`)) as { node: { certificate: Issued } };
    await expect(
      client.post(`/certificates/${node.certificate.id}/revoke`, { reason: 'superseded' }),
    ).rejects.toMatchObject({ status: 409 });
  });

  it('is seen by the handshake test: both sides, before and after', async () => {
    const connection = (await client.post('/connections', {
      kind: 'mutual',
      serverNames: ['lab.lan'],
      clientName: 'alice',
    })) as { id: string; clientCertificateId: string; serverCertificateId: string };
    const test = async () =>
      (
        (await client.post(`/connections/${connection.id}/test`)) as {
          runs: { kind: string; ok: boolean; sides: { role: string; code: string | null }[] }[];
        }
      ).runs;
    expect((await test()).map((run) => [run.kind, run.ok])).toEqual([
      ['one-way', true],
      ['mutual', true],
    ]);
    await client.post(`/certificates/${connection.clientCertificateId}/revoke`, { reason: 'keyCompromise' });
    const afterClient = await test();
    expect(afterClient.map((run) => [run.kind, run.ok])).toEqual([
      ['one-way', true],
      ['mutual', false],
    ]);
    expect(afterClient[1]?.sides.find((side) => side.role === 'server')?.code).toBe('CERT_REVOKED');
    await client.post(`/certificates/${connection.serverCertificateId}/revoke`, { reason: 'superseded' });
    expect(
      (await test()).every((run) => run.sides.find((side) => side.role === 'client')?.code === 'CERT_REVOKED'),
    ).toBe(true);
  });

  it('verifies the audit chain, and names the first entry that was changed', async () => {
    const { verification } = (await client.get('/audit')) as { verification: { state: string; upToSeq: number } };
    expect(verification.state).toBe('verified');
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(`${server.dataDirectory}/countersign.db`);
    database.exec('PRAGMA busy_timeout = 5000');
    database.prepare('UPDATE "AuditEntry" SET actor = ? WHERE seq = 5').run('somebody else');
    database.close();
    // What was recomputed a moment ago is not claimed to have been recomputed now.
    const continued = (await client.get('/audit')) as { verification: { checkedFrom: number } };
    expect(continued.verification.checkedFrom).toBeGreaterThan(5);
    const whole = (await client.get('/audit?check=whole')) as { verification: unknown };
    expect(whole.verification).toMatchObject({ state: 'broken', seq: 5 });
  });
});
