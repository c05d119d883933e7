import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entropy } from '../domain/ports.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { boolean, explicit, implicit, integer, nullValue, octetString, oid, sequence, tlv } from '../pki/der-writer.ts';
import { encodeName } from '../pki/distinguished-name.ts';
import { signRequestInfo, type TestKey, testKey, testRequest } from '../pki/fixtures.test-support.ts';
import { encodeKeyUsage } from '../pki/key-usage.ts';
import { OID } from '../pki/oids.ts';
import { encodePem } from '../pki/pem.ts';
import type { DistinguishedName, DnsName } from '../pki/types.ts';
import { createAuthority } from '../services/create-authority.ts';
import type { IssueCertificateRequest } from '../services/decide-certificate.ts';
import { issueCertificate } from '../services/issue-certificate.ts';
import type { ServiceContext } from '../services/service-context.ts';
import { OPERATOR, startTestContext, type TestContext } from './context.test-support.ts';
import { systemEntropy } from './entropy.ts';

/** What an applicant, a broken machine or an unfit authority tries, and that nothing of it ends in a certificate. */

let test: TestContext;
let context: ServiceContext;
let issuingId: string;
beforeAll(async () => {
  test = await startTestContext();
  ({ context } = test);
  const root = await createAuthority(context, OPERATOR, { kind: 'root', name: 'Root' });
  const issuing = await createAuthority(context, OPERATOR, {
    kind: 'issuing',
    parentId: root.authority.id,
    name: 'Issuing',
  });
  issuingId = issuing.authority.id;
});
afterAll(() => test.close());

const key = testKey('P-256', 7);
const CN = (value: string): DistinguishedName => [{ type: 'CN', value }];
const dns = (value: string) => ({ type: 'dns' as const, value: value as DnsName });
const pem = (der: Uint8Array) => encodePem('CERTIFICATE REQUEST', der);

function requestWith(extensions: readonly Uint8Array[], subject = CN('api.lan'), signer: TestKey = key): string {
  const attribute = sequence(oid(OID.extensionRequest), tlv(0x31, sequence(...extensions)));
  return pem(signRequestInfo(sequence(integer(0), encodeName(subject), signer.spkiDer, tlv(0xa0, attribute)), signer));
}
const extension = (dotted: string, value: Uint8Array, critical = false) =>
  sequence(oid(dotted), ...(critical ? [boolean(true)] : []), octetString(value));
const SAN = extension(OID.subjectAltName, sequence(implicit(2, Buffer.from('api.lan'))));

const issue = async (request: IssueCertificateRequest, using = context) =>
  parseCertificate((await issueCertificate(using, OPERATOR, request)).certificateDer);
const counted = async () => {
  const { items } = await context.store.certificatePage({
    profiles: ['tlsServer', 'tlsClient'],
    now: context.clock.now(),
    expiringDays: 30,
    sort: 'newest',
    limit: 100,
    cursor: null,
  });
  return items.length;
};
/** The fields that were refused; nothing may have been recorded meanwhile. */
async function refusedAt(request: IssueCertificateRequest): Promise<readonly string[]> {
  const before = await counted();
  const refusal = await issueCertificate(context, OPERATOR, request).then(
    () => null,
    (error: { fields: { field: string }[] }) => error,
  );
  expect(await counted()).toBe(before);
  return refusal?.fields.map(({ field }) => field) ?? [];
}

