import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { encodePem } from '../../lib/pki/pem.ts';
import type { SignatureScheme } from '../../lib/pki/types.ts';
import { OPERATOR, startTestContext, type TestContext } from '../../lib/runtime/context.test-support.ts';
import { createAuthority } from '../../lib/services/create-authority.ts';
import { importAuthorities } from '../../lib/services/import-authorities.ts';
import { issueCertificate } from '../../lib/services/issue-certificate.ts';
import { loadIssuer } from '../../lib/services/issuer.ts';
import { findProgram, run, startProgram, stopProgram } from '../support/programs.ts';
import { freePorts } from '../support/server.ts';

/** RSASSA-PSS in other programs: signatures of authorities here, and keys for PSS only that OpenSSL made. RFC 4055 */
const missing = (...programs: string[]) => programs.some((program) => findProgram(program) === null);
if (process.env.CI && missing('openssl', 'keytool', 'certtool', 'gnutls-cli'))
  throw new Error('CI needs openssl, keytool, certtool and gnutls-cli.');

let test: TestContext;
beforeAll(async () => {
  test = await startTestContext();
});
afterAll(() => test.close());

async function sh(command: string): Promise<string> {
  const { code, output } = await run('sh', ['-c', command], { cwd: test.directory });
  expect(code, `${command}\n${output}`).toBe(0);
  return output;
}
const save = (name: string, content: string | Uint8Array) => writeFileSync(join(test.directory, name), content);

/** A hierarchy that signs in one way, its root as `root.pem` and what is below as `issuing.pem`. */
let made = 0;
async function hierarchy(signatureScheme: SignatureScheme): Promise<string> {
  made += 1;
  const way = { keyAlgorithm: 'RSA-2048', signatureScheme } as const;
  const name = `Interop ${signatureScheme} ${made}`;
  const root = await createAuthority(test.context, OPERATOR, { kind: 'root', name: `${name} Root`, ...way });
  const parentId = root.authority.id;
  const below = await createAuthority(test.context, OPERATOR, { kind: 'issuing', parentId, name, ...way });
  const { chain } = await loadIssuer(test.context.store, below.authority.id);
  save('issuing.pem', encodePem('CERTIFICATE', chain[0] as Uint8Array));
  save('root.pem', encodePem('CERTIFICATE', chain[1] as Uint8Array));
  for (const [id, file] of [
    [below.authority.id, 'issuing.crl'],
    [parentId, 'root.crl'],
  ] as const) {
    const list = await test.context.store.currentCrl(id);
    save(file, encodePem('X509 CRL', list?.certificateListDer ?? new Uint8Array()));
  }
  return below.authority.id;
}

const schemes = ['pss', 'pss-sha384', 'pss-sha512'] as const;
describe.skipIf(missing('openssl', 'certtool', 'keytool')).each(schemes)('authorities that sign with %s', (scheme) => {
  it('are verified by OpenSSL with their lists, by GnuTLS and by Java', async () => {
    const authorityId = await hierarchy(scheme);
    const { certificateDer } = await issueCertificate(test.context, OPERATOR, {
      profile: 'tlsServer',
      authorityId,
      names: ['api.lan'],
    });
    save('leaf.pem', encodePem('CERTIFICATE', certificateDer));
    const verified = await sh(
      'cat root.crl issuing.crl > all.crl; openssl verify -x509_strict -crl_check_all -CRLfile all.crl -purpose sslserver -CAfile root.pem -untrusted issuing.pem leaf.pem',
    );
    expect(verified).toContain('leaf.pem: OK');
    expect(await sh('openssl x509 -in leaf.pem -noout -text')).toMatch(
      new RegExp(`Hash Algorithm: sha${scheme === 'pss' ? 256 : scheme.slice(-3)}`),
    );
    expect(
      await sh(
        'cat leaf.pem issuing.pem > path.pem; certtool --verify --load-ca-certificate root.pem --infile path.pem',
      ),
    ).toContain('The certificate is trusted');
    expect(await sh('keytool -printcert -file leaf.pem')).toContain('RSASSA-PSS');
  });
});

