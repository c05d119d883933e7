'use client';

import { formatNumber, plural } from '@/components/format';
import { Card } from '@/components/ui/card';
import { Message } from '@/components/ui/message';
import { Notice } from '@/components/ui/notice';

export interface Plan {
  readonly total: number;
  readonly valid: number;
  readonly refused: readonly {
    readonly row: number;
    readonly cells: readonly string[];
    readonly problems: readonly { readonly field: string; readonly message: string }[];
  }[];
  readonly sample: readonly { readonly row: number; readonly displayName: string; readonly names: readonly string[] }[];
}

/** What the dry run found: how many pass, and each row that does not, with the reason. */
export function PlanResult({ plan, columns }: { plan: Plan | null; columns: readonly string[] }) {
  if (!plan) return <div id="rows" tabIndex={-1} />;
  return (
    <div id="rows" tabIndex={-1} className="flex flex-col gap-4">
      {plan.refused.length === 0 ? (
        <Notice tone="success" title={`All ${plural(plan.total, 'row')} can be issued`} live>
          Nothing is signed yet.
        </Notice>
      ) : (
        <Notice
          tone={plan.valid === 0 ? 'error' : 'warning'}
          title={`${formatNumber(plan.valid)} of ${plural(plan.total, 'row')} can be issued`}
          live
        >
          Mend the others and try again, or go on without them: they can be downloaded with the reason afterwards.
        </Notice>
      )}
      {plan.refused.length > 0 ? (
        <Card title={`${plural(plan.refused.length, 'row')} cannot be issued`} id="refused" flush>
          <ul className="divide-y divide-line-faint">
            {plan.refused.slice(0, MOST_SHOWN).map(({ row, cells, problems }) => (
              <li key={row} className="px-5 py-3">
                <p className="truncate text-13 text-muted" title={cells.join(' · ')}>
                  Row {row}: {cells.filter(Boolean).join(' · ') || `${columns.length} empty cells`}
                </p>
                {problems.map((problem) => (
                  <p key={`${problem.field} ${problem.message}`} className="text-revoked [overflow-wrap:anywhere]">
                    <Message text={problem.message} />
                  </p>
                ))}
              </li>
            ))}
          </ul>
          {plan.refused.length > MOST_SHOWN ? (
            <p className="border-t border-line-faint px-5 py-3 text-muted">
              {formatNumber(plan.refused.length - MOST_SHOWN)} more.
            </p>
          ) : null}
        </Card>
      ) : null}
    </div>
  );
}

const MOST_SHOWN = 50;
