import type { Metadata } from 'next';
import { formatDay, plural } from '@/components/format';
import { AuthorityBadge } from '@/components/pki/authority-health';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import type { RolloverView } from '@/lib/services/get-rollover';
import { found, hasCode, one, type SearchParams, titled } from '../../../../session';
import { readAuthority } from '../_components/read-authority';
import { Breaks } from './_components/breaks';
import { DateLine } from './_components/date-line';
import { DateTable } from './_components/date-table';
import { Parties } from './_components/parties';
import { PlanFields } from './_components/plan-fields';
import { PrintButton } from './_components/print-button';
import { Steps } from './_components/steps';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'rollover'),
    ({ view }) => `Rollover of ${view.node.authority.name} · Authorities`,
  );
}

export default async function RolloverPage({ params, searchParams }: Params & { searchParams: SearchParams }) {
  const { id } = await params;
  const { reads, view } = await readAuthority(id, 'rollover');
  const { authority } = view.node;
  const asked = await searchParams;
  const typed = { distribution: one(asked.distribution), life: one(asked.life) };
  const { plan, refusal } = await planOr(reads.rollover, id, typed);
  return (
    <Page>
      <PageHeader
        section={{ href: `/authorities/${id}`, label: authority.name }}
        title={`Rollover of ${authority.name}`}
        badge={<AuthorityBadge node={view.node} />}
        actions={plan ? <PrintButton /> : null}
      >
        When its successor has to be made, when it takes over, and when this one may stop, so that somebody can sign at
        every moment and nothing outlives what signed it.
      </PageHeader>
      {plan ? (
        <>
          <Verdict plan={plan} />
          <PlanFields plan={plan} typed={typed} refusal={refusal} />
          <Card title="Date line" id="date-line" note={overlapWords(plan)}>
            <DateLine plan={plan} />
          </Card>
          <Card title="The same as a table" id="dates" flush>
            <DateTable plan={plan} />
          </Card>
          <Card
            title="What to do"
            id="steps"
            note={`As of ${formatDay(plan.now)}. What is done here is ticked by itself; what happens elsewhere is yours to tick.`}
            flush
          >
            <Steps steps={plan.steps} />
          </Card>
          <Card
            title="Who has to install what, by when"
            id="parties"
            note={
              plan.moreParties
                ? 'Of the newest 100 connections. The others need the same: search the list of connections.'
                : 'From the connections that are known here, the devices that have the root, and authorities elsewhere.'
            }
            flush
          >
            <Parties plan={plan} />
          </Card>
          <Card title="What breaks when it goes" id="breaks" flush>
            <Breaks plan={plan} />
          </Card>
        </>
      ) : (
        <Notice
          tone="info"
          title="There is nothing to plan yet."
          actions={<ButtonLink href={`/authorities/${id}`}>Back to the authority</ButtonLink>}
        >
          It has no certificate, so it has no end.
        </Notice>
      )}
    </Page>
  );
}

/** What was typed may be no number of days: then the plan is the usual one, with what was wrong at the fields. */
async function planOr(
  read: (id: string, request: { distributionDays?: number; signedLifeDays?: number }) => Promise<RolloverView | null>,
  id: string,
  { distribution, life }: { distribution: string | undefined; life: string | undefined },
): Promise<{ plan: RolloverView | null; refusal: string | null }> {
  try {
    const request = {
      ...(distribution === undefined ? {} : { distributionDays: Number(distribution) }),
      ...(life === undefined ? {} : { signedLifeDays: Number(life) }),
    };
    return { plan: await found(read(id, request)), refusal: null };
  } catch (error) {
    if (!hasCode(error, 'validation-failed')) throw error;
    return { plan: await found(read(id, {})), refusal: (error as Error).message };
  }
}

/** The one thing to know, first. */
function Verdict({ plan: { own, successor, authority } }: { plan: RolloverView }) {
  const { plan } = own;
  if (plan.gap)
    return (
      <Notice tone="error" title={`Nobody can sign from ${formatDay(plan.gap.from)} to ${formatDay(plan.gap.until)}`}>
        {successor ? 'The successor is not known everywhere before.' : 'Make the successor now.'} To make it shorter,
        have it known everywhere sooner.
      </Notice>
    );
  if (successor)
    return (
      <Notice
        tone="success"
        title={`${successor.name} takes its place from ${formatDay(plan.issueFrom)}`}
        actions={<ButtonLink href={`/authorities/${successor.id}/rollover`}>Plan of the successor</ButtonLink>}
      >
        {authority.name} may stop on {formatDay(plan.oldMayStopAt)}, when nothing lives any more that it signed.
      </Notice>
    );
  if (plan.lateDays > 0)
    return (
      <Notice
        tone="warning"
        title={`Late by ${plural(plan.lateDays, 'day')}: make the successor now`}
        actions={<ButtonLink href={`/authorities/${authority.id}/renew`}>Renew or replace</ButtonLink>}
      >
        Until the successor takes over on {formatDay(plan.issueFrom)}, what is signed lives shorter and shorter, in the
        end {plural(plan.shortestLifeDays, 'day')} instead of {plural(own.signedLifeDays, 'day')}.
      </Notice>
    );
  return (
    <Notice tone="info" title={`Make the successor by ${formatDay(plan.createBy)}`}>
      It takes over on {formatDay(plan.issueFrom)}, and {authority.name} may stop on {formatDay(plan.oldMayStopAt)}.
    </Notice>
  );
}

function overlapWords({ own: { plan, signedLifeDays }, distributionDays }: RolloverView): string {
  const overlap = Math.max(0, Math.round((plan.oldMayStopAt.getTime() - plan.createAt.getTime()) / 86_400_000));
  return `Both are needed for ${plural(overlap, 'day')}: ${plural(distributionDays, 'day')} until the successor is known everywhere, and up to ${plural(signedLifeDays, 'day')} until the last thing has ended that the old one signed.`;
}
