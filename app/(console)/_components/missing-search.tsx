'use client';

import { usePathname } from 'next/navigation';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/button-link';

type MissingWords = Readonly<Record<'heading' | 'lead' | 'field' | 'search', string>>;

/** A 404 that goes on: the last part of the address is often an id, a serial or a name. */
export function MissingSearch({ words, overview }: { words: MissingWords; overview: string }) {
  const pathname = usePathname();
  const last = readable(pathname.split('/').filter(Boolean).at(-1) ?? '');
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h1 className="text-24 font-semibold tracking-[-0.015em]">{words.heading}</h1>
        <p className="mt-1.5 text-muted">{words.lead}</p>
      </div>
      <form action="/certificates" className="flex flex-wrap items-end gap-2">
        <div className="min-w-56 flex-1">
          <label htmlFor="missing-q" className="mb-1.5 block font-medium">
            {words.field}
          </label>
          <input
            id="missing-q"
            name="q"
            type="search"
            defaultValue={last}
            className="field-box touch-target h-9 px-3"
          />
        </div>
        <Button tone="primary" type="submit" className="h-9">
          {words.search}
        </Button>
      </form>
      <p>
        <ButtonLink href="/">{overview}</ButtonLink>
      </p>
    </div>
  );
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