describe('requests that want more than a profile gives', () => {
  it('CSR-01: CA:TRUE, a path length and keyCertSign end the request', async () => {
    const csr = requestWith([
      SAN,
      extension(OID.basicConstraints, sequence(boolean(true), integer(9)), true),
      extension(OID.keyUsage, encodeKeyUsage(['keyCertSign', 'cRLSign']), true),
    ]);
    expect(await refusedAt({ profile: 'tlsServer', csr })).toEqual(['csr']);
    const onlyUsage = requestWith([SAN, extension(OID.keyUsage, encodeKeyUsage(['keyCertSign', 'cRLSign']), true)]);
    expect(await issue({ profile: 'tlsServer', csr: onlyUsage })).toMatchObject({
      keyUsage: ['digitalSignature'],
      basicConstraints: { cA: false, pathLenConstraint: null },
    });
  });

  it('CSR-02: purposes come from the profile', async () => {
    const purposes = sequence(
      ...['OCSPSigning', 'anyExtendedKeyUsage', 'codeSigning'].map((name) => oid(OID[name as 'codeSigning'])),
    );
    const csr = requestWith([SAN, extension(OID.extKeyUsage, purposes)]);
    expect((await issue({ profile: 'tlsServer', csr })).extKeyUsage).toEqual(['serverAuth']);
  });

  it('CSR-03: no other extension is copied', async () => {
    const plain = await issue({ profile: 'tlsServer', csr: requestWith([SAN]) });
    const hostile = await issue({
      profile: 'tlsServer',
      csr: requestWith([
        SAN,
        extension(OID.nameConstraints, sequence(implicit(0, sequence(implicit(2, Buffer.from('lan'))), true)), true),
        extension(OID.policyConstraints, sequence(implicit(0, Uint8Array.of(0))), true),
        extension(
          OID.authorityInfoAccess,
          sequence(sequence(oid(OID.ocsp), implicit(6, Buffer.from('http://evil.test/')))),
        ),
        extension(
          OID.crlDistributionPoints,
          sequence(sequence(explicit(0, implicit(0, implicit(6, Buffer.from('http://evil.test/')), true)))),
        ),
        extension(OID.subjectKeyIdentifier, octetString(new Uint8Array(20))),
        extension(OID.authorityKeyIdentifier, sequence(implicit(0, new Uint8Array(20)))),
        extension(OID.precertificatePoison, nullValue(), true),
      ]),
    });
    const shown = ({ extensions }: typeof plain) =>
      extensions.map(({ oid: dotted, critical, text }) => [dotted, critical, text]);
    expect(shown(hostile)).toEqual(shown(plain));
  });
});

describe('CSR-08: common names', () => {
  it('of a server is one of its names, whatever the request says', async () => {
    const made = await issue({ profile: 'tlsServer', csr: requestWith([SAN], CN('bank.example')) });
    expect(made.subject).toEqual(CN('api.lan'));
    expect(
      await refusedAt({ profile: 'tlsServer', names: ['api.lan'], subject: { commonName: 'bank.example' } }),
    ).toEqual(['subject.commonName']);
  });
  it('over 64 characters are refused, and left out when they would be made from a name', async () => {
    expect(await refusedAt({ profile: 'tlsClient', subject: { commonName: 'a'.repeat(65) } })).toEqual([
      'subject.commonName',
    ]);
    const long = `${'a'.repeat(60)}.${'b'.repeat(10)}.lan`;
    const made = await issue({ profile: 'tlsServer', names: [long] });
    expect(made.subject).toEqual([]);
    expect(made.extensions.find(({ oid: dotted }) => dotted === OID.subjectAltName)?.critical).toBe(true);
  });
  it('and no name at all is refused', async () => {
    expect(await refusedAt({ profile: 'tlsServer', csr: pem(testRequest(key, [], [])) })).toEqual(['names']);
    expect(await refusedAt({ profile: 'tlsClient', csr: pem(testRequest(key, [], [])) })).toEqual([
      'subject.commonName',
    ]);
  });
});

it.each(['x, O=Bank', 'x+OU=y', '#04024869', 'a"b', 'a\\,b', 'x/O=Bank', '\u0024{jndi:ldap://x}'])(
  'CSR-11: the common name %j stays one value',
  async (name) => {
    const typed = await issue({ profile: 'tlsClient', subject: { commonName: name } });
    expect(typed.subject).toEqual(CN(name));
    const requested = await issue({ profile: 'tlsClient', csr: pem(testRequest(key, CN(name), [])) });
    expect(requested.subject).toEqual(CN(name));
  },
);

