import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import type { AuthorityDetailView } from '@/lib/services/views';
import { Act } from './act';
import { authorityPageWords } from './authority-page.words';

/** Everything that can be done with an authority: what can be undone first, what cannot last. */
export function ManageCard({ view }: { view: AuthorityDetailView }) {
  const words = authorityPageWords().manageCard;
  const { authority, keyAtHand } = view.node;
  const { id } = authority;
  const hasKey = authority.keyState !== 'absent';
  const isLive = authority.status === 'active' || authority.status === 'disabled';
  return (
    <Card title={words.manage} id="manage" flush>
      <ul className="divide-y divide-line-faint">
        {hasKey && authority.certificateId ? (
          <Act
            title={words.settings}
            text={words.addressesInWhatItSigns}
            control={link(`/authorities/${id}/settings`, words.change)}
          />
        ) : null}
        {hasKey && isLive && authority.certificateId ? (
          <Act
            title={words.renewOrReplace}
            text={words.aNewCertificateForIts}
            control={link(`/authorities/${id}/renew`, words.renew)}
          />
        ) : null}
        {authority.status === 'active' && keyAtHand && view.node.pathLenConstraint !== 0 ? (
          <Act
            title={words.signAnotherAuthority}
            text={words.theRequestOfAnOutside}
            control={link(`/authorities/${id}/certify`, words.sign)}
          />
        ) : null}
        {hasKey && isLive && authority.certificateId ? (
          <Act
            title={authority.keyState === 'offline' ? words.ceremony : words.takeTheKeyOffline}
            text={authority.keyState === 'offline' ? words.bringItsSealedKeyBack : words.intoASealedFileAway}
            control={link(`/authorities/${id}/key`, authority.keyState === 'offline' ? words.open : words.begin)}
          />
        ) : null}
        {authority.certificateId ? (
          <Act
            title={words.rollover}
            text={words.whenASuccessorHasTo}
            control={link(`/authorities/${id}/rollover`, words.plan)}
          />
        ) : null}
        <Act
          title={words.disableRevokeDelete}
          text={words.whatStopsItAndWhat}
          control={link(`/authorities/${id}/danger`, words.open)}
        />
      </ul>
    </Card>
  );
}

const link = (href: string, label: string) => (
  <ButtonLink href={href} size="small">
    {label}
  </ButtonLink>
);
