import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { currentLanguage } from '@/components/language/language';
import { roleWords } from '@/components/role.words';
import { Card, Fact, Facts } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { PressButton } from '@/components/ui/press-button';
import { Time } from '@/components/ui/time';
import type { ProfileRow } from '@/lib/services/get-profiles';
import { readSetup, requireSignedIn } from '../../session';
import { Appearance } from './_components/appearance';
import { settingsWords } from './_components/settings.words';
import { SettingsTabs } from './_components/settings-tabs';
import { keysWords } from './keys/_components/keys.words';

export const generateMetadata = (): Metadata => ({ title: settingsWords().title });

function originOf({ builtIn, baseLabel, status }: ProfileRow): string {
  const words = settingsWords().profiles;
  if (builtIn) return words.builtIn;
  return status === 'retired' ? words.retired(baseLabel) : words.own(baseLabel);
}

export default async function SettingsPage() {
  const { reads, operator, rights } = await requireSignedIn('/settings');
  const [viewer, setup, profiles, clock] = await Promise.all([
    reads.viewer(),
    readSetup(),
    reads.profiles(),
    reads.clock(),
  ]);
  const words = settingsWords();
  const jar = await cookies();
  const cookie = jar.get('countersign-theme')?.value;
  return (
    <Page width="form">
      <PageHeader title={words.title} />
      <SettingsTabs people={rights.has('operator.read')} />
      <Card title={words.appearance.title} id="appearance" note={words.appearance.note}>
        <Appearance
          theme={cookie === 'light' || cookie === 'dark' ? cookie : 'system'}
          language={currentLanguage()}
          keys={jar.get('countersign-keys')?.value !== 'off'}
        />
      </Card>
      <Card title={words.instance.title} id="instance">
        <Facts columns={2}>
          <Fact label={words.instance.organisation}>{viewer.organisation}</Fact>
          <Fact label={words.instance.you}>
            {operator.email}, {operator.roles.map((role) => roleWords()[role].name).join(', ')}
          </Fact>
          <Fact label={words.instance.keys}>
            {words.instance.seal[viewer.sealState]}
            {rights.has('keys.protect') ? (
              <>
                {' '}
                <TextLink href="/settings/keys">{keysWords().title}</TextLink>
              </>
            ) : null}
          </Fact>
          <Fact label={words.instance.lists}>
            <code className="font-mono text-13">{setup.publicUrl}</code>
          </Fact>
        </Facts>
      </Card>
      <Card title={words.clock.title} id="clock">
        <div className="flex flex-col items-start gap-3">
          <p>
            {words.clock.now} <Time at={clock.now} />.{' '}
            {clock.verdict.state === 'trusted' ? (
              <span className="text-muted">{words.clock.trusted}</span>
            ) : (
              <strong className="font-medium text-revoked">
                {words.clock[clock.verdict.state]}{' '}
                <Time at={clock.verdict.state === 'behind' ? clock.verdict.lastKnown : clock.verdict.expected} />.
              </strong>
            )}
          </p>
          {clock.verdict.state === 'trusted' ? null : (
            <>
              <p className="text-muted">{words.clock.what}</p>
              {rights.has('keys.unseal') ? (
                <PressButton
                  method="POST"
                  path="/clock/confirm"
                  label={words.clock.confirm}
                  busyLabel={words.clock.confirming}
                  about=""
                />
              ) : null}
            </>
          )}
        </div>
      </Card>
      <Card title={words.profiles.title} id="profiles" flush note={words.profiles.note}>
        <ul className="divide-y divide-line-faint">
          {profiles.map((profile) => (
            <li
              key={profile.id}
              className="relative flex flex-wrap items-center justify-between gap-x-4 px-5 py-2.5 hover:bg-subtle"
            >
              <Link
                href={`/profiles/${profile.id}`}
                className="min-w-0 font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
              >
                {profile.name}
              </Link>
              <span className="text-13 text-muted">{originOf(profile)}</span>
            </li>
          ))}
        </ul>
        <p className="border-t border-line-faint px-5 py-3">
          <TextLink href="/profiles/new">{words.profiles.create}</TextLink>
        </p>
      </Card>
      <Card title={words.about.title} id="about">
        <div className="flex flex-col gap-3">
          <p>{words.about.name}</p>
          <p className="text-muted">
            {words.about.free} <code className="font-mono text-13">/api/v1</code>.
          </p>
        </div>
      </Card>
    </Page>
  );
}
