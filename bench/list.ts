import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertificateQuery, Store } from '../lib/domain/store.ts';
import { type Figure, percentile, REPETITIONS, startReport } from './measure.ts';
import { DAY, insertSeeds, openDataDirectory, type Seed } from './seed.ts';

/**
 * The inventory page: milliseconds of `certificatePage` (50 rows, SQLite) in this process, without HTTP or rendering,
 * with 10,000 certificates and, as the denominator, with 1,000. Each repetition makes 40 calls of each kind on each
 * database, in turn; p50 and p99 are of those 40, so p99 is the worst call. Rows are seeded past the services.
 */
const SIZES = [10_000, 1_000] as const;
const CALLS = 40;
const NOW = new Date('2026-11-24T12:00:00Z');
const ISSUER = 'bench';
const DEPARTMENTS = ['mail', 'web', 'build', 'store', 'voice'];
const PAGE = { now: NOW, expiringDays: 30, sort: 'newest', limit: 50, cursor: null } as const;

type Call = () => Promise<unknown>;

const print = startReport('list', `server time of the certificate list, ${CALLS} calls of each kind a repetition`);
const directory = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
const stores: Store[] = [];
try {
  const seedRates: number[] = [];
  const calls: Record<string, Call>[] = [];
  for (const size of SIZES) {
    const store = await openDataDirectory(join(directory, String(size)));
    stores.push(store);
    const started = performance.now();
    await seed(store, size);
    seedRates.push((size * 1_000) / (performance.now() - started));
    calls.push(await callsOf(store, size));
  }
  const figures: Figure[] = [];
  for (const kind of Object.keys(calls[0] ?? {})) figures.push(...(await measure(kind, calls)));
  const [large = Number.NaN, small = Number.NaN] = seedRates;
  print([
    ...figures,
    {
      name: 'rows inserted by the store, 500 a transaction',
      unit: 'certificates/s',
      values: [large],
      denominator: { name: 'into the small one', unit: 'certificates/s', values: [small] },
    },
  ]);
} finally {
  for (const store of stores) await store.close();
  rmSync(directory, { recursive: true, force: true });
}

/** Created over two years, one in twenty revoked, a tenth expired, some thirty in a thousand ending within 30 days. */
async function seed(store: Store, size: number): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.insertKey({
      id: 'bench-key',
      kind: 'authority',
      algorithm: 'P-256',
      spkiDer: new Uint8Array(91) as never,
      spkiSha256: 'bench',
      wrapped: new Uint8Array(200),
      createdAt: NOW,
    });
    await tx.insertAuthority({
      id: ISSUER,
      kind: 'root',
      name: 'Bench Root',
      status: 'active',
      parentId: null,
      keyId: 'bench-key',
      keyState: 'online',
      settings: {},
      predecessorId: null,
      deletedAt: null,
      signatureScheme: 'pkcs1',
      certificateId: null,
      responderCertificateId: null,
      createdAt: NOW,
    });
  });
  const seeds = Array.from({ length: size }, (_, index): Seed => {
    const createdAt = wholeSeconds(NOW.getTime() - ((size - index) / size) * 730 * DAY);
    // Spread by a step that shares no factor with the sizes, so that ends do not follow the order of creation.
    const end = ((index * 7_919) % size) / size;
    return {
      id: `c${String(index).padStart(8, '0')}`,
      issuerId: ISSUER,
      name: `host-${index}.${DEPARTMENTS[index % DEPARTMENTS.length]}.bench.example`,
      createdAt,
      notAfter: wholeSeconds(Math.max(createdAt.getTime() + DAY, NOW.getTime() + (end * 1_000 - 100) * DAY)),
      profile: index % 3 === 0 ? 'tlsClient' : 'tlsServer',
      revoked: index % 20 === 7 ? 'superseded' : null,
    };
  });
  await insertSeeds(store, seeds);
}

async function callsOf(store: Store, size: number): Promise<Record<string, Call>> {
  const page = (more: Partial<CertificateQuery>) => () => store.certificatePage({ ...PAGE, ...more });
  const deep = await deepCursor(store, size);
  return {
    'first page': page({}),
    'page after nine tenths of the rows': page({ cursor: deep }),
    'first page, first to expire': page({ sort: 'expiry' }),
    'text in a fifth of the rows': page({ text: '.voice.' }),
    'text in one row, the oldest': page({ text: 'host-0.' }),
    'text in no row': page({ text: 'nowhere' }),
    'status expiring': page({ status: 'expiring' }),
    'status revoked': page({ status: 'revoked' }),
    'counts above the list': () => store.certificateCounts(NOW),
  };
}

async function deepCursor(store: Store, size: number): Promise<string | null> {
  let cursor: string | null = null;
  for (let read = 0; read < size * 0.9; read += 100)
    cursor = (await store.certificatePage({ ...PAGE, limit: 100, cursor })).next;
  return cursor;
}

async function measure(kind: string, calls: readonly Record<string, Call>[]): Promise<readonly Figure[]> {
  const p50: number[][] = SIZES.map(() => []);
  const p99: number[][] = SIZES.map(() => []);
  for (const one of calls) for (let call = 0; call < 10; call += 1) await one[kind]?.();
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    const times: number[][] = SIZES.map(() => []);
    for (let call = 0; call < CALLS; call += 1)
      for (const [at, one] of calls.entries()) {
        const started = performance.now();
        await one[kind]?.();
        times[at]?.push(performance.now() - started);
      }
    for (const [at, list] of times.entries()) {
      list.sort((a, b) => a - b);
      p50[at]?.push(percentile(list, 0.5));
      p99[at]?.push(percentile(list, 0.99));
    }
  }
  const [large, small] = SIZES.map((size) => `${size.toLocaleString('en')} rows`);
  const figure = (name: string, [top = [], bottom = []]: readonly number[][]): Figure => ({
    name: `${kind}, ${name}, ${large}`,
    unit: 'ms',
    values: top,
    denominator: { name: small ?? '', unit: 'ms', values: bottom },
  });
  return [figure('p50', p50), figure('p99', p99)];
}

function wholeSeconds(time: number): Date {
  return new Date(Math.floor(time / 1_000) * 1_000);
}
