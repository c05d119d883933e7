import { describe, expect, it } from 'vitest';
import { implicit, sequence } from '../der-writer.ts';
import { DAY, NOW } from '../fixtures.test-support.ts';
import { encodeNameConstraints, parseSubtree } from '../name-constraints.ts';
import { OID } from '../oids.ts';
import { certificate, type Entity, ext, fixtureKey, verify } from './path-fixtures.test-support.ts';
import { newPathBudget } from './path-result.ts';

const cn = (value: string) => [{ type: 'CN', value }];
const root = certificate({ key: fixtureKey(0), subject: cn('Root'), issuer: null, isCa: true });
const other = certificate({ key: fixtureKey(1), subject: cn('Other root'), issuer: null, isCa: true });
const ca = certificate({ key: fixtureKey(2), subject: cn('CA'), issuer: root, isCa: true });
const leaf = certificate({ key: fixtureKey(3), subject: cn('Leaf'), issuer: ca, isCa: false });
const ask = (trusted: readonly Entity[], intermediates: readonly Entity[], end: Entity = leaf) =>
  verify([root, end], { trusted: trusted.map(({ der }) => der), intermediates: intermediates.map(({ der }) => der) });

describe('finding a path', () => {
  it('without the issuer in the pool there is none', () => {
    expect(ask([root], [])).toMatchObject({ code: 'no-path', steps: [{ check: 'chain', ok: false }] });
    expect(ask([other], [ca]).reason).toBe(
      'CN=CA has an issuer that is neither trusted nor among the intermediate certificates. Add the certificate of its issuer.',
    );
    expect(ask([], []).code).toBe('no-path');
  });

  it('an intermediate may be the trusted certificate', () => {
    expect(ask([ca], []).code).toBe('ok');
  });

  it('a self-signed end is trusted only when it is among the trusted', () => {
    const alone = certificate({ key: fixtureKey(9), subject: cn('Alone'), issuer: null, isCa: false });
    expect([ask([alone], [], alone).code, ask([root], [alone], alone).code]).toEqual(['ok', 'no-path']);
  });

  it('takes the valid one of two intermediates of the same name and key', () => {
    const expired = certificate({
      key: fixtureKey(2),
      subject: cn('CA'),
      issuer: root,
      isCa: true,
      notAfter: new Date(NOW.getTime() - 1000),
    });
    for (const pool of [
      [expired, ca],
      [ca, expired],
    ])
      expect(ask([root], pool).code).toBe('ok');
    expect(ask([root], [expired]).code).toBe('expired');
  });

  it('takes the right one of two intermediates of the same name and another key', () => {
    const wrongKey = certificate({
      key: fixtureKey(8),
      subject: cn('CA'),
      issuer: root,
      isCa: true,
      extensions: { subjectKeyIdentifier: ext.subjectKeyIdentifier(fixtureKey(2).id) },
    });
    for (const pool of [
      [wrongKey, ca],
      [ca, wrongKey],
    ])
      expect(ask([root], pool).code).toBe('ok');
    expect(ask([root], [wrongKey]).code).toBe('bad-signature');
  });

  it('goes around an authority that is constrained too much', () => {
    const nameConstraints = ext.raw(
      OID.nameConstraints,
      true,
      encodeNameConstraints({ permitted: [parseSubtree('dns', 'test')], excluded: [] }),
    );
    const narrow = certificate({
      key: fixtureKey(2),
      subject: cn('CA'),
      issuer: other,
      isCa: true,
      extensions: { nameConstraints },
    });
    expect(ask([other], [narrow]).code).toBe('name-constraint-violation');
    for (const pool of [
      [narrow, ca],
      [ca, narrow],
    ])
      expect(ask([other, root], pool).code).toBe('ok');
    // A second way to the same constrained authority does not lose the constraint.
    expect(ask([other], [narrow, ca]).code).toBe('name-constraint-violation');
  });

  it('follows cross-signatures in both directions without going round in circles', () => {
    const rootByOther = certificate({ key: fixtureKey(0), subject: cn('Root'), issuer: other, isCa: true });
    const otherByRoot = certificate({ key: fixtureKey(1), subject: cn('Other root'), issuer: root, isCa: true });
    expect(ask([other], [ca, rootByOther, otherByRoot]).code).toBe('ok');
    expect(ask([root], [ca, rootByOther, otherByRoot]).code).toBe('ok');
    expect(ask([], [ca, rootByOther, otherByRoot]).code).toBe('no-path');
  });
});

