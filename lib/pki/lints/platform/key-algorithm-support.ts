import { isPssKey } from '../../rsassa-pss.ts';
import { infoIf, isServer, type Lint } from '../lint.ts';

export const keyAlgorithmSupport: Lint = {
  id: 'platform/key-algorithm-support',
  field: 'subjectPublicKeyInfo',
  source: 'BoringSSL, NSS, Schannel, Go and JDK 17: signature algorithms offered in TLS and keys they read',
  check: (tbs) => {
    const { keyAlgorithm } = tbs;
    return [
      ...infoIf(
        keyAlgorithm?.startsWith('ML-DSA-') === true,
        `${keyAlgorithm} works with OpenSSL 3.5 and newer over TLS 1.3; browsers, Java 17 and older systems refuse it.`,
        'Use P-256 where others have to connect.',
      ),
      ...infoIf(
        isServer(tbs) && (keyAlgorithm === 'Ed25519' || keyAlgorithm === 'P-521'),
        `Browsers do not offer ${keyAlgorithm} for server certificates, so they cannot connect.`,
        'Use P-256 or P-384 for servers that browsers call.',
      ),
      ...infoIf(
        isPssKey(tbs.spkiDer),
        'The key is marked for RSA-PSS only. OpenSSL, GnuTLS and Java take it over TLS 1.3; browsers and Go refuse it.',
        'Use an ordinary RSA key, or P-256, where others have to connect.',
      ),
    ];
  },
};
