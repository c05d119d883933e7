import { formatCount, formatDay } from '@/components/format';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { TextLink } from '@/components/ui/link';
import { Cell, Row, Table } from '@/components/ui/table';
import type { RolloverRow, RolloverView } from '@/lib/services/get-rollover';
import { rolloverPageWords } from './rollover-page.words';

/** The numbers of the date line, and for what is below it its own plan. */
export function DateTable({ plan }: { plan: RolloverView }) {
  const words = rolloverPageWords().dateTable;
  const { own, successor, below, belowLeftOut } = plan;
  return (
    <>
      <Table
        label={words.datesOfThisAuthorityAnd}
        head={[
          words.authority,
          words.valid,
          words.living,
          words.longestLife,
          words.makeTheSuccessorBy,
          words.takesOver,
          words.mayStop,
        ]}
      >
        <AuthorityRow row={own} />
        {successor ? (
          <Row>
            <Cell className="min-w-44">
              <TextLink href={`/authorities/${successor.id}`}>{successor.name}</TextLink>
              <span className="block text-12 text-muted">{words.successor}</span>
            </Cell>
            <Cell className="whitespace-nowrap">
              {words.to(formatDay(successor.notBefore), formatDay(successor.notAfter))}
            </Cell>
            <Cell className="text-muted" colSpan={5}>
              <TextLink href={`/authorities/${successor.id}/rollover`}>{words.itsOwnPlan}</TextLink>
            </Cell>
          </Row>
        ) : own.plan.successorEnds > own.plan.createAt ? (
          <Row>
            <Cell className="min-w-44">
              <span className="italic">{words.successor}</span>
              <span className="block text-12 text-muted">{words.plannedNotMadeYet}</span>
            </Cell>
            <Cell className="whitespace-nowrap">
              {words.to(formatDay(own.plan.createAt), formatDay(own.plan.successorEnds))}
            </Cell>
            <Cell colSpan={5} />
          </Row>
        ) : null}
        {below.map((row) => (
          <AuthorityRow key={row.authorityId} row={row} />
        ))}
      </Table>
      {belowLeftOut > 0 ? (
        <p className="border-t border-line-faint px-5 py-3 text-13 text-muted">
          {words.andMoreBelowItEach(belowLeftOut)}
        </p>
      ) : null}
    </>
  );
}

const INDENT = ['', 'ps-4', 'ps-8', 'ps-12'] as const;

function AuthorityRow({ row }: { row: RolloverRow }) {
  const words = rolloverPageWords().dateTable;
  const { plan } = row;
  return (
    <Row>
      <Cell className="min-w-44">
        <span className={`block ${INDENT[Math.min(row.depth, 3)]}`}>
          {row.depth === 0 ? (
            <strong className="font-semibold">{row.name}</strong>
          ) : (
            <TextLink href={`/authorities/${row.authorityId}/rollover`}>{row.name}</TextLink>
          )}
          <span className="block">
            <SerialSuffix serial={row.serialNumber} />
          </span>
        </span>
      </Cell>
      <Cell className="whitespace-nowrap">{words.to(formatDay(row.notBefore), formatDay(row.notAfter))}</Cell>
      <Cell className="text-end tabular-nums">{formatCount(row.living)}</Cell>
      <Cell className="whitespace-nowrap">{words.days(row.signedLifeDays)}</Cell>
      <Cell className="whitespace-nowrap">
        {row.successor ? (
          <TextLink href={`/authorities/${row.successor.id}`}>{words.made(row.successor.name)}</TextLink>
        ) : (
          <>
            {formatDay(plan.createBy)}
            {plan.lateDays > 0 ? (
              <span className="block text-13 text-revoked">{words.lateByDays(plan.lateDays)}</span>
            ) : null}
          </>
        )}
      </Cell>
      <Cell className="whitespace-nowrap">{formatDay(plan.issueFrom)}</Cell>
      <Cell className="whitespace-nowrap">{formatDay(plan.oldMayStopAt)}</Cell>
    </Row>
  );
}
