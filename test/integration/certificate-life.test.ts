import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { parseCertificateList } from '../../lib/pki/crl.ts';
import { decodePem } from '../../lib/pki/pem.ts';
import { makeCsr } from '../support/requests.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let client: ApiClient;
let issuingId: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ client, issuingId } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

interface Answer {
  id: string;
  serialNumber: string;
  state: string;
  spkiSha256: string;
  replaces?: string;
  connections?: { id: string }[];
}
const issue = async (body: object) => (await client.post('/certificates', body)) as Answer;
const listed = async () =>
  parseCertificateList(
    new Uint8Array(await (await fetch(`${server.publicUrl}/crl/${issuingId}.crl`)).arrayBuffer()),
  ).entries.map(({ serialNumber, reason }) => [serialNumber, reason]);
const leaf = async (id: string) => {
  const { content } = await client.download('GET', `/certificates/${id}/download?format=pem`);
  const [block] = decodePem(Buffer.from(content).toString('utf8'), ['CERTIFICATE']);
  return parseCertificate((block as { der: Uint8Array }).der);
};

describe('hold', () => {
  it('lists a certificate for the time being, and takes it off again', async () => {
    const { id, serialNumber } = await issue({ profile: 'tlsClient', names: ['suspended'] });
    await client.post(`/certificates/${id}/hold`);
    expect(await listed()).toContainEqual([serialNumber, 'certificateHold']);
    await expect(client.post(`/certificates/${id}/hold`)).rejects.toMatchObject({ status: 409 });
    const page = (await client.get('/certificates?status=held')) as { items: { certificate: Answer }[] };
    expect(page.items.map((row) => row.certificate.id)).toEqual([id]);
    const { certificate } = (await client.post(`/certificates/${id}/release`)) as { certificate: Answer };
    expect(certificate.state).toBe('issued');
    expect((await listed()).map(([serial]) => serial)).not.toContain(serialNumber);
    await expect(client.post(`/certificates/${id}/release`)).rejects.toMatchObject({ status: 409 });
  });

  it('may end in a revocation, which is final', async () => {
    const { id, serialNumber } = await issue({ profile: 'tlsClient', names: ['suspended-then-gone'] });
    await client.post(`/certificates/${id}/hold`);
    await client.post(`/certificates/${id}/revoke`, { reason: 'cessationOfOperation' });
    expect(await listed()).toContainEqual([serialNumber, 'cessationOfOperation']);
    await expect(client.post(`/certificates/${id}/release`)).rejects.toMatchObject({ status: 409 });
  });

  it('is not for authorities', async () => {
    const { node } = (await client.get(`/authorities/${issuingId}`)) as { node: { certificate: Answer } };
    await expect(client.post(`/certificates/${node.certificate.id}/hold`)).rejects.toMatchObject({ status: 409 });
  });
});

