import type { Metadata } from 'next';
import { now } from '@/components/clock';
import { formatDay } from '@/components/format';
import { roleWords } from '@/components/role.words';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { PressButton } from '@/components/ui/press-button';
import { Time } from '@/components/ui/time';
import { requireSignedIn } from '../../../session';
import { NotPermitted } from '../../_components/not-permitted';
import { peopleWords } from '../_components/people.words';
import { settingsWords } from '../_components/settings.words';
import { SettingsTabs } from '../_components/settings-tabs';

export const generateMetadata = (): Metadata => ({
  title: `${peopleWords().list.title} · ${settingsWords().title}`,
});

export default async function OperatorsPage() {
  const { reads, operator: me, rights } = await requireSignedIn('/settings/operators');
  if (!rights.has('operator.read')) return <NotPermitted title={peopleWords().list.title} right="operator.read" />;
  const { operators, invitations } = await reads.operators();
  const { list: words, all, only } = peopleWords();
  const roles = roleWords();
  const manages = rights.has('operator.manage');
  const active = operators.filter(({ disabledAt }) => disabledAt === null);
  const solo = active.length === 1 && me.roles.includes('ca-admin') && me.roles.includes('security-admin');
  const at = now();
  return (
    <Page width="form">
      <PageHeader
        title={words.title}
        actions={
          manages ? (
            <ButtonLink href="/settings/operators/invite" tone="primary">
              {words.invite}
            </ButtonLink>
          ) : null
        }
      >
        {words.lead}
      </PageHeader>
      <SettingsTabs people />
      {solo ? (
        <Notice tone="info" title={words.solo}>
          {words.soloText}
        </Notice>
      ) : null}
      <ul className="divide-y divide-line-faint rounded-lg border border-line bg-card">
        {operators.map((person) => (
          <li key={person.id} className="relative flex flex-wrap gap-x-6 gap-y-1 px-5 py-3.5 hover:bg-subtle">
            <div className="min-w-0 flex-1 basis-56">
              <Link
                href={`/settings/operators/${person.id}`}
                className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
              >
                {person.name}
              </Link>
              {person.id === me.id ? <Mark>{words.you}</Mark> : null}
              {person.disabledAt ? <Mark>{words.disabled}</Mark> : null}
              {person.name === person.email ? null : (
                <p className="text-13 text-muted [overflow-wrap:anywhere]">{person.email}</p>
              )}
            </div>
            <div className="min-w-0 flex-1 basis-48">
              <p className="[overflow-wrap:anywhere]">{person.roles.map((role) => roles[role].name).join(', ')}</p>
              <p className="text-13 text-muted">
                {person.authorityIds === null ? all : only(person.authorityIds.length)} · {words.since}{' '}
                {formatDay(person.createdAt)}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {invitations.length > 0 ? (
        <Card title={words.invitations} id="invitations" flush>
          <ul className="divide-y divide-line-faint">
            {invitations.map((invitation) => (
              <li key={invitation.id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-3">
                <div className="min-w-0">
                  <p className="[overflow-wrap:anywhere]">{invitation.email}</p>
                  <p className="text-13 text-muted">
                    {invitation.operatorId === null
                      ? invitation.roles.map((role) => roles[role].name).join(', ')
                      : words.forPassword}{' '}
                    · {invitation.expiresAt > at ? words.ends : words.ended} <Time at={invitation.expiresAt} />
                  </p>
                </div>
                {manages ? (
                  <PressButton
                    method="DELETE"
                    path={`/operators/invitations/${invitation.id}`}
                    label={words.withdraw}
                    busyLabel={words.withdrawing}
                    about={invitation.email}
                  />
                ) : null}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </Page>
  );
}

function Mark({ children }: { children: string }) {
  return (
    <span className="ms-2 rounded-sm bg-accent-tint px-1.5 py-0.5 text-12 font-medium text-accent">{children}</span>
  );
}
