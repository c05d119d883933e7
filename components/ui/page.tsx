import { ChevronLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { pageWords } from '@/components/ui/page.words';
import { Link } from './link';

/** The frame of every page in the console: where it is, what it is, what can be done. */
export function Page({ children, width = 'wide' }: { children: ReactNode; width?: 'wide' | 'form' }) {
  return (
    <div className="mx-auto w-full max-w-[80rem]">
      <div className={`flex flex-col gap-8 ${width === 'form' ? 'max-w-[42rem]' : ''}`}>{children}</div>
    </div>
  );
}

export function PageHeader({
  section,
  title,
  badge,
  children,
  actions,
}: {
  section?: { href: string; label: string };
  title: ReactNode;
  badge?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  const words = pageWords();
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
      <div className="flex min-w-0 max-w-full flex-1 basis-80 flex-col gap-1.5">
        {section ? (
          <nav aria-label={words.breadcrumb} className="text-13">
            <Link
              href={section.href}
              className="inline-flex min-h-6 max-w-full items-center gap-0.5 rounded-sm text-muted hover:text-text"
            >
              <ChevronLeft aria-hidden="true" className="-ms-1 size-4 shrink-0" />
              <span className="truncate">{section.label}</span>
            </Link>
          </nav>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="min-w-0 text-24 font-semibold tracking-[-0.015em] [overflow-wrap:anywhere]">{title}</h1>
          {badge}
        </div>
        {children ? <div className="max-w-[44rem] text-14 text-muted">{children}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
