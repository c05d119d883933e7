import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import type { AuthorityDetailView } from '@/lib/services/views';
import { Act } from './act';
import { authorityPageWords } from './authority-page.words';
import { SwitchButton } from './switch-button';

/** What stops an authority: what can be undone first, what cannot last. */
export function DangerActs({ view }: { view: AuthorityDetailView }) {
  const words = authorityPageWords().dangerActs;
  const { authority, status } = view.node;
  const { id } = authority;
  return (
    <Card title={words.dangerZone} id="danger" flush>
      <ul className="divide-y divide-line-faint">
        {authority.status === 'active' ? (
          <Act
            title={words.disable}
            text={words.itIssuesNothingUntilIt}
            control={<SwitchButton path={`/authorities/${id}/disable`} label={words.disable} busy={words.disabling} />}
          />
        ) : null}
        {authority.status === 'disabled' && authority.certificateId ? (
          <Act
            title={words.enable}
            text={words.itIssuesCertificatesAgain}
            control={<SwitchButton path={`/authorities/${id}/enable`} label={words.enable} busy={words.enabling} />}
          />
        ) : null}
        {authority.status === 'revoked' ? null : (
          <Act
            title={words.revoke}
            text={view.cannotRevoke ?? words.forGoodTheAuthorityAbove}
            control={
              view.cannotRevoke ? null : (
                <ButtonLink href={`/authorities/${id}/revoke`} size="small" tone="danger-plain">
                  {words.revoke}
                </ButtonLink>
              )
            }
          />
        )}
        {authority.status !== 'active' || status === 'expired' ? (
          <Act
            title={words.deleteIt}
            text={words.hiddenFromListsItCan}
            control={
              <ButtonLink href={`/authorities/${id}/delete`} size="small" tone="danger-plain">
                {words.deleteIt}
              </ButtonLink>
            }
          />
        ) : null}
      </ul>
    </Card>
  );
}
