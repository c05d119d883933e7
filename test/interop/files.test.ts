import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type BuiltFile,
  buildExport,
  type ExportDestination,
  type ExportRequest,
} from '../../lib/pki/export/plan-export.ts';
import { NOW, pkcs8Of, testCertificate, testKey } from '../../lib/pki/fixtures.test-support.ts';
import { readAnything } from '../../lib/pki/import/read-anything.ts';
import { encodePem } from '../../lib/pki/pem.ts';
import { privateKeyPem } from '../../lib/pki/pkcs8.ts';
import { findProgram, run } from '../support/programs.ts';
import { removeDirectory, temporaryDirectory } from '../support/server.ts';

/** Every export format in the programs that it is for, and files that these programs make, read here. */
const PASSWORD = 'Long-enough-2026';
const rootKey = testKey('P-256', 1);
const issuingKey = testKey('P-256', 2);
const root = testCertificate('rootAuthority', rootKey, null);
const issuing = testCertificate('issuingAuthority', issuingKey, { key: rootKey, certificate: root });
const parties = (['RSA-2048', 'P-256'] as const).map((keyAlgorithm) => {
  const key = testKey(keyAlgorithm, 3);
  return { keyAlgorithm, key, leaf: testCertificate('tlsServer', key, { key: issuingKey, certificate: issuing }) };
});
/** Subjects as every program prints them, at least in part. */
const SUBJECTS: Readonly<Record<string, string>> = {
  leaf: 'tlsServer test',
  issuing: 'issuingAuthority test',
  root: 'rootAuthority test',
};
const missing = (...programs: string[]) => programs.some((program) => findProgram(program) === null);
if (process.env.CI && missing('openssl', 'keytool', 'pk12util', 'certutil', 'certtool'))
  throw new Error('CI needs openssl, keytool, pk12util, certutil and certtool.');

let folder: string;
beforeAll(() => {
  folder = temporaryDirectory();
});
afterAll(() => removeDirectory(folder));

function build(party: (typeof parties)[number], destination: ExportDestination): BuiltFile[] {
  const request: ExportRequest = {
    destination,
    displayName: 'api.lan',
    rootName: 'Files Root',
    organization: 'Acme',
    issuingCount: 1,
    hasKey: true,
    keyAlgorithm: party.keyAlgorithm,
    isPssKey: false,
  };
  const files = buildExport(request, {
    leaf: party.leaf.certificateDer,
    issuing: [issuing.certificateDer],
    root: root.certificateDer,
    privateKeyPkcs8: pkcs8Of(party.key),
    password: PASSWORD,
    entropy: (octets) => new Uint8Array(randomBytes(octets)),
    createdAt: NOW,
    iterations: 2000,
  });
  for (const file of files) writeFileSync(join(folder, file.name), file.content);
  return files;
}

async function sh(command: string): Promise<string> {
  const { code, output } = await run('sh', ['-c', command], { cwd: folder });
  expect(code, `${command}\n${output}`).toBe(0);
  return output;
}

/** Parts of the subjects that a program's output names, in its order. */
function partsIn(output: string, line: RegExp): string[] {
  return [...output.matchAll(line)].map(
    ([match]) => Object.entries(SUBJECTS).find(([, subject]) => match.includes(subject))?.[0] ?? match,
  );
}
const certificatesOf = (file: BuiltFile) => file.parts.filter((part) => part !== 'key');
const keyHash = (party: (typeof parties)[number]) => createHash('sha256').update(party.key.spkiDer).digest('hex');

describe.skipIf(missing('openssl')).each(parties)('openssl, $keyAlgorithm', (party) => {
  it('PEM, DER and PKCS#7 hold what the plan says, in its order', async () => {
    const files = [...build(party, 'everything'), ...build(party, 'haproxy')];
    for (const file of files.filter(({ name }) => name.endsWith('.pem') && !name.includes('pkcs7'))) {
      const output = await sh(`openssl crl2pkcs7 -nocrl -certfile ${file.name} | openssl pkcs7 -print_certs -noout`);
      expect(partsIn(output, /^subject=.*/gm), file.name).toEqual(certificatesOf(file));
    }
    for (const [name, form] of [
      ['api.lan.p7b', 'DER'],
      ['api.lan-pkcs7.pem', 'PEM'],
    ])
      expect(
        partsIn(await sh(`openssl pkcs7 -inform ${form} -in ${name} -print_certs -noout`), /^subject=.*/gm),
      ).toEqual(['leaf', 'issuing', 'root']);
    for (const name of ['api.lan.cer', 'files-root.crt']) await sh(`openssl x509 -inform DER -in ${name} -noout`);
  });

  it('keys in three forms are the same key', async () => {
    build(party, 'everything');
    for (const name of ['api.lan.key', 'api.lan-encrypted.key', 'api.lan-traditional.key'])
      expect(
        await sh(`openssl pkey -in ${name} -passin pass:${PASSWORD} -pubout -outform DER | openssl dgst -sha256 -r`),
      ).toContain(keyHash(party));
    expect(await sh('head -1 api.lan-traditional.key')).toMatch(/BEGIN (RSA|EC) PRIVATE KEY/);
  });

  it.each([
    ['windows', 'api.lan.pfx', '', 'hmacWithSHA256'],
    ['windows-old', 'api.lan.pfx', '-legacy', 'pbeWithSHA1And3-KeyTripleDES-CBC'],
    ['macos', 'api.lan.p12', '-legacy', 'MAC: sha1'],
    ['firefox', 'api.lan.p12', '', 'AES-256-CBC'],
  ] as const)('PKCS#12 for %s', async (destination, name, options, expected) => {
    const file = build(party, destination).find((one) => one.name === name) as BuiltFile;
    const output = await sh(`openssl pkcs12 ${options} -in ${name} -passin pass:${PASSWORD} -info -nodes 2>&1`);
    expect(output).toContain(expected);
    expect(output).toContain('friendlyName: api.lan');
    expect(partsIn(output, /^subject=.*/gm)).toEqual(certificatesOf(file));
    expect(output.match(/BEGIN PRIVATE KEY/g)).toHaveLength(1);
  });
});

