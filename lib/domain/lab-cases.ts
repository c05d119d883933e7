import { LAB_VERSIONS, type LabCase, type LabVersion } from './lab.ts';

const BOTH = LAB_VERSIONS;
type Expects = LabCase['expects'];
const works: Expects = { noticedBy: null, code: null };
const byClient = (code: string): Expects => ({ noticedBy: 'client', code });
const byServer = (code: string): Expects => ({ noticedBy: 'server', code });

function labCase(
  id: string,
  group: LabCase['group'],
  title: string,
  summary: string,
  expects: Expects,
  mutual = group === 'client',
  versions: readonly LabVersion[] = BOTH,
): LabCase {
  return { id, group, title, summary, expects, mutual, versions };
}

/** Every case of the bench, in the order of its cards. `lib/lab/case-setups.ts` has how each is made; a test holds the two together. */
export const LAB_CASES: readonly LabCase[] = [
  labCase('one-way', 'works', 'One-way, all right', 'Only the server proves who it is.', works),
  labCase('mutual', 'works', 'Mutual, all right', 'Each side proves itself to the other.', works, true),
  labCase(
    'server-chain-incomplete',
    'server',
    'Server chain lacks the intermediate',
    'The server sends its own certificate alone, as with cert.pem in place of fullchain.pem.',
    byClient('missing-intermediate'),
  ),
  labCase(
    'client-trusts-other-root',
    'server',
    'Client trusts another root',
    'The chain is complete, but the root at its end was never installed on the client.',
    byClient('untrusted-root'),
  ),
  labCase('server-expired', 'server', 'Server expired', 'The certificate ended twelve days ago.', byClient('expired')),
  labCase(
    'server-not-yet-valid',
    'server',
    'Server not yet valid',
    'It begins in a month: a clock is wrong, or it was installed early.',
    byClient('not-yet-valid'),
  ),
  labCase(
    'server-name-mismatch',
    'server',
    'Another name',
    'The client dials a name that is not in the certificate.',
    byClient('name-mismatch'),
  ),
  labCase(
    'sni-other-certificate',
    'server',
    'No SNI, another certificate',
    'The client does not say which name it wants, so the server shows its default certificate.',
    byClient('name-mismatch'),
  ),
  labCase(
    'server-wrong-usage',
    'server',
    'Client certificate on a server',
    'Its extended key usage is clientAuth only.',
    byClient('bad-purpose'),
  ),
  labCase(
    'server-revoked',
    'server',
    'Server revoked, client has the CRL',
    'The list of the issuer names the serial number.',
    byClient('revoked'),
  ),
  labCase(
    'server-revoked-no-crl',
    'server',
    'Server revoked, client has no CRL',
    'The same certificate, and it works: revocation reaches only those who look.',
    works,
  ),
  labCase(
    'intermediate-revoked',
    'server',
    'Intermediate revoked',
    'The list of the root names the authority that issued the server certificate.',
    byClient('revoked'),
  ),
  labCase(
    'intermediate-expired',
    'server',
    'Intermediate expired',
    'The server certificate is fine; the authority above it ended.',
    byClient('expired'),
  ),
  labCase(
    'name-constraint-violation',
    'server',
    'Name outside the constraints',
    'The authority may only certify names below another domain.',
    byClient('name-constraint-violation'),
  ),
  labCase(
    'path-too-long',
    'server',
    'Path length exceeded',
    'An authority with path length 0 has certified another authority.',
    byClient('path-too-long'),
  ),
  labCase(
    'unknown-critical-extension',
    'server',
    'Unknown critical extension',
    'Whoever does not know a critical extension must refuse the certificate.',
    byClient('unknown-critical-extension'),
  ),
  labCase('weak-key', 'server', 'Weak key', 'A certificate over RSA 1024.', byClient('weak-key')),
  labCase(
    'key-mismatch',
    'server',
    'Key does not match',
    'The server is started with the key of another certificate.',
    byServer('key-mismatch'),
  ),
  labCase(
    'client-no-certificate',
    'client',
    'No client certificate',
    'The server asks, and the client answers with an empty list.',
    byServer('no-certificate'),
  ),
  labCase(
    'client-other-authority',
    'client',
    'Client of another authority',
    'Its certificate is valid, but from a root that the server does not accept.',
    byServer('untrusted-root'),
  ),
  labCase(
    'client-chain-incomplete',
    'client',
    'Client chain lacks the intermediate',
    'The same message and the same alert as another authority, and a different cure.',
    byServer('missing-intermediate'),
  ),
  labCase('client-expired', 'client', 'Client expired', 'It ended twelve days ago.', byServer('expired')),
  labCase('client-revoked', 'client', 'Client revoked', "The server has the issuer's list.", byServer('revoked')),
  labCase(
    'client-wrong-usage',
    'client',
    'Server certificate used as client',
    'Its extended key usage is serverAuth only.',
    byServer('bad-purpose'),
  ),
  labCase(
    'no-common-version',
    'agreement',
    'No common version',
    'One side stops at TLS 1.2, the other begins at TLS 1.3.',
    byServer('no-common-version'),
  ),
  labCase(
    'no-common-cipher',
    'agreement',
    'No common cipher suite',
    'The client offers one suite, the server allows another.',
    byServer('no-common-cipher'),
  ),
  labCase(
    'no-common-signature',
    'agreement',
    'No common signature algorithm',
    'The client takes RSA signatures only; the key of the server is P-256.',
    byServer('no-common-signature'),
  ),
  labCase(
    'no-common-group',
    'agreement',
    'No common key exchange',
    'The client takes X25519 only, the server P-384 only.',
    byServer('no-common-group'),
  ),
  labCase(
    'hello-retry',
    'agreement',
    'Second try for the key exchange',
    'The client guesses a group that the server does not take and is asked again (HelloRetryRequest).',
    works,
    false,
    ['TLSv1.3'],
  ),
];
