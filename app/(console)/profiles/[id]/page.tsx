import type { Metadata } from 'next';
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
import { profilesPageWords } from '../_components/profiles-page.words';
import { ProfileActions } from './_components/profile-actions';

export const generateMetadata = (): Metadata => ({ title: profilesPageWords().detail.profileProfiles });

export default async function ProfilePage({ params }: { params: Promise<{ id: string }> }) {
  const words = profilesPageWords().detail;
  const { id } = await params;
  const { reads } = await requireSignedIn(`/profiles/${id}`);
  const [profile, history] = await Promise.all([found(reads.profile(id)), reads.audit({ limit: 10, objectId: id })]);
  return (
    <Page>
      <PageHeader
        section={{ href: '/profiles', label: words.profiles }}
        title={profile.name}
        badge={
          <span className="rounded-md border border-line px-2 py-0.5 text-13 text-muted">
            {profile.builtIn ? words.builtIn : words.revision(profile.revision)}
          </span>
        }
        actions={<Actions profile={profile} />}
      >
        {profile.definition.description}
      </PageHeader>
      {profile.status === 'retired' ? (
        <Notice tone="warning" title={words.retired}>
          {words.nothingIsIssuedOrRenewed}
        </Notice>
      ) : null}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Card title={words.whatItAllows} id="allows">
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
      <Card title={words.whoUsesIt} id="uses" flush note={usage(profile)}>
        {profile.newest.length === 0 ? (
          <p className="px-5 py-4 text-muted">
            {profile.builtIn ? (
              <TextLink href="/certificates">{words.allCertificatesAreInThe}</TextLink>
            ) : (
              words.noCertificateWasMadeUnder
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
        <Card title={words.history} id="history" flush>
          <HistoryList entries={history.items} />
        </Card>
      )}
    </Page>
  );
}

function Example({ profile }: { profile: ProfileDetailView }) {
  const words = profilesPageWords().detail;
  const { example } = profile;
  return (
    <Card title={words.example} id="example" note={words.asACertificateWouldLook}>
      <Facts>
        <Fact label={words.subject}>
          <code className="font-mono text-13">{example.subjectText || 'empty'}</code>
        </Fact>
        <Fact label={words.names}>
          <NameList names={example.names.map((name) => ({ ...name, unicode: null, concerns: [] }))} />
        </Fact>
        <Fact label={words.key}>{keyAlgorithmWord(example.keyAlgorithm)}</Fact>
        <Fact label={words.life}>{words.days(example.days)}</Fact>
        <Fact label={words.mayBeUsedFor}>
          <span className="font-mono text-13">{[...example.extKeyUsage, ...example.keyUsage].join(', ')}</span>
        </Fact>
        {example.policies.length > 0 ? (
          <Fact label={words.policies}>
            <span className="font-mono text-13">{example.policies.join(', ')}</span>
          </Fact>
        ) : null}
      </Facts>
    </Card>
  );
}

function Actions({ profile }: { profile: ProfileDetailView }) {
  const words = profilesPageWords().detail;
  const { id, base, builtIn, status, certificates } = profile;
  const form = base === 'tlsServer' ? '/new/server' : base === 'tlsClient' ? '/new/client' : '/new/other';
  return (
    <>
      {builtIn ? null : <ProfileActions id={id} status={status} used={certificates > 0} />}
      {builtIn ? null : <ButtonLink href={`/profiles/${id}/edit`}>{words.edit}</ButtonLink>}
      <ButtonLink href={`/profiles/new?base=${id}`}>{words.clone}</ButtonLink>
      {status === 'active' ? (
        <ButtonLink tone="primary" href={`${form}?profile=${id}`}>
          {words.issue}
        </ButtonLink>
      ) : null}
    </>
  );
}

function usage({ certificates, newest }: ProfileDetailView): string {
  const words = profilesPageWords().detail;
  const all = words.certificatesMadeUnderIt(certificates);
  return certificates > newest.length && newest.length > 0 ? words.theNewest(all, newest.length) : all;
}
