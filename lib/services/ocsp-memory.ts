import type { StatusFacts } from '../domain/certificate-status.ts';
import type { StoredKey } from '../domain/entities.ts';
import { CountersignError } from '../domain/errors.ts';
import { shareRuns } from '../domain/share-runs.ts';
import type { Store } from '../domain/store.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { certIdHashes, type OcspCertId } from '../pki/ocsp.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { signatureAlgorithmFor } from '../pki/signature-algorithm.ts';
import type { CertificateDer } from '../pki/types.ts';
import type { ServiceContext } from './service-context.ts';

/**
 * What answers to OCSP questions are made of and need not be read each time. Which authority, which responder and which
 * status apply is in the store alone: whatever is taken from here is compared with it (`changeMark`, `statusFacts`), so
 * that no change, by this process or another one, has to be announced here.
 */
export interface OcspMemory {
  readonly answers: Map<string, KeptAnswer>;
  /** By authority; at most one for each. */
  readonly responders: Map<string, Responder>;
  /** As it was last read. */
  issuers: IssuerIndex;
  /** As the store is now. Read again only after a commit: strangers ask about strange issuers as often as they like. */
  readonly freshIssuers: () => Promise<IssuerIndex>;
}

export interface KeptAnswer {
  readonly responseDer: Uint8Array;
  readonly nextUpdate: Date;
  /** Milliseconds since 1970; from then on it is signed again. */
  readonly staleAt: number;
  /** What the store said that it rests on. */
  readonly basis: string;
  /** `changeMark` at which that was last seen. */
  mark: string;
}

/** Nothing in it changes for as long as the certificate is the one in force. */
export interface Responder {
  readonly certificateId: string;
  readonly certificateDer: CertificateDer;
  readonly key: StoredKey;
  /** SHA-1 of the key. RFC 6960 §4.2.1 */
  readonly keyHash: Uint8Array;
  readonly algorithmIdentifierDer: Uint8Array;
  readonly notAfter: Date;
  /** When the authority began here. */
  readonly since: Date;
}

export interface KnownIssuer {
  readonly authorityId: string;
  /** Whose name and key the hashes are of. */
  readonly certificateId: string;
}

export type IssuerIndex = ReadonlyMap<string, KnownIssuer>;

export function createOcspMemory(store: Pick<Store, 'changeMark' | 'authorities' | 'certificateDer'>): OcspMemory {
  let mark: string | null = null;
  const memory: OcspMemory = {
    answers: new Map(),
    responders: new Map(),
    issuers: new Map(),
    freshIssuers: shareRuns(async () => {
      const now = await store.changeMark();
      if (now !== mark) {
        memory.issuers = await readIssuers(store);
        mark = now;
      }
      return memory.issuers;
    }),
  };
  return memory;
}

/** The name under which the hashes of a question's issuer are indexed. */
export function issuerName({ hashAlgorithm, issuerNameHash, issuerKeyHash }: OcspCertId): string {
  return `${hashAlgorithm}|${issuerNameHash}|${issuerKeyHash}`;
}

/** Whether answers about certificates of this authority are given here. Of an outside authority nothing is known but what it signed for us (RFC 6960 §2.3). */
export function answersFor({ keyState, responderCertificateId }: StatusFacts['authority']): boolean {
  return keyState !== 'absent' || responderCertificateId !== null;
}

/** Name and key hashes of every authority that is answered for, of both algorithms. */
async function readIssuers(store: Pick<Store, 'authorities' | 'certificateDer'>): Promise<IssuerIndex> {
  const index = new Map<string, KnownIssuer>();
  for (const authority of await store.authorities()) {
    const { certificateId } = authority;
    if (!certificateId || !answersFor(authority)) continue;
    const der = await store.certificateDer(certificateId);
    if (!der) continue;
    const parsed = parseCertificate(der);
    const hashes = certIdHashes(parsed.subjectDer, parsed.spkiDer);
    for (const algorithm of ['sha1', 'sha256'] as const)
      index.set(`${algorithm}|${hashes[algorithm].name}|${hashes[algorithm].key}`, {
        authorityId: authority.id,
        certificateId,
      });
  }
  return index;
}

/** The responder that the facts name. Throws `authority-not-usable` when it cannot sign at `now`. */
export async function responderOf(
  context: ServiceContext,
  authorityId: string,
  { authority, responder }: StatusFacts,
  now: Date,
): Promise<Responder> {
  const id = authority.responderCertificateId;
  if (id === null || responder === null || responder.state !== 'issued' || !responder.hasKey)
    throw new CountersignError('authority-not-usable', `The authority "${authorityId}" has no OCSP responder yet.`);
  const { responders } = context.publication.ocsp;
  const kept = responders.get(authorityId);
  const found = kept?.certificateId === id ? kept : await loadResponder(context, authorityId, id);
  if (found.notAfter <= now)
    throw new CountersignError(
      'authority-not-usable',
      `The OCSP responder of the authority "${authorityId}" expired on ${found.notAfter.toISOString()}.`,
    );
  if (found !== kept) responders.set(authorityId, found);
  return found;
}

async function loadResponder(context: ServiceContext, authorityId: string, id: string): Promise<Responder> {
  const [authority, certificate, certificateDer] = await Promise.all([
    context.store.authority(authorityId),
    context.store.certificate(id),
    context.store.certificateDer(id),
  ]);
  const key = certificate?.keyId ? await context.store.key(certificate.keyId) : null;
  if (!authority || !certificate || !certificateDer || !key || key.wrapped.length === 0)
    throw new CountersignError('authority-not-usable', `The authority "${authorityId}" has no OCSP responder yet.`);
  return {
    certificateId: id,
    certificateDer,
    key,
    keyHash: readSubjectPublicKeyInfo(key.spkiDer).keyId,
    algorithmIdentifierDer: signatureAlgorithmFor(key.algorithm).algorithmIdentifierDer,
    notAfter: certificate.notAfter,
    since: authority.createdAt,
  };
}
