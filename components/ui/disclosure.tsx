import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

/** Folded depth; the browser's own, so it opens without script. */
export function Disclosure({
  summary,
  hint,
  children,
  open,
}: {
  summary: string;
  hint?: ReactNode;
  children: ReactNode;
  open?: boolean;
}) {
  return (
    <details className="group rounded-md border border-line" {...(open ? { open: true } : {})}>
      <summary className="touch-target flex min-h-10 items-center gap-x-2 rounded-md px-3.5 py-2 hover:bg-hover max-sm:flex-wrap">
        <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-muted group-open:rotate-90" />
        <span className="font-medium">{summary}</span>
        {hint ? (
          <span className="ms-auto min-w-0 truncate text-13 text-muted group-open:invisible max-sm:ms-0 max-sm:w-full max-sm:ps-6 max-sm:group-open:hidden">
            {hint}
          </span>
        ) : null}
      </summary>
      <div className="border-t border-line-faint p-4">{children}</div>
    </details>
  );
}
