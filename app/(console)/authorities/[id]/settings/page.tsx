import type { Metadata } from 'next';
import { boundedPlural } from '@/components/format';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { readAuthority } from '../_components/read-authority';
import { SettingsForm } from './_components/settings-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'settings'),
    ({ view }) => `Settings of ${view.node.authority.name} · Authorities`,
  );
}

export default async function AuthoritySettingsPage({ params }: Params) {
  const { view, reads } = await readAuthority((await params).id, 'settings');
  const { authority, livingCertificates } = view.node;
  const chosen = authority.settings.profiles ?? [];
  const profiles = (await reads.profiles()).filter(({ id, status }) => status === 'active' || chosen.includes(id));
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={`Settings of ${authority.name}`}
      >
        They count for what it signs from now on.{' '}
        {livingCertificates > 0
          ? `${boundedPlural(livingCertificates, 'living certificate keeps', 'living certificates keep')} the addresses of the day of issue; renew what is to have the new ones.`
          : 'No living certificate has earlier ones.'}
      </PageHeader>
      <SettingsForm
        view={view}
        profileOptions={profiles.map(({ id, name, builtIn, baseLabel }) => ({
          id,
          name: builtIn ? name : `${name} (own, from ${baseLabel})`,
        }))}
      />
    </Page>
  );
}
