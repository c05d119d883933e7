/** The bench of key exchanges and signatures: the same mutual handshake with classical, hybrid and post-quantum algorithms. FIPS 203, FIPS 204 */
import type { LabSetup } from '../domain/lab.ts';
import type { KeyAlgorithm } from '../pki/types.ts';
import { BENCH_SERVER_NAME, type BenchEntity, BenchPki, identityOf } from './bench-pki.ts';

const VARIANTS: readonly { readonly variant: string; readonly groups: string; readonly key: KeyAlgorithm }[] = [
  { variant: 'Classical: X25519, P-256', groups: 'X25519', key: 'P-256' },
  { variant: 'Hybrid key exchange: X25519MLKEM768, P-256', groups: 'X25519MLKEM768', key: 'P-256' },
  { variant: 'Hybrid and ML-DSA-44', groups: 'X25519MLKEM768', key: 'ML-DSA-44' },
  { variant: 'Hybrid and ML-DSA-65', groups: 'X25519MLKEM768', key: 'ML-DSA-65' },
  { variant: 'Hybrid and ML-DSA-87', groups: 'X25519MLKEM768', key: 'ML-DSA-87' },
];

/** One setup a variant: root, intermediate and both leaves all of the variant's key type; TLS 1.3, mutual. */
export function postQuantumSetups(now: Date): readonly { variant: string; setup: LabSetup }[] {
  return VARIANTS.map(({ variant, groups, key }) => {
    const { root, server, client } = hierarchyOf(key, now);
    const shared = {
      minVersion: 'TLSv1.3',
      maxVersion: 'TLSv1.3',
      groups,
      trusted: [root.certificateDer],
      crls: [],
    } as const;
    const setup: LabSetup = {
      serverName: BENCH_SERVER_NAME,
      sendsServerName: true,
      mutual: true,
      server: { ...shared, identity: identityOf(server), named: [] },
      client: { ...shared, identity: identityOf(client) },
      known: [root.certificateDer],
      time: now,
    };
    return { variant, setup };
  });
}

interface Hierarchy {
  readonly root: BenchEntity;
  readonly server: BenchEntity;
  readonly client: BenchEntity;
}

/** Kept for an hour: the keys are thrown away with the process. */
const kept = new Map<KeyAlgorithm, { readonly hierarchy: Hierarchy; readonly madeAt: number }>();

function hierarchyOf(algorithm: KeyAlgorithm, now: Date): Hierarchy {
  const known = kept.get(algorithm);
  if (known && Math.abs(now.getTime() - known.madeAt) < 3_600_000) return known.hierarchy;
  const pki = new BenchPki(now);
  const root = pki.authority(`${algorithm} Root`, null, { algorithm });
  const issuing = pki.authority(`${algorithm} Issuing`, root, { algorithm, pathLength: 0 });
  const hierarchy = {
    root,
    server: pki.leaf(BENCH_SERVER_NAME, issuing, { algorithm, uses: ['serverAuth'], serverNames: [BENCH_SERVER_NAME] }),
    client: pki.leaf('alice', issuing, { algorithm, uses: ['clientAuth'] }),
  };
  kept.set(algorithm, { hierarchy, madeAt: now.getTime() });
  return hierarchy;
}
