import type { Metadata } from 'next';
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
  const { view } = await readAuthority((await params).id, 'settings');
  const { authority } = view.node;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={`Settings of ${authority.name}`}
      >
        They count for what it signs from now on. Certificates that were issued keep the addresses they have.
      </PageHeader>
      <SettingsForm
        authorityId={authority.id}
        settings={authority.settings}
        inUse={view.signedAddresses}
        crlLifeDays={view.crlLifeDays}
      />
    </Page>
  );
}
