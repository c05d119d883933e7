'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { Phrase } from '@/components/language/phrase';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextAreaField, TextField } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { renewWords } from './renew.words';
import { RenewDiff } from './renew-diff';

type KeyChoice = 'new' | 'same' | 'csr';

export function RenewForm({
  certificate,
}: {
  certificate: { id: string; name: string; days: number; keyHeld: boolean; compromised: boolean; canPlan: boolean };
}) {
  const words = renewWords().renewForm;
  const router = useRouter();
  const form = useApiForm();
  const [key, setKey] = useState<KeyChoice>(certificate.keyHeld ? 'new' : 'csr');
  const [csr, setCsr] = useState('');
  const [days, setDays] = useState('');
  const [plans, setPlans] = useState(false);
  const [after, setAfter] = useState('7');
  const number = (text: string) => (Number.isNaN(Number(text)) ? text : Number(text));
  const body = {
    key,
    ...(key === 'csr' ? { csr } : {}),
    ...(days.trim() === '' ? {} : { validityDays: number(days) }),
    ...(plans ? { revokeReplacedAfterDays: number(after) } : {}),
  };
  const renew = form.onSubmit(async (idempotencyKey) => {
    const made = await call<{ id: string }>('POST', `/certificates/${certificate.id}/renew`, body, { idempotencyKey });
    router.push(`/certificates/${made.id}`);
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={renew} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? (
        <ErrorSummary
          ref={form.summaryRef}
          problem={form.problem}
          anchorOf={(field) => (ANCHORS.includes(field) ? field : 'key')}
        />
      ) : null}
      <RadioCards
        legend={words.whichKey}
        name="key"
        value={key}
        onValue={(value) => {
          setKey(value);
          form.clear('key');
        }}
        choices={[
          {
            value: 'new',
            label: words.aNewKeyMadeHere,
            sentence: words.theUsualChoiceAnOld,
          },
          ...(certificate.compromised
            ? []
            : [
                {
                  value: 'same' as const,
                  label: words.theKeyItHasNow,
                  sentence: words.forSoftwareThatPinsThe,
                },
              ]),
          {
            value: 'csr',
            label: words.theKeyOfARequest,
            sentence: words.theKeyStaysWhereIt,
            more: (
              <TextAreaField
                id="csr"
                label={words.certificateRequestPem}
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
        label={words.validityInDays}
        optional
        inputMode="numeric"
        placeholder={String(certificate.days)}
        help={words.asLongAsBeforeDays(certificate.days)}
        value={days}
        onValue={(value) => {
          setDays(value);
          form.clear('validityDays');
        }}
        errors={form.errorsFor('validityDays')}
      />
      {certificate.canPlan ? (
        <div className="flex flex-col gap-3">
          <label className="flex min-h-6 items-start gap-2.5">
            <input
              type="checkbox"
              checked={plans}
              onChange={(event) => setPlans(event.target.checked)}
              className="mt-0.5 size-4 shrink-0"
            />
            <span>
              <Phrase
                of={words.revokeTheOldOneLater}
                parts={{ span: (text) => <span className="block text-13 text-muted">{text}</span> }}
              />
            </span>
          </label>
          {plans ? (
            <TextField
              id="revokeReplacedAfterDays"
              label={words.afterHowManyDays}
              inputMode="numeric"
              help={words.timeToChangeOver1}
              value={after}
              onValue={(value) => {
                setAfter(value);
                form.clear('revokeReplacedAfterDays');
              }}
              errors={form.errorsFor('revokeReplacedAfterDays')}
            />
          ) : null}
        </div>
      ) : null}
      <RenewDiff id={certificate.id} body={key === 'csr' && csr.trim() === '' ? null : body} />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" size="large" disabled={form.pending} className="max-w-full">
          <span className="truncate">{form.pending ? words.renewing : words.renew(certificate.name)}</span>
        </Button>
        <ButtonLink href={`/certificates/${certificate.id}`} size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}

const ANCHORS: readonly string[] = ['csr', 'validityDays', 'revokeReplacedAfterDays'];
