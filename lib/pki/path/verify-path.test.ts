import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingOf, FieldReader, readDer } from '../der-reader.ts';
import { ascii, explicit, implicit, integer, nullValue, octetString, oid, sequence } from '../der-writer.ts';
import { encodeName } from '../distinguished-name.ts';
import '../fixtures.test-support.ts';
import { encodeNameConstraints, parseSubtree } from '../name-constraints.ts';
import { OID } from '../oids.ts';
import { rsassaPssIdentifier } from '../rsassa-pss.ts';
import {
  type CertificateOptions,
  certificate,
  chain,
  ext,
  fixtureKey,
  generatedKey,
  verify,
} from './path-fixtures.test-support.ts';
import type { ReferenceIdentity } from './server-identity.ts';

const dns = (value: string): ReferenceIdentity => ({ kind: 'DNS', value });
const server = { purpose: 'server', identity: dns('api.lan') } as const;
const client = { purpose: 'client' } as const;
const dnsName = (text: string) => implicit(2, ascii(text));
const permitted = (...bases: string[]) =>
  ext.raw(
    OID.nameConstraints,
    true,
    encodeNameConstraints({ permitted: bases.map((base) => parseSubtree('dns', base)), excluded: [] }),
  );

describe('a sound chain', () => {
  it.each([1, 2, 3, 6, 19])('of %i certificates is valid for a server and for any use', (length) => {
    // Alone, the trusted certificate is the end certificate itself.
    const entities =
      length === 1 ? [chain(2, { 1: { issuer: null } })[1] as ReturnType<typeof certificate>] : chain(length);
    expect(verify(entities, server)).toMatchObject({ verdict: 'SUCCESS', code: 'ok' });
    expect(verify(entities)).toMatchObject({ verdict: 'SUCCESS', code: 'ok' });
  });

  it('says what was checked of which certificate', () => {
    const { reason, steps } = verify(chain(3), server);
    expect(reason).toBe('CN=Leaf,O=Acme is valid: its chain of 3 certificates ends at CN=Root,O=Acme.');
    expect(steps.every((step) => step.ok && step.section !== '' && step.evidence.endsWith('.'))).toBe(true);
    expect(steps.filter((step) => step.check === 'signature').map((step) => step.certificate?.index)).toEqual([1, 2]);
  });

  const sha256Rsa = sequence(oid(OID.sha256WithRSAEncryption), nullValue());
  const pss = sequence(
    oid(OID.rsassaPss),
    sequence(
      explicit(0, sequence(oid(OID.sha256))),
      explicit(1, sequence(oid(OID.mgf1), sequence(oid(OID.sha256)))),
      explicit(2, integer(32)),
    ),
  );
  it.each([
    ['rsa', { modulusLength: 2048 }, sha256Rsa, 'sha256'],
    ['ec', { namedCurve: 'P-256' }, sequence(oid(OID.ecdsaWithSha256)), 'sha256'],
    ['ec', { namedCurve: 'P-384' }, sequence(oid(OID.ecdsaWithSha512)), 'sha512'],
    ['ec', { namedCurve: 'P-521' }, sequence(oid(OID.ecdsaWithSha384)), 'sha384'],
    ['ed448', {}, sequence(oid(OID.ed448)), null],
    ['ml-dsa-44', {}, sequence(oid(OID.mlDsa44)), null],
    ['ml-dsa-65', {}, sequence(oid(OID.mlDsa65)), null],
    ['ml-dsa-87', {}, sequence(oid(OID.mlDsa87)), null],
  ] as const)('signed by a key of the kind %s %j', (kind, options, algorithm, digest) => {
    const key = generatedKey(kind, options, algorithm, digest);
    expect(verify(chain(3, { 1: { key } })).code).toBe('ok');
    const broken = chain(3, { 1: { key }, 2: { signature: flipped } });
    expect(verify(broken).code).toBe('bad-signature');
  });

  it('signed with RSA-PSS, and not with parameters that are not SHA-256', () => {
    const key = generatedKey(
      'rsa-pss',
      { modulusLength: 2048, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32 },
      pss,
      'sha256',
    );
    expect(verify(chain(3, { 1: { key } })).code).toBe('ok');
    const defaults = sequence(oid(OID.rsassaPss), sequence());
    expect(verify(chain(3, { 1: { key: { ...key, algorithm: defaults } } })).code).toBe('weak-algorithm');
  });

  it('signed otherwise than the parameters of a PSS key allow, with the reason', () => {
    const key = generatedKey(
      'rsa-pss',
      { modulusLength: 2048, hashAlgorithm: 'sha384', mgf1HashAlgorithm: 'sha384', saltLength: 48 },
      rsassaPssIdentifier('sha384'),
      'sha384',
    );
    expect(verify(chain(3, { 1: { key } })).code).toBe('ok');
    for (const algorithm of [rsassaPssIdentifier('sha256'), rsassaPssIdentifier('sha384', 20)]) {
      const answer = verify(chain(3, { 1: { key: { ...key, algorithm } } }));
      expect(answer.code).toBe('bad-signature');
      expect(answer.reason).toContain('for RSA-PSS only: SHA-384, at least 48 octets of salt');
    }
    const pkcs1 = { ...key, algorithm: sequence(oid(OID.sha384WithRSAEncryption), nullValue()) };
    expect(verify(chain(3, { 1: { key: pkcs1 } })).code).toBe('bad-signature');
  });
});

