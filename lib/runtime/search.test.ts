import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Certificate } from '../domain/entities.ts';
import { createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { createProfile } from '../services/manage-profiles.ts';
import { searchInventory } from '../services/search-inventory.ts';
import { startBulkIssuance } from '../services/start-bulk-issuance.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let server: Certificate;
let connectionId: string;
beforeAll(async () => {
  test = await startTestContext();
  const { context } = test;
  const { authority } = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Heron Root' });
  await createAuthority(context, OPERATOR, { kind: 'issuing', name: 'Heron Issuing', parentId: authority.id });
  const made = await createConnection(context, OPERATOR, {
    kind: 'mutual',
    serverNames: ['reeds.heron.lan', 'marsh.lan'],
    clientName: 'egret',
  });
  connectionId = made.connection.id;
  server = (await context.store.certificate(made.connection.serverCertificateId)) as Certificate;
  await createProfile(context, OPERATOR, { base: 'tlsServer', name: 'Heron ingress' });
  await startBulkIssuance(context, OPERATOR, {
    format: 'json',
    content: '[{"names":"nest.lan"}]',
    mapping: { names: 'names' },
    label: 'heron-nests.json',
  });
});
afterAll(() => test.close());

const search = (text: string) => searchInventory(test.context, OPERATOR, text);

describe('a search over everything', () => {
  it('finds every kind of object by a part of its name, in any letter case', async () => {
    const found = await search(' HERON');
    expect(found.exact).toBeNull();
    expect(found.authorities.map(({ name }) => name).sort()).toEqual(['Heron Issuing', 'Heron Root']);
    expect(found.profiles).toMatchObject([{ name: 'Heron ingress', builtIn: false }]);
    expect(found.jobs).toMatchObject([{ label: 'heron-nests.json' }]);
    expect(found.certificates.map(({ certificate }) => certificate.id)).toContain(server.id);
    expect(found.connections.map(({ id }) => id)).toEqual([connectionId]);
  });

  it('finds a certificate by any of its names, and the connection it serves', async () => {
    const found = await search('marsh');
    expect(found.certificates.map(({ certificate }) => certificate.id)).toEqual([server.id]);
    expect(found.connections.map(({ id }) => id)).toEqual([connectionId]);
    expect(found.authorities).toEqual([]);
  });

  it('takes a serial number and a fingerprint however they are written for the one certificate', async () => {
    const octets = (hex: string) => hex.match(/../g) as string[];
    for (const hex of [server.serialNumber, server.fingerprintSha256 as string])
      for (const written of [
        hex,
        `0x${hex.toUpperCase()}`,
        octets(hex).join(':').toUpperCase(),
        ` ${octets(hex).join(' ')} `,
      ])
        expect((await search(written)).exact?.certificate.id, written).toBe(server.id);
    expect((await search(`00${server.serialNumber}`)).exact?.certificate.id).toBe(server.id);
    expect((await search(server.serialNumber)).certificates).toEqual([]);
    expect((await search(server.serialNumber.slice(0, 20))).exact).toBeNull();
  });

  it('does not begin below two characters, and leaves nothing to patterns', async () => {
    const { exact, ...lists } = await search('h');
    expect([exact, ...Object.values(lists).flat()]).toEqual([null]);
    for (const text of ['%%', '__', "' OR 1=1 --", 'heron\0'])
      expect(Object.values(await search(text)).flat(), text).toEqual([null]);
  });

  it('is refused without a session', async () => {
    await expect(searchInventory(test.context, null, 'heron')).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
