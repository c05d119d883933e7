import { CalendarClock } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDay } from '@/components/format';
import { chainKindWords } from '@/components/kind.words';
import { AuthorityBadge } from '@/components/pki/authority-health';
import { DownloadDialog } from '@/components/pki/download-dialog';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { ButtonLink } from '@/components/ui/button-link';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import type { AuthorityDetailView } from '@/lib/services/views';
import { AuthorityNotices } from './authority-notices';

export type AuthorityTab = 'overview' | 'certificates' | 'crls' | 'profiles' | 'publishing' | 'danger';

const TABS = {
  overview: { label: 'Overview', path: '' },
  certificates: { label: 'Certificates', path: '/certificates' },
  crls: { label: 'CRLs', path: '/crls' },
  profiles: { label: 'Profiles', path: '/profiles' },
  publishing: { label: 'Publishing', path: '/publishing' },
  danger: { label: 'Danger zone', path: '/danger' },
} as const satisfies Record<AuthorityTab, { label: string; path: string }>;

/** The words of a tab, for titles. */
export const tabTitle = (tab: AuthorityTab): string => TABS[tab].label;

/**
 * What every page of an authority has in common: what it is, what is unusual about it, and its other pages. Each page has an
 * address of its own, so the tabs are links and work without script.
 */
export function AuthorityFrame({
  view,
  sealed,
  tab,
  children,
}: {
  view: AuthorityDetailView;
  sealed: boolean;
  tab: AuthorityTab;
  children: ReactNode;
}) {
  const { authority, certificate } = view.node;
  const page = `/authorities/${authority.id}`;
  return (
    <Page>
      <PageHeader
        section={{ href: '/authorities', label: 'Authorities' }}
        title={authority.name}
        badge={<AuthorityBadge node={view.node} />}
        actions={
          <>
            {view.cannotHaveChildren ? null : (
              <ButtonLink href={`/authorities/new?parent=${authority.id}`}>Add authority below</ButtonLink>
            )}
            {certificate ? (
              <>
                <ButtonLink href={`${page}/rollover`}>
                  <CalendarClock aria-hidden="true" className="size-4" />
                  Plan rollover
                </ButtonLink>
                <DownloadDialog
                  label="Trust files"
                  certificate={{ id: certificate.id, name: authority.name, isAuthority: true }}
                />
              </>
            ) : null}
          </>
        }
      >
        {chainKindWords()[authority.kind]}
        {view.parentName && authority.parentId ? (
          <>
            {' '}
            below <TextLink href={`/authorities/${authority.parentId}`}>{view.parentName}</TextLink>
          </>
        ) : null}
        {authority.kind === 'root'
          ? '. Install its certificate wherever what it signs is to be trusted.'
          : '. It signs certificates; whoever trusts the root trusts them.'}
        {certificate ? (
          <span className="mt-1 flex flex-wrap items-baseline gap-x-3 text-13">
            <span>
              {formatDay(certificate.notBefore)} to {formatDay(certificate.notAfter)}
            </span>
            <SerialSuffix serial={certificate.serialNumber} />
          </span>
        ) : null}
      </PageHeader>
      <AuthorityNotices view={view} sealed={sealed} />
      <nav aria-label={`Pages of ${authority.name}`} className="no-print -mb-2 border-b border-line">
        <ul className="flex flex-wrap gap-x-1">
          {(Object.keys(TABS) as AuthorityTab[])
            .filter((one) => isOffered(one, view))
            .map((one) => (
              <li key={one}>
                <Link
                  href={`${page}${TABS[one].path}`}
                  aria-current={one === tab ? 'page' : undefined}
                  className={`touch-target -mb-px inline-flex h-10 items-center border-b-2 px-2.5 focus-visible:-outline-offset-2 ${one === tab ? 'border-accent font-medium' : 'border-transparent text-muted hover:text-text'}`}
                >
                  {TABS[one].label}
                </Link>
              </li>
            ))}
        </ul>
      </nav>
      {children}
    </Page>
  );
}

/** What lives elsewhere is published and issued elsewhere. */
function isOffered(tab: AuthorityTab, { node }: AuthorityDetailView): boolean {
  const { authority, certificate } = node;
  if (tab === 'crls' || tab === 'publishing' || tab === 'profiles')
    return certificate !== null && authority.keyState !== 'absent';
  return true;
}
