import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Page, PageHeader } from '@/components/ui/page';
import type { CertificateRow } from '@/lib/services/views';
import { found, one, requireSignedIn, type SearchParams } from '../../../session';
import { labPageWords } from '../_components/lab-page.words';
import { type CertificateChoice, CertificatesForm } from './_components/certificates-form';

export const generateMetadata = (): Metadata => ({ title: labPageWords().certificates.myCertificatesHandshakeLab });

export default async function LabCertificatesPage({ searchParams }: { searchParams: SearchParams }) {
  const words = labPageWords().certificates;
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
      <PageHeader section={{ href: '/lab', label: words.handshakeLab }} title={words.myCertificates}>
        {words.theSameBenchWithCertificates}
      </PageHeader>
      {serverChoices.length === 0 ? (
        <EmptyState
          title={words.noCertificateWithItsKey}
          actions={
            <ButtonLink href="/new/pair" tone="primary">
              {words.makeAMutualTlsPair}
            </ButtonLink>
          }
        >
          {words.certificatesMadeFromARequest}
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
  const words = labPageWords().certificates;
  const byId = new Map(
    rows
      .filter(({ certificate }) => certificate.keyId !== null)
      .map(({ certificate, status }) => [
        certificate.id,
        {
          id: certificate.id,
          label: `${certificate.displayName}, ${status === 'held' ? words.onHold : status}, …${certificate.serialNumber.slice(-8)}`,
        },
      ]),
  );
  return [...byId.values()];
}
