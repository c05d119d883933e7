import type { ReactNode } from 'react';

/** A titled part of a page. `flush` lets tables and lists reach the border. */
export function Card({
  title,
  id,
  actions,
  children,
  flush = false,
  note,
}: {
  title?: ReactNode;
  id?: string;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  note?: ReactNode;
}) {
  return (
    <section aria-labelledby={title && id ? id : undefined} className="min-w-0 rounded-lg border border-line bg-card">
      {title ? (
        <div
          className={`flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line-faint px-5 ${note ? 'py-3' : 'py-2'}`}
        >
          <h2 id={id} className="text-14 font-semibold">
            {title}
          </h2>
          {actions}
          {note ? <p className="w-full text-13 text-muted">{note}</p> : null}
        </div>
      ) : null}
      <div className={flush ? '' : 'p-5'}>{children}</div>
    </section>
  );
}

/** Name and value pairs, in columns that line up. */
export function Facts({ children, columns = 1 }: { children: ReactNode; columns?: 1 | 2 }) {
  return <dl className={`grid grid-cols-1 gap-x-8 gap-y-4 ${columns === 2 ? 'sm:grid-cols-2' : ''}`}>{children}</dl>;
}
export function Fact({ label, children, wide = false }: { label: ReactNode; children: ReactNode; wide?: boolean }) {
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${wide ? 'sm:col-span-2' : ''}`}>
      <dt className="text-13 text-muted">{label}</dt>
      <dd className="min-w-0 text-14 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

export function EmptyState({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="flex flex-col items-start gap-3 rounded-lg border border-dashed border-line px-6 py-8">
      <h2 className="text-16 font-semibold">{title}</h2>
      {children ? <div className="max-w-[40rem] text-muted">{children}</div> : null}
      {actions ? <div className="mt-1 flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
