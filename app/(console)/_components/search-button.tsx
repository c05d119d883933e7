import { Search } from 'lucide-react';
import { barWords } from './bar.words';

/** Its sending opens the palette, which listens for it. Without script it leads to the list that can be searched. */
export function SearchButton({ mac }: { mac: boolean }) {
  const words = barWords();
  return (
    // biome-ignore lint/a11y/useSemanticElements: the search element is not known to all readers yet
    <form role="search" action="/certificates" className="min-w-0 flex-1" data-palette>
      <button
        type="submit"
        aria-haspopup="dialog"
        aria-keyshortcuts={mac ? 'Meta+K' : 'Control+K'}
        className="touch-target flex h-8 w-full max-w-[28rem] items-center gap-2 rounded-md border border-line bg-subtle px-2.5 text-start text-muted hover:border-line-strong hover:text-text"
      >
        <Search aria-hidden="true" className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate">
          {words.search}
          <span className="max-sm:sr-only"> {words.orGoTo}</span>
        </span>
        <span
          aria-hidden="true"
          className="hidden shrink-0 rounded-sm border border-line px-1.5 font-sans text-12 leading-4.5 sm:block"
        >
          {mac ? '⌘K' : 'Ctrl K'}
        </span>
      </button>
    </form>
  );
}
