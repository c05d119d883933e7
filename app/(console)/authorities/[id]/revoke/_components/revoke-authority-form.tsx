'use client';

import { useState } from 'react';
import { endAuthorityWords } from '@/app/(console)/authorities/[id]/_components/end-authority.words';
import { call } from '@/components/api-client';
import type { OfferedReason } from '@/components/pki/offered-reasons';
import { ReasonPicker } from '@/components/pki/reason-picker';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { Notice } from '@/components/ui/notice';
import { useApiForm } from '@/components/use-api-form';
import { ConfirmName, isSameName } from '../../_components/confirm-name';

interface Done {
  readonly revoked: readonly { readonly issuerName: string; readonly crl: { readonly crlNumber: string } | null }[];
}

export function RevokeAuthorityForm({
  authority,
}: {
  authority: { id: string; name: string; certificateId: string | null };
}) {
  const words = endAuthorityWords().revokeAuthorityForm;
  const form = useApiForm();
  const [reason, setReason] = useState<OfferedReason | null>(null);
  const [typed, setTyped] = useState('');
  const [done, setDone] = useState<Done | null>(null);
  const revoke = form.onSubmit(async (idempotencyKey) => {
    setDone(await call<Done>('POST', `/authorities/${authority.id}/revoke`, { reason }, { idempotencyKey }));
    return 'stay';
  });
  if (done) {
    const waiting = done.revoked.filter(({ crl }) => crl === null);
    return (
      <div className="flex flex-col gap-4">
        <Notice tone={waiting.length > 0 ? 'warning' : 'success'} title={words.isRevoked(authority.name)} live>
          {waiting.length > 0
            ? words.theListOfIsNot(waiting.map(({ issuerName }) => issuerName).join(', '))
            : done.revoked
                .map(({ issuerName, crl }) => words.revocationListOfCarriesIt(crl?.crlNumber ?? '', issuerName))
                .join(' ')}
        </Notice>
        <div className="flex flex-wrap gap-2">
          <ButtonLink href={`/authorities/${authority.id}`} tone="primary">
            {words.openTheAuthority}
          </ButtonLink>
          {authority.certificateId ? (
            <ButtonLink href={`/certificates/${authority.certificateId}/proof`}>{words.seeWhatOthersSee}</ButtonLink>
          ) : null}
        </div>
      </div>
    );
  }
  return (
    <form method="post" onSubmit={revoke} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={() => 'reason'} /> : null}
      <ReasonPicker value={reason} onValue={setReason} compromiseFields={null} />
      <ConfirmName name={authority.name} value={typed} onValue={setTyped} />
      <div className="flex flex-wrap gap-2">
        <Button
          tone="danger"
          type="submit"
          size="large"
          disabled={form.pending || reason === null || !isSameName(typed, authority.name)}
          className="max-w-full"
        >
          <span className="truncate">{form.pending ? words.revoking : words.revoke(authority.name)}</span>
        </Button>
        <ButtonLink href={`/authorities/${authority.id}`} size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}
