import type { Authority } from '../domain/entities.ts';

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

/** What goes into a certificate that this authority signs: the operator's own addresses, else those of the public listener. */
export function certificateUrls(
  publicUrl: string,
  { id, settings }: Pick<Authority, 'id' | 'settings'>,
): {
  readonly crlUrls: readonly string[];
  readonly ocspUrls: readonly string[];
  readonly caIssuersUrls: readonly string[];
} {
  const ours = publishingUrls(publicUrl, id);
  return {
    crlUrls: settings.crlUrls ?? [ours.crlUrl],
    ocspUrls: settings.ocspUrls ?? [ours.ocspUrl],
    caIssuersUrls: settings.caIssuersUrls ?? [ours.caIssuersUrl],
  };
}
