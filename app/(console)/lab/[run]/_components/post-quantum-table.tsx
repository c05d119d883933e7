import { labPageWords } from '@/app/(console)/lab/_components/lab-page.words';
import { formatNumber } from '@/components/format';
import { Card } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Cell, Row, Table } from '@/components/ui/table';
import type { LabRunDetailView } from '@/lib/services/get-lab';

/** What post-quantum algorithms cost: octets and time of the same handshake, measured on this machine. */
export function PostQuantumTable({ others, shownId }: { others: LabRunDetailView['others']; shownId: string }) {
  const words = labPageWords().postQuantumTable;
  const rows = others.flatMap(({ run, measured }) => (measured ? [{ run, measured }] : []));
  const most = Math.max(...rows.map(({ measured }) => measured.clientOctets + measured.serverOctets), 1);
  const [first, last] = [rows[0]?.measured, rows.at(-1)?.measured];
  const factor =
    first && last ? (last.clientOctets + last.serverOctets) / (first.clientOctets + first.serverOctets) : 1;
  return (
    <Card
      title={words.aHandshakeAllOfMl(factor.toFixed(0))}
      id="post-quantum"
      flush
      note={words.mutualTls13Chain(first?.handshakes ?? 0)}
    >
      <Table
        label={words.algorithmsCompared}
        head={[words.algorithms, words.octets, words.bySide, words.time, words.serverChain]}
        wideOnly={[2, 4]}
      >
        {rows.map(({ run, measured }) => {
          const octets = measured.clientOctets + measured.serverOctets;
          return (
            <Row key={run.id} className={run.id === shownId ? 'bg-accent-tint' : ''}>
              <Cell>
                <Link
                  href={`/lab/${run.id}`}
                  aria-current={run.id === shownId ? 'page' : undefined}
                  className="font-medium after:absolute after:inset-0"
                >
                  {measured.variant}
                </Link>
                <p className="text-13 text-muted">{measured.signature}</p>
              </Cell>
              <Cell className="whitespace-nowrap tabular-nums">{formatNumber(octets)}</Cell>
              <Cell className="w-1/4 max-sm:hidden">
                <svg width="100%" height="10" aria-hidden="true">
                  <rect width={`${(100 * measured.clientOctets) / most}%`} height="10" className="fill-pending" />
                  <rect
                    x={`${(100 * measured.clientOctets) / most}%`}
                    width={`${(100 * measured.serverOctets) / most}%`}
                    height="10"
                    className="fill-accent"
                  />
                </svg>
                <p className="text-12 text-muted tabular-nums">
                  {words.clientServer(formatNumber(measured.clientOctets), formatNumber(measured.serverOctets))}
                </p>
              </Cell>
              <Cell className="whitespace-nowrap tabular-nums">{words.ms(measured.medianMilliseconds.toFixed(1))}</Cell>
              <Cell className="whitespace-nowrap tabular-nums max-sm:hidden">
                {formatNumber(measured.chainOctets)} B
              </Cell>
            </Row>
          );
        })}
      </Table>
    </Card>
  );
}
