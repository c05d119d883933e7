import { createHash, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, boolean, explicit, implicit, namedBitString, nullValue, oid, sequence } from '../der-writer.ts';
import { encodeName } from '../distinguished-name.ts';
import { DAY, NOW } from '../fixtures.test-support.ts';
import { assembleOcspResponse, encodeCertId, encodeResponseData, type OcspSingleResponse } from '../ocsp.ts';
import { OID } from '../oids.ts';
import { keyIdentifierOf } from '../public-key.ts';
import { toHex } from '../serial-number.ts';
import type { CertificateDer, SerialNumber } from '../types.ts';
import {
  type CrlOptions,
  certificate,
  chain,
  crl,
  type Entity,
  ext,
  fixtureKey,
  reason,
  serialOf,
  verify,
} from './path-fixtures.test-support.ts';
import { newPathBudget } from './path-result.ts';

const [root, ca, leaf] = chain(3) as [Entity, Entity, Entity];
const rootCrl = crl(root);
const later = (days: number) => new Date(NOW.getTime() + days * DAY);
const code = (
  crls: readonly Uint8Array[],
  entities: readonly Entity[] = [root, ca, leaf],
  more: readonly Entity[] = [],
) => verify(entities, { crls, intermediates: [...entities.slice(1, -1), ...more].map(({ der }) => der) }).code;
const unknown = 'revocation-unknown';
const uri = (text: string) => implicit(6, ascii(text));
const fullName = (...names: Uint8Array[]) => explicit(0, implicit(0, Buffer.concat(names), true));
const directory = (name: Entity['subject']) => explicit(4, encodeName(name));

describe('complete lists', () => {
  it.each<[string, CrlOptions | null, string]>([
    ['one that does not list it', {}, 'ok'],
    ['none for the issuing authority', null, unknown],
    ['one that lists it', { entries: [[serialOf(leaf)]] }, 'revoked'],
    ['one that lists it on hold', { entries: [[serialOf(leaf), reason(6)]] }, 'revoked'],
    ['one that lists another', { entries: [[Uint8Array.of(1)]] }, 'ok'],
    ['one that is out of date', { nextUpdate: later(-0.5) }, unknown],
    ['one from tomorrow', { thisUpdate: later(0.5) }, unknown],
    ['one without an end', { nextUpdate: null }, unknown],
    [
      'one with a broken signature',
      { signature: (good) => good.map((octet, at) => (at === 3 ? octet ^ 1 : octet)) },
      unknown,
    ],
    ['one of version 1', { version: null }, 'ok'],
    ['one of version 1 with extensions', { version: null, extensions: [] }, unknown],
    ['one of version 3', { version: 3 }, unknown],
    ['an unknown critical extension', { extensions: [ext.raw('1.2.3', true, nullValue())] }, unknown],
    ['an unknown extension', { extensions: [ext.raw('1.2.3', false, nullValue())] }, 'ok'],
    [
      'an unknown critical extension of some entry',
      { entries: [[Uint8Array.of(1), ext.raw('1.2.3', true, nullValue())]] },
      unknown,
    ],
    ['a doubled extension', { extensions: [ext.raw(OID.crlNumber, false, nullValue())] }, unknown],
    ['an entry removed from no list', { entries: [[serialOf(leaf), reason(8)]] }, 'revoked'],
    ['a reason without a meaning', { entries: [[Uint8Array.of(1), reason(7)]] }, unknown],
  ])('%s', (_what, options, expected) => {
    expect(code(options === null ? [rootCrl] : [rootCrl, crl(ca, options)])).toBe(expected);
  });

  it('every certificate below the trusted one needs one', () => {
    expect(code([crl(ca)])).toBe(unknown);
    expect(code([crl(root, { entries: [[serialOf(ca)]] }), crl(ca)])).toBe('revoked');
    expect(code([])).toBe('ok');
    expect(code([Uint8Array.of(1)])).toBe(unknown);
  });

  it('the reason says when and why', () => {
    const answer = verify([root, ca, leaf], { crls: [rootCrl, crl(ca, { entries: [[serialOf(leaf), reason(1)]] })] });
    expect(answer.reason).toBe(
      'CN=Leaf,O=Acme was revoked on 2026-11-23T12:00:00Z (key compromise). Do not use it; ask for a new one.',
    );
  });

  it('the newest list decides', () => {
    const old = crl(ca, { thisUpdate: later(-3), entries: [[serialOf(leaf), reason(6)]] });
    for (const lists of [
      [old, crl(ca)],
      [crl(ca), old],
    ])
      expect(code([rootCrl, ...lists])).toBe('ok');
    expect(code([rootCrl, old])).toBe('revoked');
  });

  it('for TLS a list has a number', () => {
    const crls = [rootCrl, crl(ca, { number: null })];
    expect([
      verify([root, ca, leaf], { crls }).code,
      verify([root, ca, leaf], { crls, purpose: 'server' }).code,
    ]).toEqual(['ok', unknown]);
  });
});

