import type { Metadata } from 'next';
import { formatNumber } from '@/components/format';
import { jobKindWords, jobStateWords } from '@/components/job.words';
import { Phrase } from '@/components/language/phrase';
import { CancelPlan } from '@/components/pki/cancel-plan';
import { ButtonLink } from '@/components/ui/button-link';
import { Card, EmptyState } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { Time } from '@/components/ui/time';
import { one, requireSignedIn, type SearchParams } from '../../session';
import { jobsPageWords } from './_components/jobs-page.words';

export const generateMetadata = (): Metadata => ({ title: jobsPageWords().jobs });

export default async function JobsPage({ searchParams }: { searchParams: SearchParams }) {
  const words = jobsPageWords();
  const cursor = one((await searchParams).cursor);
  const { reads } = await requireSignedIn(addressOf(cursor));
  const [{ items, next }, planned] = await Promise.all([
    reads.jobs({ limit: 50, ...(cursor ? { cursor } : {}) }),
    reads.plannedRevocations(),
  ]);
  return (
    <Page>
      <PageHeader title={words.jobs}>{words.longWorkItGoesOn}</PageHeader>
      {items.length === 0 ? (
        <EmptyState
          title={words.noJobYet}
          actions={
            <ButtonLink href="/new/bulk" tone="primary">
              {words.issueFromATable}
            </ButtonLink>
          }
        >
          {words.issuingManyCertificatesFromA}
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
                  <Phrase of={words.by} parts={{ time: <Time at={job.createdAt} />, createdBy: job.createdBy }} />
                </p>
              </div>
              <p className="tabular-nums">
                {jobKindWords()[job.kind].done(job.done)}
                {job.failed > 0 ? (
                  <span className="text-revoked">{words.refused(formatNumber(job.failed))}</span>
                ) : null}
              </p>
              <p className="sm:text-end">{jobStateWords()[job.state]}</p>
            </li>
          ))}
        </ul>
      )}
      {planned.length > 0 && !cursor ? (
        <Card title={words.plannedRevocations} id="planned" note={words.replacedCertificatesThatWillBe} flush>
          <ul className="divide-y divide-line-faint">
            {planned.map((plan) => (
              <li key={plan.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
                <div className="min-w-0">
                  <TextLink href={`/certificates/${plan.certificateId}`}>{plan.certificateName}</TextLink>
                  <p className="text-13 text-muted">
                    <Phrase
                      of={words.plannedBy}
                      parts={{ time: <Time at={plan.dueAt} relative />, createdBy: plan.createdBy }}
                    />
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
