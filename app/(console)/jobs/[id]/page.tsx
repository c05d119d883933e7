import type { Metadata } from 'next';
import { cache } from 'react';
import { jobKindWords } from '@/components/job.words';
import { Phrase } from '@/components/language/phrase';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/link';
import { Message } from '@/components/ui/message';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import { found, requireSignedIn, titled } from '../../../session';
import { jobPageWords } from './_components/job-page.words';
import { JobProgress } from './_components/job-progress';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/jobs/${id}`);
  return found(reads.job(id));
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = jobPageWords();
  return titled(read((await params).id), ({ job }) => words.jobs(job.label));
}

export default async function JobPage({ params }: Params) {
  const words = jobPageWords();
  const { job, refused } = await read((await params).id);
  return (
    <Page width="form">
      <PageHeader section={{ href: '/jobs', label: words.jobs2 }} title={job.label}>
        <Phrase
          of={words.startedBy}
          parts={{ about: jobKindWords()[job.kind].about, time: <Time at={job.createdAt} />, createdBy: job.createdBy }}
        />
      </PageHeader>
      <JobProgress
        job={{
          id: job.id,
          kind: job.kind,
          state: job.state,
          total: job.total,
          done: job.done,
          failed: job.failed,
          message: job.message,
          startedAt: job.startedAt?.toISOString() ?? null,
        }}
      />
      {refused.length > 0 ? (
        <Card title={jobKindWords()[job.kind].refusedTitle} id="refused" flush>
          <ul className="divide-y divide-line-faint">
            {refused.map(({ row, cells, problems }) => (
              <li key={row} className="px-5 py-3">
                {job.kind === 'bulk-issuance' ? (
                  <p className="truncate text-13 text-muted" title={cells.join(' · ')}>
                    {words.row(row, cells.filter(Boolean).join(' · '))}
                  </p>
                ) : (
                  <p className="flex flex-wrap items-baseline gap-x-2">
                    <TextLink href={`/certificates/${cells[0]}`}>{cells[1]}</TextLink>
                    <SerialSuffix serial={cells[2] ?? ''} />
                  </p>
                )}
                {problems.map((problem) => (
                  <p key={`${problem.field} ${problem.message}`} className="text-revoked [overflow-wrap:anywhere]">
                    <Message text={problem.message} />
                  </p>
                ))}
              </li>
            ))}
          </ul>
          {job.failed > refused.length ? (
            <p className="border-t border-line-faint px-5 py-3 text-muted">{words.theDownloadHasAllOf}</p>
          ) : null}
        </Card>
      ) : null}
    </Page>
  );
}
