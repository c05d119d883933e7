'use client';

import { Pencil, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Link } from '@/components/ui/link';
import { useAct } from '@/components/use-act';
import { viewsWords } from './views.words';

interface OwnView {
  readonly id: string;
  readonly name: string;
  readonly query: string;
  readonly words: string;
}

/** Open, rename, delete. A deleted one can be brought back as long as the page is open. */
export function OwnViews({ views }: { views: readonly OwnView[] }) {
  const say = viewsWords().ownViews;
  const { act, acting: busy, refusal } = useAct();
  const [renaming, setRenaming] = useState<string | null>(null);
  const [deleted, setDeleted] = useState<OwnView | null>(null);
  const undo = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (deleted) undo.current?.focus();
  }, [deleted]);
  return (
    <>
      {views.length === 0 ? <p className="px-5 py-4 text-muted">{say.noneYetFilterTheList}</p> : null}
      <ul className="divide-y divide-line-faint">
        {views.map((view) => (
          <li key={view.id} className="relative flex flex-wrap items-center gap-3 px-5 py-3 hover:bg-subtle">
            {renaming === view.id ? (
              <Rename
                view={view}
                busy={busy}
                onDone={() => setRenaming(null)}
                onName={async (name) => {
                  if (await act(({ call }) => call<unknown>('PATCH', `/views/${view.id}`, { name }))) setRenaming(null);
                }}
              />
            ) : (
              <>
                <div className="min-w-40 flex-1">
                  <Link
                    data-row
                    href={view.query ? `/certificates?${view.query}` : '/certificates'}
                    className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
                  >
                    {view.name}
                  </Link>
                  <p className="text-13 text-muted [overflow-wrap:anywhere]">{view.words}</p>
                </div>
                <div className="relative z-10 flex gap-1">
                  <CopyButton
                    text={view.query ? `/certificates?${view.query}` : '/certificates'}
                    what={say.theLinkOf(view.name)}
                    link
                  />
                  <button
                    type="button"
                    aria-label={say.rename(view.name)}
                    title={say.rename2}
                    onClick={() => setRenaming(view.id)}
                    className={buttonClass('quiet', 'small', 'size-7 px-0! touch-square')}
                  >
                    <Pencil aria-hidden="true" className="size-3.5" />
                  </button>
                  <button
                    type="button"
                    aria-label={say.deleteIt(view.name)}
                    title={say.deleteIt2}
                    disabled={busy}
                    onClick={async () => {
                      if (await act(({ call }) => call<unknown>('DELETE', `/views/${view.id}`))) setDeleted(view);
                    }}
                    className={buttonClass('quiet', 'small', 'size-7 px-0! touch-square')}
                  >
                    <Trash2 aria-hidden="true" className="size-3.5" />
                  </button>
                </div>
              </>
            )}
          </li>
        ))}
      </ul>
      <p role="alert" className="px-5 py-2 text-13 text-revoked empty:hidden">
        {refusal}
      </p>
      {deleted ? (
        <div
          role="status"
          className="fixed inset-x-4 bottom-4 z-40 mx-auto flex max-w-md items-center justify-between gap-4 rounded-lg border border-line-strong bg-raised px-4 py-3 shadow-float"
        >
          <span className="min-w-0 truncate">{say.deleted(deleted.name)}</span>
          <span className="flex gap-1">
            <button
              ref={undo}
              type="button"
              disabled={busy}
              className={buttonClass('plain', 'small')}
              onClick={async () => {
                const { name, query } = deleted;
                const saved = await act(({ call }, idempotencyKey) =>
                  call<unknown>('POST', '/views', { name, query }, { idempotencyKey }),
                );
                if (saved) setDeleted(null);
              }}
            >
              {say.undo}
            </button>
            <Button size="small" tone="quiet" onClick={() => setDeleted(null)}>
              {say.close}
            </Button>
          </span>
        </div>
      ) : null}
    </>
  );
}

function Rename({
  view,
  busy,
  onName,
  onDone,
}: {
  view: OwnView;
  busy: boolean;
  onName: (name: string) => void;
  onDone: () => void;
}) {
  const say = viewsWords().ownViews;
  const [name, setName] = useState(view.name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <form
      className="relative z-10 flex w-full flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onName(name);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <input
        ref={field}
        aria-label={say.newNameOf(view.name)}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
        className="field-box touch-target h-8 min-w-40 flex-1 px-3"
      />
      <Button type="submit" tone="primary" disabled={busy}>
        {say.rename2}
      </Button>
      <Button tone="quiet" onClick={onDone}>
        {say.cancel}
      </Button>
    </form>
  );
}
