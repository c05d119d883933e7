import { OfflineKeys, offlineAuthorities } from '@/components/pki/offline-keys';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import type { AuthorityNode } from '@/lib/services/views';

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
  if (sealed)
    return (
      <Notice
        tone="warning"
        title="The keys are sealed, so nothing can be signed"
        actions={<ButtonLink href={`/unseal?next=${here}`}>Unseal</ButtonLink>}
      >
        Unseal them, and this form is ready.
      </Notice>
    );
  const away = offlineAuthorities(nodes, 'issuing');
  if (away.length > 0)
    return (
      <OfflineKeys nodes={away}>
        Nothing can be signed until it is back for a ceremony: bring its sealed file and the passphrase, then open this
        form again.
      </OfflineKeys>
    );
  return (
    <EmptyState
      title="No issuing authority can sign"
      actions={
        <ButtonLink href={`/authorities/new?kind=issuing&next=${here}`} tone="primary">
          Create an issuing authority
        </ButtonLink>
      }
    >
      Certificates are signed by an issuing authority below your root. Create one, and you come back here.
    </EmptyState>
  );
}