describe('who may sign a list', () => {
  const byOther = (options: { keyUsage?: number[]; issuer?: Entity }) =>
    certificate({
      key: fixtureKey(7),
      subject: ca.subject,
      issuer: options.issuer ?? root,
      isCa: false,
      extensions: { keyUsage: ext.keyUsage(...(options.keyUsage ?? [6])) },
    });
  it('another key of the same authority that may sign lists', () => {
    expect(code([rootCrl, crl(byOther({}))], undefined, [byOther({})])).toBe('ok');
  });
  it('not without the right to sign lists', () => {
    const signer = byOther({ keyUsage: [0] });
    expect(code([rootCrl, crl(signer)], undefined, [signer])).toBe(unknown);
  });
  it('not when it leads to another root, although that is trusted too', () => {
    const foreign = certificate({
      key: fixtureKey(8),
      subject: [{ type: 'CN', value: 'Foreign' }],
      issuer: null,
      isCa: true,
    });
    const signer = byOther({ issuer: foreign });
    const crls = [rootCrl, crl(signer)];
    const intermediates = [ca.der, signer.der];
    expect(verify([root, ca, leaf], { trusted: [root.der, foreign.der], intermediates, crls }).code).toBe(unknown);
  });
  it('not when it is revoked itself', () => {
    const signer = byOther({});
    expect(code([crl(root, { entries: [[serialOf(signer)]] }), crl(signer)], undefined, [signer])).toBe(unknown);
  });
  it('not when only its own list vouches for it', () => {
    const signer = certificate({
      key: fixtureKey(7),
      subject: ca.subject,
      issuer: ca,
      isCa: false,
      extensions: { keyUsage: ext.keyUsage(6) },
    });
    expect(code([rootCrl, crl(signer)], undefined, [signer])).toBe(unknown);
  });
  it('not an authority whose key may not', () => {
    const entities = chain(3, { 1: { extensions: { keyUsage: ext.keyUsage(5) } } });
    expect(code([rootCrl, crl(entities[1] as Entity)], entities)).toBe(unknown);
  });
});

