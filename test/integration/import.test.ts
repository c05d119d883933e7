import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../lib/api/client.ts';
import { parseCertificate } from '../../lib/pki/certificate.ts';
import { parseCertificateList } from '../../lib/pki/crl.ts';
import { decodePem } from '../../lib/pki/pem.ts';
import type { AuthorityOutcome, ImportResult } from '../../lib/services/import-authorities.ts';
import type { ImportPreview } from '../../lib/services/recognise-import.ts';
import { findProgram, run } from '../support/programs.ts';
import {
  OPERATOR,
  removeDirectory,
  setUp,
  startTestServer,
  type TestServer,
  temporaryDirectory,
} from '../support/server.ts';

/** An authority that `openssl ca` ran, taken over by the running server and continued there. */
const hasOpenssl = findProgram('openssl') !== null;
const vectors = resolve(import.meta.dirname, '../vectors/import');
let server: TestServer;
let client: ApiClient;
let folder: string;
beforeAll(async () => {
  folder = temporaryDirectory();
  server = await startTestServer();
  ({ client } = await setUp(server));
});
afterAll(async () => {
  await server.stop();
  removeDirectory(server.dataDirectory);
  removeDirectory(folder);
});

const upload = (path: string, name: string) => ({ name, base64: readFileSync(path).toString('base64') });
const vector = (name: string) => {
  const octets = readFileSync(join(vectors, name));
  return {
    name,
    base64: name.endsWith('.b64') ? octets.toString('latin1').replaceAll(/\s/g, '') : octets.toString('base64'),
  };
};
const derOf = (pem: string) => (decodePem(pem, ['CERTIFICATE'])[0] as { der: Uint8Array }).der;
const fingerprintOf = (path: string) => parseCertificate(derOf(readFileSync(path, 'utf8'))).fingerprintSha256;
const recognise = (files: readonly object[]) => client.post('/imports/recognise', { files }) as Promise<ImportPreview>;
const importAll = (files: readonly object[], authorities: readonly object[]) =>
  client.post('/imports', { files, authorities }) as Promise<ImportResult>;
const authorityCount = async () => {
  const { items } = (await client.get('/authorities')) as { items: { children: unknown[] }[] };
  return items.reduce((sum, { children }) => sum + 1 + children.length, 0);
};

