import type { KeyUsageBit } from '../../types.ts';
import { errorIf, isAuthority, type Lint } from '../lint.ts';

/** A certificate may be used only for a purpose that agrees with both extensions. */
export const extKeyUsageConsistency: Lint = {
  id: 'rfc5280/ext-key-usage-consistency',
  field: 'extKeyUsage',
  source: 'RFC 5280 §4.2.1.12',
  check: (tbs) => {
    const { keyUsage, extKeyUsage } = tbs;
    if (keyUsage === null || extKeyUsage === null || isAuthority(tbs)) return [];
    return extKeyUsage.flatMap((purpose) => {
      const needed = NEEDED.get(purpose);
      return errorIf(
        needed !== undefined && !needed.some((bit) => keyUsage.includes(bit)),
        `The purpose ${purpose} needs ${needed?.join(' or ')} in keyUsage, so nothing can use the certificate for it.`,
        `Add ${needed?.[0]}, or leave the purpose out.`,
      );
    });
  },
};

const NEEDED: ReadonlyMap<string, readonly KeyUsageBit[]> = new Map<string, readonly KeyUsageBit[]>([
  ['serverAuth', ['digitalSignature', 'keyEncipherment', 'keyAgreement']],
  ['clientAuth', ['digitalSignature', 'keyAgreement']],
  ['codeSigning', ['digitalSignature']],
  ['emailProtection', ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement']],
  ['timeStamping', ['digitalSignature', 'nonRepudiation']],
  ['OCSPSigning', ['digitalSignature', 'nonRepudiation']],
]);
