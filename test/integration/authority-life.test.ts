import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { isIssuedBy, parseCertificate } from '../../lib/pki/certificate.ts';
import { parseCertificationRequest } from '../../lib/pki/certification-request.ts';
import { parseCertificateList } from '../../lib/pki/crl.ts';
import { encodeName } from '../../lib/pki/distinguished-name.ts';
import { DAY, signTbs, testKey, testTbsFields } from '../../lib/pki/fixtures.test-support.ts';
import { decodePem, encodePem } from '../../lib/pki/pem.ts';
import { keyIdentifierOf } from '../../lib/pki/public-key.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let client: ApiClient;
let rootId: string;
let issuingId: string;

beforeAll(async () => {
  server = await startTestServer();
  ({ client, rootId, issuingId } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

interface Answer {
  id: string;
  name: string;
  certificate: { id: string; serialNumber: string };
  requestPem: string;
  warnings: string[];
}
const post = async (path: string, body?: object) => (await client.post(path, body)) as Answer;
const published = async (path: string) =>
  new Uint8Array(await (await fetch(`${server.publicUrl}${path}`)).arrayBuffer());
const listed = async (id: string) =>
  parseCertificateList(await published(`/crl/${id}.crl`)).entries.map(({ serialNumber }) => serialNumber);
const own = async (id: string) => parseCertificate(await published(`/ca/${id}.crt`));
const create = (name: string, more: object = {}) =>
  post('/authorities', { kind: 'issuing', parentId: rootId, name, ...more });

describe('limits', () => {
  it('are explained, written into the certificate, and refuse names with their rule', async () => {
    const nameConstraints = { permitted: { dns: ['corp.lan'] } };
    const { sentences } = (await client.post('/authorities/explain-limits', { nameConstraints })) as {
      sentences: string[];
    };
    expect(sentences).toEqual(['DNS names: only corp.lan and names below it.']);
    const { id } = await create('Limited', { nameConstraints });
    const issue = (names: string[]) => client.post('/certificates', { profile: 'tlsServer', authorityId: id, names });
    await expect(issue(['api.corp.lan'])).resolves.toBeDefined();
    await expect(issue(['api.lan'])).rejects.toMatchObject({
      status: 422,
      problem: { fields: [{ field: 'names.0', message: expect.stringMatching(/"Limited" permits only corp\.lan/) }] },
    });
  });
});

describe('settings, switch, revocation and deletion', () => {
  it('follow one another', async () => {
    const { id } = await create('Short life');
    await client.patch(`/authorities/${id}`, { settings: { crlUrls: ['http://pki.lan/list.crl'] } });
    const leaf = await post('/certificates', { profile: 'tlsServer', authorityId: id, names: ['a.lan'] });
    const { content } = await client.download('GET', `/certificates/${leaf.id}/download?format=der`);
    expect(parseCertificate(content).crlUrls).toEqual(['http://pki.lan/list.crl']);
    await expect(client.patch(`/authorities/${id}`, { settings: { crlLifeDays: 0 } })).rejects.toMatchObject({
      status: 422,
    });

    await post(`/authorities/${id}/disable`);
    await expect(
      client.post('/certificates', { profile: 'tlsServer', authorityId: id, names: ['b.lan'] }),
    ).rejects.toMatchObject({ status: 422 });
    await post(`/authorities/${id}/enable`);

    const impact = (await client.get(`/authorities/${id}/impact`)) as { livingCertificates: number };
    expect(impact.livingCertificates).toBe(1);
    const { serialNumber } = await own(id);
    await expect(client.post(`/authorities/${id}/revoke`, { reason: 'superseded' })).rejects.toMatchObject({
      status: 401,
      problem: { code: 'step-up-required' },
    });
    await expect(client.post('/session/step-up', { password: 'not this one' })).rejects.toMatchObject({ status: 422 });
    await expect(client.post(`/authorities/${id}/revoke`, { reason: 'superseded' })).rejects.toMatchObject({
      status: 401,
    });
    expect(await listed(rootId)).not.toContain(serialNumber);
    await post('/session/step-up', { password: OPERATOR.password });
    await post(`/authorities/${id}/revoke`, { reason: 'cessationOfOperation' });
    expect(await listed(rootId)).toContain(serialNumber);
    await expect(client.post(`/authorities/${rootId}/revoke`, { reason: 'superseded' })).rejects.toMatchObject({
      status: 409,
    });

    await post(`/authorities/${id}/delete`);
    const deleted = (await client.get('/authorities?deleted=true')) as { items: { authority: Answer }[] };
    expect(deleted.items.map(({ authority }) => authority.id)).toEqual([id]);
    expect((await published(`/crl/${id}.crl`)).length).toBeGreaterThan(100);
    await post(`/authorities/${id}/restore`);
    expect(((await client.get('/authorities?deleted=true')) as { items: unknown[] }).items).toEqual([]);
  });
});

describe('delta and divided lists', () => {
  it('are there as soon as they are set, and certificates from then on name them', async () => {
    const { id } = await create('Many lists');
    expect((await fetch(`${server.publicUrl}/crl/${id}-delta.crl`)).status).toBe(404);
    await client.patch(`/authorities/${id}`, { settings: { deltaCrlHours: 6, crlShards: 2 } });
    for (const name of [`${id}-delta`, `${id}-1`, `${id}-2`])
      expect(parseCertificateList(await published(`/crl/${name}.crl`)).entries).toEqual([]);
    const leaf = await post('/certificates', { profile: 'tlsServer', authorityId: id, names: ['part.lan'] });
    const { content } = await client.download('GET', `/certificates/${leaf.id}/download?format=der`);
    expect(parseCertificate(content).crlUrls[0]).toMatch(new RegExp(`/crl/${id}-[12]\\.crl$`));
    await expect(
      client.patch(`/authorities/${id}`, { settings: { crlShards: null, deltaCrlHours: 0 } }),
    ).rejects.toMatchObject({
      status: 422,
      problem: { fields: [{ field: 'settings.deltaCrlHours' }, { field: 'settings.crlShards' }] },
    });
  });
});

describe('renewal', () => {
  it('with the same key is served at once; a second request with its key gives the same answer', async () => {
    const before = await own(issuingId);
    const leaf = await post('/certificates', { profile: 'tlsClient', authorityId: issuingId, names: ['carol'] });
    const key = { 'idempotency-key': 'renewal-of-the-issuing-one' };
    const first = (await client.post(`/authorities/${issuingId}/renew`, { validityDays: 900 }, key)) as Answer;
    const again = (await client.post(`/authorities/${issuingId}/renew`, { validityDays: 900 }, key)) as Answer;
    expect(again.certificate.id).toBe(first.certificate.id);
    const after = await own(issuingId);
    expect(after.serialNumber).toBe(first.certificate.serialNumber);
    expect(after.spkiDer).toEqual(before.spkiDer);
    const { content } = await client.download('GET', `/certificates/${leaf.id}/download?format=der`);
    expect(isIssuedBy(parseCertificate(content), after)).toBe(true);
  });

  it('with a new key makes the successor the default', async () => {
    const old = await create('Overlap 1');
    const made = await post(`/authorities/${old.id}/rekey`, {});
    expect(made.name).toBe('Overlap 2');
    const leaf = (await client.post('/certificates', { profile: 'tlsServer', names: ['c.lan'] })) as {
      issuerId: string;
    };
    expect(leaf.issuerId).toBe(made.id);
    await expect(client.post(`/authorities/${old.id}/crl`)).resolves.toBeDefined();
  });
});

describe('outside authorities', () => {
  const outside = testKey('P-384', 77);
  const now = new Date(Math.floor(Date.now() / 1_000) * 1_000);
  const name = [{ type: 'CN', value: 'Company Root' }];
  const validity = { notBefore: new Date(now.getTime() - DAY), notAfter: new Date(now.getTime() + 1_000 * DAY) };

  it('sign the request of an authority here, and it issues under their root', async () => {
    const rootDer = signTbs(
      { ...testTbsFields('rootAuthority', outside, null), subject: name, issuer: encodeName(name), ...validity },
      outside,
    );
    const root = parseCertificate(rootDer);
    const { id, requestPem } = await post('/authorities/request', { name: 'Under the company' });
    const { content } = await client.download('GET', `/authorities/${id}/request`);
    expect(Buffer.from(content).toString('utf8')).toBe(requestPem);
    const csr = parseCertificationRequest(
      (decodePem(requestPem, ['CERTIFICATE REQUEST'])[0] as { der: Uint8Array }).der,
    );
    const fields = testTbsFields('issuingAuthority', outside, null);
    const answer = signTbs(
      {
        ...fields,
        issuer: root.subjectDer,
        subject: csr.subject,
        spkiDer: csr.spkiDer,
        subjectKeyIdentifier: keyIdentifierOf(csr.spkiDer),
        authorityKeyIdentifier: root.subjectKeyIdentifier as Uint8Array,
        ...validity,
      },
      outside,
    );
    await expect(
      client.post(`/authorities/${id}/install`, { certificates: encodePem('CERTIFICATE', rootDer) }),
    ).rejects.toMatchObject({ status: 422 });
    await post(`/authorities/${id}/install`, {
      certificates: encodePem('CERTIFICATE', answer) + encodePem('CERTIFICATE', rootDer),
    });
    const leaf = await post('/certificates', { profile: 'tlsServer', authorityId: id, names: ['d.lan'] });
    const chain = await client.download('GET', `/certificates/${leaf.id}/download?format=root`);
    expect(Buffer.from(chain.content).toString('utf8')).toBe(encodePem('CERTIFICATE', rootDer));
    expect((await own(id)).fingerprintSha256).toBe(parseCertificate(answer).fingerprintSha256);
    expect((await published(`/crl/${id}.crl`)).length).toBeGreaterThan(100);
  });

  it('are signed here, by request and across', async () => {
    const { id: bridgeId } = await post('/authorities', { kind: 'root', name: 'Bridge', pathLenConstraint: 3 });
    const crossed = await post(`/authorities/${bridgeId}/cross-sign`, { targetId: rootId });
    const view = (await client.get(`/authorities/${rootId}`)) as { certificates: { kind: string }[] };
    expect(view.certificates.map(({ kind }) => kind).sort()).toEqual(['cross', 'self-signed']);
    const full = await client.download('GET', `/certificates/${crossed.certificate.id}/download?format=der`);
    expect(isIssuedBy(parseCertificate(full.content), await own(bridgeId))).toBe(true);
    expect(parseCertificate(full.content).spkiDer).toEqual((await own(rootId)).spkiDer);
    // A certificate of the old hierarchy, with the chain that ends at the new root.
    const leaf = await post('/certificates', { profile: 'tlsClient', authorityId: issuingId, names: ['erin'] });
    const path = `/certificates/${leaf.id}/download?format=fullchain&via=${crossed.certificate.id}`;
    const blocks = decodePem(Buffer.from((await client.download('GET', path)).content).toString('utf8'), [
      'CERTIFICATE',
    ]);
    const chain = [...blocks.map(({ der }) => parseCertificate(der)), await own(bridgeId)];
    expect(chain).toHaveLength(4);
    for (const [at, one] of chain.slice(0, 3).entries())
      expect(isIssuedBy(one, chain[at + 1] as (typeof chain)[0])).toBe(true);
    const { chains, plans } = (await client.get(`/certificates/${leaf.id}/files?via=${crossed.certificate.id}`)) as {
      chains: { via: string | null; authorities: string[] }[];
      plans: { destination: string; files: { name: string; parts: string[] }[] }[];
    };
    expect(chains.map(({ via, authorities }) => [via, authorities.at(-1)])).toEqual([
      [null, chains[0]?.authorities.at(-1)],
      [crossed.certificate.id, 'Bridge'],
    ]);
    const nginx = plans.find(({ destination }) => destination === 'nginx');
    expect(nginx?.files[0]?.parts).toEqual(['leaf', 'issuing', 'issuing']);
    const files = await client.download('POST', `/certificates/${leaf.id}/files`, {
      for: 'nginx',
      file: nginx?.files[0]?.name,
      via: crossed.certificate.id,
    });
    expect(decodePem(Buffer.from(files.content).toString('utf8'), ['CERTIFICATE']).map(({ der }) => der)).toEqual(
      blocks.map(({ der }) => der),
    );
    await expect(client.get(`/certificates/${leaf.id}/files?via=${leaf.id}`)).rejects.toMatchObject({ status: 422 });
    await expect(
      client.download('GET', `/certificates/${leaf.id}/download?format=chain&via=${leaf.id}`),
    ).rejects.toMatchObject({ status: 422 });
  });
});

describe('a root offline', () => {
  it('signs in ceremonies only', async () => {
    const passphrase = 'nine patient herons in the reeds';
    await post('/session/step-up', { password: OPERATOR.password });
    const { content } = await client.download('POST', `/authorities/${rootId}/sealed-key`, { passphrase });
    const sealed = Buffer.from(content).toString('utf8');
    await expect(
      client.post(`/authorities/${rootId}/take-offline`, { sealed, passphrase: `${passphrase}?` }),
    ).rejects.toMatchObject({ status: 422, problem: { fields: [{ field: 'passphrase' }] } });
    await post(`/authorities/${rootId}/take-offline`, { sealed, passphrase });
    await expect(create('Too late')).rejects.toMatchObject({ status: 409 });
    await post(`/authorities/${rootId}/ceremony`, { sealed, passphrase });
    const made = await create('In a ceremony');
    expect(isIssuedBy(await own(made.id), await own(rootId))).toBe(true);
    await client.delete(`/authorities/${rootId}/ceremony`);
    await expect(client.post(`/authorities/${rootId}/crl`)).rejects.toMatchObject({ status: 409 });
    await expect(
      post('/certificates', { profile: 'tlsServer', authorityId: made.id, names: ['e.lan'] }),
    ).resolves.toBeDefined();
  });
});