describe('scopes', () => {
  const only = (tag: number) => sequence(implicit(tag, boolean(true).subarray(2)));
  it.each([
    ['end certificates only', only(1), 'ok'],
    ['authorities only', only(2), unknown],
    ['attribute certificates only', only(5), unknown],
    ['some reasons', sequence(implicit(3, namedBitString([1]).subarray(2))), unknown],
    ['a point the certificate does not name', sequence(fullName(uri('http://x/1'))), unknown],
    ['the issuer as the point', sequence(fullName(directory(ca.subject))), 'ok'],
    ['an empty scope', sequence(), unknown],
    [
      'two restrictions',
      sequence(implicit(1, boolean(true).subarray(2)), implicit(2, boolean(true).subarray(2))),
      unknown,
    ],
  ])('%s', (_what, idp, expected) => {
    expect(code([rootCrl, crl(ca, { idp })])).toBe(expected);
  });

  const withPoints = (...points: Uint8Array[]) =>
    chain(3, { 2: { extensions: { points: ext.raw(OID.crlDistributionPoints, false, sequence(...points)) } } });
  it('a list for the point that the certificate names', () => {
    const entities = withPoints(sequence(fullName(uri('http://x/1'), uri('http://x/2'))));
    expect(code([rootCrl, crl(ca, { idp: sequence(fullName(uri('http://x/2'))) })], entities)).toBe('ok');
    expect(code([rootCrl, crl(ca, { idp: sequence(fullName(uri('http://x/3'))) })], entities)).toBe(unknown);
  });

  it('a point relative to the issuer', () => {
    const rdn = sequence(oid(OID.commonName), Buffer.from([0x0c, 1, 0x31]));
    const entities = withPoints(sequence(explicit(0, implicit(1, rdn, true))));
    const name = [...ca.subject, { type: 'CN', value: '1' }];
    expect(code([rootCrl, crl(ca, { idp: sequence(fullName(directory(name))) })], entities)).toBe('ok');
    expect(code([rootCrl, crl(ca, { idp: sequence(explicit(0, implicit(1, rdn, true))) })], entities)).toBe('ok');
  });

  it('lists for some reasons add up to all', () => {
    const some = (...bits: number[]) => crl(ca, { idp: sequence(implicit(3, namedBitString(bits).subarray(2))) });
    expect(code([rootCrl, some(1, 2), some(3, 4, 5, 6, 7, 8)])).toBe('ok');
    expect(code([rootCrl, some(1, 2), some(3, 4, 5, 6, 7)])).toBe(unknown);
  });
});

describe('indirect lists', () => {
  const publisher = certificate({
    key: fixtureKey(7),
    subject: [{ type: 'CN', value: 'Lists' }],
    issuer: root,
    isCa: false,
    extensions: { keyUsage: ext.keyUsage(6) },
  });
  const entities = chain(3, {
    2: {
      extensions: {
        points: ext.raw(
          OID.crlDistributionPoints,
          false,
          sequence(sequence(implicit(2, directory(publisher.subject), true))),
        ),
      },
    },
  });
  const indirect = sequence(implicit(4, boolean(true).subarray(2)));
  const issuedBy = (name: Entity['subject']) => ext.raw(OID.certificateIssuer, true, sequence(directory(name)));
  const list = (options: CrlOptions) => code([rootCrl, crl(publisher, options)], entities, [publisher]);
  it('count when the certificate names their issuer', () => {
    expect(list({ idp: indirect })).toBe('ok');
    expect(list({})).toBe(unknown);
    expect(code([rootCrl, crl(publisher, { idp: indirect })], undefined, [publisher])).toBe(unknown);
  });
  it('say with each entry whose certificate it is, until another is named', () => {
    const mine = issuedBy(ca.subject);
    expect(list({ idp: indirect, entries: [[serialOf(leaf), mine]] })).toBe('revoked');
    expect(list({ idp: indirect, entries: [[Uint8Array.of(1), mine], [serialOf(leaf)]] })).toBe('revoked');
    expect(list({ idp: indirect, entries: [[serialOf(leaf)], [Uint8Array.of(1), mine]] })).toBe('ok');
    expect(
      list({
        idp: indirect,
        entries: [
          [Uint8Array.of(1), mine],
          [serialOf(leaf), issuedBy(root.subject)],
        ],
      }),
    ).toBe('ok');
  });
});

