import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCsr } from '../support/requests.ts';
import { OPERATOR, removeDirectory, setUp, startTestServer, type TestServer } from '../support/server.ts';

/**
 * What a browser loads before a page can be used, compressed, in KiB. A page that mostly shows things stays below 150,
 * a list or form below 190, all styles below 20 (the budgets of the interface). Sizes do not depend on the machine.
 */
const KIB = 1024;
const READ_ONLY = 150;
const FORM = 190;
/** A recorded handshake is a drawing that is stepped through, with its octets. */
const LAB = 210;
const STYLES = 20;

const root = resolve(import.meta.dirname, '../..');
let server: TestServer;
let cookie = '';
let paths: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  server = await startTestServer();
  const { client, rootId } = await setUp(server);
  const waiting = (await client.post('/authorities/request', { name: 'Below an outside root' })) as { id: string };
  const connection = (await client.post('/connections', {
    kind: 'mutual',
    serverNames: ['api.lan'],
    clientName: 'worker',
  })) as { id: string; serverCertificateId: string };
  const request = (await client.post('/requests', { csr: makeCsr({ commonName: 'waits.lan' }).pem })) as { id: string };
  const job = (await client.post('/bulk-issuance', {
    format: 'json',
    content: '[{"names":"a.lan"}]',
    mapping: { names: 'names' },
  })) as { id: string };
  const lab = (await client.post('/lab/runs', { kind: 'bench', case: 'mutual' })) as { id: string };
  paths = {
    labRun: lab.id,
    root: rootId,
    waiting: waiting.id,
    connection: connection.id,
    certificate: connection.serverCertificateId,
    job: job.id,
    request: request.id,
  };
  const answer = await fetch(`${server.adminUrl}/api/v1/session`, {
    method: 'POST',
    headers: { Origin: server.adminUrl, 'Content-Type': 'application/json' },
    body: JSON.stringify(OPERATOR),
  });
  cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
});

const weights = new Map<string, number>();
function weightOf(file: string): number {
  const known = weights.get(file) ?? gzipSync(readFileSync(join(root, file.replace('/_next/', '.next/')))).length;
  weights.set(file, known);
  return known;
}

/** The scripts and styles that the page names for its own start; those for old browsers are not loaded by others. */
async function firstLoad(path: string, signedIn: boolean): Promise<{ scripts: number; styles: number }> {
  const address = `${server.adminUrl}${path.replace(/:(\w+)/, (_, name: string) => paths[name] ?? '')}`;
  const response = await fetch(address, { headers: signedIn ? { cookie } : {}, redirect: 'manual' });
  expect(response.status).toBe(200);
  const html = await response.text();
  const scripts = [...html.matchAll(/<script[^>]*\ssrc="(\/_next\/[^"?]+)[^"]*"[^>]*>/g)].filter(
    ([tag]) => !/nomodule/i.test(tag),
  );
  const styles = [...html.matchAll(/<link[^>]*rel="stylesheet"[^>]*href="(\/_next\/[^"?]+)/g)];
  expect(scripts.length).toBeGreaterThan(3);
  expect(styles.length).toBeGreaterThan(0);
  const sum = (found: readonly RegExpMatchArray[]) =>
    [...new Set(found.map((match) => match[1] as string))].reduce((total, file) => total + weightOf(file), 0) / KIB;
  return { scripts: sum(scripts), styles: sum(styles) };
}

describe('what a page loads first', () => {
  it.each([
    ['/', READ_ONLY],
    ['/connections', READ_ONLY],
    ['/connections/:connection', READ_ONLY],
    ['/connections/:connection/renew', FORM],
    ['/connections/:connection/handover', FORM],
    ['/connections/:connection/edit', FORM],
    ['/connections/:connection/delete', FORM],
    ['/requests', READ_ONLY],
    ['/requests/:request', FORM],
    ['/certificates', READ_ONLY],
    ['/certificates/:certificate', READ_ONLY],
    ['/certificates/:certificate/print', READ_ONLY],
    ['/authorities', READ_ONLY],
    ['/authorities/:root', READ_ONLY],
    ['/authorities/:waiting', READ_ONLY],
    ['/authorities?view=table', READ_ONLY],
    ['/authorities/:root/certificates', READ_ONLY],
    ['/authorities/:root/crls', READ_ONLY],
    ['/authorities/:root/profiles', READ_ONLY],
    ['/authorities/:root/publishing', READ_ONLY],
    ['/authorities/:root/danger', READ_ONLY],
    ['/authorities/:root/rollover', READ_ONLY],
    ['/profiles', READ_ONLY],
    ['/profiles/tlsServer', READ_ONLY],
    ['/audit', READ_ONLY],
    ['/jobs', READ_ONLY],
    ['/jobs/:job', READ_ONLY],
    ['/settings', READ_ONLY],
    ['/settings/sessions', READ_ONLY],
    ['/certificates/:certificate/renew', FORM],
    ['/certificates/:certificate/revoke', FORM],
    ['/certificates/:certificate/hold', FORM],
    ['/certificates/:certificate/release', FORM],
    ['/certificates/views?save=status%3Dheld', FORM],
    ['/certificates/bulk?act=revoke&all=1', FORM],
    ['/authorities/new', FORM],
    ['/authorities/import', FORM],
    ['/authorities/:root/certify', FORM],
    ['/authorities/:root/key', FORM],
    ['/authorities/:root/settings', FORM],
    ['/profiles/new', FORM],
    ['/inspect', FORM],
    ['/lab', READ_ONLY],
    ['/lab/certificates', FORM],
    ['/lab/remote', FORM],
    ['/lab/explain', FORM],
    ['/certificates/:certificate/proof', READ_ONLY],
    ['/lab/:labRun', LAB],
    ['/new/pair', FORM],
    ['/new/server', FORM],
    ['/new/csr', FORM],
    ['/new/bulk', FORM],
  ])('%s: at most %i KiB of scripts', async (path, budget) => {
    const { scripts, styles } = await firstLoad(path, true);
    expect(scripts).toBeLessThanOrEqual(budget);
    expect(styles).toBeLessThanOrEqual(STYLES);
  });

  it('the page to sign in', async () => {
    expect((await firstLoad('/login', false)).scripts).toBeLessThanOrEqual(READ_ONLY);
  });
});
