import type { Metadata } from 'next';
import { plural } from '@/components/format';
import { StatusBadge } from '@/components/pki/status-badge';
import { TextLink } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { readConnection } from '../_components/read-connection';
import { DeleteConnectionForm } from './_components/delete-connection-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readConnection((await params).id, 'delete'),
    ({ view }) => `Delete ${view.connection.name} · Connections`,
  );
}

export default async function DeleteConnectionPage({ params }: Params) {
  const { view } = await readConnection((await params).id, 'delete');
  const { connection, server, client, handovers } = view;
  const open = handovers.filter(({ state }) => state === 'open').length;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/connections/${connection.id}`, label: connection.name }}
        title={`Delete ${connection.name}`}
      >
        The connection is forgotten: who belongs to whom, its bundles and its last handshake. That cannot be undone.
      </PageHeader>
      <section aria-labelledby="stays" className="rounded-lg border border-line bg-subtle p-5">
        <h2 id="stays" className="mb-2 font-semibold">
          What it does not do
        </h2>
        <ul className="flex list-disc flex-col gap-1.5 ps-5">
          <li>
            No certificate is revoked. Both sides go on working until their certificates end:
            <ul className="mt-2 flex flex-col gap-2">
              {[server, ...(client ? [client] : [])].map(({ certificate, status, daysLeft }) => (
                <li key={certificate.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                  <TextLink href={`/certificates/${certificate.id}`}>{certificate.displayName}</TextLink>
                  <StatusBadge status={status} daysLeft={daysLeft} certificate={certificate} />
                </li>
              ))}
            </ul>
          </li>
          <li>Keys that are held here stay, and so does what the log says about them.</li>
          <li>Files that were handed out stay where they are.</li>
          {open > 0 ? (
            <li>
              <strong className="font-medium">It does end {plural(open, 'hand-over link')}</strong> that{' '}
              {open === 1 ? 'is' : 'are'} still open.
            </li>
          ) : null}
        </ul>
      </section>
      <DeleteConnectionForm id={connection.id} name={connection.name} />
    </Page>
  );
}
