import { errorIf, type Lint } from '../lint.ts';

/** NSS says "key usage inadequate" to an RSA server without it. */
export const rsaServerKeyEncipherment: Lint = {
  id: 'platform/rsa-server-key-encipherment',
  field: 'keyUsage',
  source: 'NSS cert_CheckKeyUsage, RFC 5246 §7.4.2',
  check: (tbs, { profile }) =>
    errorIf(
      profile.id === 'tlsServer' &&
        tbs.keyAlgorithm?.startsWith('RSA-') === true &&
        tbs.keyUsage?.includes('keyEncipherment') !== true,
      'An RSA server certificate without keyEncipherment is refused by Firefox and other users of NSS.',
      'Add keyEncipherment.',
    ),
};
