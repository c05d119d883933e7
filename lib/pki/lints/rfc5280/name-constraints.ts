import { childrenOf, contentOf, type DerElement } from '../../der-reader.ts';
import { OID } from '../../oids.ts';
import { elementOf, errorIf, type Fault, isAuthority, type Lint } from '../lint.ts';

/**
 * ```
 * NameConstraints ::= SEQUENCE { permittedSubtrees [0] GeneralSubtrees OPTIONAL, excludedSubtrees [1] GeneralSubtrees OPTIONAL }
 * GeneralSubtrees ::= SEQUENCE SIZE (1..MAX) OF SEQUENCE { base GeneralName, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
 * ```
 */
export const nameConstraints: Lint = {
  id: 'rfc5280/name-constraints',
  field: 'nameConstraints',
  source: 'RFC 5280 §4.2.1.10',
  check: (tbs) => {
    const value = elementOf(tbs, OID.nameConstraints);
    if (value === null) return [];
    const lists = value.tag === 0x30 ? childrenOf(value) : [];
    const inOrder = lists.every(({ tag }, at) => tag === 0xa1 || (tag === 0xa0 && at === 0));
    return [
      ...errorIf(!isAuthority(tbs), 'Name constraints stand in a certificate of no authority.', 'Leave them out.'),
      ...errorIf(
        lists.length === 0 || lists.length > 2 || !inOrder || new Set(lists.map(({ tag }) => tag)).size < lists.length,
        'The name constraints hold neither permitted nor excluded names, or hold them in another form.',
        'List permitted or excluded names.',
      ),
      ...lists.flatMap((list) =>
        childrenOf(list).length === 0
          ? errorIf(true, 'A list of the name constraints is empty.', 'Leave the empty list out.')
          : childrenOf(list).flatMap(subtreeFaults),
      ),
    ];
  },
};

function subtreeFaults(subtree: DerElement): Fault[] {
  const [base, ...distances] = childrenOf(subtree);
  if (subtree.tag !== 0x30 || base === undefined)
    return errorIf(true, 'A subtree of the name constraints has no base.', 'Give each subtree a name.');
  const content = contentOf(base);
  return [
    ...errorIf(
      distances.length > 0,
      'A subtree has a minimum or maximum; programs refuse these.',
      'Leave minimum and maximum out.',
    ),
    ...errorIf(
      base.tag === IP && !isNetwork(content),
      'An address of the name constraints is not a network: 4 or 16 octets and a mask without holes are needed.',
      'Write the network and its mask, 8 or 32 octets.',
    ),
    ...errorIf(
      (base.tag === DNS || base.tag === EMAIL || base.tag === URI) &&
        !TEXT.test(Buffer.from(content).toString('latin1')),
      'A name of the name constraints is not a domain, host or mailbox in plain ASCII.',
      'Write a domain such as `example.org`, without a wildcard.',
    ),
  ];
}

function isNetwork(content: Uint8Array): boolean {
  if (content.length !== 8 && content.length !== 32) return false;
  const mask = [...content.subarray(content.length / 2)].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(mask);
}

const EMAIL = 0x81;
const DNS = 0x82;
const URI = 0x86;
const IP = 0x87;
/** Empty stands for all names. */
const TEXT = /^(?:[A-Za-z0-9.!#$%&'+/=?^_`{|}~-]+@)?[A-Za-z0-9.-]*$/;
