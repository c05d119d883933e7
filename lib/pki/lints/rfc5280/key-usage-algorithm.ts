import type { KeyUsageBit } from '../../types.ts';
import { errorIf, type Lint } from '../lint.ts';

export const keyUsageAlgorithm: Lint = {
  id: 'rfc5280/key-usage-algorithm',
  field: 'keyUsage',
  source: 'RFC 4055 §1.2, RFC 5480 §3, RFC 8410 §5, RFC 9881 §5',
  check: (tbs) => {
    const { keyUsage, keyAlgorithm } = tbs;
    if (keyUsage === null || keyAlgorithm === null) return [];
    const impossible = keyAlgorithm.startsWith('RSA-')
      ? RSA_CANNOT
      : keyAlgorithm.startsWith('P-')
        ? CURVE_CANNOT
        : SIGNATURE_CANNOT;
    const wrong = keyUsage.filter((bit) => impossible.includes(bit));
    return errorIf(
      wrong.length > 0,
      `keyUsage has ${wrong.join(', ')}, which a key of the type ${keyAlgorithm} cannot do.`,
      `Leave ${wrong.join(', ')} out.`,
    );
  },
};

const RSA_CANNOT: readonly KeyUsageBit[] = ['keyAgreement', 'encipherOnly', 'decipherOnly'];
const CURVE_CANNOT: readonly KeyUsageBit[] = ['keyEncipherment', 'dataEncipherment'];
const SIGNATURE_CANNOT: readonly KeyUsageBit[] = [...RSA_CANNOT, ...CURVE_CANNOT];
