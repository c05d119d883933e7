import { formatCount, formatDay } from '@/components/format';
import { AuthorityBadge, CrlAge } from '@/components/pki/authority-health';
import { AuthorityProblem } from '@/components/pki/authority-problems';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { KindIcon } from '@/components/pki/kind-icon';
import { Link } from '@/components/ui/link';
import { Cell, Row, Table } from '@/components/ui/table';
import { keyAlgorithmWord } from '@/components/words';
import type { AuthorityNode } from '@/lib/services/views';
import { authoritiesPageWords } from './authorities-page.words';

export const keyPlaceWords = () =>
  ({
    online: authoritiesPageWords().authorityTable.keyHere,
    offline: authoritiesPageWords().authorityTable.keyOffline,
    absent: authoritiesPageWords().authorityTable.keyElsewhere,
  }) as const;

/** Every authority in one line, in the order of the tree; what is above it is named. */
export function AuthorityTable({ nodes }: { nodes: readonly AuthorityNode[] }) {
  const words = authoritiesPageWords().authorityTable;
  const rows = flatten(nodes, null);
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-card">
      <Table
        label={words.authorities}
        head={[
          words.name,
          words.below,
          words.status,
          words.endsUtc,
          words.living,
          words.revocationList,
          words.key,
          words.serial,
        ]}
      >
        {rows.map(({ node, parent }) => {
          const { authority, certificate } = node;
          return (
            <Row key={authority.id}>
              <Cell className="min-w-52">
                <div className="flex items-start gap-3">
                  <KindIcon kind={authority.kind} className="mt-0.5 size-4" />
                  <div className="min-w-0">
                    <Link
                      data-row
                      href={`/authorities/${authority.id}`}
                      className="font-medium after:absolute after:inset-0 hover:text-accent [overflow-wrap:anywhere]"
                    >
                      {authority.name}
                    </Link>
                    <AuthorityProblem node={node} className="" />
                  </div>
                </div>
              </Cell>
              <Cell className="text-muted">{parent ?? words.root}</Cell>
              <Cell>
                <AuthorityBadge node={node} />
              </Cell>
              <Cell className="whitespace-nowrap">{certificate ? formatDay(certificate.notAfter) : ''}</Cell>
              <Cell className="tabular-nums" title={words.livingCertificates(node.livingCertificates)}>
                {formatCount(node.livingCertificates)}
              </Cell>
              <Cell className="whitespace-nowrap text-13">
                <CrlAge node={node} />
              </Cell>
              <Cell className="whitespace-nowrap text-13 text-muted">
                {keyPlaceWords()[authority.keyState]}
                {certificate ? <span className="block">{keyAlgorithmWord(certificate.keyAlgorithm)}</span> : null}
              </Cell>
              <Cell>{certificate ? <SerialSuffix serial={certificate.serialNumber} /> : null}</Cell>
            </Row>
          );
        })}
      </Table>
    </div>
  );
}

function flatten(
  nodes: readonly AuthorityNode[],
  parent: string | null,
): readonly { readonly node: AuthorityNode; readonly parent: string | null }[] {
  return nodes.flatMap((node) => [{ node, parent }, ...flatten(node.children, node.authority.name)]);
}