describe.each(parties)('Node, $keyAlgorithm', (party) => {
  it('PKCS#12 in its current and its newest form', () => {
    for (const { name, content } of build(party, 'everything').filter(({ name }) => /^api.*p12$/.test(name))) {
      createSecureContext({ pfx: Buffer.from(content), passphrase: PASSWORD });
      expect(() => createSecureContext({ pfx: Buffer.from(content), passphrase: 'x' }), name).toThrow();
    }
  });
});

describe.skipIf(missing('keytool')).each(parties)('Java, $keyAlgorithm', (party) => {
  it.each([
    ['java', 'api.lan-keystore.p12', 'files-root-truststore.p12'],
    ['java-8', 'api.lan-keystore.jks', 'files-root-truststore.jks'],
  ] as const)('key store and trust store for %s', async (destination, keyStore, trustStore) => {
    build(party, destination);
    const list = (name: string) => sh(`LC_ALL=C keytool -list -v -keystore ${name} -storepass ${PASSWORD}`);
    const keys = await list(keyStore);
    expect(keys).toContain('Entry type: PrivateKeyEntry');
    expect(keys).toContain('Alias name: api.lan');
    expect(partsIn(keys, /^Owner: .*/gm)).toEqual(['leaf', 'issuing']);
    const trusted = await list(trustStore);
    expect(trusted).toContain('Entry type: trustedCertEntry');
    expect(partsIn(trusted, /^Owner: .*/gm)).toEqual(['root']);
    // Opens the key itself, which listing does not, and tells that its password is the store's.
    await sh(
      `rm -f out.p12; keytool -importkeystore -srckeystore ${keyStore} -srcstorepass ${PASSWORD} -destkeystore out.p12 -deststoretype PKCS12 -deststorepass ${PASSWORD}`,
    );
    const items = readAnything({
      bytes: new Uint8Array(readFileSync(join(folder, 'out.p12'))),
      fileName: 'out.p12',
      passwords: [PASSWORD],
    });
    const key = items.find(({ value }) => value?.kind === 'privateKey')?.value;
    expect(key?.kind === 'privateKey' && key.key.spkiDer).toEqual(party.key.spkiDer);
  });
});

describe.skipIf(missing('pk12util', 'certutil')).each(parties)('NSS, $keyAlgorithm', (party) => {
  it.each(['firefox', 'windows-old'] as const)('PKCS#12 for %s', async (destination) => {
    const name = build(party, destination)[0]?.name;
    const database = `nss-${destination}-${party.keyAlgorithm}`;
    mkdirSync(join(folder, database));
    await sh(`certutil -N -d ${database} --empty-password && pk12util -i ${name} -d ${database} -W ${PASSWORD}`);
    const list = await sh(`certutil -L -d ${database}`);
    expect(list).toContain('api.lan');
    expect(list.match(/ test(?: - Acme)? /g)).toHaveLength(2);
    expect(await sh(`certutil -K -d ${database}`)).toContain('api.lan');
  });
});

