import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNameConstraints, constrainedNames, uriHost } from './constrained-names.ts';
import { childrenOf, readDer } from './der-reader.ts';
import { ascii, explicit, implicit, integer, oid, sequence, tlv, utf8 } from './der-writer.ts';
import { encodeName } from './distinguished-name.ts';
import { refusal } from './fixtures.test-support.ts';
import {
  directorySubtree,
  encodeNameConstraints,
  explainNameConstraints,
  type NameConstraints,
  parseNameConstraints,
  parseSubtree,
  type Subtree,
} from './name-constraints.ts';
import { OID } from './oids.ts';
import type { DistinguishedName } from './types.ts';

const dns = (text: string) => implicit(2, ascii(text));
const email = (text: string) => implicit(1, ascii(text));
const uri = (text: string) => implicit(6, ascii(text));
const ip = (...octets: number[]) => implicit(7, Uint8Array.from(octets));
const directory = (...dn: DistinguishedName) => explicit(4, encodeName(dn));
const everyHost: Subtree = { form: 'dns', base: '' };

function violation(
  constraints: Partial<NameConstraints>,
  san: readonly Uint8Array[],
  subject: DistinguishedName = [],
  commonNameAsDns = false,
) {
  const generalNames = childrenOf(readDer(sequence(...san), { maxBytes: 65_536 }));
  const names = constrainedNames({ subjectDer: encodeName(subject), generalNames, commonNameAsDns });
  const all = { permitted: [], excluded: [], ...constraints };
  // Every verdict is also taken over what a certificate would carry.
  return checkNameConstraints(parseNameConstraints(encodeNameConstraints(all)), names, { comparisons: 1000 });
}
const permits = (subtree: Subtree, san: Uint8Array) => violation({ permitted: [subtree] }, [san]) === null;
const excludes = (subtree: Subtree, san: Uint8Array) => violation({ excluded: [subtree] }, [san])?.kind === 'excluded';

describe('NC-04: dNSName', () => {
  const corp = parseSubtree('dns', 'Corp.lan');
  it.each([
    ['corp.lan', true],
    ['CORP.LAN', true],
    ['a.corp.lan', true],
    ['*.corp.lan', true],
    ['a.b.corp.lan', true],
    ['badcorp.lan', false],
    ['lan', false],
    ['corp.lan.evil.test', false],
    ['*.lan', false],
    ['corp.lan.', false],
    ['a_b.corp.lan', false],
    ['', false],
    ['a..corp.lan', false],
    ['a\u0000.corp.lan', false],
  ])('%j is permitted below corp.lan: %s', (name, expected) => {
    expect(permits(corp, dns(name))).toBe(expected);
  });

  it('excludes a name, what is below it, and a wildcard that stands for it', () => {
    const secret = parseSubtree('dns', 'secret.corp.lan');
    expect(
      ['secret.corp.lan', 'x.secret.corp.lan', '*.corp.lan', '*.secret.corp.lan'].map((name) =>
        excludes(secret, dns(name)),
      ),
    ).toEqual([true, true, true, true]);
    expect(
      ['corp.lan', 'a.corp.lan', '*.lan', 'notsecret.corp.lan'].map((name) => excludes(secret, dns(name))),
    ).toEqual([false, false, false, false]);
  });

  it('an empty base is every name', () => {
    expect(permits(everyHost, dns('a.lan'))).toBe(true);
    expect(excludes(everyHost, dns('a.lan'))).toBe(true);
  });

  it('leaves other forms alone', () => {
    expect(permits(corp, ip(10, 0, 0, 1))).toBe(true);
  });

  it('applies to a common name only when asked, and only when it looks like a host', () => {
    const subject = (value: string) => [{ type: 'CN', value }] as const;
    expect(violation({ permitted: [corp] }, [], subject('evil.test'), true)?.name).toBe('CN=evil.test');
    expect(violation({ permitted: [corp] }, [], subject('evil.test'), false)).toBeNull();
    expect(violation({ permitted: [corp] }, [], subject('Bob Smith'), true)).toBeNull();
  });
});

