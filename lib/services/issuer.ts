import type { Authority, Certificate, StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';
import type { StoreReads } from '../domain/store.ts';
import { type ParsedCertificate, parseCertificate } from '../pki/certificate.ts';
import type { CertificateDer } from '../pki/types.ts';

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
  const now = clock.now();
  if (authority.status !== 'active') throw unusable(authority, `is ${authority.status}`);
  if (record.state === 'revoked') throw unusable(authority, 'is revoked');
  if (now < record.notBefore) throw unusable(authority, `is not valid before ${record.notBefore.toISOString()}`);
  if (now >= record.notAfter) throw unusable(authority, `expired on ${record.notAfter.toISOString()}`);
  return issuer;
}

/** Loads an authority whatever its state: a CRL may still be needed. Throws `not-found` or `authority-not-usable`. */
export async function loadIssuer(store: StoreReads, authorityId: string): Promise<Issuer> {
  const authority = await store.authority(authorityId);
  if (!authority) throw new CountersignError('not-found', `There is no authority "${authorityId}".`);
  const [key, record, chain] = await Promise.all([
    authority.keyId ? store.key(authority.keyId) : null,
    authority.certificateId ? store.certificate(authority.certificateId) : null,
    loadChain(store, authority),
  ]);
  const own = chain[0];
  if (!key && authority.keyState !== 'online') throw unusable(authority, 'has its private key somewhere else');
  if (!key || !record || !own)
    throw unusable(authority, 'has no certificate yet; its creation was interrupted and is finished at the next start');
  return { authority, key, record, certificate: parseCertificate(own), chain };
}

/** Certificates from this authority up to its root. Empty when its own is not signed yet. */
export async function loadChain(store: StoreReads, authority: Authority): Promise<readonly CertificateDer[]> {
  const chain: CertificateDer[] = [];
  for (let at: Authority | null = authority; at; at = at.parentId ? await store.authority(at.parentId) : null) {
    const der = at.certificateId ? await store.certificateDer(at.certificateId) : null;
    if (!der) return [];
    chain.push(der);
  }
  return chain;
}

/** The authorities from this one up to its root. */
export async function loadAuthorityPath(store: StoreReads, authorityId: string): Promise<readonly Authority[]> {
  const path: Authority[] = [];
  for (let at = await store.authority(authorityId); at; at = at.parentId ? await store.authority(at.parentId) : null)
    path.push(at);
  return path;
}

function unusable(authority: Authority, why: string): CountersignError {
  return new CountersignError(
    'authority-not-usable',
    `"${authority.name}" ${why}, so it cannot sign. Choose another authority or create one.`,
    {
      fields: [{ field: 'authorityId', message: `"${authority.name}" ${why}.` }],
    },
  );
}
