import type { ReactNode } from 'react';
import { BrandMark } from './brand-mark';

/** The frame of the few pages outside the console: sign in, unseal. */
export function EntryFrame({ title, children, lead }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main id="main" className="flex min-h-dvh flex-col items-center bg-subtle px-4 py-12 sm:py-[14vh]">
      <div className="flex w-full max-w-[25rem] flex-col gap-6">
        <div className="flex items-center gap-3">
          <BrandMark className="size-8" />
          <span className="text-16 font-semibold tracking-[-0.01em]">Countersign</span>
        </div>
        <div className="forced-border flex flex-col gap-6 rounded-lg border border-line bg-card p-6 sm:p-8">
          <div>
            <h1 className="text-20 font-semibold tracking-[-0.01em]">{title}</h1>
            {lead ? <div className="mt-1.5 text-muted">{lead}</div> : null}
          </div>
          {children}
        </div>
      </div>
    </main>
  );
}
