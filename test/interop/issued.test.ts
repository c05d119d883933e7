import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePem } from '../../lib/pki/pem.ts';
import type { EndEntityProfileId } from '../../lib/pki/profiles.ts';
import type { KeyAlgorithm } from '../../lib/pki/types.ts';
import { OPERATOR, startTestContext, type TestContext } from '../../lib/runtime/context.test-support.ts';
import { createAuthority } from '../../lib/services/create-authority.ts';
import { issueCertificate } from '../../lib/services/issue-certificate.ts';
import { loadIssuer } from '../../lib/services/issuer.ts';
import { findProgram, run } from '../support/programs.ts';

/** Random valid requests through the services: what comes out passes the verifiers of four other houses. */
const REQUESTS = 60;
const has = (...programs: string[]) => programs.every((program) => findProgram(program) !== null);

interface Issued {
  readonly file: string;
  readonly issuing: string;
  readonly root: string;
  readonly profile: EndEntityProfileId;
  readonly keyAlgorithm: KeyAlgorithm;
  readonly issuerKey: KeyAlgorithm;
}
let test: TestContext;
let folder: string;
const issued: Issued[] = [];

beforeAll(async () => {
  test = await startTestContext();
  folder = mkdtempSync(join(tmpdir(), 'countersign-issued-'));
  const { context } = test;
  const authorities: { id: string; issuing: string; root: string; key: KeyAlgorithm }[] = [];
  for (const [rootKey, key] of [
    ['P-384', 'P-256'],
    ['RSA-3072', 'RSA-2048'],
    ['P-521', 'P-384'],
  ] as const) {
    const root = await createAuthority(context, OPERATOR, {
      kind: 'root',
      name: `Root ${rootKey}`,
      keyAlgorithm: rootKey,
    });
    const { authority } = await createAuthority(context, OPERATOR, {
      kind: 'issuing',
      parentId: root.authority.id,
      name: `Issuing ${key}`,
      organisation: 'Grüße & Söhne "AG", + Co.',
      country: 'DE',
      keyAlgorithm: key,
    });
    const { chain } = await loadIssuer(context.store, authority.id);
    const files = [`${key}-issuing.pem`, `${key}-root.pem`] as const;
    files.forEach((file, at) => {
      writeFileSync(join(folder, file), encodePem('CERTIFICATE', chain[at] as Uint8Array));
    });
    authorities.push({ id: authority.id, issuing: files[0], root: files[1], key });
  }
  const requests = fc.sample(requestArbitrary(authorities.length), { numRuns: REQUESTS, seed: 20_261_124 });
  for (const [at, { authority, ...request }] of requests.entries()) {
    const chosen = authorities[authority] as (typeof authorities)[0];
    const { certificateDer } = await issueCertificate(context, OPERATOR, { ...request, authorityId: chosen.id });
    const file = `leaf-${at}.pem`;
    writeFileSync(join(folder, file), encodePem('CERTIFICATE', certificateDer));
    issued.push({
      file,
      issuing: chosen.issuing,
      root: chosen.root,
      profile: request.profile,
      keyAlgorithm: request.keyAlgorithm,
      issuerKey: chosen.key,
    });
  }
}, 180_000);
afterAll(async () => {
  await test.close();
  rmSync(folder, { recursive: true, force: true });
});

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/).filter((text) => !/^..--/.test(text));
const host = fc.tuple(label, label, fc.constantFrom('lan', 'example', 'home.arpa')).map((parts) => parts.join('.'));
const wildcard = host.map((name) => `*.${name}`);
const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();
const email = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9.]{0,8}[a-z0-9]$/), host)
  .filter(([local]) => !local.includes('..'))
  .map((parts) => parts.join('@'));
const spiffe = fc.tuple(host, label).map(([domain, path]) => `spiffe://${domain}/${path}`);
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((value) => `x${value.replaceAll(/\p{C}/gu, '')}`.trim());

