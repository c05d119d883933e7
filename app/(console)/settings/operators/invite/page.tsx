import type { Metadata } from 'next';
import { choiceOf, flattenAuthorities } from '@/components/pki/authority-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { requireSignedIn } from '../../../../session';
import { NotPermitted } from '../../../_components/not-permitted';
import { peopleWords } from '../../_components/people.words';
import { OperatorForm } from '../_components/operator-form';

export const generateMetadata = (): Metadata => ({
  title: `${peopleWords().form.inviteTitle} · ${peopleWords().list.title}`,
});

export default async function InvitePage() {
  const { reads, rights } = await requireSignedIn('/settings/operators/invite');
  const { form: words, list } = peopleWords();
  if (!rights.has('operator.manage')) return <NotPermitted title={words.inviteTitle} right="operator.manage" />;
  const authorities = flattenAuthorities(await reads.authorities()).map(choiceOf);
  return (
    <Page width="form">
      <PageHeader section={{ href: '/settings/operators', label: list.title }} title={words.inviteTitle}>
        {words.inviteLead}
      </PageHeader>
      <OperatorForm operator={null} authorities={authorities.map(({ id, label }) => ({ id, label }))} />
    </Page>
  );
}
