import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthoritySettings } from '../../lib/domain/entities.ts';
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { encodePem } from '../../lib/pki/pem.ts';
import { OPERATOR, startTestContext, type TestContext } from '../../lib/runtime/context.test-support.ts';
import { createAuthority } from '../../lib/services/create-authority.ts';
import { type CrlScope, DELTA_LIST, shardOf, WHOLE_LIST } from '../../lib/services/crl-lists.ts';
import { holdCertificate, releaseCertificate } from '../../lib/services/hold-certificate.ts';
import { issueCertificate } from '../../lib/services/issue-certificate.ts';
import { loadIssuer } from '../../lib/services/issuer.ts';
import { publishCrl } from '../../lib/services/publish-crl.ts';
import { readCurrentCrl } from '../../lib/services/read-publication.ts';
import { revokeCertificate } from '../../lib/services/revoke-certificate.ts';
import { findProgram, run } from '../support/programs.ts';

/** Delta and divided CRLs, as OpenSSL reads them. */
const openssl = findProgram('openssl');
let test: TestContext;
let folder: string;
let rootId: string;
beforeAll(async () => {
  test = await startTestContext();
  folder = mkdtempSync(join(tmpdir(), 'countersign-crl-'));
  rootId = (await createAuthority(test.context, OPERATOR, { kind: 'root', name: 'Root' })).authority.id;
});
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

async function authorityWith(name: string, settings: AuthoritySettings) {
  const { authority } = await createAuthority(test.context, OPERATOR, { kind: 'issuing', parentId: rootId, name });
  await test.context.store.transaction((tx) => tx.updateAuthority(authority.id, { settings }));
  await publishCrl(test.context, OPERATOR, authority.id);
  return authority.id;
}

async function issue(authorityId: string, name: string) {
  const { certificate, certificateDer } = await issueCertificate(test.context, OPERATOR, {
    profile: 'tlsServer',
    authorityId,
    names: [name],
  });
  return { ...certificate, parsed: parseCertificate(certificateDer) };
}

async function opensslVerdict(authorityId: string, leaf: Uint8Array, scopes: readonly CrlScope[]): Promise<string> {
  const { chain } = await loadIssuer(test.context.store, authorityId);
  const lists = [
    ...(await Promise.all(scopes.map((scope) => readCurrentCrl(test.context, authorityId, scope)))),
    await readCurrentCrl(test.context, rootId),
  ];
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('root.pem', encodePem('CERTIFICATE', chain[1] as Uint8Array));
  write('issuing.pem', encodePem('CERTIFICATE', chain[0] as Uint8Array));
  write('leaf.pem', encodePem('CERTIFICATE', leaf));
  write('crls.pem', lists.map((list) => encodePem('X509 CRL', list.certificateListDer)).join(''));
  const { output } = await run(
    openssl as string,
    [
      'verify',
      '-x509_strict',
      '-crl_check_all',
      '-extended_crl',
      '-use_deltas',
      ...['-CAfile', 'root.pem', '-untrusted', 'issuing.pem', '-CRLfile', 'crls.pem', 'leaf.pem'],
    ],
    { cwd: folder },
  );
  return /revoked/.test(output) ? 'revoked' : /: OK/.test(output) ? 'good' : output;
}

describe.skipIf(!openssl)('openssl', () => {
  it('combines a complete list with its delta', async () => {
    const id = await authorityWith('Deltas', { deltaCrlHours: 6 });
    const [gone, held] = [await issue(id, 'gone.lan'), await issue(id, 'held.lan')];
    await holdCertificate(test.context, OPERATOR, held.id);
    await publishCrl(test.context, OPERATOR, id);
    await publishCrl(test.context, OPERATOR, id);
    await revokeCertificate(test.context, OPERATOR, gone.id, { reason: 'superseded' });
    await releaseCertificate(test.context, OPERATOR, held.id);
    const both = [WHOLE_LIST, DELTA_LIST];
    expect(await opensslVerdict(id, gone.parsed.certificateDer, [WHOLE_LIST])).toBe('good');
    expect(await opensslVerdict(id, gone.parsed.certificateDer, both)).toBe('revoked');
    expect(await opensslVerdict(id, held.parsed.certificateDer, [WHOLE_LIST])).toBe('revoked');
    expect(await opensslVerdict(id, held.parsed.certificateDer, both)).toBe('good');
  });

  it('takes the part that the certificate names, and no other', async () => {
    const id = await authorityWith('Parts', { crlShards: 3 });
    const leaf = await issue(id, 'part.lan');
    const own = shardOf(leaf.serialNumber, 3);
    const part = (shard: number): CrlScope => ({ kind: 'complete', shard });
    expect(await opensslVerdict(id, leaf.parsed.certificateDer, [part(own)])).toBe('good');
    expect(await opensslVerdict(id, leaf.parsed.certificateDer, [part((own % 3) + 1)])).toMatch(/CRL|scope/i);
    await revokeCertificate(test.context, OPERATOR, leaf.id, { reason: 'keyCompromise' });
    expect(await opensslVerdict(id, leaf.parsed.certificateDer, [part(own)])).toBe('revoked');
    expect(await opensslVerdict(id, leaf.parsed.certificateDer, [WHOLE_LIST])).toBe('revoked');
  });
});
