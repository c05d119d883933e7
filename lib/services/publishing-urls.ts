import type { Authority } from '../domain/entities.ts';
import type { SerialNumber } from '../pki/types.ts';
import { type CrlScope, DELTA_LIST, listName, shardOf, shardsOf, WHOLE_LIST } from './crl-lists.ts';
import type { AuthorityDetailView } from './views.ts';

/** Where relying parties fetch what an authority publishes: paths of the public listener, the same in certificates and on screen. */
export interface PublishingUrls {
  readonly crlUrl: string;
  readonly crlPemUrl: string;
  /** CRLs of the authority and of everything above it, one PEM: what nginx, Apache, HAProxy and PostgreSQL want. */
  readonly chainCrlPemUrl: string;
  readonly ocspUrl: string;
  readonly caIssuersUrl: string;
}

export function publishingUrls(publicUrl: string, authorityId: string): PublishingUrls {
  return {
    crlUrl: `${publicUrl}/crl/${authorityId}.crl`,
    crlPemUrl: `${publicUrl}/crl/${authorityId}.pem`,
    chainCrlPemUrl: `${publicUrl}/crl/${authorityId}-chain.pem`,
    ocspUrl: `${publicUrl}/ocsp`,
    caIssuersUrl: `${publicUrl}/ca/${authorityId}.crt`,
  };
}

/** Where the lists are that an authority publishes besides the whole one, by its settings. */
export function furtherLists(
  publicUrl: string,
  { id, settings }: Pick<Authority, 'id' | 'settings'>,
): Pick<AuthorityDetailView, 'deltaCrlUrl' | 'crlParts'> {
  const urlOf = (scope: CrlScope) => `${publicUrl}/crl/${listName(id, scope)}.crl`;
  const count = shardsOf(settings);
  const part = (shard: number) => urlOf({ kind: 'complete', shard });
  return {
    deltaCrlUrl: settings.deltaCrlHours === undefined ? null : urlOf(DELTA_LIST),
    crlParts: count === 0 ? null : { count, firstUrl: part(1), lastUrl: part(count) },
  };
}

/**
 * The addresses that go into a certificate of this authority: its own settings, else those of the public listener. When
 * its CRL is divided, the part that this serial belongs to; when it makes delta CRLs, where they are (RFC 5280 §4.2.1.15).
 */
export function addressesInCertificate(
  publicUrl: string,
  authority: Pick<Authority, 'id' | 'settings'>,
  serialNumber: SerialNumber,
): {
  readonly crlUrls: readonly string[];
  readonly freshestCrlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly caIssuersUrls: readonly string[];
} {
  const { settings } = authority;
  const urls = publishingUrls(publicUrl, authority.id);
  const shards = shardsOf(settings);
  const scope = shards === 0 ? WHOLE_LIST : { kind: 'complete' as const, shard: shardOf(serialNumber, shards) };
  return {
    crlUrls: settings.crlUrls ?? [`${publicUrl}/crl/${listName(authority.id, scope)}.crl`],
    // Whoever publishes elsewhere publishes what he copies there; a delta would be missed.
    freshestCrlUrls:
      settings.deltaCrlHours === undefined || settings.crlUrls
        ? []
        : [`${publicUrl}/crl/${listName(authority.id, DELTA_LIST)}.crl`],
    ocspUrls: settings.ocspUrls ?? [urls.ocspUrl],
    caIssuersUrls: settings.caIssuersUrls ?? [urls.caIssuersUrl],
  };
}
