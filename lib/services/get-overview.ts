import { authorise } from './authorise.ts';
import { listAuthorities } from './get-authorities.ts';
import { certificateRows } from './list-certificates.ts';
import { sharedFactorItems } from './search-shared-factors.ts';
import type { Actor, ServiceContext } from './service-context.ts';
import { EXPIRING_DAYS } from './shown-status.ts';
import type { AttentionItem, AuthorityNode, CertificateRow, OverviewView } from './views.ts';

/** What an operator sees first: what needs attention, what ends next, how the authorities are, what happened. */
export async function getOverview(context: ServiceContext, actor: Actor | null): Promise<OverviewView> {
  authorise(actor, 'inventory.read');
  const now = context.clock.now();
  const [counts, authorities, rowOf, expiring, recent, connectionCount, sealState, sharedFactors] = await Promise.all([
    context.store.certificateCounts(now),
    listAuthorities(context, actor),
    certificateRows(context),
    context.store.certificatePage({
      status: 'valid',
      profiles: ['tlsServer', 'tlsClient', 'tlsPeer', 'smime', 'codeSigning'],
      now,
      expiringDays: EXPIRING_DAYS,
      sort: 'expiry',
      limit: 8,
      cursor: null,
    }),
    context.store.auditPage({ limit: 10, beforeSeq: null }),
    context.store.connectionCount(),
    context.signer.state(),
    sharedFactorItems(context),
  ]);
  const expiringNext = expiring.items.map(rowOf);
  return {
    counts,
    attention: [
      ...sealedItem(sealState),
      ...sharedFactors,
      ...authorityItems(authorities),
      ...certificateItems(expiringNext),
      ...onlineRootItems(authorities),
    ],
    expiringNext,
    authorities,
    recentEvents: recent.items,
    connectionCount,
  };
}

function sealedItem(sealState: string): readonly AttentionItem[] {
  if (sealState !== 'sealed') return [];
  return [
    {
      id: 'sealed',
      severity: 'error',
      title: 'Sealed: read-only',
      detail: 'The keys wait for the passphrase. Published CRLs are still served; nothing can be signed.',
      href: '/unseal',
      action: 'Unseal',
    },
  ];
}

function authorityItems(nodes: readonly AuthorityNode[]): readonly AttentionItem[] {
  return nodes.flatMap((node) => [
    ...node.problems.map((problem, at) => ({
      id: `authority-${node.authority.id}-${at}`,
      severity: (NO_ERROR.test(problem) ? 'warning' : 'error') as AttentionItem['severity'],
      title: node.authority.name,
      detail: `${problem}.`,
      href: `/authorities/${node.authority.id}`,
      action: 'Open',
    })),
    ...authorityItems(node.children),
  ]);
}

/** Not wrong yet, or wanted so. */
const NO_ERROR = /^(Expires in|Is disabled|Is revoked|Waits for|Needs a ceremony)/;

/** A root that an issuing authority works for is needed a few times a year; the rest of the time it only can be stolen. */
function onlineRootItems(nodes: readonly AuthorityNode[]): readonly AttentionItem[] {
  return nodes
    .filter(
      ({ authority, children }) =>
        authority.kind === 'root' &&
        authority.keyState === 'online' &&
        authority.status === 'active' &&
        children.some((child) => child.authority.status === 'active' && child.keyAtHand),
    )
    .map(({ authority }) => ({
      id: `root-online-${authority.id}`,
      severity: 'info' as const,
      title: authority.name,
      detail:
        'The key of this root is on this machine. Its issuing authority does the daily work: the root can go offline.',
      href: `/authorities/${authority.id}/key`,
      action: 'Take it offline',
    }));
}

function certificateItems(rows: readonly CertificateRow[]): readonly AttentionItem[] {
  return rows
    .filter((row) => row.daysLeft <= 14)
    .map((row) => ({
      id: `certificate-${row.certificate.id}`,
      severity: 'warning' as const,
      title: row.certificate.displayName,
      detail:
        row.daysLeft <= 0 ? 'Expires today.' : `Expires in ${row.daysLeft} ${row.daysLeft === 1 ? 'day' : 'days'}.`,
      href: `/certificates/${row.certificate.id}`,
      action: 'Open',
    }));
}
