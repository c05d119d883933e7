import type { Authority } from '../domain/entities.ts';
import type { StoreTransaction } from '../domain/store.ts';
import type { ParsedCertificate } from '../pki/certificate.ts';
import { isIssuedBy, parseCertificate } from '../pki/certificate.ts';
import { certificateFacts } from '../pki/import/certificate-facts.ts';
import { readSubjectPublicKeyInfo } from '../pki/public-key.ts';
import { distinguishedNameText } from '../pki/subject.ts';
import { importedCertificate } from './imported-certificate.ts';
import type { Actor, ServiceContext } from './service-context.ts';

/** Authorities whose keys are elsewhere: remembered so that chains, addresses and downloads are whole. */

/** A certificate and those above it, issuer after issuer; `complete`: the last one is self-signed. */
export interface OutsidePath {
  readonly path: readonly ParsedCertificate[];
  readonly complete: boolean;
}

/** Follows signatures upwards through the pool. A certificate is used once, so that two that signed each other end it. */
export function buildOutsidePath(leaf: ParsedCertificate, pool: readonly ParsedCertificate[]): OutsidePath {
  const path = [leaf];
  for (let at = leaf; ; ) {
    if (isIssuedBy(at, at)) return { path, complete: true };
    const above = pool.find(
      (one) =>
        !path.some((used) => used.fingerprintSha256 === one.fingerprintSha256) &&
        one.basicConstraints?.cA === true &&
        isIssuedBy(at, one),
    );
    if (!above) return { path, complete: false };
    path.push(above);
    at = above;
  }
}

/** The certificates in force of all authorities here, for a path that goes on into one of them. */
export async function certificatesHere(context: ServiceContext): Promise<readonly ParsedCertificate[]> {
  const found: ParsedCertificate[] = [];
  for (const { certificateId } of await context.store.authorities()) {
    const der = certificateId ? await context.store.certificateDer(certificateId) : null;
    if (der) found.push(parseCertificate(der));
  }
  return found;
}

/** Name of an authority as lists show it. */
export function nameOf({ subject }: Pick<ParsedCertificate, 'subject'>): string {
  return subject.find(({ type }) => type === 'CN')?.value ?? distinguishedNameText(subject);
}

/** A row for an authority whose key is elsewhere. */
export function outsideAuthority(
  context: ServiceContext,
  args: Pick<Authority, 'kind' | 'name' | 'parentId' | 'certificateId'>,
): Authority {
  return {
    id: context.entropy.id(),
    ...args,
    status: 'active',
    keyId: null,
    keyState: 'absent',
    settings: {},
    predecessorId: null,
    deletedAt: null,
    signatureScheme: 'pkcs1',
    responderCertificateId: null,
    createdAt: context.clock.now(),
  };
}

/**
 * Finds or makes the authorities above, from the top down, and returns the one that signed the first certificate of
 * `path`. What is here already is used; when the path ends without a root, its issuer is a name without a certificate.
 */
export async function recordAuthoritiesAbove(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  { path, complete }: OutsidePath,
): Promise<Authority> {
  let issuer: Authority | null = null;
  if (!complete) {
    const top = path.at(-1) as ParsedCertificate;
    issuer = await findByName(tx, top);
    if (!issuer) {
      issuer = outsideAuthority(context, {
        kind: 'root',
        name: nameOf({ subject: top.issuer }),
        parentId: null,
        certificateId: null,
      });
      await tx.insertAuthority(issuer);
    }
  }
  for (const certificate of path.slice(1).reverse())
    issuer = await findOrRecord(context, tx, actor, certificate, issuer);
  return issuer as Authority;
}

async function findOrRecord(
  context: ServiceContext,
  tx: StoreTransaction,
  actor: Actor,
  parsed: ParsedCertificate,
  parent: Authority | null,
): Promise<Authority> {
  const known = await tx.certificatesWithKey(readSubjectPublicKeyInfo(parsed.spkiDer).spkiSha256);
  for (const { authorityId } of known) {
    const authority = authorityId ? await tx.authority(authorityId) : null;
    if (authority?.certificateId) return authority;
  }
  const named = parent === null ? await findWaiting(tx, nameOf(parsed)) : null;
  // The same name may be another authority: it takes the place only when it signed everything below it.
  const waiting = named && (await signedAllBelow(tx, named, parsed)) ? named : null;
  const kind = parent ? 'issuing' : 'root';
  const authority =
    waiting ??
    outsideAuthority(context, { kind, name: nameOf(parsed), parentId: parent?.id ?? null, certificateId: null });
  if (!waiting) await tx.insertAuthority(authority);
  const facts = certificateFacts(parsed);
  const certificate = importedCertificate(context, actor, facts, {
    issuerId: parent?.id ?? authority.id,
    authorityId: authority.id,
    revoked: null,
    keyId: null,
  });
  await tx.insertImportedCertificates([{ ...facts, certificate }]);
  await tx.updateAuthority(authority.id, { certificateId: certificate.id });
  return { ...authority, certificateId: certificate.id };
}

async function signedAllBelow(tx: StoreTransaction, named: Authority, parsed: ParsedCertificate): Promise<boolean> {
  for (const { parentId, certificateId } of await tx.authorities()) {
    const der = parentId === named.id && certificateId ? await tx.certificateDer(certificateId) : null;
    if (der && !isIssuedBy(parseCertificate(der), parsed)) return false;
  }
  return true;
}

/** A name without a certificate that an earlier path ended with. */
async function findWaiting(tx: StoreTransaction, name: string): Promise<Authority | null> {
  const found = (await tx.authorities()).find(
    (one) =>
      one.kind === 'root' &&
      one.status === 'active' &&
      one.keyState === 'absent' &&
      one.keyId === null &&
      one.certificateId === null &&
      one.name === name,
  );
  return found ?? null;
}

function findByName(tx: StoreTransaction, top: ParsedCertificate): Promise<Authority | null> {
  return findWaiting(tx, nameOf({ subject: top.issuer }));
}
