import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { PressButton } from '@/components/ui/press-button';
import { Time } from '@/components/ui/time';
import type { ApiTokenView } from '@/lib/services/api-tokens';
import { one, requireSignedIn, type SearchParams } from '../../../session';
import { peopleWords } from '../_components/people.words';
import { settingsWords } from '../_components/settings.words';
import { SettingsTabs } from '../_components/settings-tabs';

export const generateMetadata = (): Metadata => ({
  title: `${peopleWords().tokens.title} · ${settingsWords().title}`,
});

export default async function TokensPage({ searchParams }: { searchParams: SearchParams }) {
  const everybody = one((await searchParams).of) === 'all';
  const { reads, operator, rights } = await requireSignedIn(everybody ? '/settings/tokens?of=all' : '/settings/tokens');
  const people = rights.has('operator.read');
  const of = everybody && people ? 'all' : 'own';
  const tokens = await reads.apiTokens(of);
  const { tokens: words } = peopleWords();
  return (
    <Page width="form">
      <PageHeader
        title={words.title}
        actions={
          <ButtonLink href="/settings/tokens/new" tone="primary">
            {words.create}
          </ButtonLink>
        }
      >
        {words.lead}
      </PageHeader>
      <SettingsTabs people={people} />
      {people ? (
        <nav aria-label={words.title} className="flex flex-wrap gap-4">
          {(['own', 'all'] as const).map((each) => (
            <Link
              key={each}
              href={each === 'own' ? '/settings/tokens' : '/settings/tokens?of=all'}
              aria-current={each === of ? 'page' : undefined}
              className={`touch-target inline-flex min-h-6 items-center ${each === of ? 'font-medium' : 'text-muted underline underline-offset-2 hover:text-text'}`}
            >
              {each === 'own' ? words.own : words.everybody}
            </Link>
          ))}
        </nav>
      ) : null}
      {tokens.length === 0 ? (
        <EmptyState title={words.none}>{words.noneText}</EmptyState>
      ) : (
        <ul className="divide-y divide-line-faint rounded-lg border border-line bg-card">
          {tokens.map((token) => (
            <TokenItem
              key={token.id}
              token={token}
              showOwner={of === 'all'}
              mayRevoke={token.operatorId === operator.id || rights.has('operator.manage')}
            />
          ))}
        </ul>
      )}
    </Page>
  );
}

function TokenItem({ token, showOwner, mayRevoke }: { token: ApiTokenView; showOwner: boolean; mayRevoke: boolean }) {
  const { tokens: words } = peopleWords();
  const rightWords: Readonly<Record<string, string>> = words.rights;
  const limits = [
    token.authorityIds ? words.authorities(token.authorityIds.length) : '',
    token.profileIds ? words.profiles(token.profileIds.length) : '',
    ...(token.networks ?? []),
  ].filter(Boolean);
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-5 py-4">
      <div className={`min-w-0 flex-1 basis-72 ${token.state === 'usable' ? '' : 'text-muted'}`}>
        <p className="font-medium [overflow-wrap:anywhere]">
          {token.name}
          {token.state === 'usable' ? null : (
            <span className="ms-2 rounded-sm bg-subtle px-1.5 py-0.5 text-12 font-medium">
              {words.states[token.state]}
            </span>
          )}
        </p>
        {showOwner ? <p className="text-13 text-muted [overflow-wrap:anywhere]">{token.email}</p> : null}
        <dl className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-13">
          <dt className="text-muted">{words.columns.rights}</dt>
          <dd>{token.rights.map((right) => rightWords[right] ?? right).join('; ')}</dd>
          <dt className="text-muted">{words.columns.limits}</dt>
          <dd className="[overflow-wrap:anywhere]">{limits.length === 0 ? words.anyLimits : limits.join(', ')}</dd>
          <dt className="text-muted">{words.columns.used}</dt>
          <dd>{token.lastUsedAt ? <Time at={token.lastUsedAt} /> : words.never}</dd>
          <dt className="text-muted">{words.columns.ends}</dt>
          <dd>
            <Time at={token.expiresAt} />
          </dd>
        </dl>
      </div>
      {token.state === 'usable' && mayRevoke ? (
        <PressButton
          method="DELETE"
          path={`/tokens/${token.id}`}
          label={words.revoke}
          busyLabel={words.revoking}
          about={token.name}
        />
      ) : null}
    </li>
  );
}
