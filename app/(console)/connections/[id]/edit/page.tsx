import type { Metadata } from 'next';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { connectionPageWords } from '../_components/connection-page.words';
import { readConnection } from '../_components/read-connection';
import { RenameForm } from './_components/rename-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = connectionPageWords().edit;
  return titled(readConnection((await params).id, 'edit'), ({ view }) => words.nameOfConnections(view.connection.name));
}

export default async function EditConnectionPage({ params }: Params) {
  const words = connectionPageWords().edit;
  const { view } = await readConnection((await params).id, 'edit');
  const { connection } = view;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/connections/${connection.id}`, label: connection.name }}
        title={words.nameOfTheConnection}
      >
        {words.filesThatAreDownloadedFrom}
      </PageHeader>
      <RenameForm id={connection.id} name={connection.name} />
    </Page>
  );
}
