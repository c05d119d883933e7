import type { Metadata } from 'next';
import { Phrase } from '@/components/language/phrase';
import { StatusBadge } from '@/components/pki/status-badge';
import { TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { connectionPageWords } from '../_components/connection-page.words';
import { readConnection } from '../_components/read-connection';
import { DeleteConnectionForm } from './_components/delete-connection-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = connectionPageWords().remove;
  return titled(readConnection((await params).id, 'delete'), ({ view }) =>
    words.deleteConnections(view.connection.name),
  );
}

export default async function DeleteConnectionPage({ params }: Params) {
  const words = connectionPageWords().remove;
  const { view } = await readConnection((await params).id, 'delete');
  const { connection, server, client, handovers } = view;
  const open = handovers.filter(({ state }) => state === 'open').length;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/connections/${connection.id}`, label: connection.name }}
        title={words.deleteIt(connection.name)}
      >
        {words.theConnectionIsForgottenWho}
      </PageHeader>
      <section aria-labelledby="stays" className="rounded-lg border border-line bg-subtle p-5">
        <h2 id="stays" className="mb-2 font-semibold">
          {words.whatItDoesNotDo}
        </h2>
        <ul className="flex list-disc flex-col gap-1.5 ps-5">
          <li>
            {words.noCertificateIsRevokedBoth}
            <ul className="mt-2 flex flex-col gap-2">
              {[server, ...(client ? [client] : [])].map(({ certificate, status, daysLeft }) => (
                <li key={certificate.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <TextLink href={`/certificates/${certificate.id}`}>{certificate.displayName}</TextLink>
                  <StatusBadge status={status} daysLeft={daysLeft} certificate={certificate} />
                </li>
              ))}
            </ul>
          </li>
          <li>{words.keysThatAreHeldHere}</li>
          <li>{words.filesThatWereHandedOut}</li>
          {open > 0 ? (
            <li>
              <Phrase
                of={words.endsLinks(open)}
                parts={{ strong: (text) => <strong className="font-medium">{text}</strong> }}
              />
            </li>
          ) : null}
        </ul>
      </section>
      <DeleteConnectionForm id={connection.id} name={connection.name} />
    </Page>
  );
}
