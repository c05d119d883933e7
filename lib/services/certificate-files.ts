import type { Authority, Certificate } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import type { StoreReads } from '../domain/store.ts';
import { parseCertificate } from '../pki/certificate.ts';
import type { ExportMaterial } from '../pki/export/export-recipes.ts';
import { safeFileName } from '../pki/export/file-name.ts';
import type { ExportDestination, ExportRequest } from '../pki/export/plan-export.ts';
import { encodePem } from '../pki/pem.ts';
import { isPssKey } from '../pki/rsassa-pss.ts';
import type { CertificateDer } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { loadAuthorityPath, loadChain } from './issuer.ts';
import type { Actor, ServiceContext } from './service-context.ts';

export { safeFileName };

export type PublicFormat = 'pem' | 'chain' | 'fullchain' | 'der' | 'root';

/** One file as it is handed out. `secret`: never cached, and its export was audited. */
export interface FileToHandOut {
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
}

/** A certificate with the certificates above it, issuer first, root last. */
export interface CertificateWithPath {
  readonly certificate: Certificate;
  readonly certificateDer: CertificateDer;
  readonly path: readonly CertificateDer[];
  readonly authorities: readonly Authority[];
}

export async function loadWithPath(store: StoreReads, certificateId: string): Promise<CertificateWithPath> {
  const certificate = await store.certificate(certificateId);
  const certificateDer = certificate ? await store.certificateDer(certificateId) : null;
  if (!certificate || !certificateDer)
    throw new CountersignError('not-found', `There is no certificate "${certificateId}".`);
  const authorities = await loadAuthorityPath(store, certificate.issuerId);
  const issuer = authorities[0];
  const above = issuer ? await loadChain(store, issuer) : [];
  // A root is its own issuer and must not appear twice, nor above a certificate that it had before.
  const path =
    issuer?.certificateId === certificate.id || certificate.issuerId === certificate.authorityId ? [] : above;
  return { certificate, certificateDer, path, authorities };
}

/** What the packers need to know about a certificate, with the octets they pack. `privateKeyPkcs8` is overwritten by the caller. */
export async function exportOf(
  context: ServiceContext,
  loaded: CertificateWithPath,
  destination: ExportDestination,
  privateKeyPkcs8: Uint8Array | null,
  password: string | null,
  hasKey = privateKeyPkcs8 !== null,
): Promise<{ request: ExportRequest; material: Omit<ExportMaterial, 'entropy'> }> {
  return {
    request: await exportRequestOf(context, loaded, destination, hasKey),
    material: {
      leaf: loaded.certificateDer,
      issuing: loaded.path.slice(0, -1),
      root: loaded.path.at(-1) ?? loaded.certificateDer,
      privateKeyPkcs8,
      password,
      createdAt: context.clock.now(),
    },
  };
}

export async function exportRequestOf(
  context: ServiceContext,
  { certificate, certificateDer, authorities, path }: CertificateWithPath,
  destination: ExportDestination,
  hasKey: boolean,
): Promise<ExportRequest> {
  return {
    destination,
    displayName: certificate.displayName,
    rootName: authorities.at(-1)?.name ?? certificate.displayName,
    organization: (await context.store.instance())?.organisation ?? '',
    issuingCount: Math.max(0, path.length - 1),
    hasKey,
    keyAlgorithm: certificate.keyAlgorithm,
    isPssKey: certificate.keyAlgorithm.startsWith('RSA-') && isPssKey(parseCertificate(certificateDer).spkiDer),
  };
}

/**
 * The same by another certificate of an authority above, such as a cross-certificate: the path goes on with what signed
 * that one. Throws `not-found`, and `validation-failed` at `via` when it certifies none of the authorities above.
 */
export async function loadWithPathVia(
  store: StoreReads,
  certificateId: string,
  via: string,
): Promise<CertificateWithPath> {
  const loaded = await loadWithPath(store, certificateId);
  const other = await loadWithPath(store, via);
  const at = loaded.authorities.findIndex(({ id }) => id === other.certificate.authorityId);
  if (at < 0 || other.certificate.state !== 'issued') {
    const message = `"${other.certificate.displayName}" is not a certificate in use of an authority above this one. Choose one of the list on that authority's page.`;
    throw new CountersignError('validation-failed', message, { fields: [{ field: 'via', message }] });
  }
  return {
    ...loaded,
    path: [...loaded.path.slice(0, at), other.certificateDer, ...other.path],
    authorities: [...loaded.authorities.slice(0, at + 1), ...other.authorities],
  };
}

/** By the certificates in force, or by the one that `via` names. Throws as both. */
export function loadWithChosenPath(
  store: StoreReads,
  certificateId: string,
  via: string | null,
): Promise<CertificateWithPath> {
  return via === null ? loadWithPath(store, certificateId) : loadWithPathVia(store, certificateId, via);
}

/** The public files of a certificate. Servers must not send the root, so `chain` and `fullchain` leave it out. */
export async function downloadCertificate(
  context: ServiceContext,
  actor: Actor | null,
  certificateId: string,
  format: PublicFormat,
  /** Another certificate of an authority above, for the alternative chain. */
  via: string | null = null,
): Promise<FileToHandOut> {
  authorise(actor, 'inventory.read');
  const loaded = await loadWithChosenPath(context.store, certificateId, via);
  const base = safeFileName(loaded.certificate.displayName);
  if (format === 'der')
    return { name: `${base}.der`, mediaType: 'application/pkix-cert', content: loaded.certificateDer };
  const pems = {
    pem: leafPem(loaded),
    chain: chainPem(loaded),
    fullchain: leafPem(loaded) + chainPem(loaded),
    root: rootPem(loaded),
  } satisfies Record<Exclude<PublicFormat, 'der'>, string>;
  const suffix = { pem: '', chain: '-chain', fullchain: '-fullchain', root: '-root' }[format];
  return {
    name: `${base}${suffix}.pem`,
    mediaType: 'application/x-pem-file',
    content: Buffer.from(pems[format], 'utf8'),
  };
}

export function leafPem(loaded: CertificateWithPath): string {
  return encodePem('CERTIFICATE', loaded.certificateDer);
}

/** Intermediates only, issuer first. For an authority right below its root this is empty, and so is the file's body. */
export function chainPem(loaded: CertificateWithPath): string {
  return loaded.path
    .slice(0, -1)
    .map((der) => encodePem('CERTIFICATE', der))
    .join('');
}

export function rootPem(loaded: CertificateWithPath): string {
  return encodePem('CERTIFICATE', loaded.path.at(-1) ?? loaded.certificateDer);
}

/**
 * The current CRL of every authority above, issuer first, one PEM. Throws `authority-not-usable` when one is missing whose key is here; the list of
 * an authority that lives elsewhere is there only if it was brought along.
 */
export async function pathCrlsPem(store: StoreReads, authorities: readonly Authority[]): Promise<string> {
  const pems: string[] = [];
  for (const authority of authorities) {
    // The list of an outside authority is published there.
    if (authority.keyState === 'absent' && !authority.keyId) continue;
    const crl = await store.currentCrl(authority.id);
    if (!crl && authority.keyState === 'absent') continue;
    if (!crl)
      throw new CountersignError(
        'authority-not-usable',
        `"${authority.name}" has not published a CRL yet. Sign one on its page, then try again.`,
      );
    pems.push(encodePem('X509 CRL', crl.certificateListDer));
  }
  return pems.join('');
}
