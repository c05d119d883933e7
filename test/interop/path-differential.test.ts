import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ascii, explicit, implicit, namedBitString, sequence } from '../../lib/pki/der-writer.ts';
import { NOW } from '../../lib/pki/fixtures.test-support.ts';
import { OID } from '../../lib/pki/oids.ts';
import {
  type CrlOptions,
  chain,
  crl,
  type Entity,
  ext,
  reason,
  serialOf,
  verify,
} from '../../lib/pki/path/path-fixtures.test-support.ts';
import { encodePem } from '../../lib/pki/pem.ts';
import { findProgram, run } from '../support/programs.ts';
import { removeDirectory, temporaryDirectory } from '../support/server.ts';
import { type Case, later, nameConstraintCases, pairCases, policyCases, singleCases } from './path-cases.ts';

/**
 * The same chains for our validator and for `openssl verify -x509_strict`. Every difference must be explained by a row of DIFFERENCES, and
 * docs/standards/path-validation-differences.md tells each in words. Skipped where there is no openssl.
 */
const openssl = findProgram('openssl');

/** What we decide in another way, by the name of the change. */
const DIFFERENCES: ReadonlyMap<string, 'we refuse' | 'we accept'> = new Map([
  ['any: no key identifiers', 'we accept'],
  ['any: no authority key identifier', 'we accept'],
  ['any: critical key identifier', 'we accept'],
  ['any: basic constraints not critical', 'we accept'],
  ['any: version 1 root', 'we accept'],
  ['server: any purpose (', 'we accept'],
  ['server: a wildcard', 'we accept'],
  ['server: purpose in the root', 'we refuse'],
  ['server: serial 0', 'we refuse'],
  ['server: negative serial', 'we refuse'],
  ['server: GeneralizedTime before 2050', 'we refuse'],
  ['server: common name outside the names', 'we refuse'],
]);

/** The same for pairs of revocation lists. */
const LIST_DIFFERENCES: ReadonlyMap<string, 'we refuse' | 'we accept'> = new Map([
  ['broken + end certificates only', 'we accept'],
  ['unknown critical + delta, taken off', 'we refuse'],
  ['unknown critical entry + delta, taken off', 'we refuse'],
]);

let folder: string;
beforeAll(() => {
  folder = temporaryDirectory();
});
afterAll(() => removeDirectory(folder));

async function opensslAccepts(
  entities: readonly Entity[],
  purpose: 'sslserver' | 'any',
  name: string | null,
  flags: readonly string[] = [],
) {
  const file = (called: string, some: readonly Entity[]) => {
    writeFileSync(join(folder, called), some.map(({ der }) => encodePem('CERTIFICATE', der)).join(''));
    return join(folder, called);
  };
  const { code, output } = await run(openssl as string, [
    'verify',
    '-x509_strict',
    ...flags,
    '-no-CApath',
    '-no-CAstore',
    ...['-attime', String(NOW.getTime() / 1000), '-purpose', purpose],
    ...(name === null ? [] : ['-verify_hostname', name]),
    ...['-CAfile', file('root.pem', entities.slice(0, 1)), '-untrusted', file('pool.pem', entities.slice(1, -1))],
    file('leaf.pem', entities.slice(-1)),
  ]);
  return { accepts: code === 0, output };
}

async function differences(cases: readonly Case[], forServer: boolean): Promise<string[]> {
  const found: string[] = [];
  for (const { what, changes } of cases) {
    const entities = chain(4, changes);
    const ours = verify(entities, forServer ? { purpose: 'server', identity: { kind: 'DNS', value: 'api.lan' } } : {});
    const theirs = await opensslAccepts(entities, forServer ? 'sslserver' : 'any', forServer ? 'api.lan' : null);
    if ((ours.verdict === 'SUCCESS') === theirs.accepts) continue;
    const way = theirs.accepts ? 'we refuse' : 'we accept';
    if (![...DIFFERENCES].some(([row, expected]) => what.includes(row) && way === expected))
      found.push(
        `${what}: ${way}; ours: ${ours.code} ${ours.reason}; openssl: ${theirs.output.trim().replaceAll('\n', ' | ')}`,
      );
  }
  return found;
}

