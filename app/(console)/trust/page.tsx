import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Phrase } from '@/components/language/phrase';
import { Hex } from '@/components/pki/fingerprint';
import { Card, EmptyState } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import type { TrustPortalView } from '@/lib/services/trust-portal';
import { found, one, requireSignedIn, type SearchParams } from '../../session';
import { Platforms } from './_components/platforms';
import { Proof } from './_components/proof';
import { trustPageWords } from './_components/trust-page.words';
import { fileAddress } from './_components/trust-step';

export const generateMetadata = (): Metadata => ({ title: trustPageWords().trust.trustSetup });

export default async function TrustPage({ searchParams }: { searchParams: SearchParams }) {
  const say = trustPageWords().trust;
  const authorityId = one((await searchParams).root);
  const { reads } = await requireSignedIn(
    authorityId === undefined ? '/trust' : `/trust?root=${encodeURIComponent(authorityId)}`,
  );
  const userAgent = (await headers()).get('user-agent') ?? '';
  const view = await found(reads.trust({ userAgent, ...(authorityId === undefined ? {} : { authorityId }) }));
  const { words, chosen } = view;
  return (
    <Page>
      <PageHeader title={words.title}>{words.lead}</PageHeader>
      {chosen ? (
        <>
          <Roots view={view} />
          <Card title={chosen.name} id="fingerprint">
            <div className="grid gap-6 sm:grid-cols-[minmax(0,1fr)_12rem]">
              <div className="flex min-w-0 flex-col gap-3">
                {chosen.expired ? <Notice tone="warning" title={words.expired} /> : null}
                <h3 className="text-13 text-muted">{say.fingerprintSha256}</h3>
                <Hex value={chosen.sha256} what={say.fingerprint} />
                <p>{words.compare}</p>
                <p className="text-muted">{words.warning}</p>
              </div>
              <PublicPage view={view} />
            </div>
          </Card>
          <Proof chosen={chosen} proof={view.proof} />
          <Card title={say.downloads} id="files" flush>
            <ul className="divide-y divide-line-faint">
              {chosen.files.map(({ name, label }) => (
                <li key={name} className="flex flex-wrap items-baseline justify-between gap-x-4 px-5 py-2.5">
                  <a
                    href={fileAddress(chosen.authorityId, name)}
                    download={name}
                    className="touch-target text-accent underline decoration-accent/40 underline-offset-3 hover:text-accent-hover"
                  >
                    {label}
                  </a>
                  <code className="font-mono text-13 text-muted [overflow-wrap:anywhere]">{name}</code>
                </li>
              ))}
            </ul>
            <p className="border-t border-line-faint px-5 py-3 text-13 text-muted">{words.scripts}</p>
          </Card>
          <section aria-labelledby="steps" className="flex flex-col gap-3">
            <h2 id="steps" className="text-16 font-semibold">
              {say.steps}
            </h2>
            <Platforms chosen={chosen} />
          </section>
        </>
      ) : (
        <EmptyState title={words.empty} actions={<TextLink href="/authorities/new?kind=root">{say.newRoot}</TextLink>}>
          {words.emptyWhy}
        </EmptyState>
      )}
    </Page>
  );
}

function Roots({ view: { hierarchies, chosen } }: { view: TrustPortalView }) {
  const say = trustPageWords().trust;
  return (
    <Card title={say.roots} id="roots" flush>
      <ul className="divide-y divide-line-faint">
        {hierarchies
          .flatMap(({ roots }) => roots)
          .map((root) => (
            <li
              key={root.authorityId}
              className="relative flex flex-wrap items-baseline gap-x-4 gap-y-1 px-5 py-2.5 hover:bg-subtle"
            >
              <Link
                href={`/trust?root=${root.authorityId}`}
                aria-current={root.authorityId === chosen?.authorityId ? 'true' : undefined}
                className={`min-w-0 [overflow-wrap:anywhere] after:absolute after:inset-0 ${root.authorityId === chosen?.authorityId ? 'font-semibold text-accent' : 'font-medium'}`}
              >
                {root.name}
              </Link>
              <span className={`text-13 ${root.expired ? 'text-expired' : 'text-muted'}`}>
                {root.expired ? say.expiredOn : say.validUntil}
                <Time at={root.notAfter} show="day" />
              </span>
              {root.issuesThrough.length > 0 ? (
                <span className="text-13 text-muted [overflow-wrap:anywhere]">
                  {say.issuesThrough(root.issuesThrough.join(', '))}
                </span>
              ) : null}
            </li>
          ))}
      </ul>
    </Card>
  );
}

function PublicPage({ view: { page, words } }: { view: TrustPortalView }) {
  const say = trustPageWords().trust;
  if (!page)
    return (
      <p className="text-13 text-muted">
        <Phrase
          of={say.thePublicPageIsTurned}
          parts={{ code: <code className="font-mono">COUNTERSIGN_TRUST_PAGE</code> }}
        />
      </p>
    );
  return (
    <div className="flex max-w-48 flex-col gap-2 text-13 text-muted">
      {page.qr ? (
        <svg
          role="img"
          aria-label={say.qrCodeOf(page.url)}
          viewBox={`0 0 ${page.qr.size} ${page.qr.size}`}
          className="rounded-md border border-line"
        >
          <rect width="100%" height="100%" fill="#fff" />
          <path d={page.qr.path} fill="#000" />
        </svg>
      ) : null}
      <p>{words.qr}</p>
      <a
        href={page.url}
        className="text-accent underline decoration-accent/40 underline-offset-3 [overflow-wrap:anywhere] hover:text-accent-hover"
      >
        {page.url}
      </a>
    </div>
  );
}