describe('renewal', () => {
  it('makes a successor with the same names and a new key; the old one stays good', async () => {
    const old = await issue({
      profile: 'tlsServer',
      names: ['renew.lan', '10.1.1.1'],
      subject: { organisation: 'Acme' },
    });
    await client.patch(`/certificates/${old.id}`, { owner: 'Web team', tags: ['Edge'] });
    const renewed = (await client.post(`/certificates/${old.id}/renew`, {})) as Answer;
    expect(renewed.replaces).toBe(old.id);
    expect(renewed.spkiSha256).not.toBe(old.spkiSha256);
    const [before, after] = [await leaf(old.id), await leaf(renewed.id)];
    expect(after.subjectAltName).toEqual(before.subjectAltName);
    expect(after.subject).toEqual(before.subject);
    expect(await client.get(`/certificates/${renewed.id}`)).toMatchObject({
      certificate: { owner: 'Web team' },
      tags: ['edge'],
      replaces: { id: old.id },
    });
    expect(await client.get(`/certificates/${old.id}`)).toMatchObject({
      certificate: { state: 'issued' },
      replacedBy: [{ id: renewed.id }],
    });
  });

  it('keeps the key on request, and hands it out with the new certificate', async () => {
    const old = await issue({ profile: 'tlsClient', names: ['pinned@example.com'] });
    const renewed = (await client.post(`/certificates/${old.id}/renew`, { key: 'same' })) as Answer;
    expect(renewed.spkiSha256).toBe(old.spkiSha256);
    expect((await leaf(renewed.id)).subject).toEqual((await leaf(old.id)).subject);
    // The key is older than this certificate, and may be older than five minutes.
    await client.post('/session/step-up', { password: OPERATOR.password });
    const exported = await client.download('POST', `/certificates/${renewed.id}/export`, { format: 'key' });
    expect(Buffer.from(exported.content).toString('utf8')).toContain('BEGIN PRIVATE KEY');
    const view = (await client.get(`/certificates/${old.id}`)) as { sameKey: { id: string }[] };
    expect(view.sameKey.map(({ id }) => id)).toEqual([renewed.id]);
  });

  it('takes the key of a request', async () => {
    const old = await issue({ profile: 'tlsServer', csr: makeCsr({ names: [], commonName: 'csr.lan' }).pem });
    const { pem } = makeCsr({ commonName: 'ignored.lan' });
    const renewed = (await client.post(`/certificates/${old.id}/renew`, { csr: pem })) as Answer;
    const after = await leaf(renewed.id);
    expect(after.subjectAltName).toEqual([{ type: 'dns', value: 'csr.lan' }]);
    await expect(client.post(`/certificates/${old.id}/renew`, { key: 'csr' })).rejects.toMatchObject({
      status: 422,
      problem: { fields: [{ field: 'csr' }] },
    });
  });

  it('brings the connection along', async () => {
    const connection = (await client.post('/connections', {
      kind: 'mutual',
      serverNames: ['moving.lan'],
      clientName: 'mover',
    })) as { id: string; serverCertificateId: string; clientCertificateId: string };
    const renewed = (await client.post(`/certificates/${connection.serverCertificateId}/renew`, {})) as Answer;
    expect(renewed.connections?.map(({ id }) => id)).toEqual([connection.id]);
    const view = (await client.get(`/connections/${connection.id}`)) as { connection: typeof connection };
    expect(view.connection.serverCertificateId).toBe(renewed.id);
    expect(view.connection.clientCertificateId).toBe(connection.clientCertificateId);
    const test = (await client.post(`/connections/${connection.id}/test`)) as { runs: { ok: boolean }[] };
    expect(test.runs.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it('gives a compromised key no successor', async () => {
    const old = await issue({ profile: 'tlsClient', names: ['leaked'] });
    await client.post(`/certificates/${old.id}/revoke`, { reason: 'keyCompromise' });
    await expect(client.post(`/certificates/${old.id}/renew`, { key: 'same' })).rejects.toMatchObject({
      status: 422,
      problem: { fields: [{ field: 'key' }] },
    });
    expect(((await client.post(`/certificates/${old.id}/renew`, {})) as Answer).spkiSha256).not.toBe(old.spkiSha256);
  });
});

describe('one key in several certificates', () => {
  it('is revoked everywhere at once when it leaked', async () => {
    const first = await issue({ profile: 'tlsClient', names: ['shared-1'] });
    const second = (await client.post(`/certificates/${first.id}/renew`, { key: 'same' })) as Answer;
    const answer = (await client.post(`/certificates/${second.id}/revoke`, {
      reason: 'keyCompromise',
      everyWithThisKey: true,
    })) as { alsoRevoked: { id: string }[] };
    expect(answer.alsoRevoked.map(({ id }) => id)).toEqual([first.id]);
    const serials = (await listed()).map(([serial]) => serial);
    expect(serials).toContain(first.serialNumber);
    expect(serials).toContain(second.serialNumber);
  });
});

describe('descriptions', () => {
  it('are found by tag and owner, change only what is given, and refuse what is no tag', async () => {
    const { id } = await issue({ profile: 'tlsServer', names: ['described.lan'] });
    await client.patch(`/certificates/${id}`, { owner: 'Team Grün', notes: 'Rack 4\nBack side', tags: ['PCI', 'pci'] });
    await client.patch(`/certificates/${id}`, { owner: 'Team Blau' });
    expect(await client.get(`/certificates/${id}`)).toMatchObject({
      certificate: { owner: 'Team Blau', notes: 'Rack 4\nBack side' },
      tags: ['pci'],
    });
    const found = (await client.get('/certificates?tag=PCI')) as { items: { certificate: Answer }[] };
    expect(found.items.map((row) => row.certificate.id)).toEqual([id]);
    await expect(
      client.patch(`/certificates/${id}`, { tags: ['no tag at all'], owner: 'x'.repeat(201) }),
    ).rejects.toMatchObject({ status: 422, problem: { fields: [{ field: 'owner' }, { field: 'tags' }] } });
    await expect(client.patch('/certificates/nothing-here', { owner: 'x' })).rejects.toMatchObject({ status: 404 });
  });
});
