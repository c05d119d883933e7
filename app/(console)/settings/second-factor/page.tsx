import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { PressButton } from '@/components/ui/press-button';
import { Time } from '@/components/ui/time';
import { requireSignedIn } from '../../../session';
import { settingsWords } from '../_components/settings.words';
import { secondFactorWords } from './_components/second-factor.words';
import { SecondFactorSetUp } from './_components/second-factor-set-up';

export const generateMetadata = (): Metadata => ({
  title: `${secondFactorWords().title} · ${settingsWords().title}`,
});

export default async function SecondFactorPage() {
  const { reads } = await requireSignedIn('/settings/second-factor');
  const { state, since, recoveryCodesLeft } = await reads.secondFactor();
  const words = secondFactorWords();
  return (
    <Page width="form">
      <PageHeader section={{ href: '/settings/sessions', label: settingsWords().tabs.sessions }} title={words.title}>
        {words.lead}
      </PageHeader>
      {state === 'on' && since ? (
        <div className="flex flex-col items-start gap-4">
          <p>
            {words.on} <Time at={since} />. {words.left(recoveryCodesLeft)}
          </p>
          <PressButton
            method="DELETE"
            path="/session/second-factor"
            label={words.remove}
            busyLabel={words.removing}
            about=""
          />
        </div>
      ) : (
        <SecondFactorSetUp />
      )}
    </Page>
  );
}
