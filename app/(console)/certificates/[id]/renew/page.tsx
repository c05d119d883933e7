import type { Metadata } from 'next';
import { cache } from 'react';
import { formatDay } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, requireSignedIn, titled } from '../../../../session';
import { RenewForm } from './_components/renew-form';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/certificates/${id}/renew`);
  return { reads, view: await found(reads.certificate(id)) };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(read((await params).id), ({ view }) => `Renew ${view.certificate.displayName} · Certificates`);
}

export default async function RenewPage({ params }: Params) {
  const { reads, view } = await read((await params).id);
  const { certificate, connections } = view;
  const viewer = await reads.viewer();
  const days = Math.round((certificate.notAfter.getTime() - certificate.notBefore.getTime()) / 86_400_000);
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/certificates/${certificate.id}`, label: certificate.displayName }}
        title={`Renew ${certificate.displayName}`}
      >
        A new certificate with the same names. This one stays good until{' '}
        {view.status === 'revoked' ? 'it was revoked' : formatDay(certificate.notAfter)}, so there is time to change
        over.
      </PageHeader>
      {view.canRenew ? (
        <>
          {connections.length > 0 ? (
            <p className="text-muted">
              {connections.map(({ name }) => name).join(', ')} will show the new certificate and hand out its files.
            </p>
          ) : null}
          {view.replacedBy[0] ? (
            <Notice
              tone="info"
              title="It was renewed before"
              actions={<ButtonLink href={`/certificates/${view.replacedBy[0].id}`}>Open the newer one</ButtonLink>}
            >
              Renewing it again makes another successor.
            </Notice>
          ) : null}
          {viewer.sealState === 'sealed' ? (
            <Notice
              tone="warning"
              title="The keys are sealed"
              actions={<ButtonLink href={`/unseal?next=/certificates/${certificate.id}/renew`}>Unseal</ButtonLink>}
            >
              Nothing can be signed until they are unsealed.
            </Notice>
          ) : null}
          <RenewForm
            certificate={{
              id: certificate.id,
              name: certificate.displayName,
              days,
              keyHeld: view.keyHeld,
              compromised: certificate.revocationReason === 'keyCompromise',
              canPlan: view.canRevoke && view.status !== 'revoked' && view.status !== 'expired',
            }}
          />
        </>
      ) : (
        <Notice
          tone="info"
          title="This certificate is not renewed here."
          actions={<ButtonLink href={`/certificates/${certificate.id}`}>Back to the certificate</ButtonLink>}
        >
          Authorities are renewed on their own page; responders renew themselves.
        </Notice>
      )}
    </Page>
  );
}
