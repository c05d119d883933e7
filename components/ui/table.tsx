import type { ComponentProps, ReactNode } from 'react';

/** A real table that scrolls inside a labelled, focusable region when it must. */
export function Table({
  label,
  head,
  wideOnly = [],
  children,
}: {
  label: string;
  head: readonly ReactNode[];
  /** Columns, counted from 0, that phones go without; their cells are `max-sm:hidden`. */
  wideOnly?: readonly number[];
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable with the keyboard
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto rounded-lg">
      <table className="w-full border-collapse text-start">
        <thead>
          <tr className="border-b border-line-faint">
            {head.map((cell, index) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed
                key={index}
                scope="col"
                className={`h-10 whitespace-nowrap px-3 text-start text-12 font-medium text-muted first:ps-5 last:pe-5 ${wideOnly.includes(index) ? 'max-sm:hidden' : ''}`}
              >
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

export function Row({ className = '', ...props }: ComponentProps<'tr'>) {
  return (
    <tr className={`relative border-b border-line-faint last:border-b-0 hover:bg-subtle ${className}`} {...props} />
  );
}
export function Cell({ className = '', ...props }: ComponentProps<'td'>) {
  return <td className={`h-11 px-3 py-2 align-middle first:ps-5 last:pe-5 ${className}`} {...props} />;
}
