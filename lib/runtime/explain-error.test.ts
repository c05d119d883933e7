import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../services/create-authority.ts';
import { explainPastedError } from '../services/explain-error.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

let test: TestContext;
let context: ServiceContext;
let issuingId: string;
let daysLater = 0;
beforeAll(async () => {
  test = await startTestContext();
  const clock = { now: () => new Date(test.context.clock.now().getTime() + daysLater * 86_400_000) };
  context = { ...test.context, clock };
  const root = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Explained Root' });
  const issuing = await createAuthority(context, OPERATOR, {
    kind: 'issuing',
    parentId: root.authority.id,
    name: 'Explained Issuing',
  });
  issuingId = issuing.authority.id;
}, 60_000);
afterAll(() => test.close());

const issue = async (name: string, validityDays?: number) =>
  (
    await issueCertificate(context, OPERATOR, {
      authorityId: issuingId,
      profile: 'tlsServer',
      names: [name],
      ...(validityDays ? { validityDays } : {}),
    })
  ).certificate;
const explain = (text: string) => explainPastedError(context, OPERATOR, text);

describe('an error and the inventory', () => {
  it('names the intermediate that has to be sent', async () => {
    const certificate = await issue('chain.lan');
    const { causes, findings } = await explain(
      'Get "https://chain.lan:8443/": x509: certificate signed by unknown authority',
    );
    expect(causes.map(({ id }) => id)).toEqual(['untrusted-root', 'missing-intermediate']);
    expect(causes[1]?.command).toBe(
      'openssl s_client -connect chain.lan:8443 -servername chain.lan -showcerts </dev/null',
    );
    expect(findings.map(({ words }) => words).join(' ')).toMatch(
      /"Explained Issuing", below the root "Explained Root"/,
    );
    expect(findings[0]?.href).toBe(`/certificates/${certificate.id}`);
  });

  it('confirms that the certificate did expire, and puts that first', async () => {
    await issue('ended.lan', 1);
    daysLater = 3;
    // Java says the same for an expired one as for an unknown root.
    const { causes, findings } = await explain(
      'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target, https://ended.lan/',
    );
    expect(causes[0]).toMatchObject({ id: 'expired', confirmed: true });
    expect(findings[0]).toMatchObject({ confirms: 'expired', words: expect.stringMatching(/ended on .* Renew it/) });
  });

  it('says that a newer one is there when an earlier one ended', async () => {
    const newer = await issue('ended.lan');
    const { findings, causes } = await explain('curl: (60) certificate has expired https://ended.lan/');
    expect(findings[0]?.words).toMatch(/in force until .* An earlier one, .* ended on .* install the newer one/);
    expect(findings[0]?.href).toBe(`/certificates/${newer.id}`);
    expect(causes[0]).toMatchObject({ id: 'expired', confirmed: false });
  });

  it('finds a revoked one by its serial number', async () => {
    const certificate = await issue('gone.lan');
    await revokeCertificate(context, OPERATOR, certificate.id, { reason: 'superseded' });
    const colons = certificate.serialNumber.match(/../g)?.join(':');
    const { causes, findings } = await explain(`verify error:num=23:certificate revoked\nserial: ${colons}`);
    expect(causes[0]).toMatchObject({ id: 'revoked', confirmed: true });
    expect(findings[0]?.href).toBe(`/certificates/${certificate.id}`);
  });

  it('tells which names the certificate has that was served', async () => {
    await issue('served.lan');
    const { causes, findings } = await explain(
      'Get "https://asked.lan/": x509: certificate is valid for served.lan, not asked.lan',
    );
    expect(causes[0]).toMatchObject({ id: 'name-mismatch', confirmed: true });
    expect(findings.map(({ words }) => words).join(' ')).toContain(
      'has the names served.lan; asked.lan is not among them',
    );
  });

  it('knows its authorities by the issuer in the text', async () => {
    const { findings } = await explain('certificate has expired, issuer=CN = Explained Issuing');
    expect(findings).toContainEqual(expect.objectContaining({ href: `/authorities/${issuingId}` }));
  });

  it('refuses secrets and long texts at the field, and stores nothing of anything', async () => {
    for (const text of ['-----BEGIN PRIVATE KEY-----\nMIGH', 'x'.repeat(300_000)])
      await expect(explain(text)).rejects.toMatchObject({ code: 'validation-failed', fields: [{ field: 'text' }] });
    const before = (await context.store.auditHead()).seq;
    await explain('a-very-special-word certificate has expired');
    expect((await context.store.auditHead()).seq).toBe(before);
    await expect(explainPastedError(context, null, 'x')).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
