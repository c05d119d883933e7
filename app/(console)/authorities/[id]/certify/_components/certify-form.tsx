'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { LifetimeSelect, pathLengthWords } from '@/components/pki/authority-fields';
import { type LimitsDraft, limitsBody, NO_LIMITS } from '@/components/pki/limits-draft';
import { LimitsFields } from '@/components/pki/limits-fields';
import { PemField } from '@/components/pki/pem-field';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField } from '@/components/ui/field';
import { RadioCards } from '@/components/ui/radio-cards';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import { certifyWords } from './certify.words';

type Way = 'request' | 'here' | 'elsewhere';

export function CertifyForm({
  issuer,
  pathLenLimit,
  targets,
}: {
  issuer: { id: string; name: string };
  pathLenLimit: number | null;
  targets: readonly { id: string; name: string }[];
}) {
  const words = certifyWords();
  const router = useRouter();
  const form = useApiForm();
  const [way, setWay] = useState<Way>('request');
  const [text, setText] = useState('');
  const [targetId, setTargetId] = useState(targets[0]?.id ?? '');
  const [days, setDays] = useState(1825);
  const [pathLen, setPathLen] = useState('0');
  const [limits, setLimits] = useState<LimitsDraft>(NO_LIMITS);
  const field = way === 'request' ? 'csr' : 'certificate';

  const submit = form.onSubmit(async (idempotencyKey) => {
    const body =
      way === 'request'
        ? { csr: text, pathLenConstraint: Number(pathLen), validityDays: days, ...limitsBody(limits, 'issuing') }
        : way === 'here'
          ? { targetId, validityDays: days }
          : { certificate: text, validityDays: days };
    const verb = way === 'request' ? 'certify' : 'cross-sign';
    const made = await call<{ id: string }>('POST', `/authorities/${issuer.id}/${verb}`, body, { idempotencyKey });
    router.push(`/authorities/${made.id}`);
    return 'leaving';
  });
  return (
    <form method="post" onSubmit={submit} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={anchorOf} /> : null}
      <RadioCards
        legend={words.whichOne}
        name="certify-way"
        value={way}
        onValue={(value) => {
          setWay(value);
          setText('');
        }}
        choices={[
          {
            value: 'request',
            label: words.anOutsideAuthorityByIts,
            sentence: words.itBecomesAnAuthorityBelow(issuer.name),
          },
          ...(targets.length > 0
            ? [
                {
                  value: 'here' as const,
                  label: words.anAuthorityThatIsHere,
                  sentence: words.itsKeyGetsOneMore,
                },
              ]
            : []),
          {
            value: 'elsewhere',
            label: words.anAuthorityElsewhereByIts,
            sentence: words.forBringingTwoHierarchiesTogether,
          },
        ]}
      />
      {way === 'here' ? (
        <SelectField
          id="targetId"
          label={words.authority}
          value={targetId}
          onValue={setTargetId}
          options={targets.map(({ id, name }) => ({ value: id, label: name }))}
          errors={form.errorsFor('targetId')}
        />
      ) : (
        <PemField
          key={field}
          id={field}
          kind={way === 'request' ? 'request' : 'certificate'}
          label={way === 'request' ? words.requestCsr : words.itsCertificate}
          help={way === 'request' ? words.pasteThePemTextOr : words.pasteThePemTextOr2}
          rows={8}
          value={text}
          onValue={(value) => {
            setText(value);
            form.clear(field);
          }}
          errors={form.errorsFor(field)}
        />
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <LifetimeSelect
          id="validityDays"
          label={words.lifetime}
          years={[1, 2, 3, 5, 8, 10]}
          value={days}
          onValue={(value) => {
            setDays(value);
            form.clear('validityDays');
          }}
          errors={form.errorsFor('validityDays')}
        />
        {way === 'request' ? (
          <SelectField
            id="pathLenConstraint"
            label={words.authoritiesBelowIt}
            value={pathLen}
            onValue={setPathLen}
            options={['0', '1', '2', '3']
              .filter((depth) => pathLenLimit === null || Number(depth) < pathLenLimit)
              .map((depth) => ({ value: depth, label: pathLengthWords(depth) }))}
            errors={form.errorsFor('pathLenConstraint')}
          />
        ) : null}
      </div>
      {way === 'request' ? (
        <LimitsFields
          kind="issuing"
          parentId={issuer.id}
          draft={limits}
          change={(part) => setLimits((before) => ({ ...before, ...part }))}
          form={form}
        />
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          tone="primary"
          size="large"
          type="submit"
          disabled={form.pending || (way !== 'here' && text.trim() === '')}
        >
          {form.pending ? words.signing : way === 'request' ? words.signTheRequest : 'Cross-sign'}
        </Button>
        <ButtonLink href={`/authorities/${issuer.id}`} size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}

/** Faults of one entry of a list belong to the list's field. */
const anchorOf = (field: string) => field.replace(/\.\d+(\.\w+)?$/, '');
