import { authorise } from './authorise.ts';
import { type CertificateWithPath, loadWithPath, loadWithPathVia } from './certificate-files.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** A way from a certificate up to a root that its files may follow. */
export interface ChainChoice {
  /** What a download names it by; null: the certificates in force. */
  readonly via: string | null;
  /** The authorities on it, issuer first, root last. */
  readonly authorities: readonly string[];
  /** When the certificate ends that makes the difference; null for the usual way. */
  readonly notAfter: Date | null;
}

/**
 * The usual chain first, then one for each living cross-certificate of an authority above. One alone: there is nothing to
 * choose. Throws `not-found`.
 */
export async function listChains(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
): Promise<readonly ChainChoice[]> {
  authorise(actor, 'inventory.read');
  const { store, clock } = context;
  const usual = await loadWithPath(store, certificateId);
  const now = clock.now();
  const chains: ChainChoice[] = [{ via: null, authorities: namesOf(usual), notAfter: null }];
  for (const { id, certificateId: inForce, parentId } of usual.authorities)
    for (const other of await store.certificatesOfAuthority(id)) {
      // Signed by itself or by the authority above is an earlier certificate of the same way.
      const isCross = other.issuerId !== id && other.issuerId !== parentId;
      if (!isCross || other.id === inForce || other.state !== 'issued' || other.notAfter <= now) continue;
      const through = await loadWithPathVia(store, certificateId, other.id);
      chains.push({ via: other.id, authorities: namesOf(through), notAfter: other.notAfter });
    }
  return chains;
}

const namesOf = ({ authorities }: CertificateWithPath) => authorities.map(({ name }) => name);