describe.skipIf(!hasOpenssl)('an authority of openssl ca', () => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' }).toString();
  let rootId: string;
  let subId: string;

  it('has its life so far taken over: certificates, revocations, numbers', async () => {
    makeAuthority(folder, openssl);
    const files = filesIn(folder, ['root', 'sub', 'keys']);
    const preview = await recognise(files);
    expect(preview.authorities).toHaveLength(2);
    const [root, sub] = ['root/ca.pem', 'sub/ca.pem'].map((name) => fingerprintOf(join(folder, name)));
    const result = await importAll(files, [{ fingerprintSha256: sub }, { fingerprintSha256: root, withoutKey: true }]);
    const outcomes = new Map(result.authorities.map((one) => [one.fingerprintSha256, one]));
    expect(outcomes.get(root as string)).toMatchObject({ outcome: 'imported', keyHeld: false });
    expect(outcomes.get(sub as string)).toMatchObject({
      outcome: 'imported',
      keyHeld: true,
      certificates: 4,
      revocations: 3,
      reason: '',
    });
    rootId = (outcomes.get(root as string) as AuthorityOutcome).authorityId as string;
    subId = (outcomes.get(sub as string) as AuthorityOutcome).authorityId as string;
    const authority = (await client.get(`/authorities/${subId}`)) as { node: { authority: { parentId: string } } };
    expect(authority.node.authority.parentId).toBe(rootId);
    const held = (await client.get('/certificates?status=held')) as {
      items: { certificate: { displayName: string } }[];
    };
    expect(held.items.map(({ certificate }) => certificate.displayName)).toContain('four.example.test');
  });

  it('publishes the imported revocations with their reasons, under the next number', async () => {
    const crl = Buffer.from(await (await fetch(`${server.publicUrl}/crl/${subId}.crl`)).arrayBuffer());
    const list = parseCertificateList(new Uint8Array(crl));
    // openssl had used 1001 (hexadecimal) last.
    expect(list.crlNumber).toBeGreaterThanOrEqual(0x1002n);
    const reasons = Object.fromEntries(list.entries.map(({ serialNumber, reason }) => [serialNumber, reason]));
    expect(reasons).toEqual({ '2001': 'keyCompromise', '2002': 'superseded', '2003': 'certificateHold' });
    writeFileSync(join(folder, 'ours.crl'), crl);
    expect(openssl('crl', '-in', 'ours.crl', '-inform', 'DER', '-noout', '-text')).toContain('Key Compromise');
  });

  it('answers OCSP for them as openssl understands it', async () => {
    const ask = async (name: string) =>
      (
        await run(
          'openssl',
          [
            'ocsp',
            '-issuer',
            'sub/ca.pem',
            '-cert',
            `sub/${name}.pem`,
            '-CAfile',
            'chain.pem',
            '-url',
            `${server.publicUrl}/ocsp`,
          ],
          { cwd: folder },
        )
      ).output;
    const good = await ask('one');
    expect(good).toContain('one.pem: good');
    expect(good).toContain('Response verify OK');
    expect(await ask('two')).toMatch(/two\.pem: revoked[\s\S]*Reason: keyCompromise/);
  });

  it('issues on, and openssl accepts the leaf with its CRL', async () => {
    const issued = (await client.post('/certificates', {
      profile: 'tlsServer',
      authorityId: subId,
      names: ['new.example.test'],
    })) as { id: string };
    const pem = Buffer.from((await client.download('GET', `/certificates/${issued.id}/download?format=pem`)).content);
    writeFileSync(join(folder, 'new.pem'), pem);
    openssl('crl', '-in', 'ours.crl', '-inform', 'DER', '-out', 'ours.pem');
    const output = openssl(
      ...[
        'verify',
        '-crl_check',
        '-CAfile',
        'root/ca.pem',
        '-untrusted',
        'sub/ca.pem',
        '-CRLfile',
        'ours.pem',
        'new.pem',
      ],
    );
    expect(output).toContain('new.pem: OK');
    const seen = (await client.post('/inspect', { text: pem.toString('utf8') })) as {
      path: { verdict: string; purpose: string };
      here: { certificateId: string }[];
    };
    expect(seen.path).toMatchObject({ verdict: 'SUCCESS', purpose: 'server' });
    expect(seen.here.map(({ certificateId }) => certificateId)).toEqual([issued.id]);
  });

  it('revokes on: an imported certificate joins the list', async () => {
    const { items } = (await client.get('/certificates?q=one.example.test')) as {
      items: { certificate: { id: string; serialNumber: string; origin: string } }[];
    };
    expect(items[0]?.certificate.origin).toBe('imported');
    await client.post(`/certificates/${items[0]?.certificate.id}/revoke`, { reason: 'superseded' });
    const crl = new Uint8Array(await (await fetch(`${server.publicUrl}/crl/${subId}.crl`)).arrayBuffer());
    expect(parseCertificateList(crl).entries.map(({ serialNumber }) => serialNumber)).toContain('2000');
  });

  it('is the same authority when it is brought again', async () => {
    const before = await authorityCount();
    const files = filesIn(folder, ['root', 'sub', 'keys']);
    const result = await importAll(files, [{ fingerprintSha256: fingerprintOf(join(folder, 'sub/ca.pem')) }]);
    const again = result.authorities.find(({ authorityId }) => authorityId === subId);
    expect(again).toMatchObject({ outcome: 'already-here', certificates: 0, revocations: 0 });
    expect(await authorityCount()).toBe(before);
  });

  it('refuses what has expired, is weak, unknown, damaged or not an authority, unless it was said explicitly', async () => {
    const before = await authorityCount();
    makeOddAuthorities(folder, openssl);
    const odd = (name: string) => [
      upload(join(folder, `${name}.pem`), `${name}.pem`),
      upload(join(folder, 'odd.key'), 'odd.key'),
    ];
    const attempt = async (name: string, choice: object = {}) => {
      const result = await importAll(odd(name), [
        { fingerprintSha256: fingerprintOf(join(folder, `${name}.pem`)), ...choice },
      ]);
      return result.authorities[0];
    };
    expect(await attempt('expired')).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('expired on'),
    });
    expect(await attempt('critical')).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('critical extension'),
    });
    expect(await attempt('sha1')).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('forged') });
    expect(await attempt('no-sign')).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('keyCertSign'),
    });
    expect(await attempt('leaf')).toBeUndefined();
    const trailing = Buffer.concat([
      Buffer.from(derOf(readFileSync(join(folder, 'sha1.pem'), 'utf8'))),
      Buffer.from([0]),
    ]);
    const damaged = await recognise([{ name: 'trailing.cer', base64: trailing.toString('base64') }]);
    expect(damaged.items[0]?.state).toBe('refused');
    expect(await authorityCount()).toBe(before);

    expect(await attempt('expired', { acceptExpired: true })).toMatchObject({ outcome: 'imported' });
    expect(await attempt('critical', { acceptUnknownCritical: true })).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('under another name'),
    });
    expect(await authorityCount()).toBe(before + 1);
  });

  it('opens PKCS#12 and, with keytool, JKS; a wrong password leaves it locked', async () => {
    openssl(...`pkcs12 -export -in p12/ca.pem -inkey odd2.key -passout pass:right-one -out p12/ca.p12`.split(' '));
    const file = upload(join(folder, 'p12/ca.p12'), 'ca.p12');
    const wrong = await recognise([{ ...file, password: 'wrong-one' }]);
    expect(wrong.items.map(({ state }) => state)).toEqual(['needs-password']);
    const choice = [{ fingerprintSha256: fingerprintOf(join(folder, 'p12/ca.pem')) }];
    const locked = await importAll([{ ...file, password: 'wrong-one' }], choice);
    expect(locked.authorities).toEqual([]);
    expect(locked.items[0]).toMatchObject({ outcome: 'refused' });
    const right = await importAll([{ ...file, password: 'right-one' }], choice);
    expect(right.authorities[0]).toMatchObject({ outcome: 'imported', keyHeld: true });
  });
});

