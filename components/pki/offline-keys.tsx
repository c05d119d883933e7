import type { AuthorityNode } from '@/lib/services/views';
import { ButtonLink } from '../ui/button-link';
import { Notice } from '../ui/notice';
import { flattenAuthorities } from './authority-choice';
import { pkiWords } from './pki.words';

/** Those that could sign if their key were here. */
export const offlineAuthorities = (nodes: readonly AuthorityNode[], kind?: 'root' | 'issuing') =>
  flattenAuthorities(nodes).filter(
    ({ authority, keyAtHand, status }) =>
      authority.keyState === 'offline' &&
      !keyAtHand &&
      authority.status === 'active' &&
      (status === 'valid' || status === 'expiring') &&
      (kind === undefined || authority.kind === kind),
  );

/** Says which keys are away, and leads to the ceremony of each. */
export function OfflineKeys({ nodes, children }: { nodes: readonly AuthorityNode[]; children: string }) {
  const words = pkiWords().offlineKeys;
  return nodes.map(({ authority }) => (
    <Notice
      key={authority.id}
      tone="info"
      title={words.theKeyOfIsOffline(authority.name)}
      actions={<ButtonLink href={`/authorities/${authority.id}/key`}>{words.beginACeremony}</ButtonLink>}
    >
      {children}
    </Notice>
  ));
}