/** What `openssl genpkey` and `openssl req` are told; OpenSSL takes the longest salt unless told otherwise. */
const keys: readonly [string, string, string][] = [
  ['any digest', '', ''],
  ['any digest, the request with SHA-384', '', '-sha384 -sigopt rsa_pss_saltlen:-1'],
  [
    'SHA-384 only',
    '-pkeyopt rsa_pss_keygen_md:sha384 -pkeyopt rsa_pss_keygen_mgf1_md:sha384 -pkeyopt rsa_pss_keygen_saltlen:48',
    '-sha384 -sigopt rsa_pss_saltlen:48',
  ],
  [
    'SHA-256 only',
    '-pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:32',
    '',
  ],
];
describe.skipIf(missing('openssl', 'gnutls-cli', 'keytool', 'certtool'))('a key for PSS only that OpenSSL made', () => {
  it.each(keys)('with %s is certified, serves TLS 1.3, and belongs to its certificate', async (_, bound, how) => {
    const authorityId = await hierarchy('pss');
    await sh(`openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 ${bound} -out leaf.key`);
    await sh(
      `openssl req -new -key leaf.key -subj /CN=localhost -addext subjectAltName=DNS:localhost ${how} -out leaf.csr`,
    );
    const { certificateDer } = await issueCertificate(test.context, OPERATOR, {
      profile: 'tlsServer',
      authorityId,
      csr: await sh('cat leaf.csr'),
    });
    save('leaf.pem', encodePem('CERTIFICATE', certificateDer));
    expect(
      await sh('openssl verify -x509_strict -purpose sslserver -CAfile root.pem -untrusted issuing.pem leaf.pem'),
    ).toContain('leaf.pem: OK');
    expect(await sh('openssl x509 -in leaf.pem -noout -text')).toMatch(/Public Key Algorithm: rsassaPss/);
    expect(await sh('certtool --certificate-info --infile leaf.pem')).toMatch(/Subject Public Key Algorithm: RSA-PSS/);
    // Java reads the pair out of a PKCS#12 file, and compares key and certificate when it signs a request.
    await sh(
      'openssl pkcs12 -export -inkey leaf.key -in leaf.pem -certfile issuing.pem -passout pass:changed -out l.p12',
    );
    expect(await sh('keytool -list -v -keystore l.p12 -storepass changed')).toContain('RSASSA-PSS');

    const [port] = await freePorts();
    const server = await startProgram(
      findProgram('openssl') as string,
      [
        's_server',
        '-accept',
        String(port),
        '-tls1_3',
        '-www',
        '-key',
        'leaf.key',
        '-cert',
        'leaf.pem',
        '-cert_chain',
        'issuing.pem',
      ].map((part) => (/\.(key|pem)$/.test(part) ? join(test.directory, part) : part)),
      port,
    );
    try {
      const client = `openssl s_client -connect localhost:${port} -servername localhost -verify_hostname localhost -tls1_3 -verify_return_error -CAfile root.pem </dev/null 2>&1`;
      const output = await sh(client);
      expect(output).toContain('Verify return code: 0 (ok)');
      expect(output).toContain('Peer signature type: RSA-PSS');
      const gnutls = await sh(
        `gnutls-cli --x509cafile root.pem --priority NORMAL:-VERS-ALL:+VERS-TLS1.3 -p ${port} localhost </dev/null 2>&1`,
      );
      expect(gnutls).toContain('The certificate is trusted');
    } finally {
      await stopProgram(server);
    }
  });

  it.each(keys)('with %s signs on as an authority that was imported', async (what, bound, how) => {
    await sh(`openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 ${bound} -out ca.key`);
    await sh(
      `openssl req -new -x509 -key ca.key -days 900 -subj "/CN=PSS ${keys.findIndex(([name]) => name === what)}" ${how} -addext keyUsage=critical,keyCertSign,cRLSign -out ca.pem`,
    );
    const files = await Promise.all(
      ['ca.pem', 'ca.key'].map(async (name) => ({
        name,
        base64: Buffer.from(await sh(`cat ${name}`)).toString('base64'),
      })),
    );
    const der = Buffer.from(await sh('openssl x509 -in ca.pem -outform DER | base64 -w0'), 'base64');
    const { fingerprintSha256 } = parseCertificate(der);
    const { authorities } = await importAuthorities(test.context, OPERATOR, {
      files,
      authorities: [{ fingerprintSha256 }],
    });
    expect(authorities[0]).toMatchObject({ outcome: 'imported', keyHeld: true, reason: '' });
    const authorityId = authorities[0]?.authorityId as string;
    const { certificateDer } = await issueCertificate(test.context, OPERATOR, {
      profile: 'tlsServer',
      authorityId,
      names: ['api.lan'],
    });
    save('leaf.pem', encodePem('CERTIFICATE', certificateDer));
    const list = await test.context.store.currentCrl(authorityId);
    save('ca.crl', encodePem('X509 CRL', list?.certificateListDer ?? new Uint8Array()));
    expect(await sh('openssl verify -crl_check -CRLfile ca.crl -CAfile ca.pem leaf.pem')).toContain('leaf.pem: OK');
    expect(await sh('certtool --verify --load-ca-certificate ca.pem --infile leaf.pem')).toContain(
      'The certificate is trusted',
    );
  });
});
