'use client';

import { Ban, Download, ListChecks, PauseCircle, PlayCircle, RefreshCw, Tags, X } from 'lucide-react';
import { formatNumber } from '@/components/format';
import { actAddress, MOST_CHOSEN, type Selection } from '@/components/selection';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';
import { useAct } from '@/components/use-act';
import { certificatesWords } from './certificates.words';

const acts = () =>
  [
    { act: 'renew', label: certificatesWords().selectionBar.renew, icon: RefreshCw, danger: false },
    { act: 'describe', label: certificatesWords().selectionBar.tagsAndOwner, icon: Tags, danger: false },
    { act: 'hold', label: certificatesWords().selectionBar.hold, icon: PauseCircle, danger: false },
    { act: 'release', label: certificatesWords().selectionBar.release, icon: PlayCircle, danger: false },
    { act: 'revoke', label: certificatesWords().selectionBar.revoke, icon: Ban, danger: true },
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
  const words = certificatesWords().selectionBar;
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
      if (more) throw new Error(words.moreThanCertificatesMatchWhich(formatNumber(total)));
      onChange({ filter: selection.filter, ids: [], all: total });
    });
  return (
    <section
      aria-label={words.chosenCertificates}
      className="sticky bottom-3 z-20 flex flex-col gap-2 rounded-lg border border-line-strong bg-raised px-4 py-3 shadow-float"
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-2 sm:gap-x-4">
        <p className="font-medium tabular-nums">
          {all === null ? words.chosen(formatNumber(count)) : words.allThatMatchAreChosen(formatNumber(count))}
        </p>
        {all === null ? (
          <Button size="small" tone="quiet" disabled={acting} onClick={chooseAll}>
            <ListChecks aria-hidden="true" className="size-3.5" />
            {acting ? words.counting : words.chooseAllThatMatch}
          </Button>
        ) : null}
        <Button
          size="small"
          tone="quiet"
          className="ms-auto"
          onClick={() => onChange({ filter: selection.filter, ids: [], all: null })}
        >
          <X aria-hidden="true" className="size-3.5" />
          <span className="max-sm:sr-only">{words.clear}</span>
        </Button>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {acts().map(({ act: name, label, icon: Icon, danger }) => (
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
          {words.whatToDo}
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
          {words.publicFiles}
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
          {words.csv}
        </Button>
      </div>
      {full ? <p className="text-13 text-expiring">{words.certificatesIsTheMostThat(MOST_CHOSEN)}</p> : null}
      <p role="alert" className="text-13 text-revoked empty:hidden">
        {refusal}
      </p>
    </section>
  );
}
