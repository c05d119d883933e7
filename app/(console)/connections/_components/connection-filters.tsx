import { Ban, Clock, Search, ShieldCheck } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { connectionsPageWords } from './connections-page.words';
import { addressOf, type ConnectionFilter, stateFilters } from './list-filter';

const ICONS = { valid: ShieldCheck, expiring: Clock, broken: Ban } as const;

/** A plain GET form and links: every state of the list has an address, with or without script. */
export function ConnectionFilters({ filter }: { filter: ConnectionFilter }) {
  const words = connectionsPageWords().connectionFilters;
  return (
    <div className="flex flex-col gap-3">
      <form key={addressOf(filter)} action="/connections" className="flex flex-wrap gap-2">
        <div className="relative min-w-56 flex-1 max-sm:basis-full">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-muted"
          />
          <input
            type="search"
            name="q"
            aria-label={words.nameOfTheConnectionOr}
            placeholder={words.nameOfTheConnectionOr}
            defaultValue={filter.q ?? ''}
            autoComplete="off"
            spellCheck={false}
            className="field-box touch-target h-9 ps-8 pe-3"
          />
        </div>
        {filter.state ? <input type="hidden" name="state" value={filter.state} /> : null}
        <Button type="submit" className="h-9">
          {words.search}
        </Button>
      </form>
      <nav aria-label={words.state} className="-mx-1 flex flex-wrap gap-1">
        <StateLink filter={filter} />
        {(Object.keys(stateFilters()) as (keyof ReturnType<typeof stateFilters>)[]).map((state) => (
          <StateLink key={state} filter={filter} state={state} />
        ))}
      </nav>
    </div>
  );
}

function StateLink({ filter, state }: { filter: ConnectionFilter; state?: keyof ReturnType<typeof stateFilters> }) {
  const words = connectionsPageWords().connectionFilters;
  const here = filter.state === state;
  const Icon = state ? ICONS[state] : null;
  const { state: _, ...rest } = filter;
  return (
    <Link
      href={addressOf(state ? { ...rest, state } : rest)}
      aria-current={here ? 'true' : undefined}
      className={`touch-target inline-flex h-8 items-center gap-1.5 rounded-md px-2.5 ${here ? 'bg-accent-tint font-medium text-accent forced-border' : 'text-muted hover:bg-hover hover:text-text'}`}
    >
      {Icon ? <Icon aria-hidden="true" className="size-3.5" /> : null}
      {state ? stateFilters()[state] : words.all}
    </Link>
  );
}