describe('files that are made to hurt', () => {
  it('are refused while the server goes on', async () => {
    const block = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const many = await recognise([{ name: 'many.pem', base64: Buffer.from(block.repeat(10_001)).toString('base64') }]);
    expect(many.items).toHaveLength(1);
    expect(many.items[0]?.reason).toContain('10,000 PEM blocks');
    const jks = await recognise([{ ...vector('keytool-keystore.jks.b64'), password: 'changed-2026' }]);
    expect(jks.items.some(({ kind }) => kind === 'privateKey')).toBe(true);
    await expect(recognise([{ name: 'x', base64: '***' }])).rejects.toMatchObject({ status: 422 });
    expect(((await client.get('/session')) as { operator: { email: string } }).operator.email).toBe(OPERATOR.email);
  });

  it('end at 16 MiB, and at the usual limit for those who show no session', async () => {
    const status = (octets: number, cookie: string) =>
      new Promise((done, fail) => {
        const call = request(`${server.adminUrl}/api/v1/inspect`, {
          method: 'POST',
          headers: {
            origin: server.adminUrl,
            'content-type': 'application/json',
            'content-length': octets,
            ...(cookie === '' ? {} : { cookie }),
          },
        });
        call.on('response', (response) => {
          done(response.statusCode);
          call.destroy();
        });
        call.on('error', fail);
        call.flushHeaders();
      });
    const signIn = await fetch(`${server.adminUrl}/api/v1/session`, {
      method: 'POST',
      headers: { origin: server.adminUrl, 'content-type': 'application/json' },
      body: JSON.stringify(OPERATOR),
    });
    const cookie = signIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(await status(16_777_217, cookie)).toBe(413);
    expect(await status(2_000_000, '')).toBe(413);
    expect(await status(2_000_000, 'countersign.session_token=made-up')).toBe(413);
  });

  it('stay unread by those who are not signed in', async () => {
    await expect(server.client().post('/imports/recognise', { files: [] })).rejects.toMatchObject({ status: 401 });
    await expect(server.client().post('/inspect', { text: 'x' })).rejects.toMatchObject({ status: 401 });
  });
});

describe('files that are handed out', () => {
  it('are those that were listed; a key wants the password again in another session', async () => {
    const issued = (await client.post('/certificates', { profile: 'tlsServer', names: ['files.example.test'] })) as {
      id: string;
    };
    const path = `/certificates/${issued.id}/files`;
    const { plans } = (await client.get(`${path}?for=nginx`)) as {
      plans: { downloadName: string; files: { name: string }[] }[];
    };
    const { content, headers } = await client.download('POST', path, { for: 'nginx' });
    expect(headers.get('content-disposition')).toContain(plans[0]?.downloadName);
    const { unzipSync } = await import('fflate');
    expect(Object.keys(unzipSync(content))).toEqual(plans[0]?.files.map(({ name }) => name));

    const other = server.client();
    await other.post('/session', OPERATOR);
    const refused = other.download('POST', path, { for: 'nginx' });
    await expect(refused).rejects.toMatchObject({ status: 401, problem: { code: 'step-up-required' } });
    await expect(other.post('/session/step-up', { password: 'not this one' })).rejects.toMatchObject({ status: 422 });
    await other.post('/session/step-up', { password: OPERATOR.password });
    const packed = await other.download('POST', path, { for: 'firefox' });
    expect(packed.headers.get('countersign-password')).toMatch(/^[A-Za-z0-9-]{23}$/);
  });
});

function filesIn(base: string, folders: readonly string[]) {
  return folders.flatMap((name) =>
    readdirSync(join(base, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(pem|key|txt|crl)$|^(serial|crlnumber)$/.test(entry.name))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return upload(path, relative(base, path));
      }),
  );
}

