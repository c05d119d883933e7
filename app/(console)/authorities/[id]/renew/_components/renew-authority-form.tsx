'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { DAY_MS, formatDay } from '@/components/format';
import { LifetimeSelect } from '@/components/pki/authority-fields';
import { ValidityTimeline } from '@/components/pki/validity-timeline';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { RadioCards } from '@/components/ui/radio-cards';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { renewAuthorityWords } from './renew-authority.words';

type Way = 'renew' | 'rekey';

export function RenewAuthorityForm({
  authority,
  notBefore,
  notAfter,
  parent,
  successor,
  now,
}: {
  authority: { id: string; name: string; kind: 'root' | 'issuing' };
  notBefore: string;
  notAfter: string;
  parent: { name: string; notAfter: string } | null;
  successor: { id: string; name: string } | null;
  now: string;
}) {
  const words = renewAuthorityWords();
  const router = useRouter();
  const form = useApiForm();
  const [way, setWay] = useState<Way>('renew');
  const [name, setName] = useState('');
  const at = new Date(now);
  const before = Math.round((new Date(notAfter).getTime() - new Date(notBefore).getTime()) / DAY_MS);
  const left = parent ? Math.floor((new Date(parent.notAfter).getTime() - at.getTime()) / DAY_MS) : before;
  const [days, setDays] = useState(Math.max(1, Math.min(before, left)));

  const submit = form.onSubmit(async (idempotencyKey) => {
    const made = await call<{ id: string }>(
      'POST',
      `/authorities/${authority.id}/${way}`,
      { validityDays: days, ...(way === 'rekey' && name.trim() !== '' ? { name: name.trim() } : {}) },
      { idempotencyKey },
    );
    router.push(`/authorities/${made.id}`);
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={submit} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={(field) => field} /> : null}
      <RadioCards
        legend={words.how}
        name="way"
        value={way}
        onValue={setWay}
        choices={[
          {
            value: 'renew',
            label: words.sameKeyNewCertificate,
            sentence: authority.kind === 'root' ? words.nameAndKeyStaySo : words.nameAndKeyStaySo2,
          },
          {
            value: 'rekey',
            label: words.newKeyNewAuthorityBeside,
            sentence: words.whenTheKeyIsOld,
          },
        ]}
      />
      {way === 'rekey' && successor ? (
        <Notice tone="info" title={words.hasTakenItsPlaceAlready(successor.name)}>
          {words.replaceTheKeyOfThat}
        </Notice>
      ) : null}
      {way === 'rekey' ? (
        <TextField
          id="name"
          label={words.nameOfTheSuccessor}
          optional
          help={words.leftEmptyThisNameWith}
          autoComplete="off"
          value={name}
          onValue={(text) => {
            setName(text);
            form.clear('name');
          }}
          errors={form.errorsFor('name')}
        />
      ) : null}
      <LifetimeSelect
        id="validityDays"
        label={words.newLifetime}
        years={authority.kind === 'root' ? [5, 10, 15, 20, 25] : [1, 2, 3, 5, 8, 10]}
        value={days}
        onValue={(value) => {
          setDays(value);
          form.clear('validityDays');
        }}
        errors={form.errorsFor('validityDays')}
        {...(parent ? { help: words.withinTheLifeOfWhich(parent.name, formatDay(new Date(parent.notAfter))) } : {})}
      />
      <ValidityTimeline
        beside
        at={at}
        bars={[
          { name: words.now, notBefore: new Date(notBefore), notAfter: new Date(notAfter) },
          {
            name: way === 'renew' ? words.newCertificate : name.trim() || words.successor,
            notBefore: at,
            notAfter: new Date(at.getTime() + days * DAY_MS),
            current: true,
          },
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          size="large"
          type="submit"
          disabled={form.pending || (way === 'rekey' && successor !== null)}
        >
          {form.pending ? words.signing : way === 'renew' ? words.renewWithTheSameKey : words.createTheSuccessor}
        </Button>
        <ButtonLink href={`/authorities/${authority.id}`} size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}
