import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';

/** Shown in a form's place while nothing can sign; it leads to the remedy and back to the form. */
export function IssuingGate({ here, sealed }: { here: string; sealed: boolean }) {
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