describe('an issuer of lists whose own certificate is on its list', () => {
  const points = ext.raw(
    OID.crlDistributionPoints,
    false,
    sequence(sequence(implicit(2, directory([{ type: 'CN', value: 'Lists' }]), true))),
  );
  const publisher = (own: Uint8Array | null) =>
    certificate({
      key: fixtureKey(7),
      subject: [{ type: 'CN', value: 'Lists' }],
      issuer: ca,
      isCa: false,
      extensions: { keyUsage: ext.keyUsage(6), points: own },
    });
  const entities = chain(3, { 2: { extensions: { points } } });
  const idp = sequence(implicit(4, boolean(true).subarray(2)));
  const mine = ext.raw(OID.certificateIssuer, true, sequence(directory(ca.subject)));
  const ask = (signer: Entity, entries: CrlOptions['entries'] = []) =>
    code([rootCrl, crl(signer, { idp, entries })], entities, [signer]);
  it('counts when the authority wrote so into the certificate, unless the list revokes it', () => {
    const signer = publisher(points);
    expect([ask(signer), ask(signer, [[serialOf(signer), mine]])]).toEqual(['ok', unknown]);
    expect(ask(signer, [[serialOf(entities[2] as Entity), mine]])).toBe('revoked');
  });
  it('does not count when nothing says so', () => {
    expect(ask(publisher(null))).toBe(unknown);
  });
});

describe('delta lists', () => {
  const base = (options: CrlOptions = {}) => crl(ca, { number: 5, ...options });
  const delta = (options: CrlOptions = {}) => crl(ca, { number: 7, base: 5, ...options });
  const held = { entries: [[serialOf(leaf), reason(6)]] as const };
  it.each([
    ['alone is none', [delta()], unknown],
    ['adds an entry', [base(), delta({ entries: [[serialOf(leaf)]] })], 'revoked'],
    ['takes an entry off', [base(held), delta({ entries: [[serialOf(leaf), reason(8)]] })], 'ok'],
    ['leaves an entry', [base(held), delta()], 'revoked'],
    ['for a later base does not count', [base({ number: 4 }), delta({ entries: [[serialOf(leaf)]] })], 'ok'],
    ['that is older does not count', [base({ number: 8 }), delta({ entries: [[serialOf(leaf)]] })], 'ok'],
    ['brings an old list up to date', [base({ nextUpdate: later(-0.5) }), delta()], 'ok'],
    ['that is old still revokes', [base(), delta({ nextUpdate: later(-0.5), entries: [[serialOf(leaf)]] })], 'revoked'],
    [
      'that is old takes nothing off',
      [base(held), delta({ nextUpdate: later(-0.5), entries: [[serialOf(leaf), reason(8)]] })],
      'revoked',
    ],
    ['that is old brings nothing', [base({ nextUpdate: later(-0.5) }), delta({ nextUpdate: later(-0.5) })], unknown],
    [
      'of another scope does not count',
      [base(), delta({ idp: sequence(implicit(1, boolean(true).subarray(2))), entries: [[serialOf(leaf)]] })],
      'ok',
    ],
  ] as const)('%s', (_what, lists, expected) => {
    expect(code([rootCrl, ...lists])).toBe(expected);
  });
});

