import type { Authority, CrlRecord } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { CertificateDer } from '../pki/types.ts';
import { type CrlScope, WHOLE_LIST } from './crl-lists.ts';
import { loadAuthorityPath } from './issuer.ts';
import type { ServiceContext } from './service-context.ts';

/** What the public listener hands to anyone: signed already, and the same for everybody. */

/**
 * The last good CRL. Its bytes may be many megabytes, so the newest few are kept; which one is the newest is asked
 * each time, as another process may have published. Throws `not-found`.
 */
export async function readCurrentCrl(
  context: ServiceContext,
  authorityId: string,
  scope: CrlScope = WHOLE_LIST,
): Promise<CrlRecord> {
  const facts = await context.store.currentCrlFacts(authorityId, scope);
  if (!facts) throw missing();
  const { crls } = context.publication;
  const name = `${authorityId}|${scope.kind}|${scope.shard}`;
  const kept = crls.get(name);
  if (kept?.id === facts.id) return kept;
  const crl = await context.store.currentCrl(authorityId, scope);
  if (!crl) throw missing();
  crls.delete(name);
  let octets = crl.certificateListDer.length;
  for (const one of crls.values()) octets += one.certificateListDer.length;
  // The oldest go first: a Map lists its members in the order they came.
  for (const [old, one] of crls) {
    if (octets <= MOST_KEPT_OCTETS) break;
    crls.delete(old);
    octets -= one.certificateListDer.length;
  }
  crls.set(name, crl);
  return crl;
}

/** The CRLs of an authority and of everything above it that publishes here, nearest first. Throws `not-found`. */
export async function readPathCrls(context: ServiceContext, authorityId: string): Promise<readonly CrlRecord[]> {
  const authorities = await loadAuthorityPath(context.store, authorityId);
  if (authorities.length === 0) throw missing();
  const crls: CrlRecord[] = [];
  for (const authority of authorities)
    if (publishesHere(authority) || (await context.store.currentCrlFacts(authority.id)))
      crls.push(await readCurrentCrl(context, authority.id));
  return crls;
}

/** The authority's own certificate, for AIA caIssuers. Throws `not-found`. */
export async function readAuthorityCertificate(context: ServiceContext, authorityId: string): Promise<CertificateDer> {
  const authority = await context.store.authority(authorityId);
  const der = authority?.certificateId ? await context.store.certificateDer(authority.certificateId) : null;
  if (!der) throw new CountersignError('not-found', 'There is no authority under this address.');
  return der;
}

/** An outside authority publishes its own CRLs, elsewhere; one whose key was destroyed has left its last one. */
function publishesHere({ keyState, keyId }: Authority): boolean {
  return keyState !== 'absent' || keyId !== null;
}

function missing(): CountersignError {
  return new CountersignError('not-found', 'There is no CRL under this address.');
}

/** Two lists of a million entries, or thousands of usual ones. */
const MOST_KEPT_OCTETS = 96 * 1_048_576;
