import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Handler } from '../http/node-exchange.ts';
import { createTrustHandler } from '../protocols/trust/trust-handler.ts';
import { createAuthority } from '../services/create-authority.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { getTrustPortal } from '../services/trust-portal.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

const HOSTILE = `A<img src=x onerror=alert(1)>"'&B`;
let test: TestContext;
let context: ServiceContext;
let handler: Handler;
let first: string;
let hostile: string;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  handler = createTrustHandler(context);
  first = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'First Root' })).authority.id;
  await createAuthority(context, OPERATOR, { kind: 'issuing', parentId: first, name: 'Issuing <b>one</b>' });
  hostile = (await createAuthority(context, OPERATOR, { kind: 'root', name: HOSTILE })).authority.id;
}, 60_000);
afterAll(() => test.close());

const get = (path: string, headers: Record<string, string> = {}, using = handler) =>
  using({
    request: new Request('http://localhost/', { headers }),
    path,
    query: new URLSearchParams(),
    remoteAddress: '',
    requestId: 'r',
  });

describe('the public trust page', () => {
  it('offers every root with its fingerprint, escapes what people wrote, and runs nothing', async () => {
    for (const path of ['/trust', '/trust/', `/trust/${first}`, `/trust/${hostile}`]) {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      const page = await answer.text();
      expect(page).toContain('A&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;B');
      expect(page).toContain('Issuing &lt;b&gt;one&lt;/b&gt;');
      expect(page).not.toMatch(/<(img|b|script)\b/);
      expect(page).not.toMatch(/<[^>]* (on[a-z]+|style)=/i);
    }
  });

  it('gives files with a tag, and the very certificate that the fingerprint is of', async () => {
    const view = await getTrustPortal(context, OPERATOR, { authorityId: first, userAgent: '' });
    const page = await (await get(`/trust/${first}`)).text();
    for (const group of view.chosen?.sha256Groups ?? []) expect(page).toContain(`<code>${group}</code>`);
    for (const file of view.chosen?.files ?? []) {
      const answer = await get(`/trust/${first}/${file.name}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe(file.mediaType);
      expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${file.name}"`);
      const etag = answer.headers.get('etag') as string;
      expect((await get(`/trust/${first}/${file.name}`, { 'if-none-match': `"x", W/${etag}` })).status).toBe(304);
      const octets = Buffer.from(await answer.arrayBuffer());
      if (/\.(cer|pem)$/.test(file.name))
        expect(new X509Certificate(octets).fingerprint256.replaceAll(':', '')).toBe(view.chosen?.sha256);
    }
    expect((await get(`/trust/${first}/other.cer`)).status).toBe(404);
    expect((await get('/trust/nobody')).status).toBe(404);
    expect((await get('/trust/%3Cscript%3E')).status).toBe(404);
  });

  it('marks what has expired and prefers what has not; a revoked root is not offered', async () => {
    const later = { ...context, clock: { now: () => new Date(context.clock.now().getTime() + 40 * 365 * 86_400_000) } };
    const page = await (await get('/trust', {}, createTrustHandler(later))).text();
    expect(page).toContain('<strong class="bad">Expired</strong>');
    expect(page).toContain('This root has expired');
    const gone = (await createAuthority(context, OPERATOR, { kind: 'root', name: 'Gone Root' })).authority.id;
    expect(await (await get('/trust')).text()).toContain('Gone Root');
    await context.store.transaction((tx) => tx.updateAuthority(gone, { status: 'revoked' }));
    expect(await (await get('/trust')).text()).not.toContain('Gone Root');
    expect((await get(`/trust/${gone}`)).status).toBe(404);
  });

  it('is gone from the public listener when it is turned off, and still there for operators, who fetch nothing from it', async () => {
    const off = { ...context, settings: { ...context.settings, trustPage: false } };
    for (const path of ['/trust', `/trust/${first}`, `/trust/${first}/x.cer`])
      expect((await get(path, {}, createTrustHandler(off))).status).toBe(404);
    const view = await getTrustPortal(off, OPERATOR, { userAgent: '' });
    expect(view.page).toBeNull();
    expect(JSON.stringify(view.chosen?.platforms)).not.toContain('/trust/');
    await expect(getTrustPortal(off, null, { userAgent: '' })).rejects.toThrow('Sign in');
  });
});
