import { Monitor } from 'lucide-react';
import type { Metadata } from 'next';
import { TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import type { SessionView } from '@/lib/services/views';
import { requireSignedIn } from '../../../session';
import { settingsWords } from '../_components/settings.words';
import { SettingsTabs } from '../_components/settings-tabs';
import { EndSession, SignOut } from './_components/session-actions';

export function generateMetadata(): Metadata {
  const words = settingsWords();
  return { title: `${words.tabs.sessions} · ${words.title}` };
}

export default async function SessionsPage() {
  const { reads, rights } = await requireSignedIn('/settings/sessions');
  const sessions = await reads.sessions();
  const { sessions: words, tabs } = settingsWords();
  return (
    <Page width="form">
      <PageHeader title={tabs.sessions} actions={<SignOut />}>
        {words.lead}
      </PageHeader>
      <SettingsTabs people={rights.has('operator.read')} />
      <ul className="divide-y divide-line-faint rounded-lg border border-line bg-card">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-start gap-3 px-5 py-4">
            <Monitor aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
            <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-6 gap-y-2">
              <div className="min-w-0">
                <p className="font-medium [overflow-wrap:anywhere]">
                  {browserOf(session)}
                  {session.current ? (
                    <span className="ms-2 rounded-sm bg-accent-tint px-1.5 py-0.5 text-12 font-medium text-accent">
                      {words.here}
                    </span>
                  ) : null}
                </p>
                <p className="text-13 text-muted">
                  {session.ipAddress || words.unknownAddress} · {words.since} <Time at={session.createdAt} /> ·{' '}
                  {words.ends} <Time at={session.expiresAt} />
                </p>
              </div>
              {session.current ? null : <EndSession id={session.id} name={browserOf(session)} />}
            </div>
          </li>
        ))}
      </ul>
      <p>
        <TextLink href="/settings/password">{words.password}</TextLink>
      </p>
    </Page>
  );
}

/** "Firefox on Linux": what a person recognises of a user agent. */
function browserOf({ userAgent }: SessionView): string {
  if (!userAgent) return settingsWords().sessions.unknownProgram;
  const browser = [
    ['Edg/', 'Edge'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
    ['curl/', 'curl'],
  ].find(([mark]) => userAgent.includes(mark as string))?.[1];
  const system = [
    ['Windows', 'Windows'],
    ['iPhone', 'iPhone'],
    ['Mac OS X', 'macOS'],
    ['Android', 'Android'],
    ['Linux', 'Linux'],
  ].find(([mark]) => userAgent.includes(mark as string))?.[1];
  if (!browser) return userAgent.slice(0, 60);
  return system ? settingsWords().sessions.on(browser, system) : browser;
}
