import type { Metadata } from 'next';
import { formatDay } from '@/components/format';
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
import { rolloverPageWords } from './_components/rollover-page.words';
import { Steps } from './_components/steps';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = rolloverPageWords().rollover;
  return titled(readAuthority((await params).id, 'rollover'), ({ view }) =>
    words.rolloverOfAuthorities(view.node.authority.name),
  );
}

export default async function RolloverPage({ params, searchParams }: Params & { searchParams: SearchParams }) {
  const words = rolloverPageWords().rollover;
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
        title={words.rolloverOf(authority.name)}
        badge={<AuthorityBadge node={view.node} />}
        actions={plan ? <PrintButton /> : null}
      >
        {words.whenItsSuccessorHasTo}
      </PageHeader>
      {plan ? (
        <>
          <Verdict plan={plan} />
          <PlanFields plan={plan} typed={typed} refusal={refusal} />
          <Card title={words.dateLine} id="date-line" note={overlapWords(plan)}>
            <DateLine plan={plan} />
          </Card>
          <Card title={words.theSameAsATable} id="dates" flush>
            <DateTable plan={plan} />
          </Card>
          <Card title={words.whatToDo} id="steps" note={words.asOfWhatIsDone(formatDay(plan.now))} flush>
            <Steps steps={plan.steps} />
          </Card>
          <Card
            title={words.whoHasToInstallWhat}
            id="parties"
            note={plan.moreParties ? words.ofTheNewest100Connections : words.fromTheConnectionsThatAre}
            flush
          >
            <Parties plan={plan} />
          </Card>
          <Card title={words.whatBreaksWhenItGoes} id="breaks" flush>
            <Breaks plan={plan} />
          </Card>
        </>
      ) : (
        <Notice
          tone="info"
          title={words.thereIsNothingToPlan}
          actions={<ButtonLink href={`/authorities/${id}`}>{words.backToTheAuthority}</ButtonLink>}
        >
          {words.itHasNoCertificateSo}
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
  const words = rolloverPageWords().rollover;
  const { plan } = own;
  if (plan.gap)
    return (
      <Notice tone="error" title={words.nobodyCanSignFromTo(formatDay(plan.gap.from), formatDay(plan.gap.until))}>
        {words.toMakeItShorterHave(successor ? words.theSuccessorIsNotKnown : words.makeTheSuccessorNow)}
      </Notice>
    );
  if (successor)
    return (
      <Notice
        tone="success"
        title={words.takesItsPlaceFrom(successor.name, formatDay(plan.issueFrom))}
        actions={<ButtonLink href={`/authorities/${successor.id}/rollover`}>{words.planOfTheSuccessor}</ButtonLink>}
      >
        {words.mayStopOnWhenNothing(authority.name, formatDay(plan.oldMayStopAt))}
      </Notice>
    );
  if (plan.lateDays > 0)
    return (
      <Notice
        tone="warning"
        title={words.lateByDaysMakeThe(plan.lateDays)}
        actions={<ButtonLink href={`/authorities/${authority.id}/renew`}>{words.renewOrReplace}</ButtonLink>}
      >
        {words.untilTheSuccessorTakesOver(formatDay(plan.issueFrom), plan.shortestLifeDays, own.signedLifeDays)}
      </Notice>
    );
  return (
    <Notice tone="info" title={words.makeTheSuccessorBy(formatDay(plan.createBy))}>
      {words.itTakesOverOnAnd(formatDay(plan.issueFrom), authority.name, formatDay(plan.oldMayStopAt))}
    </Notice>
  );
}

function overlapWords({ own: { plan, signedLifeDays }, distributionDays }: RolloverView): string {
  const words = rolloverPageWords().rollover;
  const overlap = Math.max(0, Math.round((plan.oldMayStopAt.getTime() - plan.createAt.getTime()) / 86_400_000));
  return words.bothAreNeededForDays(overlap, distributionDays, signedLifeDays);
}
