import { shareRuns } from '../domain/share-runs.ts';
import type { StoreReads } from '../domain/store.ts';
import { parseCertificate, parseTbsCertificate } from '../pki/certificate.ts';
import { ModulusProducts, rsaModulusOf } from '../pki/shared-factors.ts';
import { othersTurn } from './others-turn.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * The RSA moduli of every certificate here, kept in memory with their products (security row KEY-02). Filled at the first use, then by
 * what is new: what this process is offered at once, what others issue after some seconds.
 */
export interface KnownModuli {
  readonly products: ModulusProducts;
  /** The public keys (SHA-256 of each SPKI) that have this modulus. */
  readonly keysByModulus: Map<bigint, Set<string>>;
  readonly keys: Set<string>;
  /** Keys that were found to share a prime. */
  found: Set<string> | null;
  /** The last certificate that was read and is too old for another to come before it. */
  cursor: string;
  readAt: number | null;
  /** When all were last compared with each other; null: they are at the next turn of the job. */
  readonly searched: { at: Date | null };
  readonly refresh: (context: ServiceContext) => Promise<void>;
}

export function createKnownModuli(): KnownModuli {
  let asked: ServiceContext | null = null;
  const memory: KnownModuli = {
    products: new ModulusProducts(),
    keysByModulus: new Map(),
    keys: new Set(),
    found: null,
    cursor: '',
    readAt: null,
    searched: { at: null },
    refresh: (context) => {
      asked = context;
      return run();
    },
  };
  const run = shareRuns(() => readNew(asked as ServiceContext, memory));
  return memory;
}

/** Keys that were found to share a prime: the audit log is where that is remembered. */
export async function foundKeys(memory: KnownModuli, store: StoreReads): Promise<Set<string>> {
  if (memory.found) return memory.found;
  const found = new Set<string>();
  for (let beforeSeq: number | null = null; ; ) {
    const page = await store.auditPage({ limit: 200, beforeSeq, action: 'key.shared-factor-found' });
    for (const { details } of page.items) if (details.spkiSha256) found.add(details.spkiSha256);
    if (page.next === null) break;
    beforeSeq = page.next;
  }
  memory.found = found;
  return found;
}

/**
 * Why an RSA key from outside may not be certified: it shares a prime with a key that is known here, or its modulus is that of one. Null for
 * sound keys, keys that are certified here already, and keys of every other kind.
 */
export async function sharedFactorFault(context: ServiceContext, spkiDer: Uint8Array, spkiSha256: string) {
  const modulus = rsaModulusOf(spkiDer);
  if (modulus === null) return null;
  const memory = context.knownModuli;
  await memory.refresh(context);
  if ((await foundKeys(memory, context.store)).has(spkiSha256)) return SHARED_PRIME;
  if (memory.keys.has(spkiSha256)) return null;
  if (memory.keysByModulus.has(modulus)) return SAME_MODULUS;
  const factor = await memory.products.commonFactor(modulus, othersTurn);
  // The known ones are looked at by the next search, which names them.
  if (factor !== 1n) {
    memory.searched.at = null;
    return SHARED_PRIME;
  }
  // Another request may be under way with a key from the same generator.
  keep(memory, modulus, spkiSha256);
  return null;
}

function keep(memory: KnownModuli, modulus: bigint, spkiSha256: string): void {
  memory.keys.add(spkiSha256);
  const present = memory.keysByModulus.get(modulus);
  if (present) present.add(spkiSha256);
  else {
    memory.keysByModulus.set(modulus, new Set([spkiSha256]));
    memory.products.add(modulus);
  }
}

async function readNew(context: ServiceContext, memory: KnownModuli): Promise<void> {
  const now = context.clock.now().getTime();
  if (memory.readAt !== null && now - memory.readAt < REFRESH_SECONDS * 1_000) return;
  for (let after = memory.cursor; ; ) {
    const page = await context.store.rsaKeysAfter(after, PAGE);
    for (const { tbsDer, certificateDer, spkiSha256 } of page.keys) {
      if (memory.keys.has(spkiSha256)) continue;
      const { spkiDer } = tbsDer ? parseTbsCertificate(tbsDer) : parseCertificate(certificateDer as Uint8Array);
      const modulus = rsaModulusOf(spkiDer);
      if (modulus !== null) keep(memory, modulus, spkiSha256);
    }
    // A certificate gets its identifier before its transaction: later ones may be visible before it.
    if (page.last && now - page.last.createdAt.getTime() > OVERLAP_SECONDS * 1_000) memory.cursor = page.last.id;
    if (!page.last || page.count < PAGE) break;
    after = page.last.id;
    await othersTurn();
  }
  // Another process may have found some.
  memory.found = null;
  memory.readAt = now;
}

const SHARED_PRIME =
  'The RSA key shares a prime with another key that is known here, so both can be computed. Its generator had too little randomness. Create a new key and CSR, on another machine or with other software.';
const SAME_MODULUS =
  'The RSA key is another form of one that is known here already: the same modulus under another exponent, or bound to RSA-PSS otherwise. Create a new key and CSR.';
const REFRESH_SECONDS = 10;
const OVERLAP_SECONDS = 600;
const PAGE = 500;
