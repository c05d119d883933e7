import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { Card, Fact, Facts } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import type { SealState } from '@/lib/domain/ports';
import type { ProfileRow } from '@/lib/services/get-profiles';
import { readSetup, requireSignedIn } from '../../session';
import { Appearance } from './_components/appearance';
import { SettingsTabs } from './_components/settings-tabs';

export const metadata: Metadata = { title: 'Settings' };

const SEAL_WORDS = {
  uninitialised: 'No keys yet',
  sealed: 'Sealed: read-only until someone types the passphrase',
  unsealed: 'Unsealed: the signer can use the keys',
} as const satisfies Record<SealState, string>;

const originOf = ({ builtIn, baseLabel, status }: ProfileRow): string =>
  builtIn ? 'Built in' : `Your own, from ${baseLabel}${status === 'retired' ? ', retired' : ''}`;

export default async function SettingsPage() {
  const { reads, operator } = await requireSignedIn('/settings');
  const [viewer, setup, profiles] = await Promise.all([reads.viewer(), readSetup(), reads.profiles()]);
  const jar = await cookies();
  const cookie = jar.get('countersign-theme')?.value;
  return (
    <Page width="form">
      <PageHeader title="Settings" />
      <SettingsTabs />
      <Card title="Appearance" id="appearance" note="Kept in this browser only.">
        <Appearance
          theme={cookie === 'light' || cookie === 'dark' ? cookie : 'system'}
          keys={jar.get('countersign-keys')?.value !== 'off'}
        />
      </Card>
      <Card title="This instance" id="instance">
        <Facts columns={2}>
          <Fact label="Organisation">{viewer.organisation}</Fact>
          <Fact label="You are">
            {operator.email}, {operator.role}
          </Fact>
          <Fact label="Keys">{SEAL_WORDS[viewer.sealState]}</Fact>
          <Fact label="Revocation lists are served under">
            <code className="font-mono text-13">{setup.publicUrl}</code>
          </Fact>
        </Facts>
      </Card>
      <Card title="Profiles" id="profiles" flush note="What may be put into a certificate.">
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
          <TextLink href="/profiles/new">New profile of your own</TextLink>
        </p>
      </Card>
      <Card title="About Countersign" id="about">
        <div className="flex flex-col gap-3">
          <p>
            A countersign is the answer to a sentry’s challenge: each side proves itself to the other. This program
            makes the certificates they do it with, and keeps the keys on this machine.
          </p>
          <p className="text-muted">
            Free software under the Apache License 2.0. It calls nothing outside: no telemetry, no update check, no
            fonts from elsewhere. Whatever these pages do, a script can do over{' '}
            <code className="font-mono text-13">/api/v1</code>.
          </p>
        </div>
      </Card>
    </Page>
  );
}
