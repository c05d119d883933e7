import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { authorityPageWords } from '../_components/authority-page.words';
import { readAuthority } from '../_components/read-authority';
import { SettingsForm } from './_components/settings-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().settings;
  return titled(readAuthority((await params).id, 'settings'), ({ view }) =>
    words.settingsOfAuthorities(view.node.authority.name),
  );
}

export default async function AuthoritySettingsPage({ params }: Params) {
  const words = authorityPageWords().settings;
  const { view, reads } = await readAuthority((await params).id, 'settings');
  const { authority, livingCertificates } = view.node;
  const chosen = authority.settings.profiles ?? [];
  const profiles = (await reads.profiles()).filter(({ id, status }) => status === 'active' || chosen.includes(id));
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={words.settingsOf(authority.name)}
      >
        {words.theyCountForWhatIt(
          livingCertificates > 0
            ? words.livingCertificatesKeepTheAddresses(livingCertificates)
            : words.noLivingCertificateHasEarlier,
        )}
      </PageHeader>
      <SettingsForm
        view={view}
        profileOptions={profiles.map(({ id, name, builtIn, baseLabel }) => ({
          id,
          name: builtIn ? name : words.ownFrom(name, baseLabel),
        }))}
      />
    </Page>
  );
}
