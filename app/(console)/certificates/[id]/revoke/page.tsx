import type { Metadata } from 'next';
import { cache } from 'react';
import { Phrase } from '@/components/language/phrase';
import { EnforcementNotes } from '@/components/pki/enforcement-notes';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { ButtonLink } from '@/components/ui/button-link';
import { Disclosure } from '@/components/ui/disclosure';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { found, requireSignedIn, titled } from '../../../../session';
import { RevokeForm } from './_components/revoke-form';
import { revokePageWords } from './_components/revoke-page.words';

type Params = { params: Promise<{ id: string }> };

const read = cache(async (id: string) => {
  const { reads } = await requireSignedIn(`/certificates/${id}/revoke`);
  return { reads, view: await found(reads.certificate(id)) };
});

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = revokePageWords();
  return titled(read((await params).id), ({ view }) => words.revokeCertificates(view.certificate.displayName));
}

export default async function RevokePage({ params }: Params) {
  const words = revokePageWords();
  const { reads, view } = await read((await params).id);
  const { certificate, connections } = view;
  const viewer = await reads.viewer();
  const issuer = await reads.authority(certificate.issuerId).catch(() => null);
  const refusal = refusalOf(view);
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/certificates/${certificate.id}`, label: certificate.displayName }}
        title={words.revoke(certificate.displayName)}
      >
        <Phrase
          of={words.issuedBySerialARevocation}
          parts={{ issuerName: view.issuerName, serialSuffix: <SerialSuffix serial={certificate.serialNumber} /> }}
        />
      </PageHeader>
      {refusal ? (
        <Notice
          tone="info"
          title={refusal}
          actions={<ButtonLink href={`/certificates/${certificate.id}`}>{words.backToTheCertificate}</ButtonLink>}
        />
      ) : (
        <>
          <section aria-labelledby="impact" className="rounded-lg border border-line bg-subtle p-5">
            <h2 id="impact" className="mb-2 font-semibold">
              {words.whatHappens}
            </h2>
            <ul className="flex list-disc flex-col gap-1.5 ps-5">
              <li>
                <Phrase
                  of={words.aNewRevocationListOf}
                  parts={{
                    issuerName: view.issuerName,
                    value: issuer ? (
                      <>
                        <Phrase
                          of={words.at}
                          parts={{
                            code: (
                              <code className="font-mono text-13 [overflow-wrap:anywhere]">
                                {issuer.publishing.crlUrl}
                              </code>
                            ),
                          }}
                        />
                      </>
                    ) : null,
                  }}
                />
              </li>
              <li>{words.clientsRefuseTheCertificateOnce}</li>
              {connections.length === 0 ? <li>{words.noConnectionUsesIt}</li> : null}
              {connections.map((connection) => (
                <li key={connection.id}>
                  <Phrase
                    of={words.theConnectionStopsWorking}
                    parts={{
                      link: (
                        <Link
                          href={`/connections/${connection.id}`}
                          className="font-medium underline underline-offset-2 hover:text-accent"
                        >
                          {connection.name}
                        </Link>
                      ),
                    }}
                  />
                </li>
              ))}
            </ul>
          </section>
          <Disclosure summary={words.whoChecksAtAll} hint={words.nginxJavaBrowsers}>
            <EnforcementNotes />
          </Disclosure>
          {viewer.sealState === 'sealed' ? (
            <Notice
              tone="warning"
              title={words.theKeysAreSealed}
              actions={
                <ButtonLink href={`/unseal?next=/certificates/${certificate.id}/revoke`}>{words.unseal}</ButtonLink>
              }
            >
              {words.aNewRevocationListCannot}
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
  const words = revokePageWords();
  if (view.status === 'revoked') return words.thisCertificateIsAlreadyRevoked;
  if (view.status === 'expired') return words.thisCertificateHasExpiredSo;
  if (!view.canRevoke) return words.thisCertificateBelongsToAn;
  return null;
}
