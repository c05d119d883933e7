import type { Metadata } from 'next';
import { choiceOf, flattenAuthorities } from '@/components/pki/authority-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../../session';
import { peopleWords } from '../../_components/people.words';
import { TokenForm } from '../_components/token-form';

export const generateMetadata = (): Metadata => ({
  title: `${peopleWords().tokens.newTitle} · ${peopleWords().tokens.title}`,
});

export default async function NewTokenPage() {
  const { reads } = await requireSignedIn('/settings/tokens/new');
  const [authorities, profiles] = await Promise.all([reads.authorities(), reads.profiles()]);
  const { tokens: words } = peopleWords();
  return (
    <Page width="form">
      <PageHeader section={{ href: '/settings/tokens', label: words.title }} title={words.newTitle}>
        {words.newLead}
      </PageHeader>
      <TokenForm
        rights={reads.grantableRights()}
        authorities={flattenAuthorities(authorities)
          .map(choiceOf)
          .map(({ id, label }) => ({ id, label }))}
        profiles={profiles.filter(({ status }) => status !== 'retired').map(({ id, name }) => ({ id, label: name }))}
      />
    </Page>
  );
}
