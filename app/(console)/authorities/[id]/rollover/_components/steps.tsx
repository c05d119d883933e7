import { CircleCheck, CircleDashed, Clock, TriangleAlert } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button-link';
import { Time } from '@/components/ui/time';
import type { RolloverStep } from '@/lib/services/rollover-steps';

/** Word, shape, colour. */
const STATES = {
  done: { icon: CircleCheck, ink: 'text-valid', word: 'Done' },
  due: { icon: Clock, ink: 'text-expiring', word: 'Due' },
  overdue: { icon: TriangleAlert, ink: 'text-revoked', word: 'Overdue' },
  later: { icon: CircleDashed, ink: 'text-muted', word: 'Later' },
} as const;

/** A checklist that prints: each step with its day and, where it is done here, the page that does it. */
export function Steps({ steps }: { steps: readonly RolloverStep[] }) {
  return (
    <ol className="divide-y divide-line-faint">
      {steps.map(({ id, title, text, by, state, href, action }, at) => {
        const { icon: Icon, ink, word } = STATES[state];
        return (
          <li key={id} className="flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-3.5 break-inside-avoid">
            <span className="w-5 shrink-0 pt-px text-end tabular-nums text-muted" aria-hidden="true">
              {at + 1}.
            </span>
            <div className="min-w-56 flex-1">
              <p className="font-medium">{title}</p>
              <p className="text-13 text-muted">{text}</p>
            </div>
            <div className="flex min-w-44 flex-col gap-0.5">
              <span className={`inline-flex items-center gap-1.5 text-13 font-medium ${ink}`}>
                <Icon aria-hidden="true" className="size-4" />
                {word}
              </span>
              <span className="text-13 text-muted">
                {state === 'done' ? 'planned for ' : 'by '}
                <Time at={by} show="day" />
              </span>
            </div>
            <div className="no-print w-40 max-sm:w-auto">
              {href && action ? (
                <ButtonLink href={href} size="small">
                  {action}
                  <span className="sr-only">: {title}</span>
                </ButtonLink>
              ) : null}
            </div>
            <span className="hidden size-4 border border-line-strong print:block" aria-hidden="true" />
          </li>
        );
      })}
    </ol>
  );
}
