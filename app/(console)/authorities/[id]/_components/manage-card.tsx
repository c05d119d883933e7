import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import type { AuthorityDetailView } from '@/lib/services/views';
import { Act } from './act';

/** Everything that can be done with an authority: what can be undone first, what cannot last. */
export function ManageCard({ view }: { view: AuthorityDetailView }) {
  const { authority, keyAtHand } = view.node;
  const { id } = authority;
  const hasKey = authority.keyState !== 'absent';
  const isLive = authority.status === 'active' || authority.status === 'disabled';
  return (
    <Card title="Manage" id="manage" flush>
      <ul className="divide-y divide-line-faint">
        {hasKey && authority.certificateId ? (
          <Act
            title="Settings"
            text="Addresses in what it signs, life of its lists, profiles it may issue."
            control={link(`/authorities/${id}/settings`, 'Change')}
          />
        ) : null}
        {hasKey && isLive && authority.certificateId ? (
          <Act
            title="Renew or replace"
            text="A new certificate for its key, or a successor with a new key."
            control={link(`/authorities/${id}/renew`, 'Renew')}
          />
        ) : null}
        {authority.status === 'active' && keyAtHand && view.node.pathLenConstraint !== 0 ? (
          <Act
            title="Sign another authority"
            text="The request of an outside authority, or a cross-certificate."
            control={link(`/authorities/${id}/certify`, 'Sign')}
          />
        ) : null}
        {hasKey && isLive && authority.certificateId ? (
          <Act
            title={authority.keyState === 'offline' ? 'Ceremony' : 'Take the key offline'}
            text={
              authority.keyState === 'offline'
                ? 'Bring its sealed key back for at most 15 minutes.'
                : 'Into a sealed file, away from this machine. Wise for a root.'
            }
            control={link(`/authorities/${id}/key`, authority.keyState === 'offline' ? 'Open' : 'Begin')}
          />
        ) : null}
        {authority.certificateId ? (
          <Act
            title="Rollover"
            text="When a successor has to be made, who has to install it, what depends on this one."
            control={link(`/authorities/${id}/rollover`, 'Plan')}
          />
        ) : null}
        <Act
          title="Disable, revoke, delete"
          text="What stops it, and what depends on it."
          control={link(`/authorities/${id}/danger`, 'Open')}
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
