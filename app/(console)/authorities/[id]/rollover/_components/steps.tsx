import { CircleCheck, CircleDashed, Clock, TriangleAlert } from 'lucide-react';
import { ButtonLink } from '@/components/ui/button-link';
import { Time } from '@/components/ui/time';
import type { RolloverStep } from '@/lib/services/rollover-steps';
import { rolloverPageWords } from './rollover-page.words';

/** Word, shape, colour. */
const states = () =>
  ({
    done: { icon: CircleCheck, ink: 'text-valid', word: rolloverPageWords().steps.done },
    due: { icon: Clock, ink: 'text-expiring', word: rolloverPageWords().steps.due },
    overdue: { icon: TriangleAlert, ink: 'text-revoked', word: rolloverPageWords().steps.overdue },
    later: { icon: CircleDashed, ink: 'text-muted', word: rolloverPageWords().steps.later },
  }) as const;

/** A checklist that prints: each step with its day and, where it is done here, the page that does it. */
export function Steps({ steps }: { steps: readonly RolloverStep[] }) {
  const words = rolloverPageWords().steps;
  return (
    <ol className="divide-y divide-line-faint">
      {steps.map(({ id, title, text, by, state, href, action }, at) => {
        const { icon: Icon, ink, word } = states()[state];
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
                {state === 'done' ? words.plannedFor : words.by}
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
