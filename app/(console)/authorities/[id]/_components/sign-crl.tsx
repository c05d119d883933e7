'use client';

import { PenLine } from 'lucide-react';
import { useState } from 'react';
import { signCrlWords } from '@/app/(console)/authorities/[id]/_components/sign-crl.words';
import { Button } from '@/components/ui/button';
import { useAct } from '@/components/use-act';

export function SignCrl({ authorityId, sealed }: { authorityId: string; sealed: boolean }) {
  const words = signCrlWords();
  const { act, acting, busy, refusal } = useAct();
  const [isSigned, setSigned] = useState(false);
  const sign = async () => {
    setSigned(false);
    setSigned(
      await act(({ call }, idempotencyKey) =>
        call<unknown>('POST', `/authorities/${authorityId}/crl`, undefined, { idempotencyKey }),
      ),
    );
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <p aria-live="polite" className={`text-13 empty:hidden ${refusal ? 'text-revoked' : 'text-valid'}`}>
        {refusal || (isSigned ? words.signedAndPublished : '')}
      </p>
      <Button size="small" onClick={sign} disabled={busy || sealed} title={sealed ? words.theKeysAreSealed : undefined}>
        <PenLine aria-hidden="true" className="size-3.5" />
        {acting ? words.signing : words.signNow}
      </Button>
    </div>
  );
}
