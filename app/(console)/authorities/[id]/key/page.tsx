import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import type { AuthorityDetailView } from '@/lib/services/views';
import { titled } from '../../../../session';
import { Act } from '../_components/act';
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
        <Ceremony view={view} />
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

function Ceremony({ view }: { view: AuthorityDetailView }) {
  const { authority } = view.node;
  const secondsLeft = view.ceremonySecondsLeft;
  const path = `/authorities/${authority.id}`;
  if (secondsLeft === null)
    return (
      <Card title="Begin" id="begin">
        <SealedFileForm authority={{ id: authority.id, name: '' }} purpose="ceremony" />
      </Card>
    );
  return (
    <>
      <Notice tone="warning" title={`The key can sign for ${Math.ceil(secondsLeft / 60)} more minutes`}>
        Sign what is needed, then end the ceremony. Nothing of the key is written to this machine.
      </Notice>
      <Card title="What to do now" id="do" flush>
        <ul className="divide-y divide-line-faint">
          <Act
            title="Sign its revocation list"
            text="It has to last until the next ceremony. The OCSP responder’s certificate is renewed with it when it would end before."
            control={<SignCrl authorityId={authority.id} sealed={false} />}
          />
          {authority.kind === 'issuing' ? (
            <Act
              title="Issue certificates"
              text="In the usual forms, as long as the ceremony is open."
              control={go('/new/server', 'Issue')}
            />
          ) : null}
          {view.cannotHaveChildren ? null : (
            <>
              <Act
                title="Make an authority below it"
                text="Its key is made on this machine and stays here."
                control={go(`/authorities/new?parent=${authority.id}`, 'Make')}
              />
              <Act
                title="Sign another authority"
                text="The request of an outside authority, or a cross-certificate."
                control={go(`${path}/certify`, 'Sign')}
              />
            </>
          )}
          <Act
            title="Renew or replace"
            text="A new certificate for its key, or a successor with a new key."
            control={go(`${path}/renew`, 'Renew')}
          />
          <Act
            title="End the ceremony"
            text="The signer forgets the key at once. Otherwise it does when the time is over."
            control={<SwitchButton method="DELETE" path={`${path}/ceremony`} label="End the ceremony" busy="Ending…" />}
          />
        </ul>
      </Card>
    </>
  );
}

const go = (href: string, label: string) => (
  <ButtonLink href={href} size="small">
    {label}
  </ButtonLink>
);
