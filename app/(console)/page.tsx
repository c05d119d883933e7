import { ArrowRight, Cable, FileInput, Server } from 'lucide-react';
import type { Metadata } from 'next';
import { flattenAuthorities } from '@/components/pki/authority-choice';
import { AuthorityBadge, CrlAge } from '@/components/pki/authority-health';
import { AuthorityProblem } from '@/components/pki/authority-problems';
import { HistoryList } from '@/components/pki/history-list';
import { KindIcon, kindOf } from '@/components/pki/kind-icon';
import { LifeBar } from '@/components/pki/life-bar';
import { statusWords } from '@/components/pki/status-badge';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import type { AuthorityNode, CertificateRow, OverviewView } from '@/lib/services/views';
import { requireSignedIn } from '../session';
import { ActivityChart } from './_components/activity-chart';
import { Attention } from './_components/attention';
import { consolePageWords } from './_components/console-page.words';
import { CrlFreshness } from './_components/crl-freshness';
import { ExpiryStrip } from './_components/expiry-strip';

export const generateMetadata = (): Metadata => ({ title: consolePageWords().overview.overview });

export default async function OverviewPage() {
  const words = consolePageWords().overview;
  const { reads } = await requireSignedIn('/');
  const overview = await reads.overview();
  if (overview.authorities.length === 0) return <NoAuthority overview={overview} />;
  if (!overview.begun) return <Beginning overview={overview} />;
  return (
    <Page>
      <PageHeader title={words.overview} />
      <Attention items={overview.attention} />
      <div className="grid gap-6 xl:grid-cols-2">
        <ExpiryStrip outlook={overview.outlook} />
        <ExpiringNext rows={overview.expiringNext} />
      </div>
      <div className="grid gap-6 xl:grid-cols-2">
        <ActivityChart days={overview.activity} />
        <CrlFreshness nodes={flattenAuthorities(overview.authorities)} />
      </div>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <Authorities nodes={overview.authorities} />
        {overview.recentEvents ? <Recent events={overview.recentEvents} /> : null}
      </div>
    </Page>
  );
}

