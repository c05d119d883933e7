import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { createApiClient } from '../lib/api/client.ts';
import { makeCsr } from '../test/support/requests.ts';
import { OPERATOR, type setUp, type TestServer } from '../test/support/server.ts';

type Client = Awaited<ReturnType<typeof setUp>>['client'];

/** Names that pages must survive: long, international, right to left, and hostile. */
export const HOSTILE = '<img src=x onerror=alert(1)>"\'&lt;';
export const LONG_NAME = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.lan`;

/** Every kind of object that pages show, with names that are hard to show; by name what the addresses of pages need. */
export async function fillEstate(
  client: Client,
  { rootId, issuingId }: { rootId: string; issuingId: string },
): Promise<Readonly<Record<string, string>>> {
  const post = async (path: string, body: unknown = {}) => (await client.post(path, body)) as { id: string };
  const connection = (await post('/connections', {
    kind: 'mutual',
    serverNames: ['api.northwind.lan', '10.20.0.5', 'xn--bcher-kva.example'],
    clientName: 'billing-worker',
  })) as { id: string; serverCertificateId: string; clientCertificateId: string };
  await post(`/connections/${connection.id}/test`);
  await post('/connections', { kind: 'one-way', serverNames: [LONG_NAME] });
  const many = await post('/certificates', {
    profile: 'tlsServer',
    names: Array.from(
      { length: 100 },
      (_, at) => `node-${at}.${at % 2 ? 'northwind' : 'a-rather-long-label-of-a-zone'}.lan`,
    ),
  });
  await client.patch(`/certificates/${many.id}`, {
    owner: HOSTILE,
    notes: `${HOSTILE}\n\u202eright to left\n\u05e9\u05dc\u05d5\u05dd`,
    tags: ['b:bold', 'an-unbroken-tag-of-quite-some-length'],
  });
  await post('/certificates', { profile: 'tlsServer', names: ['soon.northwind.lan'], validityDays: 6 });
  const revoked = await post('/certificates', { profile: 'tlsClient', names: [HOSTILE] });
  await post(`/certificates/${revoked.id}/revoke`, { reason: 'keyCompromise' });
  await post(`/certificates/${revoked.id}/proof`, { handshake: false });
  const held = await post('/certificates', { profile: 'tlsClient', names: ['\u05e9\u05dc\u05d5\u05dd visitor'] });
  await post(`/certificates/${held.id}/hold`);
  const signed = await post('/certificates', {
    profile: 'tlsServer',
    csr: makeCsr({ commonName: 'signed.northwind.lan' }).pem,
    names: ['signed.northwind.lan'],
  });
  const limited = await post('/authorities', {
    kind: 'issuing',
    parentId: rootId,
    name: 'Devices \u00c4\u00d6\u00dc',
    nameConstraints: { permitted: { dns: ['dev.northwind.lan'], ip: ['10.0.0.0/8'] } },
  });
  await post(`/authorities/${limited.id}/disable`);
  const outside = await post('/authorities/request', { name: 'Below an outside root' });
  const profile = await post('/profiles', { base: 'tlsServer', name: `Ingress ${HOSTILE}`, definition: {} });
  const job = await post('/bulk-issuance', {
    format: 'json',
    content: JSON.stringify([{ names: 'job.northwind.lan' }, { names: 'not_a_host' }]),
    mapping: { names: 'names' },
    label: HOSTILE,
    skipRefused: true,
  });
  for (let state = ''; state !== 'finished'; )
    ({ state } = ((await client.get(`/jobs/${job.id}`)) as { job: { state: string } }).job);
  const request = await post('/requests', { csr: makeCsr({ commonName: 'waits.northwind.lan' }).pem, note: HOSTILE });
  const view = await client.post('/views', { name: HOSTILE, query: 'q=northwind&status=expiring' });
  if (!view) throw new Error('The view was not saved.');
  const people = await fillPeople(client);
  const run = await post('/lab/runs', { kind: 'bench', case: 'client-no-certificate', versions: ['TLSv1.3'] });
  const probed = await post('/lab/runs', { kind: 'remote', host: 'no-such-host.invalid', port: 443, protocol: 'tls' });
  const quantum = await post('/lab/runs', { kind: 'post-quantum' });
  return {
    ...people,
    request: request.id,
    run: run.id,
    quantum: quantum.id,
    probed: probed.id,
    root: rootId,
    issuing: issuingId,
    limited: limited.id,
    outside: outside.id,
    connection: connection.id,
    certificate: connection.serverCertificateId,
    many: many.id,
    revoked: revoked.id,
    held: held.id,
    signed: signed.id,
    profile: profile.id,
    job: job.id,
  };
}

/** A colleague, somebody invited, and two tokens; all with a name that means harm. */
async function fillPeople(client: Client): Promise<{ me: string; colleague: string }> {
  await client.post('/session/step-up', { password: OPERATOR.password });
  const invite = (email: string, roles: readonly string[]) =>
    client.post('/operators/invitations', { email, name: HOSTILE.slice(0, 100), roles }) as Promise<{ token: string }>;
  const { token } = await invite('colleague@northwind.lan', ['approver', 'auditor']);
  // Without the cookie of who invites.
  await createApiClient(client.adminUrl).post('/invitations/accept', { token, password: 'seven unrelated words here' });
  await invite('waits@northwind.lan', ['viewer']);
  await client.post('/tokens', {
    name: HOSTILE.slice(0, 60),
    rights: ['inventory.read', 'certificate.issue'],
    days: 30,
    networks: ['192.0.2.0/24'],
  });
  const { operators } = (await client.get('/operators')) as { operators: readonly { id: string; email: string }[] };
  const idOf = (email: string) => operators.find((one) => one.email === email)?.id ?? '';
  return { me: idOf(OPERATOR.email), colleague: idOf('colleague@northwind.lan') };
}

/** For each page of the console the addresses that are looked at; `:name` is what `fillEstate` calls it. */
export const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  '/': ['/'],
  '/[...missing]': ['/nowhere'],
  '/audit': ['/audit', '/audit?action=certificate.issued'],
  '/authorities': ['/authorities', '/authorities?view=table'],
  '/authorities/[id]': [
    '/authorities/:root',
    '/authorities/:issuing',
    '/authorities/:limited',
    '/authorities/:outside',
  ],
  '/authorities/[id]/certificates': ['/authorities/:issuing/certificates'],
  '/authorities/[id]/crls': ['/authorities/:issuing/crls'],
  '/authorities/[id]/danger': ['/authorities/:issuing/danger'],
  '/authorities/[id]/profiles': ['/authorities/:issuing/profiles'],
  '/authorities/[id]/publishing': ['/authorities/:issuing/publishing'],
  '/authorities/[id]/rollover': ['/authorities/:root/rollover', '/authorities/:issuing/rollover'],
  '/authorities/[id]/certify': ['/authorities/:root/certify'],
  '/authorities/[id]/delete': ['/authorities/:limited/delete'],
  '/authorities/[id]/key': ['/authorities/:root/key'],
  '/authorities/[id]/renew': ['/authorities/:issuing/renew'],
  '/authorities/[id]/revoke': ['/authorities/:issuing/revoke'],
  '/authorities/[id]/settings': ['/authorities/:issuing/settings'],
  '/authorities/import': ['/authorities/import'],
  '/authorities/new': ['/authorities/new'],
  '/authorities/request': ['/authorities/request'],
  '/certificates': ['/certificates', '/certificates?status=revoked', '/certificates?q=nothing-like-this'],
  '/certificates/[id]': ['certificate', 'many', 'revoked', 'held', 'signed'].map((name) => `/certificates/:${name}`),
  '/certificates/[id]/hold': ['/certificates/:certificate/hold'],
  '/certificates/[id]/release': ['/certificates/:held/release'],
  '/certificates/[id]/proof': ['/certificates/:certificate/proof', '/certificates/:revoked/proof'],
  '/certificates/bulk': ['/certificates/bulk?act=revoke&all=1&q=northwind', '/certificates/bulk?act=describe&all=1'],
  '/certificates/views': ['/certificates/views'],
  '/certificates/[id]/renew': ['/certificates/:certificate/renew'],
  '/certificates/[id]/revoke': ['/certificates/:certificate/revoke'],
  '/connections': ['/connections'],
  '/connections/[id]': ['/connections/:connection'],
  '/connections/[id]/delete': ['/connections/:connection/delete'],
  '/connections/[id]/edit': ['/connections/:connection/edit'],
  '/connections/[id]/handover': ['/connections/:connection/handover?side=client'],
  '/connections/[id]/renew': ['/connections/:connection/renew'],
  '/inspect': ['/inspect'],
  '/jobs': ['/jobs'],
  '/jobs/[id]': ['/jobs/:job'],
  '/lab': ['/lab'],
  '/lab/[run]': ['/lab/:run', '/lab/:quantum', '/lab/:probed'],
  '/lab/certificates': ['/lab/certificates'],
  '/lab/explain': ['/lab/explain'],
  '/lab/remote': ['/lab/remote'],
  '/new/bulk': ['/new/bulk'],
  '/new/client': ['/new/client'],
  '/new/csr': ['/new/csr'],
  '/new/other': ['/new/other'],
  '/new/pair': ['/new/pair'],
  '/new/server': ['/new/server'],
  '/profiles': ['/profiles'],
  '/profiles/[id]': ['/profiles/:profile', '/profiles/tlsServer'],
  '/profiles/[id]/edit': ['/profiles/:profile/edit'],
  '/profiles/new': ['/profiles/new'],
  '/requests': ['/requests'],
  '/requests/[id]': ['/requests/:request'],
  '/settings': ['/settings'],
  '/settings/keys': ['/settings/keys'],
  '/settings/operators': ['/settings/operators'],
  '/settings/operators/[id]': ['/settings/operators/:me', '/settings/operators/:colleague'],
  '/settings/operators/invite': ['/settings/operators/invite'],
  '/settings/password': ['/settings/password'],
  '/settings/second-factor': ['/settings/second-factor'],
  '/settings/sessions': ['/settings/sessions'],
  '/settings/tokens': ['/settings/tokens', '/settings/tokens?of=all'],
  '/settings/tokens/new': ['/settings/tokens/new'],
  '/trust': ['/trust'],
};

/** The pages there are, as their folders say. */
export function pagesOfConsole(): readonly string[] {
  const folder = resolve(import.meta.dirname, '../app/(console)');
  return globSync('**/page.tsx', { cwd: folder })
    .map((file) => `/${file.replace(/\/?page\.tsx$/, '')}`)
    .sort();
}

export function addressesOf(server: TestServer, names: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(ADDRESSES)
    .flat()
    .map((path) => server.adminUrl + path.replace(/:(\w+)/, (_, name: string) => names[name] ?? `no-${name}`));
}
