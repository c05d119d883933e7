import type { Authority, Certificate, CrlRecord } from '../domain/entities.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { explainNameConstraints, parseNameConstraints } from '../pki/name-constraints.ts';
import { encodePem } from '../pki/pem.ts';
import type { SerialNumber } from '../pki/types.ts';
import { authorise } from './authorise.ts';
import { loadWithPath } from './certificate-files.ts';
import { CRL_LIFE_DAYS } from './gather-entries.ts';
import { chainLinks, missing } from './get-certificate.ts';
import { isKeyAtHand, revokedAbove } from './issuer.ts';
import { addressesInCertificate, furtherLists, publishingUrls } from './publishing-urls.ts';
import { restoreUntil } from './retire-authority.ts';
import { whyNotRevocable } from './revoke-authority.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { daysLeft, EXPIRING_DAYS, shownStatus } from './shown-status.ts';
import type {
  AuthorityCertificateView,
  AuthorityDetailView,
  AuthorityNode,
  CrlView,
  DeletedAuthorityView,
} from './views.ts';

/** The hierarchies as trees, in order of creation; without what is deleted, and without what never got a certificate. */
export async function listAuthorities(context: ServiceContext, actor: Actor | null): Promise<readonly AuthorityNode[]> {
  authorise(actor, 'inventory.read');
  return treesOf(context, (authority) => authority.deletedAt === null);
}

/** What was deleted and perhaps can be brought back, newest first. */
export async function listDeletedAuthorities(
  context: ServiceContext,
  actor: Actor | null,
): Promise<readonly DeletedAuthorityView[]> {
  authorise(actor, 'inventory.read');
  const now = context.clock.now();
  return (await context.store.authorities())
    .filter(({ deletedAt }) => deletedAt !== null)
    .sort((one, other) => (other.deletedAt as Date).getTime() - (one.deletedAt as Date).getTime())
    .map((authority) => ({
      authority,
      restoreUntil: restoreUntil(authority),
      gone: restoreUntil(authority) <= now,
    }));
}

/** One authority with its health, publishing addresses and chain; also one that is deleted. Throws `not-found`. */
export async function getAuthority(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
): Promise<AuthorityDetailView> {
  authorise(actor, 'inventory.read');
  const { publicUrl } = context.settings;
  const nodes = await treesOf(context, (one) => one.deletedAt === null || one.id === authorityId);
  const node = findNode(nodes, authorityId);
  if (!node) throw missing('authority', authorityId);
  const { authority } = node;
  const all = await context.store.authorities();
  const loaded = authority.certificateId ? await loadWithPath(context.store, authority.certificateId) : null;
  const [certificates, history, ceremonies, request] = await Promise.all([
    certificatesOf(context, authority, all),
    context.store.auditPage({ limit: 20, beforeSeq: null, objectId: authorityId }),
    authority.keyState === 'offline' ? context.signer.ceremonies().catch(() => []) : [],
    context.store.authorityRequest(authorityId),
  ]);
  const referenceTo = (found: Authority | undefined) => (found ? { id: found.id, name: found.name } : null);
  return {
    node,
    parentName: all.find(({ id }) => id === authority.parentId)?.name ?? null,
    chain: loaded ? await chainLinks(context, loaded) : [],
    certificatePem: loaded ? encodePem('CERTIFICATE', loaded.certificateDer) : '',
    fingerprintSha256: loaded?.certificate.fingerprintSha256 ?? '',
    publishing: publishingUrls(publicUrl, authorityId),
    signedAddresses: addressesInCertificate(publicUrl, authority, '00' as SerialNumber),
    crlLifeDays: authority.settings.crlLifeDays ?? CRL_LIFE_DAYS,
    ...furtherLists(publicUrl, authority),
    limits: loaded ? limitsOf(loaded.certificateDer) : [],
    certificates,
    successor: referenceTo(all.find(({ predecessorId }) => predecessorId === authorityId)),
    predecessor: referenceTo(all.find(({ id }) => id === authority.predecessorId)),
    cannotRevoke: await whyNotRevocable(context, authority),
    restoreUntil: authority.deletedAt ? restoreUntil(authority) : null,
    hasRequest: request !== null,
    ceremonySecondsLeft: ceremonies.find(({ keyId }) => keyId === authority.keyId)?.secondsLeft ?? null,
    cannotHaveChildren: whyNoChildren(node),
    history: history.items,
  };
}

async function treesOf(
  context: ServiceContext,
  isShown: (authority: Authority) => boolean,
): Promise<readonly AuthorityNode[]> {
  const known = await context.store.authorities();
  const all = known.filter(
    (one) => isShown(one) && (one.certificateId !== null || one.status === 'awaiting-certificate'),
  );
  const nodes = new Map<string, AuthorityNode>();
  for (const authority of all) nodes.set(authority.id, await authorityNode(context, authority, known));
  const withChildren = (authority: Authority): AuthorityNode => ({
    ...(nodes.get(authority.id) as AuthorityNode),
    children: all.filter((one) => one.parentId === authority.id).map(withChildren),
  });
  // One whose authority above is not known here, or is hidden, stands at the top.
  return all.filter(({ parentId }) => parentId === null || !nodes.has(parentId)).map(withChildren);
}

/** Every certificate of its key: who is to be believed is the choice of whoever builds a chain. */
async function certificatesOf(
  context: ServiceContext,
  authority: Authority,
  all: readonly Authority[],
): Promise<readonly AuthorityCertificateView[]> {
  const now = context.clock.now();
  return (await context.store.certificatesOfAuthority(authority.id))
    .filter(({ state }) => state !== 'intended' && state !== 'abandoned')
    .map((certificate) => ({
      certificate,
      status: shownStatus(certificate, now),
      issuerName: all.find(({ id }) => id === certificate.issuerId)?.name ?? '',
      inForce: certificate.id === authority.certificateId,
      kind:
        certificate.issuerId === authority.id
          ? 'self-signed'
          : certificate.issuerId === authority.parentId
            ? 'issued'
            : 'cross',
    }));
}