describe.skipIf(openssl === null)('openssl verify and our validator', { timeout: 300_000 }, () => {
  const single = singleCases();

  it('agree on each single change, for any use', async () => {
    expect(
      await differences(
        single.map((one) => ({ ...one, what: `any: ${one.what}` })),
        false,
      ),
    ).toEqual([]);
  });

  it('agree on each single change, for a server', async () => {
    expect(
      await differences(
        single.map((one) => ({ ...one, what: `server: ${one.what}` })),
        true,
      ),
    ).toEqual([]);
  });

  it('agree on pairs of changes', async () => {
    const pairs = pairCases(150).map((one) => ({ ...one, what: `any: ${one.what.replace(' and ', ' and any: ')}` }));
    expect(await differences(pairs, false)).toEqual([]);
  });

  it('agree on policies', async () => {
    const found: string[] = [];
    for (const { what, changes, flags, policies, mapsUnderAny } of policyCases(200)) {
      const entities = chain(5, changes);
      const ours = verify(entities, { policies });
      const theirs = await opensslAccepts(entities, 'any', null, flags);
      const isExplained = mapsUnderAny && theirs.accepts;
      if ((ours.verdict === 'SUCCESS') !== theirs.accepts && !isExplained)
        found.push(`${what} ${flags.join(' ')}: ours: ${ours.code} ${ours.reason}; openssl: ${theirs.output}`);
    }
    expect(found).toEqual([]);
  });

  it('agree on revocation lists', async () => {
    const point = sequence(explicit(0, implicit(0, implicit(6, ascii('http://x/0')), true)));
    const freshest = ext.raw(OID.freshestCrl, false, sequence(point));
    const [root, ca, leaf] = chain(3, { 2: { extensions: { freshest } } }) as [Entity, Entity, Entity];
    const rootList = crl(root);
    const found: string[] = [];
    for (const { what, crls } of crlCases(ca, leaf)) {
      const ours = verify([root, ca, leaf], { crls: [rootList, ...crls] });
      const file = join(folder, 'lists.pem');
      writeFileSync(file, [rootList, ...crls].map((der) => encodePem('X509 CRL', der)).join(''));
      const flags = ['-crl_check_all', '-extended_crl', '-use_deltas', '-CRLfile', file];
      const theirs = await opensslAccepts([root, ca, leaf], 'any', null, flags);
      const way = theirs.accepts ? 'we refuse' : 'we accept';
      const isExplained = LIST_DIFFERENCES.get(what) === way;
      if ((ours.verdict === 'SUCCESS') === theirs.accepts || isExplained) continue;
      found.push(
        `${what}: ${way}; ours: ${ours.code} ${ours.reason}; openssl: ${theirs.output.trim().replaceAll('\n', ' | ')}`,
      );
    }
    expect(found).toEqual([]);
  });

  it('agree on name constraints', async () => {
    expect(await differences(nameConstraintCases(300), false)).toEqual([]);
  });
});

/** Lists of the issuing authority, complete and delta, each alone and in pairs with the others. */
function crlCases(ca: Entity, leaf: Entity): { what: string; crls: readonly Uint8Array[] }[] {
  const only = (tag: number) => sequence(implicit(tag, Uint8Array.of(0xff)));
  const some = (...bits: number[]) => sequence(implicit(3, namedBitString(bits).subarray(2)));
  const listed = (code: number) => ({ entries: [[serialOf(leaf), reason(code)]] as const });
  const lists: readonly (readonly [what: string, options: CrlOptions])[] = [
    ['empty', {}],
    ['revoked', listed(1)],
    ['on hold', listed(6)],
    ['out of date', { nextUpdate: later(-0.5) }],
    ['from tomorrow', { thisUpdate: later(0.5) }],
    ['broken', { signature: (good) => good.map((octet, at) => (at === 3 ? octet ^ 1 : octet)) }],
    ['unknown critical', { extensions: [ext.raw('1.2.3', true, sequence())] }],
    ['unknown critical entry', { entries: [[Uint8Array.of(1), ext.raw('1.2.3', true, sequence())]] }],
    ['end certificates only', { idp: only(1) }],
    ['authorities only', { idp: only(2) }],
    ['attribute certificates only', { idp: only(5) }],
    ['half of the reasons', { idp: some(1, 2, 3, 4) }],
    ['the other half', { idp: some(5, 6, 7, 8) }],
    ['the other half, revoked', { idp: some(5, 6, 7, 8), ...listed(6) }],
    ['another point', { idp: sequence(explicit(0, implicit(0, implicit(6, ascii('http://x/1')), true))) }],
    ['delta', { number: 7, base: 5 }],
    ['delta, revoked', { number: 7, base: 5, ...listed(1) }],
    ['delta, taken off', { number: 7, base: 5, ...listed(8) }],
    ['delta of a later base', { number: 9, base: 8, ...listed(1) }],
    ['delta, out of date', { number: 7, base: 5, nextUpdate: later(-0.5), ...listed(1) }],
  ];
  const made = lists.map(([what, options]) => ({ what, der: crl(ca, options) }));
  const single = made.map(({ what, der }) => ({ what, crls: [der] }));
  const pairs = made.flatMap((left, at) =>
    made.slice(at + 1).map((right) => ({ what: `${left.what} + ${right.what}`, crls: [left.der, right.der] })),
  );
  return [...single, ...pairs];
}
