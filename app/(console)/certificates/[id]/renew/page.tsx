import type { Metadata } from 'next';
import { cache } from 'react';
import { formatDay } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, requireSignedIn, titled } from '../../../../session';
import { RenewForm } from './_components/renew-form';
import { renewPageWords } from './_components/renew-page.words';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/certificates/${id}/renew`);
  return { reads, view: await found(reads.certificate(id)) };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = renewPageWords();
  return titled(read((await params).id), ({ view }) => words.renewCertificates(view.certificate.displayName));
}

export default async function RenewPage({ params }: Params) {
  const words = renewPageWords();
  const { reads, view } = await read((await params).id);
  const { certificate, connections } = view;
  const viewer = await reads.viewer();
  const days = Math.round((certificate.notAfter.getTime() - certificate.notBefore.getTime()) / 86_400_000);
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/certificates/${certificate.id}`, label: certificate.displayName }}
        title={words.renew(certificate.displayName)}
      >
        {view.status === 'revoked' ? words.leadRevoked : words.lead(formatDay(certificate.notAfter))}
      </PageHeader>
      {view.canRenew ? (
        <>
          {connections.length > 0 ? (
            <p className="text-muted">
              {words.willShowTheNewCertificate(connections.map(({ name }) => name).join(', '))}
            </p>
          ) : null}
          {view.replacedBy[0] ? (
            <Notice
              tone="info"
              title={words.itWasRenewedBefore}
              actions={<ButtonLink href={`/certificates/${view.replacedBy[0].id}`}>{words.openTheNewerOne}</ButtonLink>}
            >
              {words.renewingItAgainMakesAnother}
            </Notice>
          ) : null}
          {viewer.sealState === 'sealed' ? (
            <Notice
              tone="warning"
              title={words.theKeysAreSealed}
              actions={
                <ButtonLink href={`/unseal?next=/certificates/${certificate.id}/renew`}>{words.unseal}</ButtonLink>
              }
            >
              {words.nothingCanBeSignedUntil}
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
          title={words.thisCertificateIsNotRenewed}
          actions={<ButtonLink href={`/certificates/${certificate.id}`}>{words.backToTheCertificate}</ButtonLink>}
        >
          {words.authoritiesAreRenewedOnTheir}
        </Notice>
      )}
    </Page>
  );
}
