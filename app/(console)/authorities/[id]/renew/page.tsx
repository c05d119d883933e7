import type { Metadata } from 'next';
import { now } from '@/components/clock';
import { formatDay } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { readAuthority } from '../_components/read-authority';
import { RenewAuthorityForm } from './_components/renew-authority-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'renew'),
    ({ view }) => `Renew ${view.node.authority.name} · Authorities`,
  );
}

export default async function RenewAuthorityPage({ params }: Params) {
  const { view, sealed } = await readAuthority((await params).id, 'renew');
  const { authority, certificate, keyAtHand } = view.node;
  const parent = view.chain.at(-2);
  const refusal =
    authority.keyState === 'absent' || view.chain[0] === undefined || !certificate
      ? 'Its key is not here. It is renewed where its key is.'
      : authority.status === 'revoked'
        ? 'It is revoked, which is final. Create a new authority.'
        : authority.kind === 'root' && !keyAtHand
          ? 'Its key is offline. Begin a ceremony first.'
          : sealed
            ? 'The keys are sealed. Unseal them first.'
            : null;
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={`Renew ${authority.name}`}
      >
        {certificate ? `Its certificate ends on ${formatDay(certificate.notAfter)}.` : 'It has no certificate yet.'}
      </PageHeader>
      {refusal || !certificate ? (
        <Notice
          tone="info"
          title={refusal ?? 'It has no certificate yet.'}
          actions={<ButtonLink href={`/authorities/${authority.id}`}>Back to the authority</ButtonLink>}
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
