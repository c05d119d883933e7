'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { announceGoing } from '@/components/going';
import { keepRecent, readRecent } from '@/components/recent-objects';
import { SHOW_KEYS } from './hotkeys';
import { paletteWords } from './palette.words';
import { KEYS_HREF, type PaletteGroup, type PaletteItem, paletteGroups } from './palette-items';
import { meansOneObject, usePaletteSearch } from './use-palette-search';

/** The palette: a dialog with one field and one list. The highlighted entry is told to screen readers by the field. */
export default function PalettePanel({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const words = paletteWords().palettePanel;
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-backdrop" />
        <Dialog.Popup className="forced-border fixed inset-x-0 top-0 z-50 mx-auto flex max-h-dvh w-full max-w-[40rem] flex-col overflow-hidden border-line bg-raised shadow-float outline-none sm:top-[12vh] sm:max-h-[70vh] sm:rounded-lg sm:border">
          <Dialog.Title className="sr-only">{words.searchAndCommands}</Dialog.Title>
          <Inside close={() => onOpenChange(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Begins anew with each opening. */
function Inside({ close }: { close: () => void }) {
  const words = paletteWords().palettePanel;
  const router = useRouter();
  const [text, setText] = useState('');
  const [recent] = useState(readRecent);
  const { found, searching, problem } = usePaletteSearch(text);
  // Enter came before the answer: the object is opened when it does.
  const [waits, setWaits] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const groups = paletteGroups(text, found, recent);
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);

  const choose = (item: PaletteItem) => {
    close();
    if (item.href === KEYS_HREF) {
      window.dispatchEvent(new Event(SHOW_KEYS));
      return;
    }
    if (item.remembered) keepRecent({ href: item.href, label: item.label, detail: item.detail });
    if (item.href.startsWith('/api/')) {
      window.open(item.href, '_blank', 'noopener');
      return;
    }
    announceGoing(item.href);
    router.push(item.href);
  };
  const exact = found?.exact ? groups[0]?.items[0] : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the answer that was waited for decides
  useEffect(() => {
    if (!waits || searching) return;
    setWaits(false);
    if (exact) choose(exact);
  }, [waits, searching, exact]);

  const onKeyDown = (event: KeyboardEvent & { preventBaseUIHandler?: () => void }) => {
    if (event.key !== 'Enter' || !searching || !meansOneObject(text)) return;
    event.preventDefault();
    event.preventBaseUIHandler?.();
    setWaits(true);
  };
  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      autoHighlight="always"
      items={groups}
      value={text}
      onValueChange={(value, { reason }) => {
        // A chosen entry does not become the text.
        if (reason === 'item-press') return;
        setWaits(false);
        setText(value);
      }}
      itemToStringValue={(item: PaletteItem) => item.label}
    >
      <div className="flex shrink-0 items-center gap-3 border-b border-line-faint px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
        <Autocomplete.Input
          aria-label={words.searchNamesSerialsFingerprintsPages}
          placeholder={words.namesSerialsFingerprintsPagesActions}
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          onKeyDown={onKeyDown}
          className="h-12 w-full min-w-0 bg-transparent text-16 outline-none placeholder:text-muted"
        />
        <Dialog.Close className="touch-target inline-flex h-7 shrink-0 items-center rounded-sm border border-line px-2 text-12 text-muted hover:bg-hover hover:text-text">
          <span className="sm:hidden">{words.close}</span>
          <kbd className="hidden font-sans sm:inline">Esc</kbd>
          <span className="hidden sm:inline sm:sr-only">{words.close2}</span>
        </Dialog.Close>
      </div>
      <Autocomplete.Status className={problem ? 'px-4 pt-3 text-revoked' : 'sr-only'}>
        {problem ?? (searching ? words.searching : words.entries(count))}
      </Autocomplete.Status>
      <Autocomplete.List
        ref={list}
        aria-label={words.entries2}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2 outline-none"
      >
        {(group: PaletteGroup) => (
          <Autocomplete.Group key={group.label} items={group.items} className="mb-1.5 last:mb-0">
            <Autocomplete.GroupLabel className="px-2.5 pt-1.5 pb-1 text-12 font-medium text-muted">
              {group.label}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: PaletteItem) => <Entry key={item.id} item={item} onChoose={() => choose(item)} />}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

function Entry({ item, onChoose }: { item: PaletteItem; onChoose: () => void }) {
  const { icon: Icon, label, detail, keys } = item;
  return (
    <Autocomplete.Item
      value={item}
      onClick={onChoose}
      className="touch-target flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1.5 outline-none select-none data-highlighted:bg-accent-tint data-highlighted:forced-colors:outline-2"
    >
      <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block truncate">{label}</span>
        {detail ? (
          <span className="block truncate text-12 text-muted">
            <span className="sr-only">, </span>
            {detail}
          </span>
        ) : null}
      </span>
      {keys.length > 0 ? (
        <span aria-hidden="true" className="flex shrink-0 gap-1 max-sm:hidden">
          {keys.map((key) => (
            <kbd
              key={key}
              className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-raised px-1 font-sans text-12 text-muted"
            >
              {key}
            </kbd>
          ))}
        </span>
      ) : null}
    </Autocomplete.Item>
  );
}