const flipped = (good: Uint8Array) => good.map((octet, index) => (index === 5 ? octet ^ 1 : octet));
const shortRsa = () =>
  generatedKey('rsa', { modulusLength: 1024 }, sequence(oid(OID.sha256WithRSAEncryption), nullValue()), 'sha256');
const sha1 = () => generatedKey('ec', { namedCurve: 'P-256' }, sequence(oid(OID.ecdsaWithSha1)), 'sha1');
const k256 = () => generatedKey('ec', { namedCurve: 'secp256k1' }, sequence(oid(OID.ecdsaWithSha256)), 'sha256');
const without = (...names: string[]) => ({ extensions: Object.fromEntries(names.map((name) => [name, null])) });

describe('keys and algorithms', () => {
  it.each([
    ['RSA 1024', shortRsa, 'weak-key', 'ok'],
    ['SHA-1', sha1, 'weak-algorithm', 'ok'],
    ['secp256k1', k256, 'unsupported-key', 'unsupported-key'],
  ] as const)('%s', (_what, key, strict, legacy) => {
    const entities = chain(3, { 1: { key: key() } });
    expect(verify(entities).code).toBe(strict);
    expect(verify(entities, { allowLegacyAlgorithms: true }).code).toBe(legacy);
  });
});

describe('DSA, for what is still signed with it', () => {
  const algorithm = sequence(oid('2.16.840.1.101.3.4.3.2'));
  const key = generatedKey('dsa', { modulusLength: 1024, divisorLength: 160 }, algorithm, 'sha256');
  /** The same key without its parameters, which the issuer's key then gives. RFC 5280 §6.1.4 (d)(e)(f) */
  const bare = () => {
    const info = new FieldReader(readDer(key.spkiDer, { maxBytes: 4096 }), 'SubjectPublicKeyInfo');
    info.takeAny('algorithm');
    return { ...key, spkiDer: sequence(sequence(oid(OID.dsa)), encodingOf(info.takeAny('subjectPublicKey'))) };
  };
  it('counts only when it is allowed', () => {
    const entities = chain(3, { 0: { key }, 1: { key: bare() } });
    expect([verify(entities).code, verify(entities, { allowLegacyAlgorithms: true }).code]).toEqual([
      'unsupported-key',
      'ok',
    ]);
    const broken = chain(3, { 0: { key }, 1: { key: bare() }, 2: { signature: flipped } });
    expect(verify(broken, { allowLegacyAlgorithms: true }).code).toBe('bad-signature');
  });
  it('does not inherit parameters from a key of another kind', () => {
    expect(verify(chain(3, { 1: { key: bare() } }), { allowLegacyAlgorithms: true }).verdict).toBe('FAILURE');
  });
});

describe('names', () => {
  const withNames = (...names: Uint8Array[]) =>
    chain(3, { 2: { extensions: { subjectAltName: ext.names(false, ...names) } } });
  it.each([
    ['api.lan', ['api.lan'], true],
    ['API.LAN.', ['api.lan'], true],
    ['a.corp.lan', ['*.corp.lan'], true],
    ['a.b.corp.lan', ['*.corp.lan'], false],
    ['corp.lan', ['*.corp.lan'], false],
    ['*.corp.lan', ['*.corp.lan'], false],
    ['evil.lan', ['api.lan'], false],
    ['10.0.0.1', ['api.lan'], false],
  ])('DNS %s against %j: %s', (value, names, expected) => {
    const answer = verify(withNames(...names.map(dnsName)), { purpose: 'server', identity: dns(value) });
    expect(answer.code).toBe(expected ? 'ok' : 'name-mismatch');
  });

  it.each([
    ['10.0.0.1', [10, 0, 0, 1], true],
    ['010.0.0.1', [10, 0, 0, 1], false],
    ['::ffff:10.0.0.1', [10, 0, 0, 1], false],
    ['fd00::1', [0xfd, ...new Array<number>(14).fill(0), 1], true],
  ])('IP %s against %j: %s', (value, octets, expected) => {
    const entities = withNames(implicit(7, Uint8Array.from(octets)));
    expect(verify(entities, { identity: { kind: 'IP', value } }).code).toBe(expected ? 'ok' : 'name-mismatch');
  });

  it('e-mail addresses compare the host without case', () => {
    const entities = withNames(implicit(1, ascii('bob@corp.lan')));
    const code = (value: string) => verify(entities, { identity: { kind: 'RFC822', value } }).code;
    expect([code('bob@CORP.lan'), code('Bob@corp.lan'), code('corp.lan')]).toEqual([
      'ok',
      'name-mismatch',
      'name-mismatch',
    ]);
  });

  it('the common name is no identity', () => {
    const entities = chain(3, {
      2: { subjectName: encodeName([{ type: 'CN', value: 'api.lan' }]), ...without('subjectAltName') },
    });
    expect(verify(entities, { identity: dns('api.lan') }).code).toBe('name-mismatch');
  });

  it('a client needs no alternative names, but the right purpose', () => {
    const bare = (purpose: string) =>
      chain(3, { 2: { extensions: { subjectAltName: null, extKeyUsage: ext.extKeyUsage(purpose) } } });
    expect([verify(bare(OID.clientAuth), client).code, verify(bare(OID.serverAuth), client).code]).toEqual([
      'ok',
      'bad-purpose',
    ]);
  });
});