function ExpiringNext({ rows }: { rows: readonly CertificateRow[] }) {
  const words = consolePageWords().overview;
  return (
    <Card
      title={words.expiringNext}
      id="expiring-next"
      flush
      actions={
        <TextLink href="/certificates?sort=expiry" className="inline-flex min-h-6 items-center text-13">
          {words.allByExpiry}
        </TextLink>
      }
    >
      {rows.length === 0 ? <p className="px-5 py-4 text-muted">{words.noLivingCertificate}</p> : null}
      <ul className="divide-y divide-line-faint">
        {rows.slice(0, 6).map((row) => (
          <li
            key={row.certificate.id}
            className="relative flex items-center gap-x-3 gap-y-1 px-5 py-2.5 hover:bg-subtle max-sm:flex-wrap"
          >
            <KindIcon kind={kindOf(row.certificate.profile)} />
            <div className="min-w-0 flex-1">
              <Link
                data-row
                href={`/certificates/${row.certificate.id}`}
                className="block truncate font-medium after:absolute after:inset-0"
              >
                {row.certificate.displayName}
              </Link>
              <p className="truncate text-12 text-muted">{row.issuerName}</p>
            </div>
            <div className="w-44 shrink-0 text-end text-13 max-sm:w-full max-sm:ps-7 max-sm:text-start">
              <p className={row.status === 'expiring' ? 'font-medium text-expiring' : ''}>
                {statusWords(row.status, row.daysLeft, row.certificate)}
              </p>
              <div className="mt-1.5">
                <LifeBar
                  notBefore={row.certificate.notBefore}
                  notAfter={row.certificate.notAfter}
                  status={row.status}
                />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Authorities({ nodes }: { nodes: readonly AuthorityNode[] }) {
  const words = consolePageWords().overview;
  return (
    <Card
      title={words.authorities}
      id="authorities"
      flush
      actions={
        <TextLink href="/authorities" className="inline-flex min-h-6 items-center text-13">
          {words.tree}
        </TextLink>
      }
    >
      <ul className="divide-y divide-line-faint">
        {flattenAuthorities(nodes).map((node) => (
          <li
            key={node.authority.id}
            className="relative flex flex-wrap items-center gap-x-4 gap-y-1.5 px-5 py-3 hover:bg-subtle"
          >
            <KindIcon kind={node.authority.kind} />
            <div className="min-w-40 flex-1">
              <Link
                data-row
                href={`/authorities/${node.authority.id}`}
                className="block font-medium after:absolute after:inset-0 [overflow-wrap:anywhere]"
              >
                {node.authority.name}
              </Link>
              <p className="text-12 text-muted">
                {words.livingCertificates(node.livingCertificates)} · <CrlAge node={node} />
              </p>
            </div>
            <AuthorityBadge node={node} />
            <AuthorityProblem node={node} className="w-full" />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Recent({ events }: { events: NonNullable<OverviewView['recentEvents']> }) {
  const words = consolePageWords().overview;
  return (
    <Card
      title={words.recentEvents}
      id="recent"
      flush
      actions={
        <TextLink href="/audit" className="inline-flex min-h-6 items-center text-13">
          {words.audit}
        </TextLink>
      }
    >
      {/* What was meant stands in the audit log; here counts what came of it. */}
      <HistoryList entries={events.filter(({ action }) => !action.endsWith('.intended')).slice(0, 8)} linkObjects />
    </Card>
  );
}

/** Set up, authorities in place, nothing issued yet: three ways to begin. */
function Beginning({ overview }: { overview: OverviewView }) {
  const words = consolePageWords().overview;
  const ways = [
    {
      href: '/new/pair',
      icon: Cable,
      title: words.makeAMutualTlsPair,
      text: words.twoNamesGiveAServer,
    },
    {
      href: '/new/server',
      icon: Server,
      title: words.issueAServerCertificate,
      text: words.oneWayTlsForA,
    },
    {
      href: '/new/csr',
      icon: FileInput,
      title: words.signARequest,
      text: words.thePrivateKeyStaysWhere,
    },
  ];
  return (
    <Page>
      <PageHeader title={words.overview}>{words.yourAuthoritiesAreReadyNothing}</PageHeader>
      <Attention items={overview.attention} quiet />
      <ul className="grid gap-4 lg:grid-cols-3">
        {ways.map(({ href, icon: Icon, title, text }, index) => (
          <li
            key={href}
            className="group relative flex flex-col gap-3 rounded-lg border border-line bg-card p-6 hover:border-accent"
          >
            <span
              className={`inline-flex size-9 items-center justify-center rounded-md ${index === 0 ? 'bg-accent text-on-accent' : 'bg-accent-tint text-accent'}`}
            >
              <Icon aria-hidden="true" className="size-4.5" />
            </span>
            <h2 className="text-16 font-semibold">
              <Link href={href} className="after:absolute after:inset-0 after:rounded-lg">
                {title}
              </Link>
            </h2>
            <p className="flex-1 text-muted">{text}</p>
            <ArrowRight aria-hidden="true" className="size-4 text-muted group-hover:text-accent" />
          </li>
        ))}
      </ul>
      <div className="grid items-start gap-6 xl:grid-cols-2">
        <Authorities nodes={overview.authorities} />
        {overview.recentEvents ? <Recent events={overview.recentEvents} /> : null}
      </div>
    </Page>
  );
}

/** The set-up was interrupted before the first authority. */
function NoAuthority({ overview }: { overview: OverviewView }) {
  const words = consolePageWords().overview;
  const last = overview.recentEvents?.[0];
  return (
    <Page width="form">
      <PageHeader title={words.overview}>{words.thereIsNoAuthorityYet}</PageHeader>
      <p className="flex flex-wrap gap-2">
        <ButtonLink href="/setup" tone="primary">
          {words.continueTheSetUp}
        </ButtonLink>
        <ButtonLink href="/authorities/new">{words.createARootAuthority}</ButtonLink>
        <ButtonLink href="/authorities/import">{words.importOneFromFiles}</ButtonLink>
      </p>
      {last ? (
        <p className="text-13 text-muted">
          {words.lastEvent} <Time at={last.at} />
        </p>
      ) : null}
    </Page>
  );
}
