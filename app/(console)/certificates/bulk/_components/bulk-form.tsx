'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api-client';
import { formatNumber } from '@/components/format';
import type { OfferedReason } from '@/components/pki/offered-reasons';
import { ReasonPicker } from '@/components/pki/reason-picker';
import { forgetSelection, readSelection } from '@/components/selection';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { EmptyState } from '@/components/ui/card';
import { ErrorSummary } from '@/components/ui/error-summary';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { useApiForm } from '@/components/use-api-form';
import { actWords } from './act.words';
import type { BulkActName } from './acts';
import { bulkActWords } from './bulk-act.words';
import { type Preview, PreviewCard } from './preview-card';

/** `filter`: all that it finds; null: what was chosen in this tab. */
export function BulkForm({ act, filter, list }: { act: BulkActName; filter: string | null; list: string }) {
  const say = bulkActWords().bulkForm;
  const router = useRouter();
  const form = useApiForm();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [failed, setFailed] = useState('');
  const [reason, setReason] = useState<OfferedReason | null>(null);
  const [day, setDay] = useState('');
  const [add, setAdd] = useState('');
  const [remove, setRemove] = useState('');
  const [changeOwner, setChangeOwner] = useState(false);
  const [owner, setOwner] = useState('');

  useEffect(() => setChosen(filter === null ? (readSelection()?.ids ?? []) : []), [filter]);
  const selection =
    filter === null ? { ids: chosen ?? [] } : { filter: Object.fromEntries(new URLSearchParams(filter)) };
  const wanted = chosen === null ? null : JSON.stringify({ act, selection });
  const nothing = chosen !== null && filter === null && chosen.length === 0;

  const count = useCallback(async () => {
    if (wanted === null || nothing) return;
    setFailed('');
    try {
      setPreview(await call<Preview>('POST', '/certificates/bulk/preview', JSON.parse(wanted)));
    } catch (error) {
      setFailed(error instanceof Error ? error.message : bulkActWords().bulkForm.reloadThePageAndTry);
    }
  }, [wanted, nothing]);
  useEffect(() => void count(), [count]);

  const start = form.onSubmit(async (idempotencyKey) => {
    const total = preview?.total ?? 0;
    const body = {
      act: bodyOfAct(),
      selection: filter === null ? selection : { ...selection, count: total },
    };
    try {
      const job = await call<{ id: string }>('POST', '/certificates/bulk', body, { idempotencyKey });
      forgetSelection();
      router.push(`/jobs/${job.id}`);
      return 'leaving';
    } catch (error) {
      // Another number matches now: it is shown, and has to be confirmed again.
      if ((error as { code?: string }).code === 'conflict') await count();
      throw error;
    }
  });
  const bodyOfAct = () => {
    if (act === 'revoke')
      return {
        kind: act,
        reason,
        ...(reason === 'keyCompromise' && day !== '' ? { invalidityDate: `${day}T00:00:00Z` } : {}),
      };
    if (act !== 'describe') return { kind: act };
    return { kind: act, addTags: words(add), removeTags: words(remove), ...(changeOwner ? { owner } : {}) };
  };

  if (nothing)
    return (
      <EmptyState title={say.nothingIsChosen} actions={<ButtonLink href={list}>{say.chooseInTheList}</ButtonLink>}>
        {say.whatIsChosenInThe}
      </EmptyState>
    );
  if (failed)
    return (
      <Notice
        tone="error"
        title={say.itCouldNotBeCounted}
        live
        actions={<Button onClick={count}>{say.tryAgain}</Button>}
      >
        {failed}
      </Notice>
    );
  if (!preview) return <p className="text-muted">{say.counting}</p>;
  if (preview.total === 0)
    return (
      <EmptyState title={say.nothingMatchesAnyMore} actions={<ButtonLink href={list}>{say.backToTheList}</ButtonLink>}>
        {say.noCertificateMatchesThisFilter}
      </EmptyState>
    );
  const refused = preview.refusals.reduce((sum, one) => sum + one.count, 0);
  const accepted = preview.total - refused;
  const unready =
    preview.more ||
    (act === 'revoke' && reason === null) ||
    (act === 'describe' && words(add).length + words(remove).length === 0 && !changeOwner);
  return (
    <form method="post" onSubmit={start} noValidate className="flex flex-col gap-6">
      {form.problem ? <ErrorSummary ref={form.summaryRef} problem={form.problem} anchorOf={anchorOf} /> : null}
      <PreviewCard preview={preview} list={list} />
      {act === 'revoke' ? (
        <ReasonPicker
          value={reason}
          onValue={(value) => {
            setReason(value);
            form.clear('act');
          }}
          compromiseFields={
            <TextField
              id="invalidityDate"
              label={say.sinceWhen}
              optional
              help={say.theFirstDayTheKeys}
              type="date"
              value={day}
              onValue={setDay}
              errors={form.errorsFor('act.invalidityDate')}
            />
          }
        />
      ) : null}
      {act === 'describe' ? (
        <>
          <TextField
            id="addTags"
            label={say.tagsToAdd}
            optional
            help={say.separatedByCommasOrSpaces}
            value={add}
            onValue={setAdd}
            autoComplete="off"
            errors={[...form.errorsFor('tags'), ...form.errorsFor('act.addTags')]}
          />
          <TextField
            id="removeTags"
            label={say.tagsToRemove}
            optional
            value={remove}
            onValue={setRemove}
            autoComplete="off"
          />
          <div className="flex flex-col gap-3">
            <label className="flex min-h-6 items-center gap-2.5">
              <input
                type="checkbox"
                checked={changeOwner}
                onChange={(event) => setChangeOwner(event.target.checked)}
                className="size-4"
              />
              {say.setTheOwnerOfAll}
            </label>
            {changeOwner ? (
              <TextField
                id="owner"
                label={say.owner}
                help={say.whoAnswersForThemEmpty}
                value={owner}
                onValue={setOwner}
                autoComplete="off"
                errors={form.errorsFor('owner')}
              />
            ) : null}
          </div>
        </>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          tone={act === 'revoke' ? 'danger' : 'primary'}
          type="submit"
          size="large"
          disabled={form.pending || unready || accepted === 0}
        >
          {form.pending ? say.starting : actWords()[act].button(accepted)}
        </Button>
        <ButtonLink href={list} size="large" tone="quiet">
          {say.cancel}
        </ButtonLink>
      </div>
      <p className="text-13 text-muted">{say.itRunsAsAJob(formatNumber(preview.total), formatNumber(preview.limit))}</p>
    </form>
  );
}

const words = (text: string): readonly string[] => text.split(/[\s,;]+/).filter(Boolean);

function anchorOf(field: string): string {
  if (field === 'act.invalidityDate') return 'invalidityDate';
  if (field.startsWith('act.reason')) return 'reason';
  if (field === 'owner') return 'owner';
  return field === 'tags' || field.startsWith('act.') ? 'addTags' : 'chosen';
}
