import type { CrlRecord } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { CertificateDer } from '../pki/types.ts';
import { pathCrlsPem } from './certificate-files.ts';
import { loadAuthorityPath } from './issuer.ts';
import type { ServiceContext } from './service-context.ts';

/** What the public listener hands to anyone: signed already, and the same for everybody. */

/** The last good CRL. Throws `not-found`. */
export async function readCurrentCrl(context: ServiceContext, authorityId: string): Promise<CrlRecord> {
  const crl = await context.store.currentCrl(authorityId);
  if (!crl) throw new CountersignError('not-found', 'There is no CRL under this address.');
  return crl;
}

/** The CRLs of an authority and of everything above it, one PEM, with the earliest nextUpdate among them. */
export async function readPathCrls(
  context: ServiceContext,
  authorityId: string,
): Promise<{ pem: string; thisUpdate: Date; nextUpdate: Date }> {
  const authorities = await loadAuthorityPath(context.store, authorityId);
  if (authorities.length === 0) throw new CountersignError('not-found', 'There is no CRL under this address.');
  const crls = (
    await Promise.all(
      authorities.map(({ id, keyState }, at) =>
        keyState === 'absent' && at > 0 ? context.store.currentCrl(id) : readCurrentCrl(context, id),
      ),
    )
  ).filter((crl) => crl !== null);
  return {
    pem: await pathCrlsPem(context.store, authorities),
    thisUpdate: new Date(Math.max(...crls.map((crl) => crl.thisUpdate.getTime()))),
    nextUpdate: new Date(Math.min(...crls.map((crl) => crl.nextUpdate.getTime()))),
  };
}

/** The authority's own certificate, for AIA caIssuers. Throws `not-found`. */
export async function readAuthorityCertificate(context: ServiceContext, authorityId: string): Promise<CertificateDer> {
  const authority = await context.store.authority(authorityId);
  const der = authority?.certificateId ? await context.store.certificateDer(authority.certificateId) : null;
  if (!der) throw new CountersignError('not-found', 'There is no authority under this address.');
  return der;
}
