'use client';

import { Ban, Download, ListChecks, PauseCircle, PlayCircle, RefreshCw, Tags, X } from 'lucide-react';
import { formatNumber, plural } from '@/components/format';
import { actAddress, MOST_CHOSEN, type Selection } from '@/components/selection';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { useAct } from '@/components/use-act';

const ACTS = [
  { act: 'renew', label: 'Renew', icon: RefreshCw, danger: false },
  { act: 'describe', label: 'Tags and owner', icon: Tags, danger: false },
  { act: 'hold', label: 'Hold', icon: PauseCircle, danger: false },
  { act: 'release', label: 'Release', icon: PlayCircle, danger: false },
  { act: 'revoke', label: 'Revoke', icon: Ban, danger: true },
] as const;

/** What can be done with what is chosen. Each act has a page of its own that shows first what it would meet. */
export default function SelectionBar({
  selection,
  full,
  onChange,
}: {
  selection: Selection;
  full: boolean;
  onChange: (selection: Selection) => void;
}) {
  const { act, acting, refusal } = useAct('stay');
  const { all, ids } = selection;
  const count = all ?? ids.length;
  const filter = Object.fromEntries([...new URLSearchParams(selection.filter)].filter(([key]) => key !== 'sort'));
  const chosen = all === null ? { ids } : { filter };
  const chooseAll = () =>
    act(async ({ call }) => {
      const { total, more } = await call<{ total: number; more: boolean }>('POST', '/certificates/bulk/preview', {
        act: 'describe',
        selection: { filter },
      });
      if (more)
        throw new Error(
          `More than ${formatNumber(total)} certificates match, which is more than one act takes. Narrow the filter.`,
        );
      onChange({ filter: selection.filter, ids: [], all: total });
    });
  return (
    <section
      aria-label="Chosen certificates"
      className="sticky bottom-3 z-20 flex flex-col gap-2 rounded-lg border border-line-strong bg-raised px-4 py-3 shadow-float"
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2 sm:gap-x-4">
        <p className="font-medium tabular-nums">
          {all === null ? `${formatNumber(count)} chosen` : `All ${formatNumber(count)} that match are chosen`}
        </p>
        {all === null ? (
          <Button size="small" tone="quiet" disabled={acting} onClick={chooseAll}>
            <ListChecks aria-hidden="true" className="size-3.5" />
            {acting ? 'Counting…' : 'Choose all that match'}
          </Button>
        ) : null}
        <Button
          size="small"
          tone="quiet"
          className="ms-auto"
          onClick={() => onChange({ filter: selection.filter, ids: [], all: null })}
        >
          <X aria-hidden="true" className="size-3.5" />
          <span className="max-sm:sr-only">Clear</span>
        </Button>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {ACTS.map(({ act: name, label, icon: Icon, danger }) => (
          <ButtonLink
            key={name}
            size="small"
            tone={danger ? 'danger-plain' : 'plain'}
            className="max-sm:hidden"
            href={actAddress(name, selection)}
          >
            <Icon aria-hidden="true" className="size-3.5" />
            {label}
          </ButtonLink>
        ))}
        <ButtonLink size="small" className="sm:hidden" href={actAddress('', selection)}>
          What to do
        </ButtonLink>
        <Button
          size="small"
          disabled={acting}
          onClick={() =>
            act(({ downloadFile }) =>
              downloadFile('POST', '/certificates/export', { format: 'zip', selection: chosen }),
            )
          }
        >
          <Download aria-hidden="true" className="size-3.5" />
          Public files
        </Button>
        <Button
          size="small"
          disabled={acting}
          onClick={() =>
            act(({ downloadFile }) =>
              downloadFile('POST', '/certificates/export', { format: 'csv', selection: chosen }),
            )
          }
        >
          CSV
        </Button>
      </div>
      {full ? (
        <p className="text-13 text-expiring">
          {plural(MOST_CHOSEN, 'certificate')} is the most that is chosen one by one. Choose all that match a filter
          instead.
        </p>
      ) : null}
      <p role="alert" className="text-13 text-revoked empty:hidden">
        {refusal}
      </p>
    </section>
  );
}
