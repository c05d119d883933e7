/** How each case of the bench is made: which keys, which certificates, and what each side is told. */
import type { LabSetup, LabVersion } from '../domain/lab.ts';
import { BENCH_SERVER_NAME, type BenchEntity, BenchPki, identityOf, type LeafOptions } from './bench-pki.ts';

/** What most cases share. A case changes it. */
interface Bench {
  readonly pki: BenchPki;
  readonly root: BenchEntity;
  readonly issuing: BenchEntity;
  readonly server: BenchEntity;
  readonly client: BenchEntity;
  readonly otherRoot: BenchEntity;
  readonly otherIssuing: BenchEntity;
}

const SERVER: LeafOptions = { uses: ['serverAuth'], serverNames: [BENCH_SERVER_NAME] };
const CLIENT: LeafOptions = { uses: ['clientAuth'] };

function makeBench(now: Date): Bench {
  const pki = new BenchPki(now);
  const root = pki.authority('Bench Root', null, { pathLength: 1 });
  const issuing = pki.authority('Bench Issuing 1', root, { pathLength: 0 });
  const otherRoot = pki.authority('Other Root', null);
  return {
    pki,
    root,
    issuing,
    server: pki.leaf(BENCH_SERVER_NAME, issuing, SERVER),
    client: pki.leaf('alice', issuing, CLIENT),
    otherRoot,
    otherIssuing: pki.authority('Other Issuing', otherRoot),
  };
}

type Change = (bench: Bench, setup: LabSetup, version: LabVersion) => LabSetup;

const withServer = (make: (bench: Bench) => BenchEntity): Change => {
  return (bench, setup) => ({ ...setup, server: { ...setup.server, identity: identityOf(make(bench)) } });
};
const withClient = (make: (bench: Bench) => BenchEntity): Change => {
  return (bench, setup) => ({ ...setup, client: { ...setup.client, identity: identityOf(make(bench)) } });
};

