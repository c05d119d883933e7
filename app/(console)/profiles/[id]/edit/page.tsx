import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { profilesPageWords } from '@/app/(console)/profiles/_components/profiles-page.words';
import { flattenAuthorities } from '@/components/pki/authority-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, requireSignedIn } from '../../../../session';
import { ProfileForm } from '../../_components/profile-form';

export const generateMetadata = (): Metadata => ({ title: profilesPageWords().edit.editProfileProfiles });

export default async function EditProfilePage({ params }: { params: Promise<{ id: string }> }) {
  const words = profilesPageWords().edit;
  const { id } = await params;
  const { reads } = await requireSignedIn(`/profiles/${id}/edit`);
  const [profile, nodes] = await Promise.all([found(reads.profile(id)), reads.authorities()]);
  if (profile.builtIn) redirect(`/profiles/new?base=${id}`);
  return (
    <Page width="form">
      <PageHeader section={{ href: `/profiles/${id}`, label: profile.name }} title={words.edit(profile.name)}>
        {words.forWhatIsIssuedFrom}
      </PageHeader>
      <ProfileForm
        mode={{ kind: 'edit', id, revision: profile.revision }}
        name={profile.name}
        definition={profile.definition}
        choices={profile.choices}
        authorities={flattenAuthorities(nodes).map(({ authority }) => ({ id: authority.id, name: authority.name }))}
      />
    </Page>
  );
}
