import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { titled } from '../../../../session';
import { readAuthority } from '../_components/read-authority';
import { SignCrl } from '../_components/sign-crl';
import { SwitchButton } from '../_components/switch-button';
import { SealForm } from './_components/seal-form';
import { SealedFileForm } from './_components/sealed-file-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'key'),
    ({ view }) => `Key of ${view.node.authority.name} · Authorities`,
  );
}

export default async function AuthorityKeyPage({ params }: Params) {
  const { view, sealed } = await readAuthority((await params).id, 'key');
  const { authority } = view.node;
  const offline = authority.keyState === 'offline';
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={offline ? `Ceremony with ${authority.name}` : `Take the key of ${authority.name} offline`}
      >
        {offline
          ? 'Its key is in a sealed file elsewhere. For a ceremony the signer holds it in memory, 15 minutes at most.'
          : 'What is not on this machine cannot be stolen from it. A root signs so rarely that its key is better kept elsewhere.'}
      </PageHeader>
      {sealed ? (
        <Notice
          tone="warning"
          title="The keys are sealed"
          actions={<ButtonLink href={`/unseal?next=/authorities/${authority.id}/key`}>Unseal</ButtonLink>}
        />
      ) : authority.keyState === 'absent' ? (
        <Notice tone="info" title="Its key is not here" />
      ) : offline ? (
        <Ceremony authorityId={authority.id} secondsLeft={view.ceremonySecondsLeft} />
      ) : (
        <>
          <Card title="1. Export the sealed key" id="seal">
            <SealForm authorityId={authority.id} />
          </Card>
          <Card title="2. Show that the file opens, and remove the key here" id="remove">
            <SealedFileForm authority={{ id: authority.id, name: authority.name }} purpose="take-offline" />
          </Card>
        </>
      )}
    </Page>
  );
}

function Ceremony({ authorityId, secondsLeft }: { authorityId: string; secondsLeft: number | null }) {
  if (secondsLeft === null)
    return (
      <Card title="Begin" id="begin">
        <SealedFileForm authority={{ id: authorityId, name: '' }} purpose="ceremony" />
      </Card>
    );
  return (
    <>
      <Notice tone="warning" title={`The key can sign for ${Math.ceil(secondsLeft / 60)} more minutes`}>
        Sign what is needed, then end the ceremony. Nothing of the key is written to this machine.
      </Notice>
      <Card title="What to do now" id="do">
        <div className="flex flex-col items-start gap-4">
          <SignCrl authorityId={authorityId} sealed={false} />
          <ButtonLink href={`/authorities/new?parent=${authorityId}`} size="small">
            Add authority below
          </ButtonLink>
          <ButtonLink href={`/authorities/${authorityId}/certify`} size="small">
            Sign another authority
          </ButtonLink>
          <ButtonLink href={`/authorities/${authorityId}/renew`} size="small">
            Renew
          </ButtonLink>
          <SwitchButton
            method="DELETE"
            path={`/authorities/${authorityId}/ceremony`}
            label="End the ceremony"
            busy="Ending…"
          />
        </div>
      </Card>
    </>
  );
}
