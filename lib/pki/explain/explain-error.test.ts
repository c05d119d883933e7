import { describe, expect, it } from 'vitest';
import { CAUSE_IDS, CAUSES } from './causes.ts';
import { explainError, MAX_TEXT } from './explain-error.ts';
import { KNOWN_MESSAGES } from './messages.ts';

describe('every row of the table', () => {
  it.each(KNOWN_MESSAGES)('$program: $id is known by its sample, and its likeliest cause is among the first', (row) => {
    const { matched, causes } = explainError(row.sample);
    expect(matched.map(({ id }) => id)).toContain(row.id);
    expect(causes.slice(0, 3).map(({ id }) => id)).toContain(row.causes[0]);
  });

  it('has an identifier of its own, and every cause is behind some row', () => {
    expect(new Set(KNOWN_MESSAGES.map(({ id }) => id)).size).toBe(KNOWN_MESSAGES.length);
    const used = new Set(KNOWN_MESSAGES.flatMap(({ causes }) => causes));
    expect(CAUSE_IDS.filter((id) => !used.has(id))).toEqual([]);
    expect(Object.keys(CAUSES).sort()).toEqual([...CAUSE_IDS].sort());
  });
});

describe('what software prints for a fault that was made', () => {
  const first = (text: string) => explainError(text).causes[0]?.id;
  it.each([
    [
      'expired',
      `curl: (60) SSL certificate problem: certificate has expired\nMore details here: https://curl.se/docs/sslcerts.html`,
    ],
    [
      'expired',
      `*** PKI verification of server certificate failed...\n- Status: The certificate is NOT trusted. The certificate chain uses expired certificate. `,
    ],
    [
      'missing-intermediate',
      `Error: unable to verify the first certificate; if the root CA is installed locally, try running Node.js with --use-system-ca\n  code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'`,
    ],
    [
      'missing-intermediate',
      `verify error:num=20:unable to get local issuer certificate\nverify error:num=21:unable to verify the first certificate\nVerify return code: 21 (unable to verify the first certificate)`,
    ],
    ['untrusted-root', `Error: unable to get local issuer certificate\n  code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'`],
    [
      'name-mismatch',
      `Error: Hostname/IP does not match certificate's altnames: Host: localhost. is not in the cert's altnames: DNS:other.lan\n  code: 'ERR_TLS_CERT_ALTNAME_INVALID'`,
    ],
    [
      'no-client-certificate',
      `Error: 40CDE53B7D7F0000:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../deps/openssl/openssl/ssl/record/rec_layer_s3.c:918:SSL alert number 116`,
    ],
    [
      'client-not-trusted',
      `2026/11/30 14:56:41 [info] 16166#16166: *2 client SSL certificate verify error: (2:unable to get issuer certificate) while reading client request headers, client: 127.0.0.1, server: , request: "GET / HTTP/1.1", host: "localhost:7061"`,
    ],
    [
      'key-mismatch',
      `[ALERT]    (16217) : config : parsing [hb.cfg:10] : 'bind :7072' in section 'frontend' : inconsistencies between private key and certificate loaded '/tmp/hb.pem'.`,
    ],
    [
      'not-tls',
      `Error: write EPROTO 403D4C2CD17F0000:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps/openssl/openssl/ssl/record/methods/tlsany_meth.c:77:`,
    ],
    [
      'no-common-version',
      `URLError: <urlopen error [SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version (_ssl.c:1006)>`,
    ],
    [
      'not-listening',
      `400722D6007F0000:error:8000006F:system library:BIO_connect:Connection refused:../crypto/bio/bio_sock2.c:117:calling connect()\nconnect:errno=111`,
    ],
    ['revocation-unknown', `verify error:num=3:unable to get certificate CRL`],
    ['wrong-password', `Mac verify error: invalid password?`],
    ['unreadable-file', `curl: (77) error setting certificate file: nothere.pem`],
  ] as const)('%s: %s', (cause, text) => expect(first(text)).toBe(cause));

  it('is answered in the same order each time', () => {
    const text = KNOWN_MESSAGES.map(({ sample }) => sample).join('\n');
    expect(explainError(text)).toEqual(explainError(text));
  });

  it('that is not known has no cause', () => {
    expect(explainError('Segmentation fault')).toMatchObject({ causes: [], matched: [] });
    expect(explainError('')).toMatchObject({ causes: [] });
  });
});

describe('facts in the text', () => {
  it.each([
    [
      'Get "https://api.lan:8443/x": x509: certificate is valid for a.lan, b.lan, not api.lan',
      ['api.lan', 'a.lan', 'b.lan'],
      8443,
    ],
    ["curl: (60) SSL: no alternative certificate subject name matches target host name 'api.lan'", ['api.lan'], null],
    ['curl: (7) Failed to connect to api.lan port 7099 after 0 ms', ['api.lan'], 7099],
    ['javax.net.ssl.SSLHandshakeException: No subject alternative DNS name matching api.lan found.', ['api.lan'], null],
    ["Host: api.lan. is not in the cert's altnames: DNS:other.lan", ['api.lan', 'other.lan'], null],
  ])('hosts of %s', (text, hosts, port) => {
    const { facts } = explainError(text);
    expect([...facts.hosts].sort()).toEqual([...hosts].sort());
    expect(facts.port).toBe(port);
  });

  it('serial numbers, fingerprints and issuers', () => {
    const { facts } = explainError(
      'Serial Number: 4a:bb:00:11:22:33\nissuer=O = Northwind, CN = Northwind Issuing\nsha256 Fingerprint=' +
        Array(32).fill('AB').join(':'),
    );
    expect(facts.serialNumbers).toEqual(['4abb00112233']);
    expect(facts.issuers).toEqual(['Northwind Issuing']);
    expect(facts.fingerprints).toEqual(['ab'.repeat(32)]);
  });
});

describe('hostile text', () => {
  const code = (text: string) => {
    try {
      explainError(text);
      return 'taken';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  it('of a megabyte is refused, and the largest that is taken costs little', () => {
    expect(code('x'.repeat(1_048_576))).toBe('too-large');
    for (const part of [
      'a',
      '\n',
      ' ',
      '\t\n',
      'serial 00:',
      'https://a:',
      'issuer CN=',
      'DNS:a.',
      'valid for a, ',
      '\u0000',
      'x509: ',
    ])
      expect(code(part.repeat(MAX_TEXT / part.length))).toBe('taken');
  });

  it('with control characters and colours is read without them', () => {
    const { matched } = explainError(
      '\u001b[31mcurl: (60) SSL certificate\u0000 problem: certificate has expired\u001b[0m\u202e',
    );
    expect(matched[0]?.excerpt).toBe('curl: (60) SSL certificate  problem: certificate has expired ');
  });

  it.each([
    ['a key', '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----'],
    ['an encrypted key', 'error\n-----BEGIN ENCRYPTED PRIVATE KEY-----'],
    ['a key of an older form', '-----BEGIN EC PRIVATE KEY-----'],
    ['a key without its lines', 'certificate has expired MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg'],
    ['a key log', `CLIENT_RANDOM ${'0'.repeat(64)} ${'1'.repeat(96)}`],
    ['a token', 'Authorization: Bearer eyJhbGciOi'],
    ['a password in an address', 'postgresql://me:hunter22@db.lan/x: certificate has expired'],
  ])('with %s is refused without repeating it', (_, text) => {
    expect(code(text)).toBe('wrong-type');
    try {
      explainError(text);
    } catch (error) {
      expect((error as Error).message).not.toMatch(/MIGH|hunter22|eyJ|000000/);
    }
  });
});
