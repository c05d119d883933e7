import type { Metadata } from 'next';
import { cache } from 'react';
import { EnforcementNotes } from '@/components/pki/enforcement-notes';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { ButtonLink } from '@/components/ui/button-link';
import { Disclosure } from '@/components/ui/disclosure';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, requireSignedIn, titled } from '../../../../session';
import { RevokeForm } from './_components/revoke-form';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/certificates/${id}/revoke`);
  return { reads, view: await found(reads.certificate(id)) };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(read((await params).id), ({ view }) => `Revoke ${view.certificate.displayName} · Certificates`);
}

export default async function RevokePage({ params }: Params) {
  const { reads, view } = await read((await params).id);
  const { certificate, connections } = view;
  const viewer = await reads.viewer();
  const issuer = await reads.authority(certificate.issuerId).catch(() => null);
  const refusal = refusalOf(view);
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/certificates/${certificate.id}`, label: certificate.displayName }}
        title={`Revoke ${certificate.displayName}`}
      >
        Issued by {view.issuerName}, serial <SerialSuffix serial={certificate.serialNumber} />. A revocation cannot be
        undone; a hold can.
      </PageHeader>
      {refusal ? (
        <Notice
          tone="info"
          title={refusal}
          actions={<ButtonLink href={`/certificates/${certificate.id}`}>Back to the certificate</ButtonLink>}
        />
      ) : (
        <>
          <section aria-labelledby="impact" className="rounded-lg border border-line bg-subtle p-5">
            <h2 id="impact" className="mb-2 font-semibold">
              What happens
            </h2>
            <ul className="flex list-disc flex-col gap-1.5 ps-5">
              <li>
                A new revocation list of {view.issuerName} is signed at once and served
                {issuer ? (
                  <>
                    {' '}
                    at <code className="font-mono text-13 [overflow-wrap:anywhere]">{issuer.publishing.crlUrl}</code>
                  </>
                ) : null}
                . OCSP answers “revoked” from the same moment.
              </li>
              <li>
                Clients refuse the certificate once they have read the new list. Who reads none still accepts it until
                it expires.
              </li>
              {connections.length === 0 ? <li>No connection uses it.</li> : null}
              {connections.map((connection) => (
                <li key={connection.id}>
                  The connection{' '}
                  <Link
                    href={`/connections/${connection.id}`}
                    className="font-medium underline underline-offset-2 hover:text-accent"
                  >
                    {connection.name}
                  </Link>{' '}
                  stops working.
                </li>
              ))}
            </ul>
          </section>
          <Disclosure summary="Who checks at all?" hint="nginx, Java, browsers …">
            <EnforcementNotes />
          </Disclosure>
          {viewer.sealState === 'sealed' ? (
            <Notice
              tone="warning"
              title="The keys are sealed"
              actions={<ButtonLink href={`/unseal?next=/certificates/${certificate.id}/revoke`}>Unseal</ButtonLink>}
            >
              A new revocation list cannot be signed until they are unsealed.
            </Notice>
          ) : null}
          <RevokeForm
            certificate={{
              id: certificate.id,
              name: certificate.displayName,
              notBefore: certificate.notBefore.toISOString(),
              canHold: view.canHold,
              sameKey: view.sameKey.map(({ displayName }) => displayName),
            }}
            issuer={{ id: certificate.issuerId, name: view.issuerName, crlUrl: issuer?.publishing.crlUrl ?? null }}
          />
        </>
      )}
    </Page>
  );
}

function refusalOf(view: { status: string; canRevoke: boolean }): string | null {
  if (view.status === 'revoked') return 'This certificate is already revoked.';
  if (view.status === 'expired') return 'This certificate has expired, so nothing accepts it any more.';
  if (!view.canRevoke) return 'This certificate belongs to an authority or its responder and is not revoked here.';
  return null;
}
