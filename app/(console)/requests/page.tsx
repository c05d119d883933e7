import { CircleCheck, CircleX, Hourglass } from 'lucide-react';
import type { Metadata } from 'next';
import { formatCount } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Pager } from '@/components/ui/pager';
import { one, requireSignedIn, type SearchParams } from '../../session';
import { RequestList } from './_components/request-list';

const STATES = { waiting: 'Waiting', approved: 'Approved', rejected: 'Rejected', all: 'All' } as const;
type State = keyof typeof STATES;
const ICONS = { waiting: Hourglass, approved: CircleCheck, rejected: CircleX, all: null } as const;

const stateOf = (value: string | undefined): State =>
  value !== undefined && Object.hasOwn(STATES, value) ? (value as State) : 'waiting';

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const state = stateOf(one((await searchParams).state));
  return { title: state === 'waiting' ? 'Requests' : `${STATES[state]} · Requests` };
}

export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const params = await searchParams;
  const state = stateOf(one(params.state));
  const cursor = one(params.cursor);
  const { reads } = await requireSignedIn(addressOf(state, cursor));
  const { items, next, waiting } = await reads.requests({ state, limit: 50, ...(cursor ? { cursor } : {}) });
  return (
    <Page>
      <PageHeader title="Requests" actions={<ButtonLink href="/new/csr">Save or sign a request</ButtonLink>}>
        Certification requests of others that wait for a decision. Nothing is signed before somebody approves.
      </PageHeader>
      <div className="flex flex-col gap-4">
        <nav aria-label="State" className="-mx-1 flex flex-wrap gap-1">
          {(Object.keys(STATES) as State[]).map((each) => {
            const Icon = ICONS[each];
            return (
              <Link
                key={each}
                href={addressOf(each)}
                aria-current={each === state ? 'true' : undefined}
                className={`touch-target inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 ${each === state ? 'bg-accent-tint font-medium text-accent forced-border' : 'text-muted hover:bg-hover hover:text-text'}`}
              >
                {Icon ? <Icon aria-hidden="true" className="size-3.5" /> : null}
                {STATES[each]}
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
          words={state === 'waiting' ? { newer: 'Earlier', older: 'Later' } : { newer: 'Newer', older: 'Older' }}
        />
      </div>
    </Page>
  );
}

function Nothing({ state }: { state: State }) {
  if (state !== 'waiting')
    return (
      <EmptyState
        title={state === 'all' ? 'No request was ever saved' : `No request was ${state}`}
        actions={<ButtonLink href="/requests">See what waits</ButtonLink>}
      />
    );
  return (
    <EmptyState
      title="Nothing waits for you"
      actions={
        <ButtonLink href="/new/csr" tone="primary">
          Save or sign a request
        </ButtonLink>
      }
    >
      A request (CSR) is a public key with the names it is wanted for; the key stays with its owner. Paste one, look at
      what would be issued, and sign it or save it here for later.{' '}
      <TextLink href="/inspect">Inspect one without saving it</TextLink>
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
