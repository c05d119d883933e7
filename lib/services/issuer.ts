import type { Authority, Certificate, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import type { StoreReads } from '../domain/store.ts';
import { type ParsedCertificate, parseCertificate } from '../pki/certificate.ts';
import type { CertificateDer } from '../pki/types.ts';
import type { ServiceContext } from './service-context.ts';
import type { IssuerKeyState } from './views.ts';

/** An authority with everything that signing under it needs. */
export interface Issuer {
  readonly authority: Authority;
  readonly key: StoredKey;
  readonly record: Certificate;
  readonly certificate: ParsedCertificate;
  /** Issuer's own certificate first, its root last. */
  readonly chain: readonly CertificateDer[];
}

/** Loads an authority that may sign now. Throws `not-found`, or `authority-not-usable` with the reason and the way out. */
export async function loadUsableIssuer(store: StoreReads, clock: Clock, authorityId: string): Promise<Issuer> {
  const issuer = await loadIssuer(store, authorityId);
  const { authority, record } = issuer;
  if (authority.deletedAt) throw unusable(authority, 'is deleted');
  if (authority.status !== 'active') throw unusable(authority, `is ${STATUS_WORDS[authority.status]}`);
  requireLiving(authority, record, clock.now());
  return issuer;
}

/** The same for what keeps its certificates checkable: one that is disabled or deleted still serves them. */
export async function loadServingIssuer(store: StoreReads, clock: Clock, authorityId: string): Promise<Issuer> {
  const issuer = await loadIssuer(store, authorityId);
  requireLiving(issuer.authority, issuer.record, clock.now());
  return issuer;
}

function requireLiving(authority: Authority, record: Certificate, now: Date): void {
  if (record.state === 'revoked') throw unusable(authority, 'is revoked');
  if (now < record.notBefore) throw unusable(authority, `is not valid before ${record.notBefore.toISOString()}`);
  if (now >= record.notAfter) throw unusable(authority, `expired on ${record.notAfter.toISOString()}`);
}

/** Loads an authority whatever its state: a CRL may still be needed. Throws `not-found` or `authority-not-usable`. */
export async function loadIssuer(store: StoreReads, authorityId: string): Promise<Issuer> {
  const authority = await findAuthority(store, authorityId);
  const [key, record, chain] = await Promise.all([
    authority.keyId ? store.key(authority.keyId) : null,
    authority.certificateId ? store.certificate(authority.certificateId) : null,
    loadChain(store, authority),
  ]);
  const own = chain[0];
  if (authority.status === 'awaiting-certificate') throw unusable(authority, `is ${STATUS_WORDS[authority.status]}`);
  if (authority.keyState === 'absent') throw unusable(authority, 'has its key elsewhere');
  if (!key || !record || !own)
    throw unusable(authority, 'has no certificate yet; its creation was interrupted and is finished at the next start');
  return { authority, key, record, certificate: parseCertificate(own), chain };
}

/**
 * Certificates from this authority up to its root, or up to where an outside authority's certificate is not known here.
 * Empty when its own is not signed yet.
 */
export async function loadChain(store: StoreReads, authority: Authority): Promise<readonly CertificateDer[]> {
  const chain: CertificateDer[] = [];
  for (let at: Authority | null = authority; at; at = at.parentId ? await store.authority(at.parentId) : null) {
    const der = at.certificateId ? await store.certificateDer(at.certificateId) : null;
    if (!der) return at.keyState === 'absent' ? chain : [];
    chain.push(der);
  }
  return chain;
}

/** The certificates of a chain, read; once for each chain that was loaded. */
export function parsedChain(chain: readonly CertificateDer[]): readonly ParsedCertificate[] {
  const known = parsedChains.get(chain);
  if (known) return known;
  const parsed = chain.map((der) => parseCertificate(der));
  parsedChains.set(chain, parsed);
  return parsed;
}

const parsedChains = new WeakMap<readonly CertificateDer[], readonly ParsedCertificate[]>();

/** Throws `not-found`. */
export async function findAuthority(store: Pick<StoreReads, 'authority'>, authorityId: string): Promise<Authority> {
  const authority = await store.authority(authorityId);
  if (!authority) throw new CountersignError('not-found', `There is no authority "${authorityId}".`);
  return authority;
}

/**
 * Refuses when the signer cannot use the authority's key now: it is offline without a ceremony, or was never here.
 * Throws `authority-not-usable`.
 */
export async function requireKeyAtHand(context: Pick<ServiceContext, 'signer'>, authority: Authority): Promise<void> {
  if (await isKeyAtHand(context, authority)) return;
  throw unusable(
    authority,
    authority.keyState === 'offline'
      ? 'has its key offline; begin a ceremony with its sealed file'
      : 'has its key elsewhere',
  );
}

export async function isKeyAtHand(context: Pick<ServiceContext, 'signer'>, authority: Authority): Promise<boolean> {
  if (authority.keyState === 'online') return true;
  if (authority.keyState === 'absent' || authority.keyId === null) return false;
  return (await context.signer.ceremonies()).some(({ keyId }) => keyId === authority.keyId);
}

/** The same in words, for what is looked at before something is signed; never throws. */
export async function issuerKeyState(
  context: Pick<ServiceContext, 'signer'>,
  authority: Authority,
): Promise<IssuerKeyState> {
  try {
    if ((await context.signer.state()) !== 'unsealed') return 'sealed';
    return (await isKeyAtHand(context, authority)) ? 'at-hand' : 'offline';
  } catch {
    return 'unreachable';
  }
}

/** The authorities from this one up to its root. */
export async function loadAuthorityPath(store: StoreReads, authorityId: string): Promise<readonly Authority[]> {
  const path: Authority[] = [];
  for (let at = await store.authority(authorityId); at; at = at.parentId ? await store.authority(at.parentId) : null)
    path.push(at);
  return path;
}

/** The nearest revoked authority from this one upwards: what is below it is refused by whoever checks. */
export function revokedAbove(authorities: readonly Authority[], authorityId: string): Authority | null {
  const byId = new Map(authorities.map((authority) => [authority.id, authority]));
  for (let at = byId.get(authorityId); at; at = at.parentId === null ? undefined : byId.get(at.parentId))
    if (at.status === 'revoked') return at;
  return null;
}

const STATUS_WORDS = {
  active: 'active',
  disabled: 'disabled',
  revoked: 'revoked',
  'awaiting-certificate': 'waiting for its certificate',
} as const satisfies Record<Authority['status'], string>;

function unusable(authority: Authority, why: string): CountersignError {
  return new CountersignError(
    'authority-not-usable',
    `"${authority.name}" ${why}, so it cannot sign. Choose another authority or create one.`,
    {
      fields: [{ field: 'authorityId', message: `"${authority.name}" ${why}.` }],
    },
  );
}
