import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { readConnection } from '../_components/read-connection';
import { RenameForm } from './_components/rename-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readConnection((await params).id, 'edit'),
    ({ view }) => `Name of ${view.connection.name} · Connections`,
  );
}

export default async function EditConnectionPage({ params }: Params) {
  const { view } = await readConnection((await params).id, 'edit');
  const { connection } = view;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/connections/${connection.id}`, label: connection.name }}
        title="Name of the connection"
      >
        Files that are downloaded from now on carry it. The names in the certificates stay as they are.
      </PageHeader>
      <RenameForm id={connection.id} name={connection.name} />
    </Page>
  );
}
