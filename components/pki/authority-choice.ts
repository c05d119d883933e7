import type { AuthorityNode } from '@/lib/services/views';
import { formatDay, serialSuffix } from '../format';
import { pkiWords } from './pki.words';

/** What a form needs to know of an authority that may sign: plain data, so that it can go to the browser. */
export interface AuthorityChoice {
  readonly id: string;
  readonly name: string;
  /** Name, serial's end and last day: two authorities of one name can be told apart. */
  readonly label: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

export function flattenAuthorities(nodes: readonly AuthorityNode[]): readonly AuthorityNode[] {
  return nodes.flatMap((node) => [node, ...flattenAuthorities(node.children)]);
}

export const isUsable = (node: AuthorityNode): boolean =>
  node.authority.status === 'active' && node.keyAtHand && (node.status === 'valid' || node.status === 'expiring');

/** The issuing authorities that can sign now, the newest first: that is the one the server takes by default. */
export function issuingChoices(nodes: readonly AuthorityNode[]): readonly AuthorityChoice[] {
  return flattenAuthorities(nodes)
    .filter((node) => node.authority.kind === 'issuing' && isUsable(node))
    .sort((a, b) => b.authority.createdAt.getTime() - a.authority.createdAt.getTime())
    .map(choiceOf);
}

export function choiceOf(node: AuthorityNode): AuthorityChoice {
  const words = pkiWords().authorityChoice;
  const { authority, certificate } = node;
  return {
    id: authority.id,
    name: authority.name,
    label: certificate
      ? words.until(authority.name, serialSuffix(certificate.serialNumber), formatDay(certificate.notAfter))
      : authority.name,
    notBefore: certificate?.notBefore.toISOString() ?? '',
    notAfter: certificate?.notAfter.toISOString() ?? '',
  };
}
