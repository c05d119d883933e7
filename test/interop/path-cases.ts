/** Generated chains and questions about them, for comparisons with other validators. */
import { ascii, explicit, generalizedTime, implicit, sequence, time } from '../../lib/pki/der-writer.ts';
import { encodeName } from '../../lib/pki/distinguished-name.ts';
import { DAY, NOW } from '../../lib/pki/fixtures.test-support.ts';
import { directorySubtree, encodeNameConstraints, parseSubtree, type Subtree } from '../../lib/pki/name-constraints.ts';
import { OID } from '../../lib/pki/oids.ts';
import {
  type CertificateOptions,
  type Extensions,
  ext,
  fixtureKey,
} from '../../lib/pki/path/path-fixtures.test-support.ts';
import type { PathQuestion } from '../../lib/pki/path/verify-path.ts';

export interface Case {
  readonly what: string;
  readonly changes: Record<number, Partial<CertificateOptions>>;
}

/** A small generator of numbers, so that a failure today is a failure tomorrow. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export const later = (days: number) => new Date(NOW.getTime() + days * DAY);
const dns = (...names: string[]) => ({ subjectAltName: ext.dnsNames(...names) });
const critical = (oid: string, value: Uint8Array) => ({ x: ext.raw(oid, true, value) });
export const CHANGES: readonly [what: string, at: readonly number[], change: Partial<CertificateOptions>][] = [
  ['nothing', [3], {}],
  ['expired', [0, 1, 2, 3], { notAfter: later(-0.5) }],
  ['not yet valid', [0, 1, 2, 3], { notBefore: later(0.5) }],
  ['broken signature', [1, 2, 3], { signature: (good) => good.map((octet, at) => (at === 9 ? octet ^ 1 : octet)) }],
  ['not a CA', [1, 2], { extensions: { basicConstraints: ext.basicConstraints(false), keyUsage: ext.keyUsage(0) } }],
  ['path length 0', [0, 1, 2], { extensions: { basicConstraints: ext.basicConstraints(true, 0) } }],
  ['path length 1', [0, 1, 2], { extensions: { basicConstraints: ext.basicConstraints(true, 1) } }],
  ['no keyCertSign', [0, 1, 2], { extensions: { keyUsage: ext.keyUsage(6) } }],
  ['keyCertSign in a leaf', [3], { extensions: { keyUsage: ext.keyUsage(0, 5) } }],
  ['unknown critical', [1, 2, 3], { extensions: critical('1.2.3.4', sequence()) }],
  ['unknown critical in the root', [0], { extensions: critical('1.2.3.4', sequence()) }],
  ['client purpose', [1, 2, 3], { extensions: { extKeyUsage: ext.extKeyUsage(OID.clientAuth) } }],
  ['server purpose', [1, 2, 3], { extensions: { extKeyUsage: ext.extKeyUsage(OID.serverAuth) } }],
  ['any purpose', [1, 2], { extensions: { extKeyUsage: ext.extKeyUsage(OID.anyExtendedKeyUsage) } }],
  ['any purpose in a leaf', [3], { extensions: { extKeyUsage: ext.extKeyUsage(OID.anyExtendedKeyUsage) } }],
  ['purpose in the root', [0], { extensions: { extKeyUsage: ext.extKeyUsage(OID.serverAuth) } }],
  ['another name', [3], { extensions: dns('other.lan') }],
  ['a wildcard', [3], { extensions: dns('*.lan') }],
  ['no alternative names', [3], { extensions: { subjectAltName: null } }],
  ['no key identifiers', [2], { extensions: { subjectKeyIdentifier: null } }],
  ['no authority key identifier', [1, 2, 3], { extensions: { authorityKeyIdentifier: null } }],
  [
    'critical key identifier',
    [1, 2],
    { extensions: { subjectKeyIdentifier: ext.subjectKeyIdentifier(fixtureKey(2).id, true) } },
  ],
  [
    'basic constraints not critical',
    [1, 2],
    { extensions: { basicConstraints: ext.basicConstraints(true, null, false) } },
  ],
  ['version 1 in between', [1, 2], { version: 1 }],
  ['version 1 root', [0], { version: 1 }],
  ['version 1 leaf', [3], { version: 1 }],
  ['empty issuer', [1], { issuerName: encodeName([]) }],
  ['empty subject, names not critical', [3], { subjectName: encodeName([]) }],
  [
    'empty subject, names critical',
    [3],
    { subjectName: encodeName([]), extensions: { subjectAltName: ext.names(true, implicit(2, ascii('api.lan'))) } },
  ],
  ['two algorithms', [3], { outerAlgorithm: sequence(ext.raw('1.2', false, sequence()).subarray(2, 5)) }],
  ['serial 0', [1, 3], { serial: Uint8Array.of(0) }],
  ['negative serial', [3], { serial: Uint8Array.of(0x81) }],
  ['GeneralizedTime before 2050', [3], { validity: sequence(time(later(-1)), generalizedTime(later(1))) }],
  ['authority as the end', [3], { isCa: true, extensions: dns('api.lan') }],
  ['key for signatures of documents', [3], { extensions: { keyUsage: ext.keyUsage(1) } }],
  ['common name outside the names', [3], { subjectName: encodeName([{ type: 'CN', value: 'other.lan' }]) }],
];

export interface PolicyCase extends Case {
  readonly flags: readonly string[];
  readonly policies: PathQuestion['policies'];
  /** Some authority has any policy and maps: where any policy is inhibited, OpenSSL still makes the mapped ones from it. */
  readonly mapsUnderAny: boolean;
}

