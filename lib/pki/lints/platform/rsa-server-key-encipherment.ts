import { isPssKey } from '../../rsassa-pss.ts';
import { errorIf, isServer, type Lint } from '../lint.ts';

/** NSS says "key usage inadequate" to an RSA server without it. */
export const rsaServerKeyEncipherment: Lint = {
  id: 'platform/rsa-server-key-encipherment',
  field: 'keyUsage',
  source: 'NSS cert_CheckKeyUsage, RFC 5246 §7.4.2',
  check: (tbs) =>
    errorIf(
      isServer(tbs) &&
        tbs.keyUsage !== null &&
        tbs.keyAlgorithm?.startsWith('RSA-') === true &&
        !isPssKey(tbs.spkiDer) &&
        !tbs.keyUsage.includes('keyEncipherment'),
      'An RSA server certificate without keyEncipherment is refused by Firefox and other users of NSS.',
      'Add keyEncipherment.',
    ),
};
