import type { Metadata } from 'next';
import { now } from '@/components/clock';
import { formatDay } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { authorityPageWords } from '../_components/authority-page.words';
import { readAuthority } from '../_components/read-authority';
import { RenewAuthorityForm } from './_components/renew-authority-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().renew;
  return titled(readAuthority((await params).id, 'renew'), ({ view }) =>
    words.renewAuthorities(view.node.authority.name),
  );
}

export default async function RenewAuthorityPage({ params }: Params) {
  const words = authorityPageWords().renew;
  const { view, sealed } = await readAuthority((await params).id, 'renew');
  const { authority, certificate, keyAtHand } = view.node;
  const parent = view.chain.at(-2);
  const refusal =
    authority.keyState === 'absent' || view.chain[0] === undefined || !certificate
      ? words.itsKeyIsNotHere
      : authority.status === 'revoked'
        ? words.itIsRevokedWhichIs
        : authority.kind === 'root' && !keyAtHand
          ? words.itsKeyIsOfflineBegin
          : sealed
            ? words.theKeysAreSealedUnseal
            : null;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={words.renew(authority.name)}
      >
        {certificate ? words.itsCertificateEndsOn(formatDay(certificate.notAfter)) : words.itHasNoCertificateYet}
      </PageHeader>
      {refusal || !certificate ? (
        <Notice
          tone="info"
          title={refusal ?? words.itHasNoCertificateYet}
          actions={<ButtonLink href={`/authorities/${authority.id}`}>{words.backToTheAuthority}</ButtonLink>}
        />
      ) : (
        <RenewAuthorityForm
          authority={{ id: authority.id, name: authority.name, kind: authority.kind }}
          notBefore={certificate.notBefore.toISOString()}
          notAfter={certificate.notAfter.toISOString()}
          parent={parent ? { name: parent.displayName, notAfter: parent.notAfter.toISOString() } : null}
          successor={view.successor}
          now={now().toISOString()}
        />
      )}
    </Page>
  );
}
