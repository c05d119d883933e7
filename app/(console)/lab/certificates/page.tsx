import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Page, PageHeader } from '@/components/ui/page';
import type { CertificateRow } from '@/lib/services/views';
import { found, one, requireSignedIn, type SearchParams } from '../../../session';
import { type CertificateChoice, CertificatesForm } from './_components/certificates-form';

export const metadata: Metadata = { title: 'My certificates · Handshake lab' };

export default async function LabCertificatesPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await searchParams;
  const { reads } = await requireSignedIn('/lab/certificates');
  const [wantedServer, wantedClient] = [one(query.server), one(query.client)];
  const [servers, clients, ...wanted] = await Promise.all([
    reads.certificates({ use: 'server', limit: 100 }),
    reads.certificates({ use: 'client', limit: 100 }),
    ...[wantedServer, wantedClient].map((id) => (id ? found(reads.certificate(id)) : null)),
  ]);
  const named = wanted.flatMap((view) => (view ? [{ certificate: view.certificate, status: view.status }] : []));
  const choices = (rows: readonly CertificateRow[]) => choicesOf([...named, ...rows]);
  const [serverChoices, clientChoices] = [choices(servers.items), choices(clients.items)];
  return (
    <Page width="form">
      <PageHeader section={{ href: '/lab', label: 'Handshake lab' }} title="My certificates">
        The same bench with certificates of yours whose keys are held here. The keys are used for one handshake in this
        process; what is kept of it has no keys.
      </PageHeader>
      {serverChoices.length === 0 ? (
        <EmptyState
          title="No certificate with its key here"
          actions={
            <ButtonLink href="/new/pair" tone="primary">
              Make a mutual-TLS pair
            </ButtonLink>
          }
        >
          Certificates made from a request have their keys elsewhere, so their side cannot be played here.
        </EmptyState>
      ) : (
        <CertificatesForm
          servers={serverChoices}
          clients={clientChoices}
          initialServer={wantedServer ?? null}
          initialClient={wantedClient ?? null}
        />
      )}
    </Page>
  );
}

function choicesOf(rows: readonly Pick<CertificateRow, 'certificate' | 'status'>[]): readonly CertificateChoice[] {
  const byId = new Map(
    rows
      .filter(({ certificate }) => certificate.keyId !== null)
      .map(({ certificate, status }) => [
        certificate.id,
        {
          id: certificate.id,
          label: `${certificate.displayName}, ${status === 'held' ? 'on hold' : status}, …${certificate.serialNumber.slice(-8)}`,
        },
      ]),
  );
  return [...byId.values()];
}