/** Chains of five with three policies, mappings and limits at random. */
export function policyCases(count: number, seed = 23): PolicyCase[] {
  const random = randomNumbers(seed);
  const pick = <Value>(values: readonly Value[]) => values[random(values.length)] as Value;
  const names = ['1.2.3.1', '1.2.3.2', '1.2.3.3'];
  const some = (most: number) => names.filter(() => random(most) === 0);
  let mapsUnderAny = false;
  const extensionsOf = (isLeaf: boolean): Extensions => {
    const policies = [...some(2), ...(random(3) === 0 ? [OID.anyPolicy] : [])];
    if (policies.length === 0 && random(4) > 0) policies.push(pick(names));
    const mapped = isLeaf || random(3) > 0 ? [] : [[pick(names), pick(names)] as [string, string]];
    if (mapped.length > 0 && random(2) === 0) mapped.push([pick(names), pick(names)]);
    mapsUnderAny ||= mapped.length > 0 && policies.includes(OID.anyPolicy);
    return {
      policies: policies.length > 0 ? ext.policies(...policies) : null,
      mappings: mapped.length > 0 ? ext.mappings(...mapped) : null,
      constraints: random(5) === 0 ? ext.policyConstraints(random(3), random(2) === 0 ? random(3) : null) : null,
      inhibit: random(6) === 0 ? ext.inhibitAnyPolicy(random(3)) : null,
    };
  };
  return Array.from({ length: count }, (_, index): PolicyCase => {
    // OpenSSL takes no policy at all for no acceptable one, so any policy is asked for by its name.
    const wanted = random(2) === 0 ? [OID.anyPolicy] : [pick(names)];
    const [explicitly, noMapping, noAny] = [random(3) > 0, random(8) === 0, random(8) === 0];
    mapsUnderAny = false;
    const changes = Object.fromEntries([1, 2, 3, 4].map((at) => [at, { extensions: extensionsOf(at === 4) }]));
    return {
      what: `policies ${index}`,
      changes,
      mapsUnderAny,
      flags: [
        '-policy_check',
        ...wanted.flatMap((oid) => ['-policy', oid]),
        ...(explicitly ? ['-explicit_policy'] : []),
        ...(noMapping ? ['-inhibit_map'] : []),
        ...(noAny ? ['-inhibit_any'] : []),
      ],
      policies: {
        userInitialPolicySet: wanted,
        initialExplicitPolicy: explicitly,
        initialPolicyMappingInhibit: noMapping,
        initialAnyPolicyInhibit: noAny,
      },
    };
  });
}