describe('initial name constraints', () => {
  it.each([
    ['lan', 'ok'],
    ['test', 'name-constraint-violation'],
  ])('permitting %s: %s', (base, expected) => {
    const initialNameConstraints = { permitted: [parseSubtree('dns', base)], excluded: [] };
    expect(verify(chain(3), { initialNameConstraints }).code).toBe(expected);
  });
});

describe('self-issued certificates', () => {
  const name = [{ type: 'CN', value: 'Same' }] as const;
  const build = (constraints: Uint8Array | null, leafName: string) => {
    const [root] = chain(2);
    const ca = certificate({
      key: fixtureKey(1),
      subject: name,
      issuer: root ?? null,
      isCa: true,
      extensions: { nameConstraints: constraints, basicConstraints: ext.basicConstraints(true, 0) },
    });
    const rolled = certificate({ key: fixtureKey(2), subject: name, issuer: ca, isCa: true });
    const leaf = certificate({
      key: fixtureKey(3),
      subject: [],
      issuer: rolled,
      isCa: false,
      extensions: { subjectAltName: ext.names(true, dnsName(leafName)) },
    });
    return [root as NonNullable<typeof root>, ca, rolled, leaf];
  };
  it('do not count for the path length', () => {
    expect(verify(build(null, 'api.lan')).code).toBe('ok');
  });
  it('are exempt from name constraints that the end certificate keeps', () => {
    const onlyOther = encodeNameConstraints({
      permitted: [parseSubtree('dns', 'lan')],
      excluded: [{ form: 'directory', nameDer: encodeName(name), rdns: [] }],
    });
    const constraints = ext.raw(OID.nameConstraints, true, onlyOther);
    expect(verify(build(constraints, 'api.lan')).code).toBe('ok');
    expect(verify(build(constraints, 'api.test')).code).toBe('name-constraint-violation');
  });
});

describe('input that cannot be read', () => {
  it('a broken leaf fails, broken others are skipped with a step', () => {
    const entities = chain(3);
    const junk = octetString(Uint8Array.of(1));
    expect(verify(entities, { leaf: junk }).code).toBe('malformed-certificate');
    const answer = verify(entities, { trusted: [junk, (entities[0] as { der: Uint8Array }).der] });
    expect(answer.code).toBe('ok');
    expect(answer.steps[0]).toMatchObject({ check: 'input', ok: false });
  });

  it('no single changed octet of a leaf is accepted', () => {
    const entities = chain(3);
    const leaf = (entities[2] as { der: Uint8Array }).der;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: leaf.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Uint8Array.from(leaf);
        changed[at] = (changed[at] as number) ^ mask;
        expect(verify(entities, { leaf: changed }).verdict).toBe('FAILURE');
      }),
      { numRuns: 400 },
    );
  });
});

describe('random chains', () => {
  const shape = fc.record({
    length: fc.integer({ min: 2, max: 8 }),
    slack: fc.integer({ min: 0, max: 3 }),
    constrained: fc.integer({ min: 0, max: 7 }),
    shuffle: fc.boolean(),
    strangers: fc.integer({ min: 0, max: 5 }),
  });
  it('are valid when they keep the rules, in any order and among strangers', () => {
    fc.assert(
      fc.property(shape, ({ length, slack, constrained, shuffle, strangers }) => {
        const changes: Record<number, Partial<CertificateOptions>> = {};
        for (let index = 0; index < length - 1; index += 1)
          changes[index] = {
            extensions: {
              basicConstraints: ext.basicConstraints(true, length - 2 - index + slack),
              nameConstraints: index === constrained ? permitted('lan') : null,
            },
          };
        const entities = chain(length, changes);
        const others = Array.from({ length: strangers }, (_, index) =>
          certificate({
            key: fixtureKey(100 + index),
            subject: [{ type: 'CN', value: `CA ${index}` }],
            issuer: null,
            isCa: true,
          }),
        );
        const intermediates = [...others, ...entities.slice(1, -1)].map(({ der }) => der);
        if (shuffle) intermediates.reverse();
        expect(verify(entities, { ...server, intermediates }).code).toBe('ok');
      }),
      { numRuns: 60 },
    );
  });
});
