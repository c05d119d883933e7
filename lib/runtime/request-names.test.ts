import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../pki/certificate.ts';
import { testKey, testRequest } from '../pki/fixtures.test-support.ts';
import { encodePem } from '../pki/pem.ts';
import type { DnsName } from '../pki/types.ts';
import { createAuthority } from '../services/create-authority.ts';
import { inspectRequest } from '../services/inspect-request.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { createProfile } from '../services/manage-profiles.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

/** A request under a profile that takes no names from it: they come beside it. */

let test: TestContext;
let base: { csr: string; profile: string; authorityId: string };
beforeAll(async () => {
  test = await startTestContext();
  const { authority } = await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Root' });
  const { id } = await createProfile(test.context, OPERATOR, {
    base: 'tlsServer',
    name: 'Names beside the request',
    definition: { namesFromCsr: false },
  });
  const der = testRequest(
    testKey('P-256', 30),
    [{ type: 'CN', value: 'asked.lan' }],
    [{ type: 'dns', value: 'asked.lan' as DnsName }],
  );
  base = { csr: encodePem('CERTIFICATE REQUEST', der), profile: id, authorityId: authority.id };
});
afterAll(() => test.close());

describe('names beside a request', () => {
  it('are asked for, shown as they would be issued, and issued', async () => {
    const without = await inspectRequest(test.context, OPERATOR, base);
    expect(without).toMatchObject({ takesNamesFromRequest: false, refusals: [{ field: 'names' }] });
    const names = ['given.lan', '10.0.0.1'];
    const given = await inspectRequest(test.context, OPERATOR, { ...base, names });
    expect(given).toMatchObject({ takesNamesFromRequest: false, refusals: [] });
    expect(given.comparison.find(({ what }) => what === 'Names')).toMatchObject({
      asked: 'asked.lan',
      issued: names.join(', '),
    });
    const { certificateDer } = await issueCertificate(test.context, OPERATOR, { ...base, names });
    expect(parseCertificate(certificateDer).subjectAltName.map(({ value }) => value)).toEqual(names);
    await expect(issueCertificate(test.context, OPERATOR, base)).rejects.toMatchObject({
      fields: [{ field: 'names' }],
    });
  });

  it('take the place of those of a request, and of its subject, under any profile', async () => {
    const view = await inspectRequest(test.context, OPERATOR, {
      ...base,
      profile: 'tlsServer',
      names: ['given.lan'],
      subject: { organisation: 'Acme' },
    });
    expect(view.takesNamesFromRequest).toBe(true);
    expect(view.comparison.find(({ what }) => what === 'Subject')?.issued).toContain('O=Acme');
    expect(view.comparison.find(({ what }) => what === 'Names')?.issued).toBe('given.lan');
  });
});