export function nameConstraintCases(count: number, seed = 11, most = 3): Case[] {
  const random = randomNumbers(seed);
  const pick = <Value>(values: readonly Value[]) => values[random(values.length)] as Value;
  const hosts = ['lan', 'corp.lan', 'a.corp.lan', 'b.a.corp.lan', 'badcorp.lan', 'test', 'CORP.lan'];
  const networks = ['10.0.0.0/8', '10.1.0.0/16', '192.168.1.0/24', '0.0.0.0/0', 'fd00::/8'];
  const units = ['Acme', 'ACME', 'Evil', ' Acme  Corp '];
  const subtree = (): Subtree => {
    switch (random(5)) {
      case 0:
        return parseSubtree('email', pick(['bob@corp.lan', 'corp.lan', '.corp.lan', 'lan', 'Bob@corp.lan']));
      case 1:
        return parseSubtree('uri', pick(['corp.lan', '.corp.lan', 'lan']));
      case 2:
        return parseSubtree('ip', pick(networks));
      case 3:
        return directorySubtree(encodeName([{ type: 'O', value: pick(units) }]));
      default:
        return parseSubtree('dns', pick(hosts));
    }
  };
  const name = (): Uint8Array => {
    switch (random(5)) {
      case 0:
        return implicit(1, ascii(pick(['bob@corp.lan', 'bob@a.corp.lan', 'eve@lan', 'Bob@CORP.lan'])));
      case 1:
        return implicit(6, ascii(pick(['https://corp.lan/x', 'https://a.corp.lan', 'https://bob@corp.lan:8443/'])));
      case 2:
        return implicit(
          7,
          Uint8Array.from(
            pick([
              [10, 1, 2, 3],
              [10, 2, 2, 3],
              [192, 168, 1, 9],
              [0xfd, ...new Array<number>(15).fill(1)],
            ]),
          ),
        );
      case 3:
        return explicit(4, encodeName([{ type: 'O', value: pick(units) }]));
      default:
        return implicit(2, ascii(pick([...hosts, '*.corp.lan', 'x.corp.lan'])));
    }
  };
  const some = <Value>(most: number, make: () => Value) => Array.from({ length: random(most + 1) }, make);
  return Array.from({ length: count }, (_, index): Case => {
    const constraints = { permitted: some(3, subtree), excluded: some(1, subtree) };
    if (constraints.permitted.length + constraints.excluded.length === 0) constraints.permitted.push(subtree());
    const names = [name(), ...some(2, name)];
    return {
      what: `names ${index}`,
      changes: {
        [3 - 1 - random(most)]: {
          extensions: { nameConstraints: ext.raw(OID.nameConstraints, true, encodeNameConstraints(constraints)) },
        },
        3: { subject: [{ type: 'O', value: pick(units) }], extensions: { subjectAltName: ext.names(false, ...names) } },
      },
    };
  });
}

/** Each change at each of its places. */
export function singleCases(): Case[] {
  return CHANGES.flatMap(([what, at, change]) =>
    at.map((index) => ({ what: `${what} (${index})`, changes: { [index]: change } })),
  );
}

/** Two changes at once. */
export function pairCases(count: number, seed = 7): Case[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (): Case => {
    const [left, right] = [CHANGES[random(CHANGES.length)], CHANGES[random(CHANGES.length)]] as [
      (typeof CHANGES)[number],
      (typeof CHANGES)[number],
    ];
    const [at, and] = [left[1][random(left[1].length)], right[1][random(right[1].length)]] as [number, number];
    const first = { what: `${left[0]} (${at})`, changes: { [at]: left[2] } };
    return at === and
      ? first
      : { what: `${first.what} and ${right[0]} (${and})`, changes: { ...first.changes, [and]: right[2] } };
  });
}
