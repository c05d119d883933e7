import { createPrivateKey } from 'node:crypto';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { NOW, pkcs8Of, refusal, testCertificate, testKey } from '../fixtures.test-support.ts';
import { readAnything } from '../import/read-anything.ts';
import type { ExportMaterial } from './export-recipes.ts';
import { type BuiltFile, buildExport, type ExportRequest, exportDestinations, planExport } from './plan-export.ts';
import { zipFiles } from './zip-files.ts';

const keys = [1, 2, 3, 4].map((number) => testKey('P-256', number)) as [
  ReturnType<typeof testKey>,
  ReturnType<typeof testKey>,
  ReturnType<typeof testKey>,
  ReturnType<typeof testKey>,
];
const [rootKey, policyKey, issuingKey, leafKey] = keys;
const root = testCertificate('rootAuthority', rootKey, null);
const policy = testCertificate(
  'issuingAuthority',
  policyKey,
  { key: rootKey, certificate: root },
  {
    basicConstraints: { cA: true, pathLenConstraint: 1 },
  },
);
const issuing = testCertificate('issuingAuthority', issuingKey, { key: policyKey, certificate: policy });
const leaf = testCertificate('tlsServer', leafKey, { key: issuingKey, certificate: issuing });
const PASSWORD = 'long-enough-2026';

const request = (changes: Partial<ExportRequest>): ExportRequest => ({
  destination: 'nginx',
  displayName: 'api.lan',
  rootName: 'Acme Root',
  organization: 'Acme & Söhne',
  issuingCount: 2,
  hasKey: true,
  keyAlgorithm: 'P-256',
  isPssKey: false,
  ...changes,
});
function material(changes: Partial<ExportMaterial> = {}): ExportMaterial {
  let taken = 0;
  return {
    leaf: leaf.certificateDer,
    issuing: [issuing.certificateDer, policy.certificateDer],
    root: root.certificateDer,
    privateKeyPkcs8: pkcs8Of(leafKey),
    password: PASSWORD,
    entropy: (octets) => Uint8Array.from({ length: octets }, () => taken++),
    createdAt: NOW,
    iterations: 10,
    ...changes,
  };
}
const PART_OF = new Map<string, string>([
  [leaf.fingerprintSha256, 'leaf'],
  [issuing.fingerprintSha256, 'issuing'],
  [policy.fingerprintSha256, 'issuing'],
  [root.fingerprintSha256, 'root'],
]);

/** What is really in a file, in its order. */
function partsIn(file: BuiltFile): string[] {
  return readAnything({ bytes: file.content, fileName: file.name, passwords: [PASSWORD] }).map(({ value, reason }) => {
    if (value?.kind === 'certificate') return PART_OF.get(value.certificate.fingerprintSha256) ?? 'stranger';
    if (value?.kind === 'privateKey') {
      expect(value.key.spkiDer).toEqual(leafKey.spkiDer);
      return 'key';
    }
    return reason?.message ?? 'something else';
  });
}

function expectAsPlanned(file: BuiltFile, hasKey: boolean): void {
  expect(file.name).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
  expect(file.content.length).toBeGreaterThan(100);
  expect(file.secret).toBe(file.parts.includes('key'));
  if (!hasKey) expect(file.secret).toBe(false);
  if (!file.secret) expect(Buffer.from(file.content).includes('PRIVATE KEY-----')).toBe(false);
  // These two carry other files; they are looked into below.
  if (/\.(yaml|mobileconfig)$/.test(file.name)) return;
  // PKCS#12 has its bags in an order of its own.
  const ordered = (parts: readonly string[]) => (/\.(p12|pfx)$/.test(file.name) ? [...parts].sort() : parts);
  expect(ordered(partsIn(file))).toEqual(ordered(file.parts));
}

