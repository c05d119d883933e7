import { Monitor } from 'lucide-react';
import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import type { SessionView } from '@/lib/services/views';
import { requireSignedIn } from '../../../session';
import { SettingsTabs } from '../_components/settings-tabs';
import { EndSession, SignOut } from './_components/session-actions';

export const metadata: Metadata = { title: 'Sessions · Settings' };

export default async function SessionsPage() {
  const { reads } = await requireSignedIn('/settings/sessions');
  const sessions = await reads.sessions();
  return (
    <Page width="form">
      <PageHeader title="Sessions" actions={<SignOut />}>
        Where you are signed in. End every session that you do not recognise.
      </PageHeader>
      <SettingsTabs />
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
                      this one
                    </span>
                  ) : null}
                </p>
                <p className="text-13 text-muted">
                  {session.ipAddress || 'Address unknown'} · since <Time at={session.createdAt} /> · ends{' '}
                  <Time at={session.expiresAt} />
                </p>
              </div>
              {session.current ? null : <EndSession id={session.id} name={browserOf(session)} />}
            </div>
          </li>
        ))}
      </ul>
    </Page>
  );
}

/** "Firefox on Linux": what a person recognises of a user agent. */
function browserOf({ userAgent }: SessionView): string {
  if (!userAgent) return 'Unknown program';
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
  return system ? `${browser} on ${system}` : browser;
}
