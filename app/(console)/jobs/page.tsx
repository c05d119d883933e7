import type { Metadata } from 'next';
import { plural } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { Time } from '@/components/ui/time';
import { JOB_STATE_WORDS } from '@/components/words';
import { one, requireSignedIn, type SearchParams } from '../../session';

export const metadata: Metadata = { title: 'Jobs' };

export default async function JobsPage({ searchParams }: { searchParams: SearchParams }) {
  const cursor = one((await searchParams).cursor);
  const { reads } = await requireSignedIn(addressOf(cursor));
  const { items, next } = await reads.jobs({ limit: 50, ...(cursor ? { cursor } : {}) });
  return (
    <Page>
      <PageHeader title="Jobs">Long work: it goes on when you leave the page, and after a restart.</PageHeader>
      {items.length === 0 ? (
        <EmptyState
          title="No job yet"
          actions={
            <ButtonLink href="/new/bulk" tone="primary">
              Issue from a table
            </ButtonLink>
          }
        >
          Issuing many certificates from a table runs as a job.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line-faint rounded-lg border border-line bg-card">
          {items.map((job) => (
            <li
              key={job.id}
              className="relative grid items-center gap-x-6 gap-y-1 px-5 py-3.5 hover:bg-subtle sm:grid-cols-[minmax(0,1fr)_12rem_11rem]"
            >
              <div className="min-w-0">
                <Link
                  data-row
                  href={`/jobs/${job.id}`}
                  className="block truncate font-medium after:absolute after:inset-0"
                >
                  {job.label}
                </Link>
                <p className="text-13 text-muted">
                  <Time at={job.createdAt} /> by {job.createdBy}
                </p>
              </div>
              <p className="tabular-nums">
                {plural(job.done, 'certificate')}
                {job.failed > 0 ? <span className="text-revoked">, {plural(job.failed, 'row')} refused</span> : null}
              </p>
              <p className="sm:text-end">{JOB_STATE_WORDS[job.state]}</p>
            </li>
          ))}
        </ul>
      )}
      <Pager newer={null} older={next ? addressOf(next) : null} first={cursor ? '/jobs' : null} />
    </Page>
  );
}

function addressOf(cursor?: string): string {
  return cursor ? `/jobs?cursor=${encodeURIComponent(cursor)}` : '/jobs';
}
