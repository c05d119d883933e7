import { Phrase } from '@/components/language/phrase';
import { EnforcementNotes } from '@/components/pki/enforcement-notes';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { ButtonLink } from '@/components/ui/button-link';
import { Disclosure } from '@/components/ui/disclosure';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import type { CertificateDetailView } from '@/lib/services/views';
import { certificatePageWords } from './certificate-page.words';
import { HoldForm } from './hold-form';

/** The two pages around a hold: what it means, for whom, and the one button. RFC 5280 §5.3.1 */
export function HoldPage({
  act,
  view,
  crlUrl,
  sealed,
}: {
  act: 'hold' | 'release';
  view: CertificateDetailView;
  crlUrl: string | null;
  sealed: boolean;
}) {
  const words = certificatePageWords().holdPage;
  const { certificate, connections, issuerName } = view;
  const name = certificate.displayName;
  const refusal = refusalOf(act, view);
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/certificates/${certificate.id}`, label: name }}
        title={act === 'hold' ? words.putOnHold(name) : words.releaseFromHold(name)}
      >
        <Phrase
          of={words.issuedBySerial}
          parts={{
            issuerName: issuerName,
            serialSuffix: <SerialSuffix serial={certificate.serialNumber} />,
            value: act === 'hold' ? words.aHoldIsARevocation : words.itLeavesTheRevocationList,
          }}
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
            <h2 id="impact" tabIndex={-1} className="mb-2 font-semibold">
              {words.whatHappens}
            </h2>
            <ul className="flex list-disc flex-col gap-1.5 ps-5">
              {act === 'hold' ? (
                <>
                  <li>
                    <Phrase
                      of={words.aNewRevocationListOf}
                      parts={{
                        issuerName: issuerName,
                        code: <code className="font-mono text-13">certificateHold</code>,
                        value: crlUrl ? (
                          <>
                            <Phrase
                              of={words.at}
                              parts={{
                                code: <code className="font-mono text-13 [overflow-wrap:anywhere]">{crlUrl}</code>,
                              }}
                            />
                          </>
                        ) : null,
                      }}
                    />
                  </li>
                  <li>{words.whoeverChecksRefusesItAs}</li>
                  <li>{words.itsKeyIsNotBarred}</li>
                </>
              ) : (
                <>
                  <li>
                    <Phrase
                      of={words.theNextRevocationListOf}
                      parts={{ issuerName: issuerName, code: <code className="font-mono text-13">removeFromCRL</code> }}
                    />
                  </li>
                  <li>{words.whoStillHasTheList}</li>
                </>
              )}
              {connections.length === 0 ? <li>{words.noConnectionUsesIt}</li> : null}
              {connections.map((connection) => (
                <li key={connection.id}>
                  <Phrase
                    of={words.theConnection}
                    parts={{
                      textLink: <TextLink href={`/connections/${connection.id}`}>{connection.name}</TextLink>,
                      value: act === 'hold' ? words.stopsWorkingWhereRevocationIs : words.worksAgain,
                    }}
                  />
                </li>
              ))}
              {act === 'release' && certificate.revokedAt ? (
                <li>
                  {words.itIsOnHoldSince} <Time at={certificate.revokedAt} />.
                </li>
              ) : null}
            </ul>
          </section>
          <Disclosure summary={words.whoChecksAtAll} hint={words.nginxJavaBrowsers}>
            <EnforcementNotes />
          </Disclosure>
          {sealed ? (
            <Notice
              tone="warning"
              title={words.theKeysAreSealed}
              actions={
                <ButtonLink href={`/unseal?next=/certificates/${certificate.id}/${act}`}>{words.unseal}</ButtonLink>
              }
            >
              {words.aNewRevocationListCannot}
            </Notice>
          ) : null}
          <HoldForm act={act} certificate={{ id: certificate.id, name }} issuerName={issuerName} />
        </>
      )}
    </Page>
  );
}

function refusalOf(act: 'hold' | 'release', { status, canHold, certificate }: CertificateDetailView): string | null {
  const words = certificatePageWords().holdPage;
  if (act === 'release') {
    if (status === 'revoked') return words.thisCertificateIsRevokedFor;
    return certificate.state === 'held' ? null : words.thisCertificateIsNotOn;
  }
  if (status === 'held') return words.thisCertificateIsOnHold;
  if (status === 'revoked') return words.thisCertificateIsRevokedWhich;
  if (status === 'expired') return words.thisCertificateHasExpiredSo;
  return canHold ? null : words.certificatesOfAuthoritiesAndResponders;
}
