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
import { keyPageWords } from './_components/key-page.words';
import { SealForm } from './_components/seal-form';
import { SealedFileForm } from './_components/sealed-file-form';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = keyPageWords();
  return titled(readAuthority((await params).id, 'key'), ({ view }) =>
    words.keyOfAuthorities(view.node.authority.name),
  );
}

export default async function AuthorityKeyPage({ params }: Params) {
  const words = keyPageWords();
  const { view, sealed } = await readAuthority((await params).id, 'key');
  const { authority } = view.node;
  const offline = authority.keyState === 'offline';
  return (
    <Page width="form">
      <PageHeader
        section={{ href: `/authorities/${authority.id}`, label: authority.name }}
        title={offline ? words.ceremonyWith(authority.name) : words.takeTheKeyOfOffline(authority.name)}
      >
        {offline ? words.itsKeyIsInA : words.whatIsNotOnThis}
      </PageHeader>
      {sealed ? (
        <Notice
          tone="warning"
          title={words.theKeysAreSealed}
          actions={<ButtonLink href={`/unseal?next=/authorities/${authority.id}/key`}>{words.unseal}</ButtonLink>}
        />
      ) : authority.keyState === 'absent' ? (
        <Notice tone="info" title={words.itsKeyIsNotHere} />
      ) : offline ? (
        <Ceremony view={view} />
      ) : (
        <>
          <Card title={words.n1ExportTheSealedKey} id="seal">
            <SealForm authorityId={authority.id} />
          </Card>
          <Card title={words.n2ShowThatTheFile} id="remove">
            <SealedFileForm authority={{ id: authority.id, name: authority.name }} purpose="take-offline" />
          </Card>
        </>
      )}
    </Page>
  );
}

function Ceremony({ view }: { view: AuthorityDetailView }) {
  const words = keyPageWords();
  const { authority } = view.node;
  const secondsLeft = view.ceremonySecondsLeft;
  const path = `/authorities/${authority.id}`;
  if (secondsLeft === null)
    return (
      <Card title={words.begin} id="begin">
        <SealedFileForm authority={{ id: authority.id, name: '' }} purpose="ceremony" />
      </Card>
    );
  return (
    <>
      <Notice tone="warning" title={words.theKeyCanSignFor(Math.ceil(secondsLeft / 60))}>
        {words.signWhatIsNeededThen}
      </Notice>
      <Card title={words.whatToDoNow} id="do" flush>
        <ul className="divide-y divide-line-faint">
          <Act
            title={words.signItsRevocationList}
            text={words.itHasToLastUntil}
            control={<SignCrl authorityId={authority.id} sealed={false} />}
          />
          {authority.kind === 'issuing' ? (
            <Act
              title={words.issueCertificates}
              text={words.inTheUsualFormsAs}
              control={go('/new/server', words.issue)}
            />
          ) : null}
          {view.cannotHaveChildren ? null : (
            <>
              <Act
                title={words.makeAnAuthorityBelowIt}
                text={words.itsKeyIsMadeOn}
                control={go(`/authorities/new?parent=${authority.id}`, words.make)}
              />
              <Act
                title={words.signAnotherAuthority}
                text={words.theRequestOfAnOutside}
                control={go(`${path}/certify`, words.sign)}
              />
            </>
          )}
          <Act
            title={words.renewOrReplace}
            text={words.aNewCertificateForIts}
            control={go(`${path}/renew`, words.renew)}
          />
          <Act
            title={words.endTheCeremony}
            text={words.theSignerForgetsTheKey}
            control={
              <SwitchButton
                method="DELETE"
                path={`${path}/ceremony`}
                label={words.endTheCeremony}
                busy={words.ending}
              />
            }
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
