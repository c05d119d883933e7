import type { ReactNode } from 'react';

/** One thing that can be done: what it is, what it does, and its control. */
export function Act({ title, text, control }: { title: string; text: string; control: ReactNode }) {
  return (
    <li className="flex items-start justify-between gap-4 px-5 py-3">
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="text-13 text-muted [overflow-wrap:anywhere]">{text}</p>
      </div>
      <div className="shrink-0">{control}</div>
    </li>
  );
}
