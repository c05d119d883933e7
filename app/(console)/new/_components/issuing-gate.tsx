import { OfflineKeys, offlineAuthorities } from '@/components/pki/offline-keys';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { AuthorityNode } from '@/lib/services/views';
import { newPageWords } from './new-page.words';

/** Shown in a form's place while nothing can sign; it leads to the remedy and back to the form. */
export function IssuingGate({
  here,
  sealed,
  nodes,
}: {
  here: string;
  sealed: boolean;
  nodes: readonly AuthorityNode[];
}) {
  const words = newPageWords().issuingGate;
  if (sealed)
    return (
      <Notice
        tone="warning"
        title={words.theKeysAreSealedSo}
        actions={<ButtonLink href={`/unseal?next=${here}`}>{words.unseal}</ButtonLink>}
      >
        {words.unsealThemAndThisForm}
      </Notice>
    );
  const away = offlineAuthorities(nodes, 'issuing');
  if (away.length > 0) return <OfflineKeys nodes={away}>{words.nothingCanBeSignedUntil}</OfflineKeys>;
  return (
    <EmptyState
      title={words.noIssuingAuthorityCanSign}
      actions={
        <ButtonLink href={`/authorities/new?kind=issuing&next=${here}`} tone="primary">
          {words.createAnIssuingAuthority}
        </ButtonLink>
      }
    >
      {words.certificatesAreSignedByAn}
    </EmptyState>
  );
}