describe('NC-06: rfc822Name', () => {
  it.each([
    ['bob@corp.lan', 'bob@corp.lan', true],
    ['bob@corp.lan', 'bob@CORP.lan', true],
    ['bob@corp.lan', 'Bob@corp.lan', false],
    ['corp.lan', 'bob@corp.lan', true],
    ['corp.lan', 'bob@a.corp.lan', false],
    ['.corp.lan', 'bob@a.corp.lan', true],
    ['.corp.lan', 'bob@corp.lan', false],
    ['corp.lan', '"a@evil.test"@corp.lan', false],
    ['corp.lan', 'corp.lan', false],
  ])('%s permits %s: %s', (base, mailbox, expected) => {
    expect(permits(parseSubtree('email', base), email(mailbox))).toBe(expected);
  });

  it('covers the subject and international mailboxes', () => {
    const corp = parseSubtree('email', 'corp.lan');
    const subject = [{ type: 'emailAddress', value: 'eve@evil.test' }];
    expect(violation({ permitted: [corp] }, [email('bob@corp.lan')], subject)?.kind).toBe('not-permitted');
    const mailbox = (text: string) => tlv(0xa0, oid(OID.smtpUtf8Mailbox), explicit(0, utf8(text)));
    expect(permits(corp, mailbox('zoë@corp.lan'))).toBe(true);
    expect(permits(corp, mailbox('zoë@evil.test'))).toBe(false);
  });
});

describe('NC-06: uniformResourceIdentifier', () => {
  it.each([
    ['corp.lan', 'https://corp.lan/x', true],
    ['corp.lan', 'https://a.corp.lan', false],
    ['.corp.lan', 'spiffe://a.corp.lan/x', true],
    ['.corp.lan', 'https://corp.lan', false],
    ['corp.lan', 'https://corp.lan@evil.test/', false],
    ['corp.lan', 'https://user@corp.lan:443/', true],
    ['corp.lan', 'urn:corp.lan', false],
    ['corp.lan', 'https://10.0.0.1/', false],
    ['corp.lan', 'https://[fd00::1]/', false],
  ])('%s permits %s: %s', (base, value, expected) => {
    expect(permits(parseSubtree('uri', base), uri(value))).toBe(expected);
  });

  it('refuses a URI without a host even when only exclusions are there', () => {
    expect(violation({ excluded: [parseSubtree('uri', 'evil.test')] }, [uri('urn:x:y')])?.kind).toBe('not-comparable');
    expect(uriHost('https://Corp.LAN:8443/x')).toBe('corp.lan');
  });
});

describe('NC-05: iPAddress', () => {
  it.each([
    ['10.0.0.0/8', [10, 255, 0, 1], true],
    ['10.0.0.0/8', [11, 0, 0, 1], false],
    ['10.0.0.1', [10, 0, 0, 1], true],
    ['10.0.0.1', [10, 0, 0, 2], false],
    ['0.0.0.0/0', [1, 2, 3, 4], true],
    ['192.168.1.128/25', [192, 168, 1, 127], false],
    ['0.0.0.0/0', [0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], false],
    ['fd00::/8', [0xfd, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true],
    ['::/0', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1], true],
    ['10.0.0.0/8', [10, 0, 0], false],
  ])('%s permits %j: %s', (network, octets, expected) => {
    expect(permits(parseSubtree('ip', network), ip(...octets))).toBe(expected);
  });

  it.each(['10.0.0.0/33', '10.0.0/8', '010.0.0.0/8', '10.0.0.0/8/8', 'fd00::/129', '10.0.0.0/', 'x'])(
    'refuses the network %s',
    (text) => {
      expect(refusal(() => parseSubtree('ip', text)).code).toBe('bad-name');
    },
  );
});

describe('NC-08: directoryName', () => {
  const acme = directorySubtree(encodeName([{ type: 'O', value: 'Acme' }]));
  it('compares the leading RDNs without case and extra spaces', () => {
    expect(
      violation(
        { permitted: [acme] },
        [],
        [
          { type: 'O', value: ' ACME ' },
          { type: 'CN', value: 'x' },
        ],
      ),
    ).toBeNull();
    expect(violation({ permitted: [acme] }, [], [{ type: 'O', value: 'Acme 2' }])?.kind).toBe('not-permitted');
    expect(
      violation(
        { permitted: [acme] },
        [],
        [
          { type: 'CN', value: 'x' },
          { type: 'O', value: 'Acme' },
        ],
      )?.kind,
    ).toBe('not-permitted');
    expect(violation({ permitted: [acme] }, [directory({ type: 'O', value: 'Evil' })])?.kind).toBe('not-permitted');
    expect(violation({ excluded: [acme] }, [directory({ type: 'O', value: 'acme' })])?.kind).toBe('excluded');
    expect(violation({ permitted: [acme] }, [dns('a.lan')])).toBeNull();
  });
});

