import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

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

interface Profile {
  readonly id: string;
  readonly name: string;
  readonly revision: number;
  readonly status: string;
  readonly definition: {
    readonly names: { readonly dns: { readonly allow: readonly string[] } };
    readonly subject: object;
  };
}
const create = async (name: string) => (await client.post('/profiles', { base: 'tlsServer', name })) as Profile;
const read = async (id: string) => (await client.get(`/profiles/${id}`)) as { profile: Profile } & Profile;
const issue = (profile: string, name: string) => client.post('/certificates', { profile, names: [name] });

describe('PATCH /profiles/{id}', () => {
  it('changes the rules for what is issued from now on, and counts revisions', async () => {
    const { id, definition } = await create('Narrowed');
    await issue(id, 'a.lan');
    const names = { ...definition.names, dns: { ...definition.names.dns, allow: ['.corp'] } };
    const changed = (await client.patch(`/profiles/${id}`, {
      revision: 1,
      name: 'Narrow',
      definition: { names },
    })) as Profile;
    expect(changed).toMatchObject({ id, name: 'Narrow', revision: 2 });
    expect(changed.definition.names.dns.allow).toEqual(['.corp']);
    // What was left out of the change stays.
    expect(changed.definition.subject).toEqual(definition.subject);
    await expect(issue(id, 'a.lan')).rejects.toMatchObject({
      status: 422,
      problem: { fields: expect.arrayContaining([expect.objectContaining({ field: 'names.0' })]) },
    });
    await issue(id, 'a.corp');
    const { items } = (await client.get('/audit')) as { items: { action: string; objectId: string }[] };
    expect(items.filter(({ action, objectId }) => action === 'profile.changed' && objectId === id)).toHaveLength(1);
  });

  it.each<[string, (profile: Profile) => object, number]>([
    ['made for another revision', () => ({ revision: 7, name: 'Late' }), 409],
    ['without a revision', () => ({ name: 'Blind' }), 422],
    ['of a field that there is not', () => ({ revision: 1, base: 'tlsClient' }), 422],
    [
      'to a rule that is none',
      ({ definition }) => ({ revision: 1, definition: { ...definition, keyAlgorithms: ['RSA-1024'] } }),
      422,
    ],
    ['to a name that is taken', () => ({ revision: 1, name: 'TLS server' }), 422],
  ])('refuses a change %s, and the profile stays', async (what, change, status) => {
    const profile = await create(what.slice(0, 40));
    await expect(client.patch(`/profiles/${profile.id}`, change(profile))).rejects.toMatchObject({ status });
    expect(await read(profile.id)).toMatchObject({ revision: 1, name: profile.name });
  });

  it('finds neither unknown profiles nor lets built-in ones be changed', async () => {
    await expect(client.patch('/profiles/nobody', { revision: 1, name: 'X' })).rejects.toMatchObject({ status: 404 });
    await expect(client.patch('/profiles/tlsServer', { revision: 1, name: 'X' })).rejects.toMatchObject({
      status: expect.toBeOneOf([404, 409, 422]),
    });
  });
});

describe('DELETE /profiles/{id}', () => {
  it('takes away what was never used, for good', async () => {
    const { id } = await create('Never used');
    await client.delete(`/profiles/${id}`);
    await expect(client.get(`/profiles/${id}`)).rejects.toMatchObject({ status: 404 });
    await expect(client.delete(`/profiles/${id}`)).rejects.toMatchObject({ status: 404 });
    await expect(issue(id, 'a.lan')).rejects.toMatchObject({ status: 422 });
    // The name is free again.
    expect((await create('Never used')).revision).toBe(1);
  });

  it('refuses what certificates were made under: it can be retired', async () => {
    const { id } = await create('Used');
    await issue(id, 'a.lan');
    await expect(client.delete(`/profiles/${id}`)).rejects.toMatchObject({ status: 409 });
    await client.post(`/profiles/${id}/retire`);
    await expect(issue(id, 'b.lan')).rejects.toMatchObject({ status: 422 });
    await expect(client.delete(`/profiles/${id}`)).rejects.toMatchObject({ status: 409 });
  });

  it('needs a session, for both', async () => {
    const { id } = await create('Guarded');
    const origin = new URL(server.adminUrl).origin;
    for (const method of ['PATCH', 'DELETE']) {
      const answer = await fetch(`${server.adminUrl}/api/v1/profiles/${id}`, {
        method,
        headers: { origin, 'content-type': 'application/json' },
        body: method === 'PATCH' ? JSON.stringify({ revision: 1, name: 'Taken over' }) : null,
      });
      expect(answer.status).toBe(401);
    }
    expect(await read(id)).toMatchObject({ name: 'Guarded', revision: 1 });
  });
});

describe('PTH-01: identifiers in addresses', () => {
  it.each([
    '../',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e%2f',
    '..%5c',
    '%00',
    '%ff%fe',
    'a'.repeat(3_000),
    "'%20OR%201=1",
    '%E2%80%AE',
  ])('%j is answered like an unknown one, with nothing of the file system', async (id) => {
    for (const path of [`/certificates/${id}/download?format=pem`, `/certificates/${id}`, `/profiles/${id}`]) {
      const refusal = await client.get(path).then(
        () => ({ status: 200 }),
        (error: { status: number }) => error,
      );
      expect([400, 404, 414], path).toContain(refusal.status);
    }
  });
});
