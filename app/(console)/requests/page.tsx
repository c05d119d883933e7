import { CircleCheck, CircleX, Hourglass } from 'lucide-react';
import type { Metadata } from 'next';
import { formatCount } from '@/components/format';
import { Phrase } from '@/components/language/phrase';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { one, requireSignedIn, type SearchParams } from '../../session';
import { RequestList } from './_components/request-list';
import { requestsPageWords } from './_components/requests-page.words';

const states = () =>
  ({
    waiting: requestsPageWords().waiting,
    approved: requestsPageWords().approved,
    rejected: requestsPageWords().rejected,
    all: requestsPageWords().all,
  }) as const;
type State = keyof ReturnType<typeof states>;
const ICONS = { waiting: Hourglass, approved: CircleCheck, rejected: CircleX, all: null } as const;

const stateOf = (value: string | undefined): State =>
  value !== undefined && Object.hasOwn(states(), value) ? (value as State) : 'waiting';

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const say = requestsPageWords();
  const state = stateOf(one((await searchParams).state));
  return { title: state === 'waiting' ? say.requests : say.requests2(states()[state]) };
}

export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const say = requestsPageWords();
  const params = await searchParams;
  const state = stateOf(one(params.state));
  const cursor = one(params.cursor);
  const { reads } = await requireSignedIn(addressOf(state, cursor));
  const { items, next, waiting } = await reads.requests({ state, limit: 50, ...(cursor ? { cursor } : {}) });
  return (
    <Page>
      <PageHeader title={say.requests} actions={<ButtonLink href="/new/csr">{say.saveOrSignARequest}</ButtonLink>}>
        {say.certificationRequestsOfOthersThat}
      </PageHeader>
      <div className="flex flex-col gap-4">
        <nav aria-label={say.state} className="-mx-1 flex flex-wrap gap-1">
          {(Object.keys(states()) as State[]).map((each) => {
            const Icon = ICONS[each];
            return (
              <Link
                key={each}
                href={addressOf(each)}
                aria-current={each === state ? 'true' : undefined}
                className={`touch-target inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 ${each === state ? 'bg-accent-tint font-medium text-accent forced-border' : 'text-muted hover:bg-hover hover:text-text'}`}
              >
                {Icon ? <Icon aria-hidden="true" className="size-3.5" /> : null}
                {states()[each]}
                {each === 'waiting' ? <span className="text-13 tabular-nums">{formatCount(waiting)}</span> : null}
              </Link>
            );
          })}
        </nav>
        {items.length === 0 ? (
          <Nothing state={state} />
        ) : (
          <RequestList
            key={`${state} ${cursor ?? ''}`}
            requests={items.map(
              ({ id, displayName, subjectText, note, createdAt, createdBy, state: is, keyAlgorithm, reason }) => ({
                id,
                displayName,
                subjectText,
                note,
                createdAt: createdAt.toISOString(),
                createdBy,
                state: is,
                keyAlgorithm,
                reason,
              }),
            )}
          />
        )}
        <Pager
          newer={null}
          older={next ? addressOf(state, next) : null}
          first={cursor ? addressOf(state) : null}
          words={
            state === 'waiting' ? { newer: say.earlier, older: say.later } : { newer: say.newer, older: say.older }
          }
        />
      </div>
    </Page>
  );
}

function Nothing({ state }: { state: State }) {
  const say = requestsPageWords();
  if (state !== 'waiting')
    return (
      <EmptyState
        title={state === 'all' ? say.noRequestWasEverSaved : say.noneWas[state]}
        actions={<ButtonLink href="/requests">{say.seeWhatWaits}</ButtonLink>}
      />
    );
  return (
    <EmptyState
      title={say.nothingWaitsForYou}
      actions={
        <ButtonLink href="/new/csr" tone="primary">
          {say.saveOrSignARequest}
        </ButtonLink>
      }
    >
      <Phrase of={say.aRequestCsrIsA} parts={{ link: (text) => <TextLink href="/inspect">{text}</TextLink> }} />
    </EmptyState>
  );
}

function addressOf(state: State, cursor?: string): string {
  const query = new URLSearchParams();
  if (state !== 'waiting') query.set('state', state);
  if (cursor) query.set('cursor', cursor);
  const text = query.toString();
  return text === '' ? '/requests' : `/requests?${text}`;
}
