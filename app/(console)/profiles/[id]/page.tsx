import type { Metadata } from 'next';
import { plural } from '@/components/format';
import { HistoryList } from '@/components/pki/history-list';
import { NameList } from '@/components/pki/name-list';
import { StatusBadge } from '@/components/pki/status-badge';
import { ButtonLink } from '@/components/ui/button-link';
import { Card, Fact, Facts } from '@/components/ui/card';
import { Link, TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import { keyAlgorithmWord } from '@/components/words';
import type { ProfileDetailView } from '@/lib/services/get-profiles';
import { found, requireSignedIn } from '../../../session';
import { ProfileActions } from './_components/profile-actions';

export const metadata: Metadata = { title: 'Profile · Profiles' };

export default async function ProfilePage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const { reads } = await requireSignedIn(`/profiles/${id}`);
  const [profile, history] = await Promise.all([found(reads.profile(id)), reads.audit({ limit: 10, objectId: id })]);
  return (
    <Page>
      <PageHeader
        section={{ href: '/profiles', label: 'Profiles' }}
        title={profile.name}
        badge={
          <span className="rounded-md border border-line px-2 py-0.5 text-13 text-muted">
            {profile.builtIn ? 'Built in' : `Revision ${profile.revision}`}
          </span>
        }
        actions={<Actions profile={profile} />}
      >
        {profile.definition.description}
      </PageHeader>
      {profile.status === 'retired' ? (
        <Notice tone="warning" title="Retired">
          Nothing is issued or renewed under it. What was issued stays good.
        </Notice>
      ) : null}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card title="What it allows" id="allows">
          <Facts>
            {profile.sentences.map(({ topic, text }) => (
              <Fact key={topic} label={topic}>
                {text}
              </Fact>
            ))}
          </Facts>
        </Card>
        <Example profile={profile} />
      </div>
      <Card title="Who uses it" id="uses" flush note={usage(profile)}>
        {profile.newest.length === 0 ? (
          <p className="px-5 py-4 text-muted">
            {profile.builtIn ? (
              <TextLink href="/certificates">All certificates are in the inventory.</TextLink>
            ) : (
              'No certificate was made under it yet.'
            )}
          </p>
        ) : (
          <ul className="divide-y divide-line-faint">
            {profile.newest.map(({ certificate, status, daysLeft }) => (
              <li
                key={certificate.id}
                className="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-2.5 hover:bg-subtle"
              >
                <Link href={`/certificates/${certificate.id}`} className="font-medium after:absolute after:inset-0">
                  {certificate.displayName}
                </Link>
                <span className="flex items-center gap-3 text-13 text-muted">
                  <Time at={certificate.createdAt} />
                  <StatusBadge status={status} daysLeft={daysLeft} certificate={certificate} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
      {profile.builtIn ? null : (
        <Card title="History" id="history" flush>
          <HistoryList entries={history.items} />
        </Card>
      )}
    </Page>
  );
}

function Example({ profile }: { profile: ProfileDetailView }) {
  const { example } = profile;
  return (
    <Card
      title="Example"
      id="example"
      note="As a certificate would look; names that the profile leaves open are made up."
    >
      <Facts>
        <Fact label="Subject">
          <code className="font-mono text-13">{example.subjectText || 'empty'}</code>
        </Fact>
        <Fact label="Names">
          <NameList names={example.names.map((name) => ({ ...name, unicode: null, concerns: [] }))} />
        </Fact>
        <Fact label="Key">{keyAlgorithmWord(example.keyAlgorithm)}</Fact>
        <Fact label="Life">{plural(example.days, 'day')}</Fact>
        <Fact label="May be used for">
          <span className="font-mono text-13">{[...example.extKeyUsage, ...example.keyUsage].join(', ')}</span>
        </Fact>
        {example.policies.length > 0 ? (
          <Fact label="Policies">
            <span className="font-mono text-13">{example.policies.join(', ')}</span>
          </Fact>
        ) : null}
      </Facts>
    </Card>
  );
}

function Actions({ profile }: { profile: ProfileDetailView }) {
  const { id, base, builtIn, status, certificates } = profile;
  const form = base === 'tlsServer' ? '/new/server' : base === 'tlsClient' ? '/new/client' : '/new/other';
  return (
    <>
      {builtIn ? null : <ProfileActions id={id} status={status} used={certificates > 0} />}
      {builtIn ? null : <ButtonLink href={`/profiles/${id}/edit`}>Edit</ButtonLink>}
      <ButtonLink href={`/profiles/new?base=${id}`}>Clone</ButtonLink>
      {status === 'active' ? (
        <ButtonLink tone="primary" href={`${form}?profile=${id}`}>
          Issue
        </ButtonLink>
      ) : null}
    </>
  );
}

function usage({ certificates, newest }: ProfileDetailView): string {
  const all = `${plural(certificates, 'certificate')} made under it.`;
  return certificates > newest.length && newest.length > 0 ? `${all} The newest ${newest.length}:` : all;
}
