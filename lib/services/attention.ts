import type { Job } from '../domain/entities.ts';
import type { AttentionItem, AuthorityNode, CertificateRow, ExpiryOutlook } from './views.ts';

/** What an operator should do something about, each with the page that is the remedy. */

export function sealedItem(sealState: string): readonly AttentionItem[] {
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

export function authorityItems(nodes: readonly AuthorityNode[]): readonly AttentionItem[] {
  return nodes.flatMap((node) => [
    ...node.problems.map((problem, at) => ({
      id: `authority-${node.authority.id}-${at}`,
      severity: (NO_ERROR.test(problem) ? 'warning' : 'error') as AttentionItem['severity'],
      title: node.authority.name,
      detail: `${problem}.`,
      ...remedyOf(problem, node),
    })),
    ...authorityItems(node.children),
  ]);
}

/** Not wrong yet, or wanted so. */
const NO_ERROR = /^(Expires in|Is disabled|Is revoked|Waits for|Needs a ceremony)/;

/** The page on which this problem ends. */
function remedyOf(problem: string, { authority }: AuthorityNode): Pick<AttentionItem, 'href' | 'action'> {
  const page = `/authorities/${authority.id}`;
  if (/ceremony/.test(problem)) return { href: `${page}/key`, action: 'Begin a ceremony' };
  if (/CRL/.test(problem)) return { href: `${page}#crl`, action: 'Sign a CRL' };
  if (/^(Expires in|Has expired)/.test(problem) && authority.keyState === 'online')
    return { href: `${page}/renew`, action: 'Renew' };
  return { href: page, action: 'Open' };
}

/** A root that an issuing authority works for is needed a few times a year; the rest of the time it only can be stolen. */
export function onlineRootItems(nodes: readonly AuthorityNode[]): readonly AttentionItem[] {
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

/** The first by name; the rest of each stage (7, 14 and 30 days) in one row each that leads to the list. */
export function certificateItems(
  rows: readonly CertificateRow[],
  { within, countedUntil }: Pick<ExpiryOutlook, 'within' | 'countedUntil'>,
  now: Date,
): readonly AttentionItem[] {
  const named = rows.filter(isDue).slice(0, MOST_NAMED);
  const items: AttentionItem[] = named.map((row) => ({
    id: `certificate-${row.certificate.id}`,
    severity: 'warning',
    title: row.certificate.displayName,
    detail: `${row.daysLeft <= 0 ? 'Expires today' : `Expires in ${days(row.daysLeft)}`}, and nothing has taken its place.`,
    href: `/certificates/${row.certificate.id}/renew`,
    action: 'Renew',
  }));
  if (within[30] === 0) return items;
  const stoppedEarlier = countedUntil !== null && countedUntil.getTime() <= now.getTime() + 30 * 86_400_000;
  const more = stoppedEarlier ? ' or more' : '';
  return [
    ...items,
    {
      id: 'expiring',
      severity: within[14] > 0 ? 'warning' : 'info',
      title: `${within[30]}${more} ${within[30] === 1 ? 'certificate ends' : 'certificates end'} within 30 days`,
      detail: `${within[7]} within 7 days, ${within[14]} within 14. Renewed and short-lived ones are among them.`,
      href: '/certificates?status=expiring&sort=expiry',
      action: 'Show them',
    },
  ];
}

/** Within 14 days; of a short life, within its last third. */
function isDue({ certificate: { notBefore, notAfter }, daysLeft }: CertificateRow): boolean {
  const lifeDays = (notAfter.getTime() - notBefore.getTime()) / 86_400_000;
  return daysLeft <= Math.min(14, lifeDays / 3);
}

export function jobItems(jobs: readonly Job[], now: Date): readonly AttentionItem[] {
  return jobs
    .filter(
      ({ state, finishedAt }) =>
        state === 'failed' && (finishedAt === null || now.getTime() - finishedAt.getTime() < JOB_DAYS * 86_400_000),
    )
    .map(({ id, label, message, done, total }) => ({
      id: `job-${id}`,
      severity: 'error' as const,
      title: label,
      detail: `The job failed after ${done} of ${total}. ${message}`.trim(),
      href: `/jobs/${id}`,
      action: 'Open',
    }));
}

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
const MOST_NAMED = 6;
/** A failed job is not mended by going on; after so many days it is history. */
const JOB_DAYS = 7;
