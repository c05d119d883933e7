'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api-client';
import { formatNumber, plural } from '@/components/format';
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
import { ACT_WORDS, type BulkActName } from './act-words';
import { type Preview, PreviewCard } from './preview-card';

/** `filter`: all that it finds; null: what was chosen in this tab. */
export function BulkForm({ act, filter, list }: { act: BulkActName; filter: string | null; list: string }) {
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
      setFailed(error instanceof Error ? error.message : 'Reload the page and try again.');
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
      <EmptyState title="Nothing is chosen" actions={<ButtonLink href={list}>Choose in the list</ButtonLink>}>
        What is chosen in the list belongs to its tab, and is forgotten when you sign out.
      </EmptyState>
    );
  if (failed)
    return (
      <Notice tone="error" title="It could not be counted" live actions={<Button onClick={count}>Try again</Button>}>
        {failed}
      </Notice>
    );
  if (!preview) return <p className="text-muted">Counting…</p>;
  if (preview.total === 0)
    return (
      <EmptyState title="Nothing matches any more" actions={<ButtonLink href={list}>Back to the list</ButtonLink>}>
        No certificate matches this filter now, so there is nothing to do.
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
              label="Since when?"
              optional
              help="The first day the keys may have been in other hands, in UTC; the same for all."
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
            label="Tags to add"
            optional
            help="Separated by commas or spaces. Lower case; letters, digits and - _ . : /"
            value={add}
            onValue={setAdd}
            autoComplete="off"
            errors={[...form.errorsFor('tags'), ...form.errorsFor('act.addTags')]}
          />
          <TextField
            id="removeTags"
            label="Tags to remove"
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
              Set the owner of all
            </label>
            {changeOwner ? (
              <TextField
                id="owner"
                label="Owner"
                help="Who answers for them. Empty takes the owner away."
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
          {form.pending ? ACT_WORDS[act].doing : `${ACT_WORDS[act].verb} ${plural(accepted, 'certificate')}`}
        </Button>
        <ButtonLink href={list} size="large" tone="quiet">
          Cancel
        </ButtonLink>
      </div>
      <p className="text-13 text-muted">
        It runs as a job: it goes on when you leave, and after a restart. {formatNumber(preview.total)} of at most{' '}
        {formatNumber(preview.limit)} are taken at once; each is judged as if it were the only one.
      </p>
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
