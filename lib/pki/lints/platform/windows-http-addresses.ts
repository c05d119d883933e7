import { type Lint, warningIf } from '../lint.ts';

/** Windows and most validators fetch over plain HTTP only: a TLS address would need a certificate check to check a certificate. */
export const windowsHttpAddresses: Lint = {
  id: 'platform/windows-http-addresses',
  field: 'cRLDistributionPoints',
  source: 'Microsoft CryptoAPI; RFC 5280 §8',
  check: (tbs) => {
    const addresses = [...tbs.crlUrls, ...tbs.freshestCrlUrls, ...tbs.ocspUrls, ...tbs.caIssuersUrls];
    const others = addresses.filter((url) => !/^http:/i.test(url));
    return warningIf(
      others.length > 0,
      `${others.length === 1 ? 'An address' : 'Addresses'} for revocation or issuer data will not be fetched by Windows and others: ${others[0]?.slice(0, 80)}.`,
      'Publish over plain http://; what is fetched is signed.',
    );
  },
};
