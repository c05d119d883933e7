import type { ReactNode } from 'react';
import { formatDay } from '@/components/format';
import { AuthorityBadge, CrlAge } from '@/components/pki/authority-health';
import { AuthorityProblem } from '@/components/pki/authority-problems';
import { SerialSuffix } from '@/components/pki/fingerprint';
import { keyAlgorithmWord } from '@/components/words';
import type { AuthorityNode } from '@/lib/services/views';
import { authoritiesPageWords } from './authorities-page.words';
import { keyPlaceWords } from './authority-table';

/** One line of the tree, with its rendered cells; the order is the tree's, root first. */
export interface TreeRow {
  readonly id: string;
  readonly parentId: string | null;
  readonly kind: 'root' | 'issuing';
  readonly name: string;
  readonly href: string;
  readonly level: number;
  readonly size: number;
  readonly position: number;
  readonly hasChildren: boolean;
  /** For each level above: whether its line goes on below this row. */
  readonly lines: readonly boolean[];
  readonly badge: ReactNode;
  readonly facts: ReactNode;
  readonly problem: ReactNode;
}

export function treeRows(
  nodes: readonly AuthorityNode[],
  level = 1,
  lines: readonly boolean[] = [],
): readonly TreeRow[] {
  return nodes.flatMap((node, index) => {
    const last = index === nodes.length - 1;
    return [
      rowOf(node, { level, size: nodes.length, position: index + 1, lines: level === 1 ? [] : [...lines, !last] }),
      ...treeRows(node.children, level + 1, level === 1 ? [] : [...lines, !last]),
    ];
  });
}

function rowOf(node: AuthorityNode, place: Pick<TreeRow, 'level' | 'size' | 'position' | 'lines'>): TreeRow {
  const words = authoritiesPageWords().treeRows;
  const { authority, certificate } = node;
  return {
    ...place,
    id: authority.id,
    parentId: authority.parentId,
    kind: authority.kind,
    name: authority.name,
    href: `/authorities/${authority.id}`,
    hasChildren: node.children.length > 0,
    badge: <AuthorityBadge node={node} />,
    problem: <AuthorityProblem node={node} className="mt-0.5" />,
    facts: (
      <>
        <span>{certificate ? keyAlgorithmWord(certificate.keyAlgorithm) : words.noCertificateYet}</span>
        {certificate ? (
          <span>{words.to(formatDay(certificate.notBefore), formatDay(certificate.notAfter))}</span>
        ) : null}
        <span>{words.livingCertificates(node.livingCertificates)}</span>
        {/* Elsewhere it is said instead of the age of a list that is not ours. */}
        {authority.keyState === 'absent' ? null : <span>{keyPlaceWords()[authority.keyState]}</span>}
        <CrlAge node={node} />
        {certificate ? <SerialSuffix serial={certificate.serialNumber} /> : null}
      </>
    ),
  };
}