describe('NC-11: forms that are not compared', () => {
  const other: Subtree = {
    form: 'otherName',
    generalNameDer: tlv(0xa0, oid(OID.userPrincipalName), explicit(0, utf8('a@b'))),
  };
  const registered: Subtree = { form: 'registeredID', generalNameDer: Uint8Array.of(0x88, 1, 0x2a) };
  it('refuse each name of the form, and no other', () => {
    const upn = tlv(0xa0, oid(OID.userPrincipalName), explicit(0, utf8('a@b')));
    expect(violation({ permitted: [other] }, [upn])?.kind).toBe('not-comparable');
    expect(violation({ excluded: [registered] }, [Uint8Array.of(0x88, 1, 0x2a)])?.kind).toBe('not-comparable');
    expect(violation({ excluded: [registered] }, [upn, dns('a.lan')])).toBeNull();
  });
});

describe('reading and writing', () => {
  const subtree = (...parts: Uint8Array[]) => sequence(explicit(0, sequence(...parts)));
  it.each([
    ['an empty extension', sequence()],
    ['an empty list', sequence(explicit(0))],
    ['a leading dot in a DNS base', subtree(dns('.corp.lan'))],
    ['a wildcard', subtree(dns('*.corp.lan'))],
    ['a minimum', subtree(dns('corp.lan'), implicit(0, Uint8Array.of(1)))],
    ['a maximum', subtree(dns('corp.lan'), implicit(1, Uint8Array.of(0)))],
    ['a mask with a hole', subtree(ip(10, 0, 0, 0, 255, 0, 255, 0))],
    ['an address without a mask', subtree(ip(10, 0, 0, 0))],
    ['a mailbox without a local part', subtree(email('@corp.lan'))],
    ['a URI in place of a host', subtree(uri('https://corp.lan'))],
    ['a tag that is no name', subtree(integer(1))],
    ['a field too many', sequence(explicit(0, sequence(dns('a.lan'))), explicit(2))],
    ['excluded before permitted', sequence(explicit(1, sequence(dns('a.lan'))), explicit(0, sequence(dns('a.lan'))))],
  ])('refuses %s', (_what, der) => {
    expect(refusal(() => parseNameConstraints(der)).code).toBe('malformed');
  });

  it('reads back what it writes', () => {
    const network = fc
      .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
      .map(([a, bits]) => parseSubtree('ip', `${a}/${bits}`));
    const host = fc.stringMatching(/^[a-z]{1,9}(\.[a-z]{1,5}){0,3}$/);
    const any = fc.oneof(
      network,
      host.map((base) => parseSubtree('dns', base)),
      host.map((base) => parseSubtree('email', `.${base}`)),
      host.map((base) => parseSubtree('uri', base)),
      host.map((base) => directorySubtree(encodeName([{ type: 'O', value: base }]))),
    );
    fc.assert(
      fc.property(
        fc.array(any, { minLength: 1, maxLength: 5 }),
        fc.array(any, { maxLength: 5 }),
        (permitted, excluded) => {
          expect(parseNameConstraints(encodeNameConstraints({ permitted, excluded }))).toEqual({ permitted, excluded });
        },
      ),
    );
  });

  it('writes no empty extension', () => {
    expect(refusal(() => encodeNameConstraints({ permitted: [], excluded: [] })).code).toBe('malformed');
  });

  it('says what they mean', () => {
    const permitted = [parseSubtree('dns', 'api.lan'), parseSubtree('ip', '10.0.0.0/8')];
    const excluded = [parseSubtree('dns', 'secret.api.lan'), parseSubtree('email', '.lan')];
    expect(explainNameConstraints({ permitted, excluded })).toEqual([
      'DNS names: only api.lan and names below it.',
      'DNS names: never secret.api.lan or names below it.',
      'IP addresses: only 10.0.0.0/8.',
      'E-mail addresses: never addresses at hosts below lan.',
    ]);
  });

  it('shows the beginning of a subject from its most general attribute on', () => {
    const subtree = directorySubtree(
      encodeName([
        { type: 'C', value: 'DE' },
        { type: 'O', value: 'Acme, Ltd' },
      ]),
    );
    expect(explainNameConstraints({ permitted: [subtree], excluded: [subtree] })).toEqual([
      'Subjects: only those that begin with C=DE, O=Acme\\, Ltd.',
      'Subjects: never those that begin with C=DE, O=Acme\\, Ltd.',
    ]);
  });

  it('stops at its budget', () => {
    const names = constrainedNames({
      subjectDer: encodeName([]),
      generalNames: Array.from({ length: 100 }, () => readDer(dns('a.lan'), { maxBytes: 99 })),
      commonNameAsDns: false,
    });
    const constraints = { permitted: Array.from({ length: 100 }, () => everyHost), excluded: [] };
    const budget = { comparisons: 9_999 };
    expect(refusal(() => checkNameConstraints(constraints, names, budget)).code).toBe('too-large');
    expect(checkNameConstraints(constraints, names, { comparisons: 10_000 })).toBeNull();
  });
});
