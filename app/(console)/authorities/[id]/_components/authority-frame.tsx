import { CalendarClock } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatDay } from '@/components/format';
import { chainKindWords } from '@/components/kind.words';
import { Phrase } from '@/components/language/phrase';
import { AuthorityBadge } from '@/components/pki/authority-health';
import { DownloadDialog } from '@/components/pki/download-dialog';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { ButtonLink } from '@/components/ui/button-link';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import type { AuthorityDetailView } from '@/lib/services/views';
import { AuthorityNotices } from './authority-notices';
import { authorityPageWords } from './authority-page.words';

export type AuthorityTab = 'overview' | 'certificates' | 'crls' | 'profiles' | 'publishing' | 'danger';

const tabs = () =>
  ({
    overview: { label: authorityPageWords().authorityFrame.overview, path: '' },
    certificates: { label: authorityPageWords().authorityFrame.certificates, path: '/certificates' },
    crls: { label: authorityPageWords().authorityFrame.crls, path: '/crls' },
    profiles: { label: authorityPageWords().authorityFrame.profiles, path: '/profiles' },
    publishing: { label: authorityPageWords().authorityFrame.publishing, path: '/publishing' },
    danger: { label: authorityPageWords().authorityFrame.dangerZone, path: '/danger' },
  }) as const satisfies Record<AuthorityTab, { label: string; path: string }>;

/** The words of a tab, for titles. */
export const tabTitle = (tab: AuthorityTab): string => tabs()[tab].label;

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
  const words = authorityPageWords().authorityFrame;
  const { authority, certificate } = view.node;
  const page = `/authorities/${authority.id}`;
  return (
    <Page>
      <PageHeader
        section={{ href: '/authorities', label: words.authorities }}
        title={authority.name}
        badge={<AuthorityBadge node={view.node} />}
        actions={
          <>
            {view.cannotHaveChildren ? null : (
              <ButtonLink href={`/authorities/new?parent=${authority.id}`}>{words.addAuthorityBelow}</ButtonLink>
            )}
            {certificate ? (
              <>
                <ButtonLink href={`${page}/rollover`}>
                  <CalendarClock aria-hidden="true" className="size-4" />
                  {words.planRollover}
                </ButtonLink>
                <DownloadDialog
                  label={words.trustFiles}
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
            <Phrase
              of={words.below}
              parts={{ link: <TextLink href={`/authorities/${authority.parentId}`}>{view.parentName}</TextLink> }}
            />
          </>
        ) : null}
        {authority.kind === 'root' ? words.installItsCertificateWhereverWhat : words.signsCertificates}
        {certificate ? (
          <span className="mt-1 flex flex-wrap items-baseline gap-x-3 text-13">
            <span>{words.to(formatDay(certificate.notBefore), formatDay(certificate.notAfter))}</span>
            <SerialSuffix serial={certificate.serialNumber} />
          </span>
        ) : null}
      </PageHeader>
      <AuthorityNotices view={view} sealed={sealed} />
      <nav aria-label={words.pagesOf(authority.name)} className="no-print -mb-2 border-b border-line">
        <ul className="flex flex-wrap gap-x-1">
          {(Object.keys(tabs()) as AuthorityTab[])
            .filter((one) => isOffered(one, view))
            .map((one) => (
              <li key={one}>
                <Link
                  href={`${page}${tabs()[one].path}`}
                  aria-current={one === tab ? 'page' : undefined}
                  className={`touch-target -mb-px inline-flex h-10 items-center border-b-2 px-2.5 focus-visible:-outline-offset-2 ${one === tab ? 'border-accent font-medium' : 'border-transparent text-muted hover:text-text'}`}
                >
                  {tabs()[one].label}
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