/** Root and issuing authority by hand, four leaves of it, three of them revoked, and its first list. */
function makeAuthority(base: string, openssl: (...args: string[]) => string): void {
  for (const name of ['root', 'sub', 'sub/newcerts', 'keys', 'p12']) mkdirSync(join(base, name), { recursive: true });
  writeFileSync(
    join(base, 'ca.cnf'),
    `[ca]
default_ca = sub
[sub]
database = ${base}/sub/index.txt
serial = ${base}/sub/serial
crlnumber = ${base}/sub/crlnumber
new_certs_dir = ${base}/sub/newcerts
certificate = ${base}/sub/ca.pem
private_key = ${base}/keys/sub.key
default_md = sha256
default_days = 100
default_crl_days = 30
policy = any
x509_extensions = leaf
unique_subject = no
[odd]
database = ${base}/odd/index.txt
serial = ${base}/odd/serial
new_certs_dir = ${base}/odd/newcerts
default_md = sha256
policy = any
[any]
commonName = supplied
[leaf]
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:leaf.example.test
extendedKeyUsage = serverAuth
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
`,
  );
  const split = (text: string) => text.split(' ');
  openssl(...split('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out root.key'));
  openssl(
    ...split(
      'req -x509 -new -key root.key -days 3650 -config ca.cnf -extensions authority -subj /CN=Old-Root -out root/ca.pem',
    ),
  );
  openssl(...split('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out keys/sub.key'));
  openssl(...split('req -new -key keys/sub.key -config ca.cnf -subj /O=Old-Works/CN=Old-Issuing -out sub.csr'));
  openssl(
    ...split(
      'x509 -req -in sub.csr -CA root/ca.pem -CAkey root.key -days 1800 -extfile ca.cnf -extensions authority -set_serial 4660 -out sub/ca.pem',
    ),
  );
  writeFileSync(join(base, 'sub/index.txt'), '');
  writeFileSync(join(base, 'sub/serial'), '2000\n');
  writeFileSync(join(base, 'sub/crlnumber'), '1001\n');
  for (const name of ['one', 'two', 'three', 'four']) {
    openssl(
      ...split(
        `req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${name}.tmp -config ca.cnf -subj /CN=${name}.example.test -out ${name}.csr`,
      ),
    );
    openssl(...split(`ca -batch -notext -config ca.cnf -in ${name}.csr -out sub/${name}.pem`));
  }
  openssl(...split('ca -config ca.cnf -revoke sub/two.pem -crl_compromise 20250101000000Z'));
  openssl(...split('ca -config ca.cnf -revoke sub/three.pem -crl_reason superseded'));
  openssl(...split('ca -config ca.cnf -revoke sub/four.pem -crl_reason certificateHold'));
  openssl(...split('ca -config ca.cnf -gencrl -out sub/list.crl'));
  writeFileSync(
    join(base, 'chain.pem'),
    readFileSync(join(base, 'root/ca.pem'), 'utf8') + readFileSync(join(base, 'sub/ca.pem'), 'utf8'),
  );
}

/** Self-signed certificates that are authorities with one fault each, or none. */
function makeOddAuthorities(base: string, openssl: (...args: string[]) => string): void {
  const split = (text: string) => text.split(' ');
  openssl(...split('genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out odd.key'));
  openssl(...split('genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out odd2.key'));
  const ca = '-addext basicConstraints=critical,CA:TRUE';
  const make = (name: string, more: string, key = 'odd.key') =>
    openssl(
      ...split(
        `req -x509 -new -key ${key} -subj /CN=odd-${name.replaceAll('/', '-')} -out ${name}.pem -config odd.cnf ${more}`,
      ),
    );
  writeFileSync(join(base, 'odd.cnf'), '[req]\ndistinguished_name = dn\n[dn]\n');
  mkdirSync(join(base, 'odd/newcerts'), { recursive: true });
  writeFileSync(join(base, 'odd/index.txt'), '');
  writeFileSync(join(base, 'odd/serial'), '77\n');
  openssl(...split('req -new -key odd.key -subj /CN=odd-expired -config odd.cnf -out expired.csr'));
  openssl(
    ...split(
      'ca -batch -notext -config ca.cnf -name odd -selfsign -keyfile odd.key -in expired.csr -extensions authority -startdate 200101000000Z -enddate 210101000000Z -out expired.pem',
    ),
  );
  make('critical', `${ca} -days 100 -addext 1.2.3.4.5=critical,DER:0500`);
  make('sha1', `${ca} -days 100 -sha1`);
  make('no-sign', `${ca} -days 100 -addext keyUsage=critical,digitalSignature`);
  make('leaf', '-days 100 -addext basicConstraints=critical,CA:FALSE');
  make('p12/ca', `${ca} -days 100`, 'odd2.key');
}
