import { formatDay } from '@/components/format';
import { TextLink } from '@/components/ui/link';
import { Cell, Row, Table } from '@/components/ui/table';
import type { RolloverView } from '@/lib/services/get-rollover';
import { rolloverPageWords } from './rollover-page.words';

/** Soonest first; on paper with a box to tick. */
export function Parties({ plan: { parties } }: { plan: RolloverView }) {
  const words = rolloverPageWords().parties;
  if (parties.length === 0) return <p className="px-5 py-4 text-muted">{words.nobodyThatIsKnownHere}</p>;
  return (
    <Table label={words.whoHasToInstallWhat} head={[words.who, words.what, words.by]}>
      {parties.map(({ who, what, by, href }) => (
        <Row key={`${who} ${what} ${href}`}>
          <Cell className="min-w-44 [overflow-wrap:anywhere]">
            <span className="me-2 hidden size-3.5 border border-line-strong print:inline-block" aria-hidden="true" />
            <TextLink href={href}>{who}</TextLink>
          </Cell>
          <Cell className="min-w-56 text-muted [overflow-wrap:anywhere]">{what}</Cell>
          <Cell className="whitespace-nowrap">{formatDay(by)}</Cell>
        </Row>
      ))}
    </Table>
  );
}
