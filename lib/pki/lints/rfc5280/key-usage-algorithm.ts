import { impossibleUsage } from '../../key-usage.ts';
import { isPssKey } from '../../rsassa-pss.ts';
import { errorIf, type Lint } from '../lint.ts';

export const keyUsageAlgorithm: Lint = {
  id: 'rfc5280/key-usage-algorithm',
  field: 'keyUsage',
  source: 'RFC 4055 §1.2, RFC 5480 §3, RFC 8410 §5, RFC 9881 §5',
  check: (tbs) => {
    const { keyUsage, keyAlgorithm } = tbs;
    if (keyUsage === null || keyAlgorithm === null) return [];
    const isPss = isPssKey(tbs.spkiDer);
    const wrong = keyUsage.filter((bit) => impossibleUsage(keyAlgorithm, isPss).includes(bit));
    return errorIf(
      wrong.length > 0,
      `keyUsage has ${wrong.join(', ')}, which a key of the type ${keyAlgorithm}${isPss ? ' for RSA-PSS only' : ''} cannot do.`,
      `Leave ${wrong.join(', ')} out.`,
    );
  },
};
