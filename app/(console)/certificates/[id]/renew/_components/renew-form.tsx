'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextAreaField, TextField } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { useApiForm } from '@/components/use-api-form';

type KeyChoice = 'new' | 'same' | 'csr';

export function RenewForm({
  certificate,
}: {
  certificate: { id: string; name: string; days: number; keyHeld: boolean; compromised: boolean };
}) {
  const router = useRouter();
  const form = useApiForm();
  const [key, setKey] = useState<KeyChoice>(certificate.keyHeld ? 'new' : 'csr');
  const [csr, setCsr] = useState('');
  const [days, setDays] = useState('');
  const renew = form.onSubmit(async (idempotencyKey) => {
    const body = {
      key,
      ...(key === 'csr' ? { csr } : {}),
      ...(days.trim() === '' ? {} : { validityDays: Number.isNaN(Number(days)) ? days : Number(days) }),
    };
    const made = await call<{ id: string }>('POST', `/certificates/${certificate.id}/renew`, body, { idempotencyKey });
    router.push(`/certificates/${made.id}`);
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={renew} noValidate className="flex flex-col gap-6">
      {form.problem ? (
        <ErrorSummary
          ref={form.summaryRef}
          problem={form.problem}
          anchorOf={(field) => (field === 'csr' || field === 'validityDays' ? field : 'key')}
        />
      ) : null}
      <RadioCards
        legend="Which key?"
        name="key"
        value={key}
        onValue={(value) => {
          setKey(value);
          form.clear('key');
        }}
        choices={[
          {
            value: 'new',
            label: 'A new key, made here',
            sentence: 'The usual choice: an old key that leaked unnoticed is worth nothing afterwards.',
          },
          ...(certificate.compromised
            ? []
            : [
                {
                  value: 'same' as const,
                  label: 'The key it has now',
                  sentence: 'For software that pins the key. Only the certificate is exchanged.',
                },
              ]),
          {
            value: 'csr',
            label: 'The key of a request',
            sentence: 'The key stays where it was made; paste the CSR.',
            more: (
              <TextAreaField
                id="csr"
                label="Certificate request (PEM)"
                mono
                rows={6}
                value={csr}
                onValue={(value) => {
                  setCsr(value);
                  form.clear('csr');
                }}
                errors={form.errorsFor('csr')}
              />
            ),
          },
        ]}
      />
      <TextField
        id="validityDays"
        label="Validity in days"
        optional
        inputMode="numeric"
        placeholder={String(certificate.days)}
        help={`As long as before (${certificate.days} days) when left empty.`}
        value={days}
        onValue={(value) => {
          setDays(value);
          form.clear('validityDays');
        }}
        errors={form.errorsFor('validityDays')}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" size="large" disabled={form.pending} className="max-w-full">
          <span className="truncate">{form.pending ? 'Renewing…' : `Renew ${certificate.name}`}</span>
        </Button>
        <ButtonLink href={`/certificates/${certificate.id}`} size="large" tone="quiet">
          Cancel
        </ButtonLink>
      </div>
    </form>
  );
}
