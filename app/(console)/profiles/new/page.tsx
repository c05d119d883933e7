import type { Metadata } from 'next';
import { flattenAuthorities } from '@/components/pki/authority-choice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, one, requireSignedIn, type SearchParams } from '../../../session';
import { BasePicker } from '../_components/base-picker';
import { ProfileForm } from '../_components/profile-form';
import { profilesPageWords } from '../_components/profiles-page.words';

export const generateMetadata = (): Metadata => ({ title: profilesPageWords().create.newProfileProfiles });

export default async function NewProfilePage({ searchParams }: { searchParams: SearchParams }) {
  const words = profilesPageWords().create;
  const { reads } = await requireSignedIn('/profiles/new');
  const base = one((await searchParams).base) ?? 'tlsServer';
  const [rows, profile, nodes] = await Promise.all([reads.profiles(), found(reads.profile(base)), reads.authorities()]);
  return (
    <Page width="form">
      <PageHeader section={{ href: '/profiles', label: words.profiles }} title={words.newProfile}>
        {words.aCloneWithRulesOf(profile.name)}
      </PageHeader>
      <BasePicker chosen={base} profiles={rows.map(({ id, name, builtIn }) => ({ id, name, builtIn }))} />
      <ProfileForm
        key={base}
        mode={{ kind: 'clone', base }}
        name=""
        definition={profile.definition}
        choices={profile.choices}
        authorities={flattenAuthorities(nodes).map(({ authority }) => ({ id: authority.id, name: authority.name }))}
      />
    </Page>
  );
}
