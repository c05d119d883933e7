import { describe, expect, it } from 'vitest';
import { OID } from '../oids.ts';
import {
  certificate,
  chain,
  type Entity,
  type Extensions,
  ext,
  fixtureKey,
  POLICIES,
  verify,
} from './path-fixtures.test-support.ts';

const [A, B, C] = ['1.2.3.1', '1.2.3.2', '1.2.3.3'] as const;
const explicitly = { initialExplicitPolicy: true };

/** Root without policies, and one entry of extensions for each certificate below it. */
function code(below: readonly Extensions[], policies: Partial<typeof POLICIES> = {}) {
  const changes = Object.fromEntries(below.map((extensions, index) => [index + 1, { extensions }]));
  return verify(chain(below.length + 1, changes), { policies: { ...POLICIES, ...policies } }).code;
}
const under = (...policies: string[]): Extensions => ({ policies: ext.policies(...policies) });
const any = under(OID.anyPolicy);
const none: Extensions = {};
const ok = 'ok';
const violated = 'policy-violation';

describe('policies along a path', () => {
  it.each([
    ['no policies, none demanded', [none, none], {}, ok],
    ['no policies, one demanded', [none, none], explicitly, violated],
    ['the same policy throughout', [under(A), under(A)], explicitly, ok],
    ['another policy at the end', [under(A), under(B)], explicitly, violated],
    ['another policy at the end, none demanded', [under(A), under(B)], {}, ok],
    ['one of two', [under(A, B), under(B)], explicitly, ok],
    ['a gap in the middle', [under(A), none, under(A)], explicitly, violated],
    ['any policy above', [any, under(A)], explicitly, ok],
    ['any policy below', [under(A), any], explicitly, ok],
    ['any policy above, inhibited', [any, under(A)], { ...explicitly, initialAnyPolicyInhibit: true }, violated],
    ['the policy that is asked for', [under(A, B), under(A, B)], { ...explicitly, userInitialPolicySet: [B] }, ok],
    ['not the policy that is asked for', [under(A), under(A)], { ...explicitly, userInitialPolicySet: [B] }, violated],
    ['asked for, not demanded', [under(A), under(A)], { userInitialPolicySet: [B] }, ok],
    ['any policy stands for the one asked for', [any, any], { ...explicitly, userInitialPolicySet: [B] }, ok],
  ] as const)('%s', (_what, below, policies, expected) => {
    expect(code(below, policies)).toBe(expected);
  });

  const requires = (skip: number) => ({ constraints: ext.policyConstraints(skip) });
  it.each([
    ['demanded at once, and there', [{ ...under(A), ...requires(0) }, under(A)], ok],
    ['demanded at once, and missing', [{ ...under(A), ...requires(0) }, under(B)], violated],
    ['demanded after two, with two', [{ ...under(A), ...requires(2) }, under(B)], ok],
    ['demanded after two, with four', [{ ...under(A), ...requires(2) }, under(A), under(A), under(B)], violated],
    ['demanded by the end for itself', [under(A), { ...under(B), ...requires(0) }], violated],
    [
      'the smaller demand counts',
      [{ ...under(A), ...requires(5) }, { ...under(A), ...requires(0) }, under(B)],
      violated,
    ],
  ] as const)('an explicit policy is %s', (_what, below, expected) => {
    expect(code(below)).toBe(expected);
  });

  const maps = (...pairs: [string, string][]) => ({ mappings: ext.mappings(...pairs) });
  it.each([
    ['to the policy below', [{ ...under(A), ...maps([A, B]) }, under(B)], explicitly, ok],
    ['and the old name no longer counts', [{ ...under(A), ...maps([A, B]) }, under(A)], explicitly, violated],
    [
      'asked for by the upper name',
      [{ ...under(A), ...maps([A, B]) }, under(B)],
      { ...explicitly, userInitialPolicySet: [A] },
      ok,
    ],
    [
      'asked for by the lower name',
      [{ ...under(A), ...maps([A, B]) }, under(B)],
      { ...explicitly, userInitialPolicySet: [B] },
      violated,
    ],
    ['to two', [{ ...under(A), ...maps([A, B], [A, C]) }, under(C)], explicitly, ok],
    [
      'inhibited from the start',
      [{ ...under(A), ...maps([A, B]) }, under(B)],
      { ...explicitly, initialPolicyMappingInhibit: true },
      violated,
    ],
    [
      'inhibited from above',
      [{ ...under(A), constraints: ext.policyConstraints(null, 0) }, { ...under(A), ...maps([A, B]) }, under(B)],
      explicitly,
      violated,
    ],
    ['from any policy', [{ ...any, ...maps([A, B]) }, under(B)], { ...explicitly, userInitialPolicySet: [A] }, ok],
    ['of "any policy" itself', [{ ...under(A), ...maps([OID.anyPolicy, B]) }, under(B)], {}, violated],
    ['to "any policy"', [{ ...under(A), ...maps([A, OID.anyPolicy]) }, under(B)], {}, violated],
    [
      'twice',
      [{ ...under(A), ...maps([A, B]) }, { ...under(B), ...maps([B, C]) }, under(C)],
      { ...explicitly, userInitialPolicySet: [A] },
      ok,
    ],
  ] as const)('is mapped %s', (_what, below, policies, expected) => {
    expect(code(below, policies)).toBe(expected);
  });

  const inhibits = (skip: number): Extensions => ({ ...under(A), inhibit: ext.inhibitAnyPolicy(skip) });
  it.each([
    ['0 ends it at once', [inhibits(0), any], violated],
    ['1 leaves one', [inhibits(1), any], ok],
    ['1 does not leave two', [inhibits(1), any, any], violated],
    ['2 leaves two', [inhibits(2), any, any], ok],
    ['does not end a named policy', [inhibits(0), under(A)], ok],
  ] as const)('inhibitAnyPolicy %s', (_what, below, expected) => {
    expect(code(below, explicitly)).toBe(expected);
  });

  it('a self-issued authority keeps any policy although it is inhibited', () => {
    const name = [{ type: 'CN', value: 'Same' }];
    const [root] = chain(2) as [Entity];
    const build = (second: readonly { type: string; value: string }[]) => {
      const ca = certificate({
        key: fixtureKey(1),
        subject: name,
        issuer: root,
        isCa: true,
        extensions: { ...under(A), inhibit: ext.inhibitAnyPolicy(0) },
      });
      const rolled = certificate({ key: fixtureKey(2), subject: second, issuer: ca, isCa: true, extensions: any });
      const leaf = certificate({
        key: fixtureKey(3),
        subject: [{ type: 'CN', value: 'x' }],
        issuer: rolled,
        isCa: false,
        extensions: under(A),
      });
      return verify([root, ca, rolled, leaf], { policies: { ...POLICIES, ...explicitly } }).code;
    };
    expect([build(name), build([{ type: 'CN', value: 'Other' }])]).toEqual([ok, violated]);
  });

  it('shows the policies that are valid', () => {
    const steps = verify(chain(3, { 1: { extensions: under(A, B) }, 2: { extensions: under(B) } })).steps;
    expect(steps.find((step) => step.check === 'policy-set')?.evidence).toBe(`Valid policies: ${B}.`);
  });

  it('doubling at every level stays small', () => {
    // The tree of RFC 5280 would have 50 · 2^18 leaves here.
    const policies = Array.from({ length: 50 }, (_, index) => `1.2.4.${index}`);
    const pairs = policies.flatMap((from) => policies.map((to): [string, string] => [from, to]));
    const crossed = { ...under(...policies), ...maps(...pairs) };
    const below = [...Array.from({ length: 17 }, () => crossed), under(...policies)];
    expect(code(below, explicitly)).toBe(ok);
  });
});
