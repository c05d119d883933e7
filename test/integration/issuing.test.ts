import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { makeCsr } from '../support/requests.ts';
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

interface Issued {
  id: string;
  serialNumber: string;
  displayName: string;
}
const counts = async () => ((await client.get('/certificates')) as { counts: { total: number } }).counts.total;
const auditLength = async () =>
  ((await client.get('/audit')) as { verification: { upToSeq: number } }).verification.upToSeq;

/** Posts, expects a refusal, and that nothing at all was signed or stored. */
async function refused(
  path: string,
  body: unknown,
): Promise<{ status: number; code: string; fields: Record<string, string> }> {
  const before = [await counts(), await auditLength()];
  const problem = await client.post(path, body).then(
    () => {
      throw new Error('it was accepted');
    },
    (error: { status: number; problem?: { code?: string; fields?: { field: string; message: string }[] } }) => error,
  );
  if (!problem.problem) throw problem;
  expect([await counts(), await auditLength()]).toEqual(before);
  return {
    status: problem.status,
    code: problem.problem.code ?? '',
    fields: Object.fromEntries((problem.problem.fields ?? []).map((field) => [field.field, field.message])),
  };
}

describe('issuing', () => {
  it('makes both sides of a connection under the profiles chosen for them', async () => {
    const own = (await client.post('/profiles', {
      base: 'tlsClient',
      name: 'Workers',
      definition: { defaultValidityDays: 30, keyAlgorithms: ['P-384'], defaultKeyAlgorithm: 'P-384' },
    })) as Issued;
    const pair = (await client.post('/connections', {
      kind: 'mutual',
      serverNames: ['mesh.lan'],
      clientName: 'worker',
      serverProfile: 'tlsPeer',
      clientProfile: own.id,
    })) as { serverCertificateId: string; clientCertificateId: string };
    const read = async (id: string) =>
      new X509Certificate((await client.download('GET', `/certificates/${id}/download?format=pem`)).content);
    const [server, worker] = [await read(pair.serverCertificateId), await read(pair.clientCertificateId)];
    expect(server.keyUsage.sort()).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
    expect(worker.publicKey.asymmetricKeyDetails?.namedCurve).toBe('secp384r1');
    expect(Math.round((Date.parse(worker.validTo) - Date.parse(worker.validFrom)) / 86_400_000)).toBe(30);
  });

  it('issues a server certificate that carries exactly what was asked', async () => {
    const issued = (await client.post('/certificates', {
      profile: 'tlsServer',
      names: ['API.lan', '10.0.0.5', 'fe80::1', '*.apps.lan'],
    })) as Issued;
    const { content } = await client.download('GET', `/certificates/${issued.id}/download?format=pem`);
    const certificate = new X509Certificate(content);
    expect(certificate.subjectAltName).toBe(
      'DNS:api.lan, IP Address:10.0.0.5, IP Address:FE80:0:0:0:0:0:0:1, DNS:*.apps.lan',
    );
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(certificate.serialNumber.toLowerCase()).toBe(issued.serialNumber);
  });

  it('signs a CSR: key and proof from the request, everything else from the profile', async () => {
    const { pem, privateKey } = makeCsr({ commonName: 'svc', names: [{ type: 'dns', value: 'svc.lan' as never }] });
    const view = (await client.post('/certificate-requests/inspect', { csr: pem })) as { suggestedProfile: string };
    expect(view.suggestedProfile).toBe('tlsServer');
    const issued = (await client.post('/certificates', { profile: 'tlsServer', csr: pem })) as Issued;
    const { content } = await client.download('GET', `/certificates/${issued.id}/download?format=der`);
    expect(new X509Certificate(content).checkPrivateKey(privateKey)).toBe(true);
    await expect(client.download('POST', `/certificates/${issued.id}/export`, { format: 'key' })).rejects.toMatchObject(
      { status: 409 },
    );
  });

  it.each(['RSA-3072', 'RSA-4096', 'P-521', 'Ed25519'])('creates hierarchies with %s keys', async (keyAlgorithm) => {
    const root = (await client.post('/authorities', {
      kind: 'root',
      name: `Root ${keyAlgorithm}`,
      keyAlgorithm,
    })) as Issued;
    const below = (await client.post('/authorities', {
      kind: 'issuing',
      parentId: root.id,
      name: `Issuing ${keyAlgorithm}`,
      keyAlgorithm,
    })) as Issued;
    const leaf = (await client.post('/certificates', {
      profile: 'tlsClient',
      names: ['alice@example.com'],
      authorityId: below.id,
    })) as Issued;
    const download = async (path: string) => new X509Certificate((await client.download('GET', path)).content);
    const [leafCertificate, issuer] = [
      await download(`/certificates/${leaf.id}/download?format=der`),
      await download(`/authorities/${below.id}/certificate?format=der`),
    ];
    expect(leafCertificate.verify(issuer.publicKey)).toBe(true);
    expect(leafCertificate.checkIssued(issuer)).toBe(true);
  });

  it('previews without signing or storing', async () => {
    const before = [await counts(), await auditLength()];
    const preview = (await client.post('/certificates/preview', {
      profile: 'tlsServer',
      names: ['preview.lan'],
      authorityId: issuingId,
    })) as { issuerName: string; extKeyUsage: string[] };
    expect(preview).toMatchObject({ issuerName: 'Test Org Issuing 1', extKeyUsage: ['serverAuth'] });
    expect([await counts(), await auditLength()]).toEqual(before);
  });

  it('CSR-14: gives a repeat of the same request its first answer, and refuses the key for another request', async () => {
    const key = { 'idempotency-key': 'a-key-for-this-test' };
    const body = { profile: 'tlsServer', names: ['once.lan'] };
    const [first, second] = (await Promise.all([
      client.post('/certificates', body, key),
      client.post('/certificates', body, key),
    ])) as [Issued, Issued];
    expect(second.serialNumber).toBe(first.serialNumber);
    await expect(client.post('/certificates', { ...body, names: ['other.lan'] }, key)).rejects.toMatchObject({
      status: 422,
      problem: { code: 'idempotency-mismatch' },
    });
    const { items } = (await client.get('/certificates?q=once.lan')) as { items: unknown[] };
    expect(items).toHaveLength(1);
  });

  it('CSR-14: gives 40 parallel requests 40 serials', async () => {
    const issued = (await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        client.post('/certificates', { profile: 'tlsServer', names: [`parallel-${at}.lan`] }),
      ),
    )) as Issued[];
    expect(new Set(issued.map((one) => one.serialNumber)).size).toBe(40);
  });

  it('finds by name and by serial, and pages through everything', async () => {
    const { items } = (await client.get('/certificates?q=parallel-7.lan')) as { items: { certificate: Issued }[] };
    const found = items[0]?.certificate as Issued;
    expect(items).toHaveLength(1);
    const spaced = found.serialNumber.toUpperCase().replace(/(..)(?=.)/g, '$1:');
    const bySerial = (await client.get(`/certificates?q=${encodeURIComponent(spaced)}`)) as {
      items: { certificate: Issued }[];
    };
    expect(bySerial.items.map((row) => row.certificate.id)).toEqual([found.id]);
    const seen = new Set<string>();
    let cursor = '';
    do {
      const page = (await client.get(
        `/certificates?limit=10${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      )) as { items: { certificate: Issued }[]; next: string | null };
      for (const row of page.items) seen.add(row.certificate.id);
      cursor = page.next ?? '';
    } while (cursor);
    expect(seen.size).toBe(await counts());
  });
});

describe('what is refused, with the field and the way out, and nothing signed or stored', () => {
  it.each([
    [[], 'serverNames', /at least one name/],
    [['https://api.lan/'], 'serverNames.0', /is a URL\. Use the host name `api\.lan`/],
    [['api_lan'], 'serverNames.0', /may not contain `_`.*`api-lan`/],
    [['*.*.lan'], 'serverNames.0', /only one `\*`.*`\*\.lan`/],
    [['10.0.0.0/24'], 'serverNames.0', /is a network/],
    [Array.from({ length: 101 }, (_, at) => `n${at}.lan`), 'serverNames', /101 names; at most 100/],
  ])('server names %j', async (serverNames, field, words) => {
    const { status, fields } = await refused('/connections', { kind: 'mutual', serverNames, clientName: 'alice' });
    expect(status).toBe(422);
    expect(fields[field]).toMatch(words);
  });

  it('a connection under a profile that is not for its side', async () => {
    const pair = { kind: 'mutual', serverNames: ['a.lan'], clientName: 'bob' };
    const { fields } = await refused('/connections', {
      ...pair,
      serverProfile: 'tlsClient',
      clientProfile: 'codeSigning',
    });
    expect(fields.serverProfile).toMatch(/based on tlsServer or tlsPeer/);
    expect(fields.clientProfile).toMatch(/based on tlsClient/);
  });

  it('a mutual connection without a client, and a one-way one with it', async () => {
    expect((await refused('/connections', { kind: 'mutual', serverNames: ['a.lan'] })).fields.clientName).toMatch(
      /name of the client/,
    );
    expect(
      (await refused('/connections', { kind: 'one-way', serverNames: ['a.lan'], clientName: 'bob' })).fields.clientName,
    ).toMatch(/no client certificate/);
  });

  it('requests with a broken signature, a weak key, CA:TRUE or 101 names', async () => {
    const sign = (csr: string) => refused('/certificates', { profile: 'tlsServer', csr });
    expect((await sign(makeCsr({ damage: true }).pem)).fields.csr).toMatch(/signature/);
    expect((await sign(makeCsr({ rsaBits: 1024 }).pem)).fields.csr).toMatch(/RSA 1024/);
    const many = Array.from({ length: 101 }, (_, at) => ({ type: 'dns' as const, value: `n${at}.lan` as never }));
    expect((await sign(makeCsr({ names: many }).pem)).fields.csr).toMatch(/101 names/);
    expect((await sign('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')).fields.csr).toMatch(
      /certificate, not a request/,
    );
    expect((await sign('nonsense')).fields.csr).toBeTruthy();
  });

  it('a validity past the issuer, with the latest day', async () => {
    const { fields } = await refused('/certificates', {
      profile: 'tlsServer',
      names: ['long.lan'],
      validityDays: 3_000,
      authorityId: issuingId,
    });
    expect(fields.validityDays).toMatch(/but Test Org Issuing 1 ends .* Latest: /);
  });

  it('NC-09: an authority below path length 0', async () => {
    const { fields } = await refused('/authorities', { kind: 'issuing', parentId: issuingId, name: 'Too deep' });
    expect(fields.parentId).toBe(
      'Path length of Test Org Issuing 1 is 0, so it cannot have authorities below it. Choose its root, or an authority with a longer path.',
    );
    expect(
      (await refused('/authorities', { kind: 'issuing', parentId: rootId, name: 'x', pathLenConstraint: 1 })).fields
        .pathLenConstraint,
    ).toMatch(/Choose 0 or less/);
  });

  it('unknown fields, wrong types and bodies that are not JSON', async () => {
    expect(
      (await refused('/certificates', { profile: 'tlsServer', names: ['a.lan'], role: 'admin' })).fields.role,
    ).toMatch(/no field "role"/);
    expect((await refused('/certificates', { profile: 'tlsServer', names: 'a.lan' })).fields.names).toBeTruthy();
    const post = (body: string, headers: Record<string, string>) =>
      fetch(`${server.adminUrl}/api/v1/session`, {
        method: 'POST',
        body,
        headers: { origin: server.adminUrl, ...headers },
      });
    expect((await post('{', { 'content-type': 'application/json' })).status).toBe(400);
    expect((await post('{"__proto__":1}', { 'content-type': 'application/json' })).status).toBe(400);
    expect((await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await post(' '.repeat(1024 * 1024 + 1), { 'content-type': 'application/json' })).status).toBe(413);
  });

  it('requests without Origin, with a foreign one, or for a foreign Host', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${server.adminUrl}/api/v1/session`, {
        method: 'POST',
        body: JSON.stringify(OPERATOR),
        headers: { 'content-type': 'application/json', ...headers },
      });
    for (const origin of [
      undefined,
      'null',
      'http://evil.example',
      server.adminUrl.replace('127.0.0.1', 'localhost'),
    ]) {
      const answer = await post(origin === undefined ? {} : { origin });
      expect(answer.status, String(origin)).toBe(403);
      expect(((await answer.json()) as { code: string }).code).toBe('origin-refused');
    }
    expect((await post({ origin: server.adminUrl, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const { request } = await import('node:http');
    const status = (host: string, path: string) =>
      new Promise((done) =>
        request(`${server.adminUrl}${path}`, { headers: { host } }, (answer) => done(answer.resume().statusCode)).end(),
      );
    for (const path of ['/api/v1/setup', '/login', '/']) expect(await status('evil.example', path), path).toBe(421);
  });

  it('everything without a session, and unknown addresses', async () => {
    const anonymous = server.client();
    const { paths } = (await anonymous.get('/openapi.json')) as {
      paths: Record<string, Record<string, { security?: unknown }>>;
    };
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.length).toBeGreaterThan(25);
    for (const { path, method, operation } of operations.filter((one) => one.operation.security)) {
      const answer = await fetch(`${server.adminUrl}${path.replace(/\{\w+\}/g, 'abc')}`, {
        method: method.toUpperCase(),
        headers: { origin: server.adminUrl, 'content-type': 'application/json' },
        ...(method === 'get' ? {} : { body: '{}' }),
      });
      expect(answer.status, `${method} ${path} ${JSON.stringify(operation)}`).toBe(401);
    }
    await expect(client.get('/nothing')).rejects.toMatchObject({ status: 404 });
    await expect(client.delete('/certificates')).rejects.toMatchObject({ status: 405 });
    await expect(client.get('/certificates/..%2f..%2fetc')).rejects.toMatchObject({ status: 404 });
  });

  it('all but one of two racing set-ups', async () => {
    const other = await startTestServer();
    const claim = (email: string) =>
      other.client().post('/setup', {
        setupToken: 'a-fixed-setup-token-for-tests',
        operator: { email, password: OPERATOR.password },
        organisation: 'Race',
        root: {},
      });
    const outcomes = await Promise.allSettled([claim('one@example.test'), claim('two@example.test')]);
    expect(outcomes.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const { dataDirectory } = other;
    await other.stop();
    // The keys that exist are those that were recorded: they open again and sign.
    const again = await startTestServer({ dataDirectory });
    const winner = outcomes[0]?.status === 'fulfilled' ? 'one@example.test' : 'two@example.test';
    const signedInAgain = again.client();
    await signedInAgain.post('/session', { email: winner, password: OPERATOR.password });
    const { items } = (await signedInAgain.get('/authorities')) as { items: { authority: { id: string } }[] };
    await signedInAgain.post('/authorities', { kind: 'issuing', name: 'Below', parentId: items[0]?.authority.id });
    await again.stop();
    removeDirectory(dataDirectory);
  });

  it('a wrong setup token, a used-up one, and too many wrong passwords', async () => {
    const other = await startTestServer();
    const setup = (setupToken: string) => other.client().post('/setup/check-token', { setupToken });
    for (let at = 0; at < 5; at += 1) await expect(setup('wrong')).rejects.toMatchObject({ status: 403 });
    await expect(setup('a-fixed-setup-token-for-tests')).rejects.toMatchObject({
      status: 403,
      problem: { detail: expect.stringContaining('void') },
    });
    await other.stop();
    removeDirectory(other.dataDirectory);
    const guess = (email: string) => server.client().post('/session', { email, password: 'not the password at all' });
    for (let at = 0; at < 5; at += 1) await expect(guess('nobody@example.test')).rejects.toMatchObject({ status: 401 });
    await expect(guess('NOBODY@example.test')).rejects.toMatchObject({ status: 429 });
  });
});
