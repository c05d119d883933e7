import type { Metadata } from 'next';
import { formatNumber, plural } from '@/components/format';
import { jobKindWords, jobStateWords } from '@/components/job.words';
import { CancelPlan } from '@/components/pki/cancel-plan';
import { ButtonLink } from '@/components/ui/button-link';
import { Card, EmptyState } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { Time } from '@/components/ui/time';
import { one, requireSignedIn, type SearchParams } from '../../session';

export const metadata: Metadata = { title: 'Jobs' };

export default async function JobsPage({ searchParams }: { searchParams: SearchParams }) {
  const cursor = one((await searchParams).cursor);
  const { reads } = await requireSignedIn(addressOf(cursor));
  const [{ items, next }, planned] = await Promise.all([
    reads.jobs({ limit: 50, ...(cursor ? { cursor } : {}) }),
    reads.plannedRevocations(),
  ]);
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
          Issuing many certificates from a table runs as a job, and so does what is done to many in the list.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line-faint rounded-lg border border-line bg-card">
          {items.map((job) => (
            <li
              key={job.id}
              className="relative grid items-center gap-x-6 gap-y-1 px-5 py-3.5 hover:bg-subtle sm:grid-cols-[minmax(0,1fr)_12rem_9rem] lg:grid-cols-[minmax(0,1fr)_20rem_9rem]"
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
                {jobKindWords()[job.kind].done(job.done)}
                {job.failed > 0 ? <span className="text-revoked">, {formatNumber(job.failed)} refused</span> : null}
              </p>
              <p className="sm:text-end">{jobStateWords()[job.state]}</p>
            </li>
          ))}
        </ul>
      )}
      {planned.length > 0 && !cursor ? (
        <Card
          title="Planned revocations"
          id="planned"
          note="Replaced certificates that will be revoked as superseded when their time comes."
          flush
        >
          <ul className="divide-y divide-line-faint">
            {planned.map((plan) => (
              <li key={plan.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
                <div className="min-w-0">
                  <TextLink href={`/certificates/${plan.certificateId}`}>{plan.certificateName}</TextLink>
                  <p className="text-13 text-muted">
                    <Time at={plan.dueAt} relative /> · planned by {plan.createdBy}
                  </p>
                </div>
                <CancelPlan id={plan.id} name={plan.certificateName} />
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      <Pager newer={null} older={next ? addressOf(next) : null} first={cursor ? '/jobs' : null} />
    </Page>
  );
}

function addressOf(cursor?: string): string {
  return cursor ? `/jobs?cursor=${encodeURIComponent(cursor)}` : '/jobs';
}
