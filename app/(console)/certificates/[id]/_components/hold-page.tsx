import { EnforcementNotes } from '@/components/pki/enforcement-notes';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { ButtonLink } from '@/components/ui/button-link';
import { Disclosure } from '@/components/ui/disclosure';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { Time } from '@/components/ui/time';
import type { CertificateDetailView } from '@/lib/services/views';
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
  const { certificate, connections, issuerName } = view;
  const name = certificate.displayName;
  const refusal = refusalOf(act, view);
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/certificates/${certificate.id}`, label: name }}
        title={act === 'hold' ? `Put ${name} on hold` : `Release ${name} from hold`}
      >
        Issued by {issuerName}, serial <SerialSuffix serial={certificate.serialNumber} />.{' '}
        {act === 'hold'
          ? 'A hold is a revocation for the time being: it can be released, or become final.'
          : 'It leaves the revocation list and is good again.'}
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
            <h2 id="impact" tabIndex={-1} className="mb-2 font-semibold">
              What happens
            </h2>
            <ul className="flex list-disc flex-col gap-1.5 ps-5">
              {act === 'hold' ? (
                <>
                  <li>
                    A new revocation list of {issuerName} names it with the reason{' '}
                    <code className="font-mono text-13">certificateHold</code>
                    {crlUrl ? (
                      <>
                        , at <code className="font-mono text-13 [overflow-wrap:anywhere]">{crlUrl}</code>
                      </>
                    ) : null}
                    . OCSP answers “revoked” from the same moment.
                  </li>
                  <li>Whoever checks refuses it as if it were revoked: software does not tell the two apart.</li>
                  <li>Its key is not barred, and renewing it stays possible.</li>
                </>
              ) : (
                <>
                  <li>
                    The next revocation list of {issuerName} no longer names it; a delta list says{' '}
                    <code className="font-mono text-13">removeFromCRL</code>. OCSP answers “good” from the same moment.
                  </li>
                  <li>Who still has the list before refuses it until that list ends or is fetched anew.</li>
                </>
              )}
              {connections.length === 0 ? <li>No connection uses it.</li> : null}
              {connections.map((connection) => (
                <li key={connection.id}>
                  The connection <TextLink href={`/connections/${connection.id}`}>{connection.name}</TextLink>{' '}
                  {act === 'hold' ? 'stops working where revocation is checked.' : 'works again.'}
                </li>
              ))}
              {act === 'release' && certificate.revokedAt ? (
                <li>
                  It is on hold since <Time at={certificate.revokedAt} />.
                </li>
              ) : null}
            </ul>
          </section>
          <Disclosure summary="Who checks at all?" hint="nginx, Java, browsers …">
            <EnforcementNotes />
          </Disclosure>
          {sealed ? (
            <Notice
              tone="warning"
              title="The keys are sealed"
              actions={<ButtonLink href={`/unseal?next=/certificates/${certificate.id}/${act}`}>Unseal</ButtonLink>}
            >
              A new revocation list cannot be signed until they are unsealed.
            </Notice>
          ) : null}
          <HoldForm act={act} certificate={{ id: certificate.id, name }} issuerName={issuerName} />
        </>
      )}
    </Page>
  );
}

function refusalOf(act: 'hold' | 'release', { status, canHold, certificate }: CertificateDetailView): string | null {
  if (act === 'release') {
    if (status === 'revoked') return 'This certificate is revoked for good, and cannot be released.';
    return certificate.state === 'held' ? null : 'This certificate is not on hold.';
  }
  if (status === 'held') return 'This certificate is on hold already.';
  if (status === 'revoked') return 'This certificate is revoked, which is final.';
  if (status === 'expired') return 'This certificate has expired, so nothing accepts it any more.';
  return canHold ? null : 'Certificates of authorities and responders cannot be put on hold.';
}
