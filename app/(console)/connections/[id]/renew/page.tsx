import type { Metadata } from 'next';
import { formatDay } from '@/components/format';
import { IssuerKeyNotice } from '@/components/pki/issuer-key-notice';
import { KindTile } from '@/components/pki/kind-icon';
import { ButtonLink } from '@/components/ui/button-link';
import { Message } from '@/components/ui/message';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { keyAlgorithmWord } from '@/components/words';
import type { SideRenewalView } from '@/lib/services/renew-connection';
import { found, titled } from '../../../../session';
import { connectionPageWords } from '../_components/connection-page.words';
import { readConnection } from '../_components/read-connection';
import { RenewConnectionForm } from './_components/renew-connection-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = connectionPageWords().renew;
  return titled(readConnection((await params).id, 'renew'), ({ view }) => words.renewConnections(view.connection.name));
}

export default async function RenewConnectionPage({ params }: Params) {
  const words = connectionPageWords().renew;
  const { reads, view, sealed } = await readConnection((await params).id, 'renew');
  const { connection } = view;
  const { sides } = await found(reads.connectionRenewal(connection.id));
  const both = sides.length > 1;
  const refused = sides.some(({ next, keyHeld }) => next === null && keyHeld);
  return (
    <Page>
      <PageHeader
        section={{ href: `/connections/${connection.id}`, label: connection.name }}
        title={both ? words.renewBothSides : words.renewTheServer}
      >
        {words.theOldOnesStayGood(both ? words.twoNewCertificatesWithNew : words.aNewCertificateWithA)}
      </PageHeader>
      {sealed ? (
        <Notice
          tone="warning"
          title={words.theKeysAreSealed}
          actions={<ButtonLink href={`/unseal?next=/connections/${connection.id}/renew`}>{words.unseal}</ButtonLink>}
        >
          {words.nothingCanBeSignedUntil}
        </Notice>
      ) : null}
      <div className={`grid items-start gap-6 ${both ? 'lg:grid-cols-2' : 'max-w-[42rem]'}`}>
        {sides.map((side) => (
          <Side key={side.side} view={side} />
        ))}
      </div>
      <RenewConnectionForm
        id={connection.id}
        name={connection.name}
        both={both}
        shut={sealed || refused}
        needsRequest={sides
          .filter(({ keyHeld }) => !keyHeld)
          .map(({ side, old }) => ({ side, name: old.certificate.displayName }))}
      />
    </Page>
  );
}

/** Old beside new, line by line; what changes is said by a word. */
function Side({ view }: { view: SideRenewalView }) {
  const words = connectionPageWords().renew;
  const { side, old, next, keyHeld, refusals, alsoUsedBy } = view;
  const { certificate } = old;
  const title = side === 'server' ? words.theServer : words.theClient;
  const names = certificate.names.map(({ value }) => value).join(', ') || certificate.displayName;
  const rows = next
    ? [
        { what: words.names, before: names, after: next.names.join(', ') || certificate.displayName },
        { what: words.ends, before: formatDay(certificate.notAfter), after: formatDay(next.notAfter) },
        {
          what: words.key,
          before: `${keyAlgorithmWord(certificate.keyAlgorithm)}, ${keyHeld ? words.heldHere : words.heldElsewhere}`,
          after: keyHeld ? words.aNewOneMadeHere(keyAlgorithmWord(next.keyAlgorithm)) : words.thatOfTheRequestBelow,
          always: true,
        },
        { what: words.signedBy, before: old.issuerName, after: next.issuerName },
        { what: words.profile, before: next.profileLabel, after: next.profileLabel },
      ]
    : [];
  return (
    <section aria-labelledby={`side-${side}`} className="min-w-0 rounded-lg border border-line bg-card">
      <div className="flex items-center gap-3 border-b border-line-faint px-5 py-3">
        <KindTile kind={side} />
        <div className="min-w-0">
          <h2 id={`side-${side}`} className="text-13 text-muted">
            {title}
          </h2>
          <p className="font-semibold [overflow-wrap:anywhere]">{certificate.displayName}</p>
        </div>
      </div>
      {next ? (
        <>
          <IssuerKeyNotice state={next.issuerKey} issuer={next.issuerName} />
          <section
            aria-label={words.oldAndNew(title)}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
            tabIndex={0}
            className="overflow-x-auto"
          >
            <table className="w-full text-start">
              <thead>
                <tr className="border-b border-line-faint text-12 text-muted">
                  <th scope="col" className="py-2 ps-5 pe-2 text-start font-medium">
                    <span className="sr-only">{words.what}</span>
                  </th>
                  <th scope="col" className="px-2 py-2 text-start font-medium">
                    {words.old}
                  </th>
                  <th scope="col" className="py-2 ps-2 pe-5 text-start font-medium">
                    {words.newIt}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ what, before, after, always }) => (
                  <tr key={what} className="border-b border-line-faint align-top last:border-b-0">
                    <th scope="row" className="py-2 ps-5 pe-2 text-start text-13 font-normal text-muted">
                      {what}
                    </th>
                    <td className="px-2 py-2 [overflow-wrap:anywhere]">{before}</td>
                    <td className="py-2 ps-2 pe-5 [overflow-wrap:anywhere]">
                      {before !== after || always ? (
                        <strong className="font-medium">{after}</strong>
                      ) : (
                        <span className="text-muted">{words.theSame}</span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      ) : (
        <div className="px-5 py-4">
          <p className="font-medium text-revoked">{words.itWouldBeRefused}</p>
          <ul className="mt-1 flex list-disc flex-col gap-1 ps-4">
            {refusals.map(({ field, message }) => (
              <li key={`${field} ${message}`} className="[overflow-wrap:anywhere]">
                <Message text={message} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {keyHeld ? null : <p className="border-t border-line-faint px-5 py-3 text-13">{words.itsKeyIsNotHeld}</p>}
      {alsoUsedBy.length > 0 ? (
        <p className="border-t border-line-faint px-5 py-3 text-13 text-muted [overflow-wrap:anywhere]">
          {words.alsoUsedByWhichWill(alsoUsedBy.map(({ name }) => name).join(', '))}
        </p>
      ) : null}
    </section>
  );
}
