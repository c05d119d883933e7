import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react';
import { ButtonLink } from './button-link';
import { pagerWords } from './pager.words';

/** Keyset paging: there is a before and an after, and no page numbers. */
export function Pager({
  newer,
  older,
  first,
  words: own,
}: {
  newer: string | null;
  older: string | null;
  first: string | null;
  words?: { newer: string; older: string };
}) {
  const words = { ...pagerWords(), ...own };
  if (!newer && !older && !first) return null;
  return (
    <nav aria-label={words.pages} className="flex flex-wrap items-center justify-end gap-2">
      {first ? (
        <ButtonLink href={first} tone="quiet" size="medium">
          <ChevronsLeft aria-hidden="true" className="size-4" />
          {words.first}
        </ButtonLink>
      ) : null}
      {newer ? (
        <ButtonLink href={newer}>
          <ChevronLeft aria-hidden="true" className="size-4" />
          {words.newer}
        </ButtonLink>
      ) : null}
      {older ? (
        <ButtonLink href={older}>
          {words.older}
          <ChevronRight aria-hidden="true" className="size-4" />
        </ButtonLink>
      ) : null}
    </nav>
  );
}