/** What its certificate says about everything below it. */
function limitsOf(certificateDer: Uint8Array): readonly string[] {
  const { nameConstraintsDer, extKeyUsage, certificatePolicies } = parseCertificate(certificateDer);
  return [
    ...(nameConstraintsDer ? explainNameConstraints(parseNameConstraints(nameConstraintsDer)) : []),
    ...(extKeyUsage ? [`Purposes: only ${extKeyUsage.join(', ')}.`] : []),
    ...(certificatePolicies.length > 0
      ? [`Policies: ${certificatePolicies.map(({ policy }) => policy).join(', ')}.`]
      : []),
  ];
}

function findNode(nodes: readonly AuthorityNode[], id: string): AuthorityNode | null {
  for (const node of nodes) {
    const found = node.authority.id === id ? node : findNode(node.children, id);
    if (found) return found;
  }
  return null;
}

async function authorityNode(
  context: ServiceContext,
  authority: Authority,
  all: readonly Authority[],
): Promise<AuthorityNode> {
  const now = context.clock.now();
  const [certificate, der, crl, issued] = await Promise.all([
    authority.certificateId ? context.store.certificate(authority.certificateId) : null,
    authority.certificateId ? context.store.certificateDer(authority.certificateId) : null,
    context.store.currentCrlFacts(authority.id),
    context.store.livingCertificates(authority.id, now),
  ]);
  const status = certificate ? shownStatus(certificate, now) : 'pending';
  const crlView = crl ? viewOfCrl(crl, now) : null;
  return {
    authority,
    certificate,
    status,
    daysLeft: certificate ? daysLeft(certificate, now) : 0,
    problems: await problemsOf(context, authority, all, certificate, crlView),
    crl: crlView,
    livingCertificates: issued,
    pathLenConstraint: der ? (parseCertificate(der).basicConstraints?.pathLenConstraint ?? null) : null,
    keyAtHand: await isKeyAtHand(context, authority).catch(() => false),
    children: [],
  };
}

export function viewOfCrl(crl: Omit<CrlRecord, 'certificateListDer'>, now: Date): CrlView {
  return {
    crlNumber: String(crl.crlNumber),
    thisUpdate: crl.thisUpdate,
    nextUpdate: crl.nextUpdate,
    entryCount: crl.entryCount,
    overdue: crl.nextUpdate <= now,
  };
}

async function problemsOf(
  context: ServiceContext,
  authority: Authority,
  all: readonly Authority[],
  certificate: Certificate | null,
  crl: CrlView | null,
): Promise<readonly string[]> {
  const now = context.clock.now();
  const problems: string[] = [];
  if (authority.status === 'awaiting-certificate')
    return ['Waits for its certificate: send its request to the authority above, and install the answer'];
  if (authority.status !== 'active') problems.push(`Is ${authority.status}`);
  const revoked = authority.parentId ? revokedAbove(all, authority.parentId) : null;
  if (revoked) problems.push(`Is below "${revoked.name}", which is revoked`);
  if (certificate && certificate.notAfter <= now) problems.push('Has expired');
  else if (certificate && daysLeft(certificate, now) <= EXPIRING_DAYS)
    problems.push(`Expires in ${daysLeft(certificate, now)} days`);
  // What an outside authority publishes is not ours to watch.
  if (authority.keyState === 'absent') return problems;
  if (authority.keyState === 'offline') {
    const waiting = context.publication.crlOverdue.has(authority.id);
    return [
      ...problems,
      ...(waiting ? ['A revocation is not on the CRL yet: sign one in a ceremony'] : offlineProblems(crl, now)),
    ];
  }
  if (!crl) problems.push('No CRL has been published');
  else if (crl.overdue) problems.push('The CRL is overdue');
  else if (context.publication.crlOverdue.has(authority.id)) problems.push('A revocation is not on the CRL yet');
  const responder = authority.responderCertificateId
    ? await context.store.certificate(authority.responderCertificateId)
    : null;
  if (!responder) problems.push('No OCSP responder');
  else if (responder.notAfter <= now) problems.push('The OCSP responder has expired');
  return problems;
}

/** No job can sign its list: a person has to, in a ceremony. A quarter of the list's life ahead is soon enough to say so. */
function offlineProblems(crl: CrlView | null, now: Date): readonly string[] {
  if (!crl) return ['No CRL has been published: sign one in a ceremony'];
  const day = crl.nextUpdate.toISOString().slice(0, 10);
  if (crl.overdue) return [`The CRL is overdue since ${day}: sign one in a ceremony`];
  const quarter = (crl.nextUpdate.getTime() - crl.thisUpdate.getTime()) / 4;
  return crl.nextUpdate.getTime() - now.getTime() < quarter ? [`Needs a ceremony: its CRL ends on ${day}`] : [];
}

function whyNoChildren(node: AuthorityNode): string | null {
  if (node.authority.deletedAt) return 'It is deleted.';
  if (node.authority.status === 'awaiting-certificate') return 'It waits for its own certificate.';
  if (node.authority.status !== 'active') return `It is ${node.authority.status}.`;
  if (node.authority.keyState === 'absent') return 'Its key is elsewhere, so it cannot sign here.';
  if (!node.keyAtHand) return 'Its key is offline. Begin a ceremony first.';
  if (node.status === 'expired') return 'It has expired.';
  if (node.pathLenConstraint === 0)
    return `Path length of ${node.authority.name} is 0, so it cannot have authorities below it.`;
  return null;
}
