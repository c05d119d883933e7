import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportBundle } from '../services/bundle.ts';
import { createAuthority } from '../services/create-authority.ts';
import { createConnection } from '../services/create-connection.ts';
import { planFiles } from '../services/export-files.ts';
import { getConnection } from '../services/get-connections.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { getCertificateSnippets, getConnectionSnippets } from '../services/snippets.ts';
import type { Snippet } from '../services/views.ts';
import { OPERATOR, passwordGivenAgain, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  const { authority } = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Snippet Root' });
  await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: authority.id, name: 'Snippet Issuing' });
}, 60_000);
afterAll(() => test.close());

const CLIENT = 'billing "1"; DROP TABLE x';
const pair = (kind: 'mutual' | 'one-way' = 'mutual') =>
  createConnection(context, OPERATOR, {
    kind,
    serverNames: ['*.api.lan', '10.0.0.5'],
    ...(kind === 'mutual' ? { clientName: CLIENT } : {}),
  });
const all = ({ files }: Snippet) => files.map(({ text }) => text).join('\n');
const find = (snippets: readonly Snippet[], id: string) => {
  const found = snippets.find((one) => one.id === id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
};
/** Files that a text names, whose names begin as those of the party. */
const named = (text: string, base: string) =>
  new Set(text.match(new RegExp(`(?<![\\w.-])${base}[\\w.-]*\\.(pem|key)`, 'g')) ?? []);

describe('configuration of a connection', () => {
  it('is there for every software of both ends, with the very names of the bundles and what is made of them', async () => {
    const { connection } = await pair();
    const snippets = await getConnectionSnippets(context, OPERATOR, connection.id);
    expect(snippets.filter(({ side }) => side === 'server')).toHaveLength(14);
    expect(snippets.filter(({ side }) => side === 'client')).toHaveLength(17);
    const { bundles } = await getConnection(context, OPERATOR, connection.id);
    for (const [side, base] of [
      ['server', 'wildcard\\.api\\.lan'],
      ['client', 'billing-1-drop-table-x'],
    ] as const) {
      const files = bundles[side].files.map(({ name }) => name);
      for (const snippet of snippets.filter((one) => one.side === side && one.refused === null))
        for (const name of named(all(snippet), base))
          expect(name.endsWith('-haproxy.pem') ? files[0]?.replace('.key', '-haproxy.pem') : files).toContain(name);
    }
  });

  it('holds names as they are, quoted for each grammar, and refuses whole what cannot hold them', async () => {
    const { connection } = await pair();
    const snippets = await getConnectionSnippets(context, OPERATOR, connection.id);
    expect(all(find(snippets, 'postgresql'))).toContain('"billing ""1""; DROP TABLE x"');
    expect(all(find(snippets, 'mariadb'))).toContain(`CREATE USER 'billing "1"; DROP TABLE x'@'%'`);
    const { connection: odd } = await createConnection(context, OPERATOR, {
      kind: 'mutual',
      serverNames: ['odd.lan'],
      clientName: 'back\\slash',
    });
    const refused = find(await getConnectionSnippets(context, OPERATOR, odd.id), 'mariadb');
    expect(refused).toMatchObject({ files: [], executed: null, refused: expect.stringMatching(/backslash.*Issue /) });
  });

  it('leaves lists out when that is asked for, and where nobody shows a certificate', async () => {
    const { connection } = await pair();
    const nginx = async (id: string, revocation?: boolean) =>
      all(find(await getConnectionSnippets(context, OPERATOR, id, { revocation }), 'nginx'));
    expect(await nginx(connection.id)).toContain('ssl_crl');
    expect(await nginx(connection.id, false)).not.toContain('crls.pem');
    const oneWay = await nginx((await pair('one-way')).connection.id);
    expect(oneWay).not.toMatch(/ssl_client_certificate|crls\.pem/);
  });

  it('lies in each bundle for its own side, and is listed there', async () => {
    const { connection } = await pair();
    passwordGivenAgain(context);
    for (const [side, has, lacks] of [
      ['server', '==== nginx ====', '==== curl ===='],
      ['client', '==== curl ====', '==== nginx ===='],
    ] as const) {
      const { content } = await exportBundle(context, OPERATOR, connection.id, side);
      const files = unzipSync(content);
      const text = Buffer.from(files['CONFIGURATION.txt'] as Uint8Array).toString('utf8');
      expect(text).toContain(has);
      expect(text).not.toContain(lacks);
      expect(text).not.toContain('PRIVATE KEY');
      const { bundles } = await getConnection(context, OPERATOR, connection.id);
      expect(Object.keys(files).sort()).toEqual(bundles[side].files.map(({ name }) => name).sort());
    }
  });

  it('is for those who are signed in, and only of what is there', async () => {
    await expect(getConnectionSnippets(context, null, 'x')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(getConnectionSnippets(context, OPERATOR, 'x')).rejects.toMatchObject({ code: 'not-found' });
    await expect(getCertificateSnippets(context, null, 'x')).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(getCertificateSnippets(context, OPERATOR, 'x')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('configuration of a certificate', () => {
  it('is that of its role, with the names of its download, and fetches the lists that no download has', async () => {
    const { server, client } = await pair();
    for (const { certificate } of [server, client as typeof server]) {
      const snippets = await getCertificateSnippets(context, OPERATOR, certificate.id);
      expect(new Set(snippets.map(({ side }) => side)).size).toBe(1);
      const [plan] = await planFiles(context, OPERATOR, certificate.id, 'everything');
      const files = plan?.files.map(({ name }) => name) ?? [];
      const text = all(find(snippets, certificate.id === server.certificate.id ? 'nginx' : 'curl'));
      const names =
        text
          .replace(/http:\S+/g, '')
          .match(/(?<=[ /])[\w.-]+\.(pem|key)\b/g)
          ?.filter((name) => name !== 'crls.pem') ?? [];
      expect(names.length).toBeGreaterThan(2);
      for (const name of names) expect(files).toContain(name);
      expect(text).toMatch(/curl -fsS -o crls\.pem http/);
    }
    const oneWay = await getCertificateSnippets(context, OPERATOR, server.certificate.id, { mutual: false });
    expect(all(find(oneWay, 'apache'))).not.toContain('SSLVerifyClient');
  });

  it('is none for an authority', async () => {
    const { server } = await pair();
    const issuer = await context.store.authority(server.certificate.issuerId);
    expect(await getCertificateSnippets(context, OPERATOR, issuer?.certificateId as string)).toEqual([]);
  });
});