describe('planExport and buildExport', () => {
  const bothWays = exportDestinations().flatMap((destination) => [
    { destination, hasKey: true },
    { destination, hasKey: false },
  ]);
  it.each(bothWays)('$destination, key held here: $hasKey: what is announced is what is made', (asked) => {
    const plan = planExport(request(asked));
    const made = material({ privateKeyPkcs8: asked.hasKey ? pkcs8Of(leafKey) : null });
    const files = buildExport(request(asked), made);
    expect(files.map(({ content, ...file }) => file)).toEqual(plan.files);
    expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
    for (const file of files) expectAsPlanned(file, asked.hasKey);
    expect(plan.needsPassword).toBe(files.some(({ protection }) => protection !== 'none'));
    if (plan.needsPassword)
      expect(refusal(() => buildExport(request(asked), { ...made, password: null })).code).toBe('bad-password');
  });

  it('says what is in a file in words', () => {
    expect(planExport(request({})).files.map(({ name, contents }) => [name, contents])).toEqual([
      ['api.lan-fullchain.pem', '1 leaf, 2 issuing; root not included, because servers must not send it'],
      ['api.lan.key', 'private key'],
    ]);
    expect(planExport(request({ destination: 'windows' })).files[0]).toMatchObject({
      name: 'api.lan.pfx',
      contents: 'private key, 1 leaf, 2 issuing, 1 root; root included, so that the import can offer to trust it',
      protection: 'strong',
      secret: true,
    });
  });

  it('warns of weak formats and missing keys', () => {
    expect(planExport(request({ destination: 'windows-old' })).notes.join(' ')).toContain('Triple DES');
    expect(planExport(request({ destination: 'windows-old', hasKey: false })).notes).toHaveLength(1);
    expect(planExport(request({ hasKey: false })).notes.join(' ')).toContain('not held here');
    expect(planExport(request({ destination: 'windows' })).notes.join(' ')).not.toContain('Triple DES');
  });

  it('leaves out what there is not: a chain without issuing authorities, an old form of keys that have none', () => {
    const names = (changes: Partial<ExportRequest>) =>
      planExport(request({ destination: 'everything', ...changes })).files.map(({ name }) => name);
    expect(names({})).toContain('api.lan-chain.pem');
    expect(names({ issuingCount: 0 })).not.toContain('api.lan-chain.pem');
    expect(names({})).toContain('api.lan-traditional.key');
    expect(names({ keyAlgorithm: 'RSA-2048' })).toContain('api.lan-traditional.key');
    for (const changes of [
      { keyAlgorithm: 'Ed25519' },
      { keyAlgorithm: 'ML-DSA-65' },
      { keyAlgorithm: 'RSA-2048', isPssKey: true },
    ] as const)
      expect(names(changes)).not.toContain('api.lan-traditional.key');
  });

  it('keeps file names apart and safe', () => {
    const names = (displayName: string, rootName: string) =>
      planExport(request({ destination: 'everything', displayName, rootName })).files.map(({ name }) => name);
    for (const [displayName, rootName] of [
      ['same', 'Same'],
      ['../../etc/passwd', 'C:\\x'],
      ['con', 'nul'],
      ['*.a.b', '💥'],
    ] as const)
      for (const name of names(displayName, rootName)) expect(name).toMatch(/^(?!con\.|nul\.)[a-z0-9][a-z0-9.-]*$/);
    expect(new Set(names('same', 'Same')).size).toBe(names('same', 'Same').length);
  });

  it('refuses material that was not planned for, and passwords that Java cannot read', () => {
    expect(refusal(() => buildExport(request({ issuingCount: 1 }), material())).code).toBe('malformed');
    expect(refusal(() => buildExport(request({ hasKey: false }), material())).code).toBe('malformed');
    const asked = request({ destination: 'java' });
    expect(planExport(asked).asciiPassword).toBe(true);
    expect(refusal(() => buildExport(asked, material({ password: 'pässwörd' }))).message).toContain('ASCII');
    expect(buildExport(request({ destination: 'windows' }), material({ password: 'pässwörd' }))).toHaveLength(2);
  });
});

describe('formats that carry others', () => {
  const fileOf = (destination: ExportRequest['destination'], end: string, changes: Partial<ExportRequest> = {}) => {
    const file = buildExport(request({ destination, ...changes }), material()).find(({ name }) => name.endsWith(end));
    return Buffer.from(file?.content ?? new Uint8Array()).toString('utf8');
  };

  it('the Kubernetes secret holds certificate, chain, key and root in base64', () => {
    const yaml = fileOf('kubernetes', '-secret.yaml', { displayName: '*.API.lan' });
    const field = (name: string) =>
      Buffer.from(new RegExp(`^  ${name}: (\\S+)$`, 'm').exec(yaml)?.[1] ?? '', 'base64').toString('utf8');
    expect(yaml).toContain('  name: wildcard-api-lan-tls\ntype: kubernetes.io/tls\n');
    expect(field('tls\\.crt').match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
    expect(createPrivateKey(field('tls\\.key')).asymmetricKeyType).toBe('ec');
    expect(field('ca\\.crt').match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
    const map = fileOf('kubernetes', '-configmap.yaml');
    expect(map).toMatch(/^ {2}ca\.crt: \|\n {4}-----BEGIN CERTIFICATE-----\n/m);
    expect(map).toContain('name: acme-root\n');
  });

  it('the profile escapes names, keeps its identifiers and holds each certificate', () => {
    const first = fileOf('ios', '.mobileconfig', { displayName: '<a> & "b"\u0000' });
    expect(first).toContain('<string>&lt;a&gt; &amp; "b"</string>');
    expect(first).toContain('<string>Acme &amp; Söhne</string>');
    const uuids = (text: string) => text.match(/[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}/g);
    expect(uuids(first)).toHaveLength(5);
    expect(new Set(uuids(first)).size).toBe(5);
    expect(uuids(fileOf('ios', '.mobileconfig'))).toEqual(uuids(first));
    const data = [...first.matchAll(/<data>([^<]+)<\/data>/g)].map(([, base64]) =>
      readAnything({ bytes: Buffer.from(base64 ?? '', 'base64'), fileName: 'x', passwords: [PASSWORD] }),
    );
    expect(data.map((items) => items.map(({ value }) => value?.kind))).toEqual([
      ['certificate'],
      ['certificate'],
      ['certificate'],
      ['certificate', 'privateKey'],
    ]);
    expect(first).not.toContain('<key>Password</key>');
  });

  it('a zip holds the files, the same octets for the same files', () => {
    const files = buildExport(request({}), material());
    const zip = zipFiles(files, NOW);
    expect(zip).toEqual(zipFiles(files, NOW));
    expect(Object.entries(unzipSync(zip))).toEqual(files.map(({ name, content }) => [name, content]));
    // DOS time of 2026-11-24 12:00:00, whatever the time zone is. APPNOTE §4.4.6
    expect(Buffer.from(zip).readUInt32LE(10)).toBe((((46 << 9) | (11 << 5) | 24) << 16) | (12 << 11));
    expect(refusal(() => zipFiles([...files, ...files], NOW)).code).toBe('malformed');
  });
});