function requestArbitrary(authorities: number) {
  const some = (name: fc.Arbitrary<string>) => fc.array(name, { minLength: 1, maxLength: 5 });
  const shared = {
    authority: fc.nat({ max: authorities - 1 }),
    keyAlgorithm: fc.constantFrom<KeyAlgorithm>('P-256', 'P-384', 'P-521', 'RSA-2048', 'Ed25519'),
    validityDays: fc.integer({ min: 1, max: 365 }),
  };
  const subject = fc.record(
    { organisation: text, organisationalUnit: text, country: fc.constantFrom('DE', 'CH', 'US') },
    { requiredKeys: [] },
  );
  const of = <Profile extends EndEntityProfileId>(
    profile: Profile,
    names: fc.Arbitrary<string[]>,
    own = subject as fc.Arbitrary<object>,
  ) => fc.record({ ...shared, profile: fc.constant<EndEntityProfileId>(profile), names, subject: own });
  return fc.oneof(
    of('tlsServer', some(fc.oneof(host, wildcard, ipv4, ipv6))),
    of('tlsClient', some(fc.oneof(host, email, spiffe))),
    of('tlsPeer', some(fc.oneof(host, ipv4))),
    of('smime', some(email)),
    of('codeSigning', fc.constant([]), fc.record({ commonName: text, organisation: text })),
  );
}

describe.skipIf(!has('openssl'))('OpenSSL', () => {
  it('verifies each strictly, for its purpose', async () => {
    const purposes = {
      tlsServer: 'sslserver',
      tlsClient: 'sslclient',
      tlsPeer: 'sslserver',
      smime: 'smimesign',
      codeSigning: 'any',
    };
    for (const { file, issuing, root, profile } of issued) {
      const { output } = await run(
        'openssl',
        [
          'verify',
          '-x509_strict',
          '-purpose',
          purposes[profile as keyof typeof purposes],
          '-CAfile',
          root,
          '-untrusted',
          issuing,
          file,
        ],
        { cwd: folder },
      );
      expect(output, `${file} ${profile}`).toBe(`${file}: OK\n`);
    }
  });
});

describe.skipIf(!has('certtool'))('GnuTLS', () => {
  it('verifies each for its purpose', async () => {
    const purposes = {
      tlsServer: '1.3.6.1.5.5.7.3.1',
      tlsClient: '1.3.6.1.5.5.7.3.2',
      tlsPeer: '1.3.6.1.5.5.7.3.1',
      smime: '1.3.6.1.5.5.7.3.4',
      codeSigning: '1.3.6.1.5.5.7.3.3',
    };
    for (const { file, issuing, root, profile } of issued) {
      const { output } = await run(
        'sh',
        [
          '-c',
          `cat ${file} ${issuing} | certtool --verify --load-ca-certificate ${root} --verify-purpose ${purposes[profile as keyof typeof purposes]}`,
        ],
        { cwd: folder },
      );
      expect(output, `${file} ${profile}`).toMatch(
        /Chain verification output: Verified\. The certificate is trusted\./,
      );
    }
  });
});

describe.skipIf(!has('certutil', 'vfychain'))('NSS', () => {
  it('verifies each for its purpose', async () => {
    // It knows no Ed25519 in certificates, and takes a CA for code signing only with Netscape's own extension.
    const known = issued.filter((one) => one.keyAlgorithm !== 'Ed25519' && one.profile !== 'codeSigning');
    const usages = { tlsServer: '1', tlsClient: '0', tlsPeer: '1', smime: '4' };
    await run('certutil', ['-N', '-d', 'sql:.', '--empty-password'], { cwd: folder });
    for (const root of new Set(issued.map((one) => one.root)))
      await run('certutil', ['-A', '-d', 'sql:.', '-n', root, '-t', 'CT,C,C', '-a', '-i', root], { cwd: folder });
    for (const { file, issuing, profile } of known) {
      const { output } = await run(
        'vfychain',
        ['-d', 'sql:.', '-u', usages[profile as keyof typeof usages], '-a', file, '-a', issuing],
        { cwd: folder },
      );
      expect(output, `${file} ${profile}`).toMatch(/Chain is good!/);
    }
  });
});

describe.skipIf(!has('java', 'javac'))('Java', () => {
  it('validates each path', async () => {
    writeFileSync(
      join(folder, 'paths'),
      issued.map(({ file, issuing, root }) => `${file} ${issuing} ${root}`).join('\n'),
    );
    const program = join(import.meta.dirname, 'java', 'ValidatePaths.java');
    const { output } = await run('java', [program, 'paths'], { cwd: folder });
    expect(output.trim().split('\n')).toEqual(issued.map(() => 'OK'));
  });
});
