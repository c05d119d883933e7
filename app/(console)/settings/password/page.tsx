import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../session';
import { peopleWords } from '../_components/people.words';
import { settingsWords } from '../_components/settings.words';
import { PasswordForm } from './_components/password-form';

export const generateMetadata = (): Metadata => ({
  title: `${peopleWords().password.title} · ${settingsWords().title}`,
});

export default async function PasswordPage() {
  const { operator } = await requireSignedIn('/settings/password');
  const { password: words } = peopleWords();
  return (
    <Page width="form">
      <PageHeader section={{ href: '/settings/sessions', label: settingsWords().tabs.sessions }} title={words.title}>
        {words.lead}
      </PageHeader>
      <PasswordForm email={operator.email} />
    </Page>
  );
}
