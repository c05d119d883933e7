/**
 * Rows of the security test matrix about ASN.1, name constraints and files that are not told elsewhere. The others carry their row in the title of
 * their test; `security-rows.test.ts` lists them.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCertificate } from './certificate.ts';
import { encodingOf, FieldReader, oidText, readDer } from './der-reader.ts';
import { ascii, boolean, implicit, integer, nullValue, octetString, oid, sequence, tlv } from './der-writer.ts';
import { decodeName, encodeName } from './distinguished-name.ts';
import { bytes, nested, refusal } from './fixtures.test-support.ts';
import { berToDer } from './import/ber-to-der.ts';
import { readPkcs7 } from './import/read-pkcs7.ts';
import { readAsn1Tree } from './inspect/asn1-tree.ts';
import { directorySubtree, encodeNameConstraints, parseSubtree, type Subtree } from './name-constraints.ts';
import { OID } from './oids.ts';
import {
  type CertificateOptions,
  certificate,
  chain,
  type Entity,
  ext,
  fixtureKey,
  verify,
} from './path/path-fixtures.test-support.ts';
import { parseNamePattern } from './profile/name-pattern.ts';

const leafWith = (change: Partial<CertificateOptions>) => (chain(2, { 1: change })[1] as Entity).der;
const raw = (dotted: string, value: Uint8Array, critical = false) => ({
  extensions: { x: ext.raw(dotted, critical, value) },
});

describe('ASN-01: nesting', () => {
  const inStrings = (depth: number) => {
    let value: Uint8Array = nullValue();
    for (let level = 0; level < depth; level += 1) value = octetString(value);
    return value;
  };
  const indefinite = (depth: number) => new Uint8Array(depth * 2).map((_, at) => (at % 2 === 0 ? 0x30 : 0x80));
  it.each([1_000, 100_000])('of %i levels ends every reader with a refusal', (depth) => {
    const limits = { maxBytes: 10_000_000, maxNodes: 1_000_000, noun: 'file' };
    for (const octets of [nested(depth), indefinite(depth)]) {
      expect(['malformed', 'too-large']).toContain(refusal(() => readDer(octets, limits)).code);
      expect(['malformed', 'too-large']).toContain(refusal(() => berToDer(octets, limits)).code);
      expect(['malformed', 'too-large']).toContain(refusal(() => readPkcs7(octets)).code);
      expect(['malformed', 'too-large']).toContain(refusal(() => parseCertificate(octets)).code);
    }
  });
  it('inside strings is shown as far as it goes', () => {
    const tree = readAsn1Tree(inStrings(1_000));
    expect(tree.nodes.length).toBeLessThan(1_000);
  });
});

describe('ASN-02: many small values', () => {
  it('end at the budget of parts', () => {
    const many = tlv(
      0x30,
      new Uint8Array(16_777_216).map((_, at) => (at % 2 === 0 ? 5 : 0)),
    );
    expect(refusal(() => readDer(many, { maxBytes: 20_000_000 })).code).toBe('too-large');
    expect(refusal(() => parseCertificate(many)).code).toBe('too-large');
    expect(readAsn1Tree(many).truncated).toBe(true);
  });
});

describe('ASN-05: octets behind a certificate', () => {
  it.each([
    ['one', Uint8Array.of(0)],
    ['another certificate', leafWith({})],
  ])('%s: refused', (_what, more) => {
    expect(refusal(() => parseCertificate(Uint8Array.of(...leafWith({}), ...more))).code).toBe('malformed');
  });
});

describe('ASN-06: forms that no new certificate has', () => {
  it.each<[string, Partial<CertificateOptions>]>([
    ['two signature algorithms', { outerAlgorithm: sequence(oid(OID.ecdsaWithSha256)) }],
    ['a unique identifier', { extraFields: tlv(0x81, Uint8Array.of(0, 1)) }],
    ['version 1 with extensions', { version: 1, extensions: {} }],
    ['version 1', { version: 1 }],
    ['version 4', { version: 4 }],
  ])('%s: refused as a certificate of ours or to import', (_what, change) => {
    expect(refusal(() => parseCertificate(leafWith(change))).code).toBe('malformed');
  });
});

describe('ASN-07: object identifiers', () => {
  it('of any size are printed exactly', () => {
    const arc = fc.bigInt({ min: 0n, max: 1n << 120n });
    fc.assert(
      fc.property(fc.array(arc, { minLength: 1, maxLength: 5 }), (arcs) => {
        const dotted = `2.${arcs.join('.')}`;
        expect(oidText(readDer(oid(dotted), { maxBytes: 2_000 }).source.subarray(contentStart(oid(dotted))))).toBe(
          dotted,
        );
      }),
    );
  });
  it.each([
    ['of more than 1,024 octets', tlv(6, new Uint8Array(1_025).fill(1))],
    ['with a padded arc', tlv(6, bytes('2a8001'))],
    ['with no end', tlv(6, bytes('2a81'))],
  ])('%s: refused', (_what, octets) => {
    expect(refusal(() => readDer(octets, { maxBytes: 2_000 })).code).toBe('malformed');
  });
});

describe('ASN-08: extensions that are empty', () => {
  const EMPTY = [
    'extKeyUsage',
    'subjectAltName',
    'crlDistributionPoints',
    'authorityInfoAccess',
    'certificatePolicies',
    'nameConstraints',
  ] as const;
  it.each(EMPTY)('%s: refused or told, never followed by a failure', (name) => {
    const der = leafWith(raw(OID[name], sequence(), name === 'nameConstraints'));
    // Access to the issuer's information is nothing that validation reads.
    if (name !== 'authorityInfoAccess')
      expect(verify([chain(2)[0] as Entity, { ...(chain(2)[1] as Entity), der }]).verdict).toBe('FAILURE');
    let parsed: unknown = null;
    try {
      parsed = parseCertificate(der).extensions.map(({ text }) => text);
    } catch (error) {
      expect((error as Error).name).toBe('PkiError');
    }
    expect(parsed === null || Array.isArray(parsed)).toBe(true);
  });
  it.each([
    ['a key usage without bits', raw(OID.keyUsage, bytes('030100'))],
    ['a key usage of no octets', raw(OID.keyUsage, bytes('0300'))],
    ['a key usage that is no BIT STRING', raw(OID.keyUsage, octetString(new Uint8Array(0)))],
  ])('%s: the path fails', (_what, { extensions: { x } }) => {
    const [root, leaf] = chain(2, { 1: { extensions: { keyUsage: x } } }) as [Entity, Entity];
    expect(verify([root, leaf]).verdict).toBe('FAILURE');
  });
});

describe('ASN-09: text that is none', () => {
  const name = (tag: number, value: string) =>
    sequence(tlv(0x31, sequence(oid(OID.commonName), tlv(tag, bytes(value)))));
  it.each([
    ['UTF-8 cut off', 0x0c, '41c3'],
    ['UTF-8 of a surrogate', 0x0c, 'eda080'],
    ['UTF-8 beyond Unicode', 0x0c, 'f4908080'],
    ['half a pair in BMPString', 0x1e, 'd800'],
    ['an odd BMPString', 0x1e, '004100'],
    ['UniversalString beyond Unicode', 0x1c, '00110000'],
    ['an uneven UniversalString', 0x1c, '000041'],
    ['PrintableString above ASCII', 0x13, 'ff'],
    ['IA5String above ASCII', 0x16, 'ff'],
  ])('%s: shown escaped', (_what, tag, octets) => {
    const [attribute] = decodeName(name(tag, octets));
    expect(attribute?.value).toMatch(/\\x[0-9A-F]{2}/);
    expect(attribute?.value.isWellFormed()).toBe(true);
  });
  it('TeletexString is read as Latin-1', () => {
    expect(decodeName(name(0x14, 'fc'))[0]?.value).toBe('ü');
  });
});

describe('ASN-12: critical extensions that nobody knows', () => {
  it.each([1, 2])('fail the path at place %i', (at) => {
    const unknown = { extensions: { x: ext.raw('1.2.3.4', true, nullValue()) } };
    expect(verify(chain(3, { [at]: unknown })).code).toBe('unknown-critical-extension');
  });
});

describe('ASN-14: policies that double at every level', () => {
  it('stay a graph: a chain of nineteen with all mappings is judged', () => {
    const [one, two] = ['1.2.3.1', '1.2.3.2'];
    const policies = ext.policies(one, two);
    const mappings = ext.mappings([one, one], [one, two], [two, one], [two, two]);
    const changes = Array.from({ length: 18 }, (_, at) => [
      at + 1,
      { extensions: at === 17 ? { policies } : { policies, mappings } },
    ]);
    expect(verify(chain(19, Object.fromEntries(changes))).code).toBe('ok');
  });
});

describe('ASN-16: values read and written again', () => {
  it('are the same octets, for every tree of values', () => {
    const leafValue = fc.oneof(
      fc.bigInt({ min: -(1n << 70n), max: 1n << 70n }).map((value) => integer(value)),
      fc.uint8Array({ maxLength: 200 }).map(octetString),
      fc.boolean().map(boolean),
      fc.constant(nullValue()),
    );
    const { tree } = fc.letrec<{ tree: Uint8Array }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        leafValue,
        fc.array(tie('tree'), { maxLength: 4 }).map((all) => sequence(...all)),
      ),
    }));
    fc.assert(
      fc.property(tree, (octets) => {
        const element = readDer(octets, { maxBytes: 100_000 });
        expect(encodingOf(element)).toEqual(octets);
        if (element.tag === 0x30) {
          const fields = new FieldReader(element, 'value');
          const parts: Uint8Array[] = [];
          while (!fields.done) parts.push(encodingOf(fields.takeAny('part')));
          expect(sequence(...parts)).toEqual(octets);
        }
      }),
    );
  });
});

const constrained = (permitted: readonly Subtree[], excluded: readonly Subtree[] = []) => ({
  extensions: { nameConstraints: ext.raw(OID.nameConstraints, true, encodeNameConstraints({ permitted, excluded })) },
});
const san = (...names: Uint8Array[]) => ({ subjectAltName: ext.names(false, ...names) });
const dns = (name: string) => implicit(2, ascii(name));
const codeOf = (constraint: ReturnType<typeof constrained>, leaf: Partial<CertificateOptions>) =>
  verify(chain(3, { 1: constraint, 2: leaf })).code;

describe('NC-04: host names along a path', () => {
  it.each([
    ['example.test', 'example.test', 'ok'],
    ['example.test', 'a.example.test', 'ok'],
    ['example.test', 'A.EXAMPLE.test', 'ok'],
    ['example.test', 'badexample.test', 'name-constraint-violation'],
    ['example.test', 'test', 'name-constraint-violation'],
    ['example.test', 'example.test.evil.test', 'name-constraint-violation'],
    ['example.test', '*.example.test', 'ok'],
  ])('permitted %s, %s: %s', (base, name, code) => {
    expect(codeOf(constrained([parseSubtree('dns', base)]), { extensions: san(dns(name)) })).toBe(code);
  });
  it('a wildcard that stands for an excluded child is excluded', () => {
    const constraint = constrained([], [parseSubtree('dns', 'vault.example.test')]);
    expect(codeOf(constraint, { extensions: san(dns('*.example.test')) })).toBe('name-constraint-violation');
  });
});

describe('NC-07: names in the subject', () => {
  const email = (value: string) => [{ type: 'emailAddress', value }] as const;
  it('an address in the subject counts when there is no other one', () => {
    const constraint = constrained([parseSubtree('email', 'corp.lan')]);
    expect(codeOf(constraint, { subject: email('a@evil.lan'), extensions: { subjectAltName: null } })).toBe(
      'name-constraint-violation',
    );
    expect(codeOf(constraint, { subject: email('a@corp.lan'), extensions: { subjectAltName: null } })).toBe('ok');
  });
  it('a host in the common name counts where no alternative name is', () => {
    const constraint = constrained([parseSubtree('dns', 'corp.lan')]);
    const subject = [{ type: 'CN', value: 'evil.lan' }] as const;
    expect(codeOf(constraint, { subject, extensions: { subjectAltName: null } })).toBe('name-constraint-violation');
  });
});

describe('NC-08: directory names along a path', () => {
  const inside = constrained([directorySubtree(encodeName([{ type: 'O', value: 'Acme Corp' }]))]);
  it.each([
    ['Acme Corp', 0x0c, 'ok'],
    ['ACME  corp ', 0x13, 'ok'],
    ['acme corp', 0x14, 'ok'],
    ['Acme Corporation', 0x0c, 'name-constraint-violation'],
  ])('%j as string type %i: %s', (value, tag, code) => {
    const subjectName = sequence(tlv(0x31, sequence(oid(OID.organizationName), tlv(tag, ascii(value)))));
    expect(codeOf(inside, { subjectName })).toBe(code);
  });
});

describe('NC-10: an excluded subtree and a second certificate of the same authority', () => {
  it('the path through the one without limits is another authority’s word; the limits of the path that is used bind', () => {
    const [root] = chain(2) as [Entity, Entity];
    const subject = [{ type: 'CN', value: 'CA' }] as const;
    const limited = { key: fixtureKey(1), subject, isCa: true, ...constrained([], [parseSubtree('dns', 'lan')]) };
    const strange = certificate({
      key: fixtureKey(8),
      subject: [{ type: 'CN', value: 'Other root' }],
      issuer: null,
      isCa: true,
    });
    const ca = certificate({ ...limited, issuer: root });
    const cross = certificate({ ...limited, issuer: strange, extensions: {} });
    const leaf = certificate({ key: fixtureKey(3), subject: [{ type: 'CN', value: 'x' }], issuer: ca, isCa: false });
    // Whatever order they come in: below the trusted root the name is excluded.
    for (const intermediates of [
      [ca, cross],
      [cross, ca],
      [cross, ca, cross],
    ])
      expect(verify([root, leaf], { intermediates: intermediates.map(({ der }) => der) }).code).toBe(
        'name-constraint-violation',
      );
  });
});

describe('CSR-16: patterns of profiles', () => {
  it.each(['*', '/', ',', '\n', '\u0024{host}', '\0', ' ', '{{cn}}'])(
    'with %j anywhere in a host name are refused',
    (piece) => {
      fc.assert(
        fc.property(fc.constantFrom('.corp', 'lan', 'api.corp.lan'), fc.nat(12), (pattern, at) => {
          const spoiled = pattern.slice(0, at) + piece + pattern.slice(at);
          // At the ends white space may be taken off; inside it never is.
          const isTrimmed = spoiled.trim() === pattern;
          if (!isTrimmed) expect(refusal(() => parseNamePattern('dns', spoiled)).code).toBe('bad-name');
        }),
        { numRuns: 40 },
      );
    },
  );
});

function contentStart(octets: Uint8Array): number {
  const first = octets[1] as number;
  return first < 0x80 ? 2 : 2 + (first & 0x7f);
}
