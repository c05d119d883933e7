'use client';

import { formatNumber } from '@/components/format';
import { Card } from '@/components/ui/card';
import { Message } from '@/components/ui/message';
import { Notice } from '@/components/ui/notice';
import { bulkWords } from './bulk.words';

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
  const words = bulkWords().planResult;
  if (!plan) return <div id="rows" tabIndex={-1} />;
  return (
    <div id="rows" tabIndex={-1} className="flex flex-col gap-4">
      {plan.refused.length === 0 ? (
        <Notice tone="success" title={words.allRowsCanBeIssued(plan.total)} live>
          {words.nothingIsSignedYet}
        </Notice>
      ) : (
        <Notice
          tone={plan.valid === 0 ? 'error' : 'warning'}
          title={words.ofRowsCanBeIssued(formatNumber(plan.valid), plan.total)}
          live
        >
          {words.mendTheOthersAndTry}
        </Notice>
      )}
      {plan.refused.length > 0 ? (
        <Card title={words.rowsCannotBeIssued(plan.refused.length)} id="refused" flush>
          <ul className="divide-y divide-line-faint">
            {plan.refused.slice(0, MOST_SHOWN).map(({ row, cells, problems }) => (
              <li key={row} className="px-5 py-3">
                <p className="truncate text-13 text-muted" title={cells.join(' · ')}>
                  {words.row(row, cells.filter(Boolean).join(' · ') || words.emptyCells(columns.length))}
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
              {words.more(formatNumber(plan.refused.length - MOST_SHOWN))}
            </p>
          ) : null}
        </Card>
      ) : null}
    </div>
  );
}

const MOST_SHOWN = 50;