describe('hostile pools', () => {
  it('many issuers of one name end by budget', () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      certificate({
        key: fixtureKey(1000 + index),
        subject: cn('CA'),
        issuer: root,
        isCa: true,
        extensions: { subjectKeyIdentifier: ext.subjectKeyIdentifier(fixtureKey(2).id) },
      }),
    );
    const budget = newPathBudget();
    const { code } = verify([root, leaf], { intermediates: many.map(({ der }) => der) }, budget);
    expect(code).toBe('budget-exceeded');
    expect(budget.signatures).toBeGreaterThanOrEqual(-1);
  });

  it('the right one is found among many when the key identifier names it', () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      certificate({ key: fixtureKey(1000 + index), subject: cn('CA'), issuer: root, isCa: true }),
    );
    expect(ask([root], [...many, ca]).code).toBe('ok');
  });

  it('a web of authorities that all signed each other ends by budget', () => {
    const size = 12;
    const names = Array.from({ length: size }, (_, index) => cn(`Web ${index}`));
    const selves = names.map((subject, index) =>
      certificate({ key: fixtureKey(500 + index), subject, issuer: null, isCa: true }),
    );
    const web = selves.flatMap((issuer) =>
      names.flatMap((subject, index) =>
        selves[index] === issuer ? [] : [certificate({ key: fixtureKey(500 + index), subject, issuer, isCa: true })],
      ),
    );
    const end = certificate({ key: fixtureKey(3), subject: cn('Leaf'), issuer: selves[0] as Entity, isCa: false });
    const budget = newPathBudget();
    const { code } = verify([root, end], { intermediates: web.map(({ der }) => der) }, budget);
    expect(code).toBe('budget-exceeded');
    expect(budget.extensions).toBeGreaterThanOrEqual(-1);
  });

  it('ASN-14: of 65,536 intermediates with one subject only as many are read as would be tried', () => {
    const same = certificate({ key: fixtureKey(1), subject: cn('Same'), issuer: root, isCa: true });
    const end = certificate({
      key: fixtureKey(3),
      subject: cn('Leaf'),
      issuer: { ...same, key: fixtureKey(9) },
      isCa: false,
    });
    // Each of its own, by an octet of the signature; every hundredth has a signature that is no BIT STRING.
    const pool = Array.from({ length: 65_536 }, (_, index) => {
      const der = Uint8Array.from(same.der);
      der.set([index & 0xff, index >> 8], der.length - 20);
      if (index % 100 === 99) der[der.length - 65] = 9;
      return der;
    });
    // What cannot be read among the first 601 is told; the others are never opened.
    const { code, steps } = verify([root, end], { intermediates: pool });
    expect(code).toBe('budget-exceeded');
    expect(steps.filter(({ check }) => check === 'input')).toHaveLength(6);
  });

  it('ASN-14: a name in another spelling is the same name', () => {
    const spelled = (value: string) =>
      certificate({ key: fixtureKey(1), subject: cn(value), issuer: root, isCa: true });
    const all = ['Same', 'SAME', ' same ', 'sAME'].map(spelled);
    const pool = Array.from({ length: 1_200 }, (_, index) => (all[index % 4] as Entity).der);
    const end = certificate({
      key: fixtureKey(3),
      subject: cn('Leaf'),
      issuer: { ...spelled('Same'), key: fixtureKey(9) },
      isCa: false,
    });
    const broken = (all[1] as Entity).der.map((octet, at, { length }) => (at === length - 65 ? 9 : octet));
    const { code, steps } = verify([root, end], { intermediates: [...pool, broken] });
    expect(code).toBe('budget-exceeded');
    expect(steps.filter(({ check }) => check === 'input')).toEqual([]);
  });

  it('a chain longer than any real one is refused', () => {
    const links: Entity[] = [root];
    for (let index = 1; index <= 25; index += 1)
      links.push(
        certificate({
          key: fixtureKey(index),
          subject: cn(`Link ${index}`),
          issuer: links.at(-1) as Entity,
          isCa: index < 25,
        }),
      );
    expect(verify(links).code).toBe('budget-exceeded');
  });

  it('names and constraints in great numbers end by budget', () => {
    const names = Array.from({ length: 600 }, (_, index) => implicit(2, Buffer.from(`a${index}.lan`)));
    const bases = Array.from({ length: 600 }, (_, index) => parseSubtree('dns', `b${index}.test`));
    const nameConstraints = ext.raw(
      OID.nameConstraints,
      true,
      encodeNameConstraints({ permitted: [], excluded: bases }),
    );
    const wide = certificate({
      key: fixtureKey(2),
      subject: cn('CA'),
      issuer: root,
      isCa: true,
      extensions: { nameConstraints },
    });
    const end = certificate({
      key: fixtureKey(3),
      subject: cn('Leaf'),
      issuer: wide,
      isCa: false,
      extensions: { subjectAltName: ext.names(false, ...names) },
    });
    const budget = newPathBudget();
    expect(verify([root, wide, end], {}, budget).code).toBe('budget-exceeded');
    expect(budget.comparisons).toBeLessThan(0);
  });

  it('a doubled trusted certificate is one', () => {
    expect(ask([root, root, root], [ca, ca, root]).code).toBe('ok');
  });

  it('an empty SEQUENCE among the intermediates is left out', () => {
    expect(verify([root, ca, leaf], { intermediates: [sequence(), ca.der] }).code).toBe('ok');
  });

  it('an end that expired is told even when the chain is long', () => {
    const old = certificate({
      key: fixtureKey(3),
      subject: cn('Leaf'),
      issuer: ca,
      isCa: false,
      notAfter: new Date(NOW.getTime() - DAY / 2),
    });
    expect(ask([root], [ca], old).reason).toBe('CN=Leaf expired on 2026-11-24T00:00:00Z. Renew it.');
  });
});
