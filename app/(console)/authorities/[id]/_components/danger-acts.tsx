import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import type { AuthorityDetailView } from '@/lib/services/views';
import { Act } from './act';
import { SwitchButton } from './switch-button';

/** What stops an authority: what can be undone first, what cannot last. */
export function DangerActs({ view }: { view: AuthorityDetailView }) {
  const { authority, status } = view.node;
  const { id } = authority;
  return (
    <Card title="Danger zone" id="danger" flush>
      <ul className="divide-y divide-line-faint">
        {authority.status === 'active' ? (
          <Act
            title="Disable"
            text="It issues nothing until it is enabled again. Lists and OCSP go on."
            control={<SwitchButton path={`/authorities/${id}/disable`} label="Disable" busy="Disabling…" />}
          />
        ) : null}
        {authority.status === 'disabled' && authority.certificateId ? (
          <Act
            title="Enable"
            text="It issues certificates again."
            control={<SwitchButton path={`/authorities/${id}/enable`} label="Enable" busy="Enabling…" />}
          />
        ) : null}
        {authority.status === 'revoked' ? null : (
          <Act
            title="Revoke"
            text={view.cannotRevoke ?? 'For good: the authority above publishes it at once.'}
            control={
              view.cannotRevoke ? null : (
                <ButtonLink href={`/authorities/${id}/revoke`} size="small" tone="danger-plain">
                  Revoke
                </ButtonLink>
              )
            }
          />
        )}
        {authority.status !== 'active' || status === 'expired' ? (
          <Act
            title="Delete"
            text="Hidden from lists; it can be brought back for 30 days."
            control={
              <ButtonLink href={`/authorities/${id}/delete`} size="small" tone="danger-plain">
                Delete
              </ButtonLink>
            }
          />
        ) : null}
      </ul>
    </Card>
  );
}
