import type { Authority, Certificate, CrlRecord } from '../domain/entities.ts';
import { parseCertificate } from '../pki/certificate.ts';
import { encodePem } from '../pki/pem.ts';
import { authorise } from './authorise.ts';
import { loadWithPath } from './certificate-files.ts';
import { chainLinks, missing } from './get-certificate.ts';
import { publishingUrls } from './publishing-urls.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { daysLeft, EXPIRING_DAYS, shownStatus } from './shown-status.ts';
import type { AuthorityDetailView, AuthorityNode, CrlView } from './views.ts';

/** The hierarchies as trees, roots first in order of creation. */
export async function listAuthorities(context: ServiceContext, actor: Actor | null): Promise<readonly AuthorityNode[]> {
  authorise(actor, 'inventory.read');
  const all = (await context.store.authorities()).filter((authority) => authority.certificateId);
  const nodes = new Map<string, AuthorityNode>();
  for (const authority of all) nodes.set(authority.id, await authorityNode(context, authority));
  const withChildren = (authority: Authority): AuthorityNode => ({
    ...(nodes.get(authority.id) as AuthorityNode),
    children: all.filter((one) => one.parentId === authority.id).map(withChildren),
  });
  return all.filter((authority) => authority.parentId === null).map(withChildren);
}

/** One authority with its health, publishing addresses and chain. Throws `not-found`. */
export async function getAuthority(
  context: ServiceContext,
  actor: Actor | null,
  authorityId: string,
): Promise<AuthorityDetailView> {
  authorise(actor, 'inventory.read');
  const node = findNode(await listAuthorities(context, actor), authorityId);
  if (!node?.authority.certificateId) throw missing('authority', authorityId);
  const loaded = await loadWithPath(context.store, node.authority.certificateId);
  const parent = node.authority.parentId ? await context.store.authority(node.authority.parentId) : null;
  const history = await context.store.auditPage({ limit: 20, beforeSeq: null, objectId: authorityId });
  return {
    node,
    parentName: parent?.name ?? null,
    chain: await chainLinks(context, loaded),
    certificatePem: encodePem('CERTIFICATE', loaded.certificateDer),
    fingerprintSha256: loaded.certificate.fingerprintSha256 ?? '',
    publishing: publishingUrls(context.settings.publicUrl, authorityId),
    cannotHaveChildren: whyNoChildren(node),
    history: history.items,
  };
}

function findNode(nodes: readonly AuthorityNode[], id: string): AuthorityNode | null {
  for (const node of nodes) {
    const found = node.authority.id === id ? node : findNode(node.children, id);
    if (found) return found;
  }
  return null;
}

async function authorityNode(context: ServiceContext, authority: Authority): Promise<AuthorityNode> {
  const now = context.clock.now();
  const [certificate, der, crl, issued] = await Promise.all([
    authority.certificateId ? context.store.certificate(authority.certificateId) : null,
    authority.certificateId ? context.store.certificateDer(authority.certificateId) : null,
    context.store.currentCrl(authority.id),
    context.store.livingCertificates(authority.id, now),
  ]);
  const status = certificate ? shownStatus(certificate, now) : 'pending';
  const crlView = crl ? viewOfCrl(crl, now) : null;
  return {
    authority,
    certificate,
    status,
    daysLeft: certificate ? daysLeft(certificate, now) : 0,
    problems: await problemsOf(context, authority, certificate, crlView),
    crl: crlView,
    livingCertificates: issued,
    pathLenConstraint: der ? (parseCertificate(der).basicConstraints?.pathLenConstraint ?? null) : null,
    children: [],
  };
}

function viewOfCrl(crl: CrlRecord, now: Date): CrlView {
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
  certificate: Certificate | null,
  crl: CrlView | null,
): Promise<readonly string[]> {
  const now = context.clock.now();
  const problems: string[] = [];
  if (authority.status !== 'active') problems.push(`Is ${authority.status}`);
  if (certificate && certificate.notAfter <= now) problems.push('Has expired');
  else if (certificate && daysLeft(certificate, now) <= EXPIRING_DAYS)
    problems.push(`Expires in ${daysLeft(certificate, now)} days`);
  // Nothing can be signed for an authority whose key is not here; its lists come from where it is.
  if (authority.keyState === 'absent') return problems;
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

function whyNoChildren(node: AuthorityNode): string | null {
  if (node.authority.status !== 'active') return `It is ${node.authority.status}.`;
  if (node.status === 'expired') return 'It has expired.';
  if (node.authority.keyState === 'absent') return 'Its private key is not here.';
  if (node.pathLenConstraint === 0)
    return `Path length of ${node.authority.name} is 0, so it cannot have authorities below it.`;
  return null;
}