describe.skipIf(missing('certtool')).each(parties)('GnuTLS, $keyAlgorithm', (party) => {
  it('PKCS#12 in its current and its old form, PKCS#7 and keys', async () => {
    for (const destination of ['firefox', 'macos', 'windows-old'] as const) {
      const file = build(party, destination)[0] as BuiltFile;
      const output = await sh(`certtool --p12-info --inder --infile ${file.name} --password ${PASSWORD}`);
      expect(output.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
      expect(output).toMatch(/BEGIN (ENCRYPTED )?PRIVATE KEY|PKCS #8/);
    }
    build(party, 'everything');
    const output = await sh('certtool --p7-info --inder --infile api.lan.p7b --outfile p7.txt && cat p7.txt');
    expect(output.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    for (const name of ['api.lan.key', 'api.lan-traditional.key', 'api.lan-encrypted.key'])
      await sh(`certtool --key-info --password ${PASSWORD} --infile ${name}`);
  });
});

describe.skipIf(missing('python3'))('property lists', () => {
  it('the profile is one, and holds the certificates', async () => {
    build(parties[1] as (typeof parties)[number], 'ios');
    const script = `import plistlib,hashlib
p = plistlib.load(open('api.lan.mobileconfig', 'rb'))
for c in p['PayloadContent']: print(c['PayloadType'], hashlib.sha256(c['PayloadContent']).hexdigest())`;
    writeFileSync(join(folder, 'plist.py'), script);
    const output = await sh('python3 plist.py');
    expect(output).toContain(`com.apple.security.root ${root.fingerprintSha256}`);
    expect(output).toContain(`com.apple.security.pkcs1 ${issuing.fingerprintSha256}`);
    expect(output).toContain('com.apple.security.pkcs12 ');
  });
});

describe('files that these programs make', () => {
  const party = parties[1] as (typeof parties)[number];
  beforeAll(() => {
    writeFileSync(join(folder, 'leaf.pem'), encodePem('CERTIFICATE', party.leaf.certificateDer));
    writeFileSync(
      join(folder, 'above.pem'),
      encodePem('CERTIFICATE', issuing.certificateDer) + encodePem('CERTIFICATE', root.certificateDer),
    );
    writeFileSync(join(folder, 'leaf.key'), privateKeyPem(pkcs8Of(party.key)));
  });

  /** Kinds in the file, sorted; the key must be the party's. */
  function kindsIn(name: string): string[] {
    const items = readAnything({
      bytes: new Uint8Array(readFileSync(join(folder, name))),
      fileName: name,
      passwords: ['wrong', PASSWORD],
    });
    return items
      .map(({ value, reason }) => {
        if (value?.kind === 'privateKey') expect(value.key.spkiDer).toEqual(party.key.spkiDer);
        return value?.kind ?? reason?.message ?? '';
      })
      .sort();
  }

  const openssl = 'openssl pkcs12 -export -inkey leaf.key -in leaf.pem -certfile above.pem -name leaf';
  it.skipIf(missing('openssl')).each([
    ['current', ''],
    ['old', '-legacy'],
    ['without seal', '-nomac'],
    ['100,000 rounds', '-iter 100000'],
    ['128-bit RC2', '-legacy -certpbe PBE-SHA1-RC2-128'],
  ])('OpenSSL PKCS#12, %s', async (_, options) => {
    await sh(`${openssl} ${options} -passout pass:${PASSWORD} -out made.p12`);
    expect(kindsIn('made.p12')).toEqual(['certificate', 'certificate', 'certificate', 'privateKey']);
  });

  it.skipIf(missing('openssl', 'keytool')).each([
    ['PKCS12', ''],
    ['PKCS12', '-J-Dkeystore.pkcs12.legacy'],
    ['JKS', ''],
  ])('keytool %s %s', async (type, options) => {
    await sh(
      `${openssl} -passout pass:${PASSWORD} -out in.p12; rm -f made.store; keytool ${options} -importkeystore -srckeystore in.p12 -srcstorepass ${PASSWORD} -destkeystore made.store -deststoretype ${type} -deststorepass ${PASSWORD}`,
    );
    expect(kindsIn('made.store')).toEqual(['certificate', 'certificate', 'certificate', 'privateKey']);
  });

  it.skipIf(missing('openssl', 'pk12util', 'certutil')).each([
    ['current', ''],
    [
      'old',
      "-c 'PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC' -C 'PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC'",
    ],
  ])('NSS PKCS#12 in BER, %s', async (name, options) => {
    await sh(
      `${openssl} -passout pass:${PASSWORD} -out in.p12; mkdir made-${name}; certutil -N -d made-${name} --empty-password && pk12util -i in.p12 -W ${PASSWORD} -d made-${name} && pk12util -o made.p12 -n leaf -W ${PASSWORD} -d made-${name} ${options}`,
    );
    expect(kindsIn('made.p12')).toEqual(['certificate', 'certificate', 'certificate', 'privateKey']);
  });

  it.skipIf(missing('certtool')).each(['aes-256', '3des-pkcs12', 'aes-128'])('GnuTLS PKCS#12, %s', async (cipher) => {
    await sh(
      `certtool --to-p12 --load-privkey leaf.key --load-certificate leaf.pem --p12-name leaf --pkcs-cipher ${cipher} --password ${PASSWORD} --outder --outfile made.p12`,
    );
    expect(kindsIn('made.p12')).toEqual(['certificate', 'privateKey']);
  });
});
