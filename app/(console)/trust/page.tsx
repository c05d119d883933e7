import type { Metadata } from 'next';
import { headers } from 'next/headers';
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
import { fileAddress } from './_components/trust-step';

export const metadata: Metadata = { title: 'Trust setup' };

export default async function TrustPage({ searchParams }: { searchParams: SearchParams }) {
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
                <h3 className="text-13 text-muted">Fingerprint (SHA-256)</h3>
                <Hex value={chosen.sha256} what="fingerprint" />
                <p>{words.compare}</p>
                <p className="text-muted">{words.warning}</p>
              </div>
              <PublicPage view={view} />
            </div>
          </Card>
          <Proof chosen={chosen} proof={view.proof} />
          <Card title="Downloads" id="files" flush>
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
              Steps
            </h2>
            <Platforms chosen={chosen} />
          </section>
        </>
      ) : (
        <EmptyState title={words.empty} actions={<TextLink href="/authorities/new?kind=root">New root</TextLink>}>
          {words.emptyWhy}
        </EmptyState>
      )}
    </Page>
  );
}

function Roots({ view: { hierarchies, chosen } }: { view: TrustPortalView }) {
  return (
    <Card title="Roots" id="roots" flush>
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
                {root.expired ? 'Expired on ' : 'Valid until '}
                <Time at={root.notAfter} show="day" />
              </span>
              {root.issuesThrough.length > 0 ? (
                <span className="text-13 text-muted [overflow-wrap:anywhere]">
                  Issues through {root.issuesThrough.join(', ')}
                </span>
              ) : null}
            </li>
          ))}
      </ul>
    </Card>
  );
}

function PublicPage({ view: { page, words } }: { view: TrustPortalView }) {
  if (!page)
    return (
      <p className="text-13 text-muted">
        The public page is turned off (<code className="font-mono">COUNTERSIGN_TRUST_PAGE</code>). Hand the files out
        yourself.
      </p>
    );
  return (
    <div className="flex max-w-48 flex-col gap-2 text-13 text-muted">
      {page.qr ? (
        <svg
          role="img"
          aria-label={`QR code of ${page.url}`}
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
