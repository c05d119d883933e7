import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../services/create-authority.ts';
import { exportCertificates } from '../services/export-certificates.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import { revokeCertificate } from '../services/revoke-certificate.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';

describe('the list as a file', () => {
  let test: TestContext;
  beforeAll(async () => {
    test = await startTestContext();
    const root = await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Root' });
    const { authority } = await createAuthority(test.context, OPERATOR, {
      kind: 'issuing',
      parentId: root.authority.id,
      name: 'Issuing',
    });
    const issue = async (name: string, owner?: string) =>
      (
        await issueCertificate(test.context, OPERATOR, {
          issuerId: authority.id,
          profile: 'tlsServer',
          names: [name],
          owner,
        } as never)
      ).certificate.id;
    await issue('one.example', '=HYPERLINK("http://evil.example")');
    await issue('two.example', '@cmd, "quoted"');
    const id = await issue('three.example', '\tTab');
    await revokeCertificate(test.context, OPERATOR, id, { reason: 'superseded' });
  }, 60_000);
  afterAll(() => test?.close());

  async function text(request: Parameters<typeof exportCertificates>[2]): Promise<string> {
    let all = '';
    for await (const part of exportCertificates(test.context, OPERATOR, request).parts) all += part;
    return all;
  }

  it('has the rows of the filter, in its order, under one line of columns', async () => {
    const lines = (await text({ text: '.example' })).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^name,names,issuer,/);
    expect(
      lines
        .slice(1)
        .map((line) => line.split(',')[0])
        .sort(),
    ).toEqual(['one.example', 'three.example', 'two.example']);
    const revoked = (await text({ status: 'revoked' })).trimEnd().split('\r\n');
    expect(revoked).toHaveLength(2);
    expect(revoked[1]).toContain(',superseded,');
    expect((await text({ text: 'nowhere' })).trimEnd().split('\r\n')).toHaveLength(1);
  });

  it('holds nothing that a spreadsheet would run', async () => {
    const all = await text({ text: '.example' });
    expect(all).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(all).toContain(`"'@cmd, ""quoted"""`);
    expect(all).not.toMatch(/(^|,)"?[=+\-@\t]/m);
  });

  it('is for those who may read the inventory', () => {
    expect(() => exportCertificates(test.context, null, {})).toThrow('Sign in first');
  });
});