const CHANGES: Readonly<Record<string, Change>> = {
  'one-way': (_bench, setup) => setup,
  mutual: (_bench, setup) => setup,
  'server-chain-incomplete': ({ server }, setup) => ({
    ...setup,
    server: { ...setup.server, identity: identityOf(server, 1) },
  }),
  'client-trusts-other-root': ({ otherRoot }, setup) => ({
    ...setup,
    client: { ...setup.client, trusted: [otherRoot.certificateDer] },
  }),
  'server-expired': withServer(({ pki, issuing }) =>
    pki.leaf(BENCH_SERVER_NAME, issuing, { ...SERVER, from: -102, to: -12 }),
  ),
  'server-not-yet-valid': withServer(({ pki, issuing }) =>
    pki.leaf(BENCH_SERVER_NAME, issuing, { ...SERVER, from: 30, to: 120 }),
  ),
  'server-name-mismatch': withServer(({ pki, issuing }) =>
    pki.leaf('www.bench.test', issuing, { ...SERVER, serverNames: ['www.bench.test', 'apl.bench.test'] }),
  ),
  'sni-other-certificate': ({ pki, issuing, server }, setup) => ({
    ...setup,
    sendsServerName: false,
    server: {
      ...setup.server,
      identity: identityOf(pki.leaf('www.bench.test', issuing, { ...SERVER, serverNames: ['www.bench.test'] })),
      named: [{ name: BENCH_SERVER_NAME, identity: identityOf(server) }],
    },
  }),
  'server-wrong-usage': withServer(({ pki, issuing }) =>
    pki.leaf(BENCH_SERVER_NAME, issuing, { ...SERVER, uses: ['clientAuth'] }),
  ),
  'server-revoked': ({ pki, root, issuing, server }, setup) => ({
    ...setup,
    client: { ...setup.client, crls: [pki.list(root, []), pki.list(issuing, [server])] },
  }),
  'server-revoked-no-crl': (_bench, setup) => setup,
  'intermediate-revoked': ({ pki, root, issuing }, setup) => ({
    ...setup,
    client: { ...setup.client, crls: [pki.list(root, [issuing]), pki.list(issuing, [])] },
  }),
  'intermediate-expired': withServer(({ pki, root }) =>
    pki.leaf(BENCH_SERVER_NAME, pki.authority('Bench Issuing 0', root, { pathLength: 0, from: -400, to: -3 }), SERVER),
  ),
  'name-constraint-violation': withServer(({ pki, root }) =>
    pki.leaf(
      BENCH_SERVER_NAME,
      pki.authority('Bench Issuing Lab', root, { pathLength: 0, permitted: 'lab.test' }),
      SERVER,
    ),
  ),
  'path-too-long': withServer(({ pki, issuing }) =>
    pki.leaf(BENCH_SERVER_NAME, pki.authority('Bench Issuing 1.1', issuing), SERVER),
  ),
  'unknown-critical-extension': withServer(({ pki, issuing }) =>
    pki.leaf(BENCH_SERVER_NAME, issuing, { ...SERVER, unknownCritical: true }),
  ),
  // OpenSSL itself would not load such a key at its usual level of security.
  'weak-key': ({ pki, issuing }, setup) => ({
    ...setup,
    server: {
      ...setup.server,
      ciphers: 'DEFAULT:@SECLEVEL=0',
      identity: identityOf(pki.leaf(BENCH_SERVER_NAME, issuing, { ...SERVER, weakRsaBits: 1024 })),
    },
    client: { ...setup.client, ciphers: 'DEFAULT:@SECLEVEL=0' },
  }),
  'key-mismatch': ({ client }, setup) => ({
    ...setup,
    server: {
      ...setup.server,
      identity: { ...setup.server.identity, privateKeyPkcs8: identityOf(client).privateKeyPkcs8 },
    },
  }),
  'client-no-certificate': (_bench, setup) => ({ ...setup, client: { ...setup.client, identity: null } }),
  'client-other-authority': withClient(({ pki, otherIssuing }) => pki.leaf('mallory', otherIssuing, CLIENT)),
  'client-chain-incomplete': ({ client }, setup) => ({
    ...setup,
    client: { ...setup.client, identity: identityOf(client, 1) },
  }),
  'client-expired': withClient(({ pki, issuing }) => pki.leaf('alice', issuing, { ...CLIENT, from: -102, to: -12 })),
  'client-revoked': ({ pki, root, issuing, client }, setup) => ({
    ...setup,
    server: { ...setup.server, crls: [pki.list(root, []), pki.list(issuing, [client])] },
  }),
  'client-wrong-usage': withClient(({ server }) => server),
  'no-common-version': (_bench, setup, version) => ({
    ...setup,
    server: { ...setup.server, ...only(version === 'TLSv1.3' ? 'TLSv1.2' : 'TLSv1.3') },
  }),
  'no-common-cipher': (_bench, setup, version) => ({
    ...setup,
    server: {
      ...setup.server,
      ciphers: version === 'TLSv1.3' ? 'TLS_AES_256_GCM_SHA384' : 'ECDHE-ECDSA-AES256-GCM-SHA384',
    },
    client: {
      ...setup.client,
      ciphers: version === 'TLSv1.3' ? 'TLS_CHACHA20_POLY1305_SHA256' : 'ECDHE-ECDSA-CHACHA20-POLY1305',
    },
  }),
  'no-common-signature': (_bench, setup) => ({
    ...setup,
    client: { ...setup.client, signatureAlgorithms: 'rsa_pss_rsae_sha256:RSA+SHA256' },
  }),
  'no-common-group': (_bench, setup) => ({
    ...setup,
    server: { ...setup.server, groups: 'P-384' },
    client: { ...setup.client, groups: 'X25519' },
  }),
  'hello-retry': (_bench, setup) => ({
    ...setup,
    server: { ...setup.server, groups: 'P-384' },
    client: { ...setup.client, groups: 'X25519:P-384' },
  }),
};

export const CASE_IDS: readonly string[] = Object.keys(CHANGES);

const only = (version: LabVersion) => ({ minVersion: version, maxVersion: version });

/** The setup of a case. `mutual`: whether the server asks for a certificate. Null for an unknown case. */
export function benchSetup(args: { caseId: string; version: LabVersion; mutual: boolean; now: Date }): LabSetup | null {
  const change = CHANGES[args.caseId];
  if (!change) return null;
  const bench = benchOf(args.now);
  const { root, issuing, server, client, otherRoot, otherIssuing } = bench;
  const setup: LabSetup = {
    serverName: BENCH_SERVER_NAME,
    sendsServerName: true,
    mutual: args.mutual,
    server: {
      ...only(args.version),
      identity: identityOf(server),
      named: [],
      trusted: [root.certificateDer],
      crls: [],
    },
    client: {
      ...only(args.version),
      identity: args.mutual ? identityOf(client) : null,
      trusted: [root.certificateDer],
      crls: [],
    },
    known: [root, issuing, otherRoot, otherIssuing].map(({ certificateDer }) => certificateDer),
    time: args.now,
  };
  return change(bench, setup, args.version);
}

/** Certificates have days in them, so a bench is a day old at most. */
let kept: { bench: Bench; until: number } | null = null;
function benchOf(now: Date): Bench {
  if (kept === null || now.getTime() >= kept.until || now.getTime() < kept.bench.pki.now.getTime())
    kept = { bench: makeBench(now), until: now.getTime() + 86_400_000 };
  return kept.bench;
}