describe('KEY-03: the keys of this instance', () => {
  it('of an authority or responder are no subject keys, whether it has a certificate yet or not', async () => {
    for (const [kind, number] of [
      ['authority', 21],
      ['responder', 22],
    ] as const) {
      const own = testKey('P-256', number);
      await context.store.transaction((tx) =>
        tx.insertKey({
          id: `own-${kind}`,
          kind,
          algorithm: 'P-256',
          spkiDer: own.spkiDer,
          spkiSha256: createHash('sha256').update(own.spkiDer).digest('hex'),
          wrapped: new Uint8Array(8),
          createdAt: context.clock.now(),
        }),
      );
      const csr = pem(testRequest(own, CN('api.lan'), [dns('api.lan')]));
      expect(await refusedAt({ profile: 'tlsServer', csr })).toEqual(['csr']);
    }
  });
});

describe('SER-02: a source of randomness that fails', () => {
  const withOctets = (octets: Entropy['octets']): ServiceContext => ({
    ...context,
    entropy: { ...systemEntropy, octets },
  });
  it.each([
    ['constant', (count: number) => new Uint8Array(count).fill(0x5a)],
    ['zero', (count: number) => new Uint8Array(count)],
  ])('gives one certificate when it is %s, then none, after three attempts', async (_, octets) => {
    let draws = 0;
    const broken = withOctets((count) => {
      draws += 1;
      return octets(count);
    });
    await issue({ profile: 'tlsServer', names: ['a.lan'], authorityId: issuingId }, broken);
    const before = await counted();
    draws = 0;
    await expect(
      issue({ profile: 'tlsServer', names: ['b.lan'], authorityId: issuingId }, broken),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(draws).toBe(3);
    expect(await counted()).toBe(before);
  });
  it('gives no certificate when it is short or throws', async () => {
    const before = await counted();
    await expect(
      issue(
        { profile: 'tlsServer', names: ['a.lan'] },
        withOctets((count) => new Uint8Array(count - 1)),
      ),
    ).rejects.toMatchObject({ code: 'bad-serial' });
    const silent = withOctets(() => {
      throw new Error('no entropy');
    });
    await expect(issue({ profile: 'tlsServer', names: ['a.lan'] }, silent)).rejects.toThrow('no entropy');
    expect(await counted()).toBe(before);
  });
});

describe('VAL-02: an authority that may not sign', () => {
  const at = (milliseconds: number): ServiceContext => ({
    ...context,
    clock: { now: () => new Date(Math.floor((context.clock.now().getTime() + milliseconds) / 1000) * 1000) },
  });
  const request = (): IssueCertificateRequest => ({ profile: 'tlsServer', names: ['a.lan'], authorityId: issuingId });
  it('is refused with the reason: expired, not yet valid, disabled', async () => {
    const reason = async (using: ServiceContext) =>
      issueCertificate(using, OPERATOR, request()).then(
        () => 'issued',
        (error: { fields: { field: string; message: string }[] }) =>
          error.fields.map(({ field, message }) => `${field}: ${message}`).join(),
      );
    expect(await reason(at(6 * 366 * 86_400_000))).toMatch(/^authorityId: "Issuing" expired on/);
    expect(await reason(at(-86_400_000))).toMatch(/^authorityId: "Issuing" is not valid before/);
    await context.store.transaction((tx) => tx.updateAuthority(issuingId, { status: 'disabled' }));
    expect(await reason(context)).toMatch(/^authorityId: "Issuing" is disabled/);
    await context.store.transaction((tx) => tx.updateAuthority(issuingId, { status: 'revoked' }));
    expect(await reason(context)).toMatch(/^authorityId: "Issuing" is revoked/);
    await context.store.transaction((tx) => tx.updateAuthority(issuingId, { status: 'active' }));
    expect(await reason(context)).toBe('issued');
  });
});
