'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api-client';
import { profileWords } from '@/components/kind.words';
import type { AuthorityChoice } from '@/components/pki/authority-choice';
import type { ProfileChoice } from '@/components/pki/profile-choice';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { ErrorSummary } from '@/components/ui/error-summary';
import { SelectField } from '@/components/ui/field';
import { submitOnModEnter, useApiForm } from '@/components/use-api-form';
import {
  AuthoritySelect,
  DEFAULT_OPTIONS,
  type IssueOptions,
  optionsBody,
  ValidityAndKey,
} from '../../_components/issue-options';
import { bulkWords } from './bulk.words';
import { FilePicker, type PickedTable } from './file-picker';
import { MappingFields } from './mapping-fields';
import { type Plan, PlanResult } from './plan-result';

export interface Table extends PickedTable {
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly sample: readonly (readonly string[])[];
}

/** File, columns, dry run, start: each step appears when the one before is done, and nothing before is lost. */
export function BulkForm({
  authorities,
  profiles,
}: {
  authorities: readonly AuthorityChoice[];
  profiles: readonly ProfileChoice[];
}) {
  const words = bulkWords().bulkForm;
  const router = useRouter();
  const form = useApiForm();
  const [table, setTable] = useState<Table | null>(null);
  const [mapping, setMapping] = useState<Readonly<Record<string, string>>>({});
  const [profile, setProfile] = useState('tlsServer');
  const [authorityId, setAuthorityId] = useState(authorities[0]?.id ?? '');
  const [options, setOptions] = useState<IssueOptions>(DEFAULT_OPTIONS);
  const [plan, setPlan] = useState<Plan | null>(null);
  const definition = profiles.find(({ id }) => id === profile)?.definition;

  const pick = (picked: PickedTable) =>
    void form.submit(async () => {
      const { format, content } = picked;
      setPlan(null);
      setTable(null);
      const seen = await call<Omit<Table, keyof PickedTable> & { suggestedMapping: Record<string, string> }>(
        'POST',
        '/bulk-issuance/columns',
        { format, content },
      );
      setTable({ ...picked, ...seen });
      setMapping(seen.suggestedMapping);
      return 'stay';
    });
  const body = () => ({
    format: table?.format,
    content: table?.content,
    mapping,
    defaults: { profile, ...(authorityId === '' ? {} : { authorityId }), ...optionsBody(options) },
  });
  const dryRun = form.onSubmit(async () => {
    setPlan(await call<Plan>('POST', '/bulk-issuance/dry-run', body()));
    return 'stay';
  });
  const start = () =>
    void form.submit(async (idempotencyKey) => {
      const job = await call<{ id: string }>(
        'POST',
        '/bulk-issuance',
        { ...body(), label: table?.name, skipRefused: true },
        { idempotencyKey },
      );
      router.push(`/jobs/${job.id}`);
      return 'leaving';
    });
  const changed =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setPlan(null);
    };

  return (
    <form method="post" onSubmit={dryRun} onKeyDown={submitOnModEnter} noValidate className="flex flex-col gap-6">
      {form.problem ? (
        <ErrorSummary
          ref={form.summaryRef}
          problem={form.problem}
          anchorOf={(field) => (field.startsWith('mapping') ? 'mapping' : field === 'content' ? 'file' : 'rows')}
        />
      ) : null}
      <FilePicker onPick={pick} table={table} errors={form.errorsFor('content')} />
      {table ? (
        <>
          <MappingFields
            table={table}
            mapping={mapping}
            onMapping={changed(setMapping)}
            errors={form.errorsFor('mapping')}
          />
          <Card title={words.forRowsThatDoNot} id="defaults">
            <div className="flex flex-col gap-5">
              <SelectField
                id="profile"
                label={words.profile}
                value={profile}
                onValue={changed(setProfile)}
                options={profiles.map(({ id, base, name, builtIn }) => ({
                  value: id,
                  label: builtIn ? profileWords()[base] : name,
                }))}
              />
              <AuthoritySelect
                authorities={authorities}
                value={authorityId}
                onValue={changed(setAuthorityId)}
                form={form}
              />
              <ValidityAndKey
                options={options}
                defaultDays={definition?.defaultValidityDays ?? 90}
                {...(definition
                  ? { keyAlgorithms: definition.keyAlgorithms, defaultKey: definition.defaultKeyAlgorithm }
                  : {})}
                onOptions={changed(setOptions)}
                form={form}
              />
            </div>
          </Card>
          <PlanResult plan={plan} columns={table.columns} />
        </>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {plan && plan.valid > 0 ? (
          <Button tone="primary" size="large" onClick={start} disabled={form.pending}>
            {form.pending ? words.starting : words.issueCertificates(plan.valid)}
          </Button>
        ) : (
          <Button tone="primary" size="large" type="submit" disabled={form.pending || !table}>
            {form.pending && table ? words.tryingEveryRow : words.tryEveryRow}
          </Button>
        )}
        <ButtonLink href="/certificates" size="large" tone="quiet">
          {words.cancel}
        </ButtonLink>
      </div>
    </form>
  );
}