describe('OCSP responses', () => {
  const certId = (entity: Entity, issuer: Entity) =>
    encodeCertId({
      hashAlgorithm: 'sha1',
      issuerNameHash: createHash('sha1').update(encodeName(issuer.subject)).digest('hex'),
      issuerKeyHash: toHex(keyIdentifierOf(issuer.key.spkiDer)),
      serialNumber: toHex(serialOf(entity)) as SerialNumber,
    });
  const response = (
    signer: Entity,
    entity: Entity,
    issuer: Entity,
    single: Partial<OcspSingleResponse> = {},
    certs: Entity[] = [],
  ) => {
    const data = encodeResponseData({
      responderKeyHash: keyIdentifierOf(signer.key.spkiDer),
      producedAt: NOW,
      responses: [
        {
          certIdDer: certId(entity, issuer),
          status: { type: 'good' },
          thisUpdate: later(-1),
          nextUpdate: later(1),
          ...single,
        },
      ],
      nonce: null,
    });
    return assembleOcspResponse(
      data,
      signer.key.algorithm,
      new Uint8Array(sign(null, data, signer.key.privateKey)),
      certs.map(({ der }) => der as CertificateDer),
    );
  };
  const good = response(root, ca, root);
  const answer = (...ocspResponses: Uint8Array[]) => verify([root, ca, leaf], { ocspResponses }).code;
  const responder = (extensions: Record<string, Uint8Array | null>, issuer = ca) =>
    certificate({
      key: fixtureKey(7),
      subject: [{ type: 'CN', value: 'OCSP' }],
      issuer,
      isCa: false,
      extensions: {
        subjectAltName: null,
        extKeyUsage: ext.extKeyUsage(OID.OCSPSigning),
        noCheck: ext.raw(OID.ocspNoCheck, false, nullValue()),
        ...extensions,
      },
    });
  const delegated = (signer: Entity) => answer(good, response(signer, leaf, ca, {}, [signer]));

  it('good, revoked and unknown', () => {
    expect(answer(good, response(ca, leaf, ca))).toBe('ok');
    expect(
      answer(
        good,
        response(ca, leaf, ca, { status: { type: 'revoked', revocationTime: later(-1), reason: 'superseded' } }),
      ),
    ).toBe('revoked');
    expect(answer(good, response(ca, leaf, ca, { status: { type: 'unknown' } }))).toBe(unknown);
    expect(answer(good)).toBe(unknown);
  });
  it('out of date, of another signer, or no response at all', () => {
    expect(answer(good, response(ca, leaf, ca, { nextUpdate: later(-0.5) }))).toBe(unknown);
    expect(answer(good, response(ca, leaf, ca, { thisUpdate: later(0.5) }))).toBe(unknown);
    expect(answer(good, response(root, leaf, ca))).toBe(unknown);
    expect(answer(good, Uint8Array.of(1))).toBe(unknown);
  });
  it('delegated responders', () => {
    expect(delegated(responder({}))).toBe('ok');
    expect(delegated(responder({ extKeyUsage: ext.extKeyUsage(OID.serverAuth) }))).toBe(unknown);
    expect(delegated(responder({ extKeyUsage: null }))).toBe(unknown);
    expect(delegated(responder({ noCheck: null }))).toBe(unknown);
    expect(delegated(responder({}, root))).toBe(unknown);
  });
  it('with lists, one of both is enough, and revoked counts from either', () => {
    const crls = [crl(ca, { entries: [[serialOf(leaf)]] })];
    expect(verify([root, ca, leaf], { crls, ocspResponses: [good, response(ca, leaf, ca)] }).code).toBe('revoked');
    expect(verify([root, ca, leaf], { crls: [rootCrl], ocspResponses: [response(ca, leaf, ca)] }).code).toBe('ok');
  });
});

describe('hostile lists', () => {
  it('no single changed octet of a list is accepted, and none ends in an error', () => {
    const list = crl(ca, { entries: [[Uint8Array.of(1), reason(1)]], idp: sequence(fullName(directory(ca.subject))) });
    expect(code([rootCrl, list])).toBe('ok');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: list.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Uint8Array.from(list);
        changed[at] = (changed[at] as number) ^ mask;
        expect(code([rootCrl, changed])).toBe(unknown);
      }),
      { numRuns: 300 },
    );
  });

  it('many points and many lists end by budget', () => {
    const points = Array.from({ length: 1000 }, (_, index) => sequence(fullName(uri(`http://x/${index}`))));
    const entities = chain(3, {
      2: { extensions: { points: ext.raw(OID.crlDistributionPoints, false, sequence(...points)) } },
    });
    const lists = Array.from({ length: 300 }, (_, index) =>
      crl(ca, { number: index, idp: sequence(fullName(uri('http://y'))) }),
    );
    const budget = newPathBudget();
    expect(verify(entities, { crls: [rootCrl, ...lists] }, budget).code).toBe('budget-exceeded');
    expect(budget.comparisons).toBeLessThan(0);
  });

  it('many that nobody signed end by budget', () => {
    const broken = Array.from({ length: 400 }, (_, index) =>
      crl(ca, { number: index, signature: (bytes) => bytes.map((octet) => octet ^ 1) }),
    );
    const budget = newPathBudget();
    expect(verify([root, ca, leaf], { crls: [rootCrl, ...broken] }, budget).code).toBe('budget-exceeded');
    expect(budget.signatures).toBe(-1);
  });
});
