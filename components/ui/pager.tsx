import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react';
import { ButtonLink } from './button-link';

/** Keyset paging: there is a before and an after, and no page numbers. */
export function Pager({
  newer,
  older,
  first,
  words = { newer: 'Newer', older: 'Older' },
}: {
  newer: string | null;
  older: string | null;
  first: string | null;
  words?: { newer: string; older: string };
}) {
  if (!newer && !older && !first) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-end gap-2">
      {first ? (
        <ButtonLink href={first} tone="quiet" size="medium">
          <ChevronsLeft aria-hidden="true" className="size-4" />
          First
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
