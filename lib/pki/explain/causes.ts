/** What is behind the errors that TLS software prints: what it means, how to tell it from its neighbours, and what to do. */

export const CAUSE_IDS = [
  'missing-intermediate',
  'untrusted-root',
  'expired',
  'not-yet-valid',
  'name-mismatch',
  'wrong-purpose',
  'no-client-certificate',
  'client-not-trusted',
  'revoked',
  'revocation-unknown',
  'no-common-version',
  'no-common-cipher',
  'not-tls',
  'not-listening',
  'closed',
  'key-mismatch',
  'wrong-password',
  'unreadable-file',
  'weak-key',
  'self-signed',
  'unknown-name',
  'constraint-broken',
  'old-signature',
] as const;
export type CauseId = (typeof CAUSE_IDS)[number];

export interface Cause {
  readonly title: string;
  readonly means: string;
  /** What tells it from the others that print the same. */
  readonly check: string;
  /** A line for a shell that shows it; HOST and PORT stand for the server. Null: there is none. */
  readonly command: string | null;
  readonly fix: string;
}

export const CAUSES: Readonly<Record<CauseId, Cause>> = {
  'missing-intermediate': {
    title: 'The other side does not send its intermediate certificate',
    means:
      'Its certificate was issued by an authority below the root, and the certificate of that authority is not in what it sends. Whoever has only the root cannot build the path.',
    check: 'Count the certificates that are sent: with one alone, this is it.',
    command: 'openssl s_client -connect HOST:PORT -servername HOST -showcerts </dev/null',
    fix: 'Install the full chain (certificate, then intermediates) where the certificate is configured, and reload.',
  },
  'untrusted-root': {
    title: 'The root is not trusted on this side',
    means: 'The chain may be complete, but it ends at a root that this program does not have among those it trusts.',
    check: 'With the right root it says "Verify return code: 0 (ok)": then this side lacks the root.',
    command: 'openssl s_client -connect HOST:PORT -servername HOST -CAfile root.pem </dev/null',
    fix: 'Install the root where this program looks: each has its own place (Trust setup shows them). Programs read it at their start.',
  },
  expired: {
    title: 'A certificate of the chain has expired',
    means: 'Its last day is over; it may be that of the server, of the client or of an authority above.',
    check: 'It prints the first and the last day; compare with date -u on this side.',
    command: 'openssl s_client -connect HOST:PORT -servername HOST </dev/null | openssl x509 -noout -dates',
    fix: 'Renew it, install the new one and reload: a running server keeps the old one. When the dates are right, correct the clock of this side.',
  },
  'not-yet-valid': {
    title: 'A certificate is not valid yet',
    means: 'It begins later than the clock of whoever checks. Mostly that clock is slow, or in another time zone.',
    check: 'It prints the first day; compare with date -u on both machines.',
    command: 'openssl s_client -connect HOST:PORT -servername HOST </dev/null | openssl x509 -noout -startdate',
    fix: 'Correct the clock (NTP). If the clock is right, wait or issue it with an earlier start.',
  },
  'name-mismatch': {
    title: 'The certificate is for another name',
    means: 'The name that was dialled is not among the subject alternative names. The common name does not count.',
    check: 'It prints the names; the dialled one must be among them.',
    command:
      'openssl s_client -connect HOST:PORT -servername HOST </dev/null | openssl x509 -noout -ext subjectAltName',
    fix: 'Dial one of its names, or issue it again with this one. When the server has several certificates, the client must send the server name (SNI).',
  },
  'wrong-purpose': {
    title: 'The certificate is not for this purpose',
    means:
      'Its extended key usage allows the other side of TLS only: a client certificate at a server, or the reverse.',
    check: 'It prints what the certificate is for.',
    command: 'openssl x509 -noout -ext extendedKeyUsage -in certificate.pem',
    fix: 'Issue one with the right profile: server certificates for servers, client certificates for clients.',
  },
  'no-client-certificate': {
    title: 'The server wants a client certificate and got none',
    means:
      'The client has none configured, or none that fits the authorities the server names, and then sends an empty list.',
    check: 'When this works, the program lacks its certificate.',
    command: 'openssl s_client -connect HOST:PORT -servername HOST -cert client.pem -key client.key',
    fix: 'Configure certificate, chain and key in the client. In browsers import the PKCS#12 file.',
  },
  'client-not-trusted': {
    title: 'The server does not accept the client certificate',
    means:
      'It does not trust its root, the client did not send its intermediate, or the server looks less deep than the chain is.',
    check: 'The log of the server names the reason; this lists "Acceptable client certificate CA names".',
    command: 'openssl s_client -connect HOST:PORT -servername HOST </dev/null',
    fix: 'Let the client send its full chain; give the server the root in its list of client authorities, and set the depth (ssl_verify_depth in nginx) to 2 or more.',
  },
  revoked: {
    title: 'The certificate is revoked',
    means: 'A list or an OCSP answer says so.',
    check: 'Open the certificate here: "What others see" asks every address in it.',
    command: null,
    fix: 'Issue a new certificate. A certificate on hold can be released.',
  },
  'revocation-unknown': {
    title: 'Whether it is revoked could not be found out',
    means: 'Checking is turned on, and the list of one issuer of the chain is missing, has ended or cannot be fetched.',
    check: 'Each authority of the chain needs its own list in force.',
    command: 'openssl crl -noout -nextupdate -in list.pem',
    fix: 'Give the program the lists of the whole chain, fetched again before they end. Look at the Publishing page of the authority.',
  },
  'no-common-version': {
    title: 'Both sides share no TLS version',
    means: 'One of them is too old, or is configured to take only old or only new versions.',
    check: 'The same with -tls1_3; the probe of the lab tries all versions.',
    command: 'openssl s_client -connect HOST:PORT -servername HOST -tls1_2 </dev/null',
    fix: 'Allow TLS 1.2 and 1.3 on both sides, and update the older software.',
  },
  'no-common-cipher': {
    title: 'Both sides share no cipher suite, signature or group',
    means: 'What one side offers and what the other takes, or its key can do, have nothing in common.',
    check: 'The probe of the lab shows what is agreed with usual settings; compare with the list that is configured.',
    command: null,
    fix: 'Return to the defaults of both programs, or give the server a key of the kind that the client takes.',
  },
  'not-tls': {
    title: 'There is no TLS on that port',
    means:
      'The answer is not a TLS record: plain HTTP, another service, or one that changes to TLS only when it is asked (STARTTLS).',
    check: 'When this answers, it is plain HTTP. For mail, LDAP and databases choose their protocol in the probe.',
    command: 'curl http://HOST:PORT/',
    fix: 'Correct the port or the scheme, turn TLS on in the server (listen … ssl), or use STARTTLS.',
  },
  'not-listening': {
    title: 'Nothing listens there, or a firewall is in the way',
    means: 'The connection was refused or not answered: TLS has not begun.',
    check: 'On the server this shows whether the port is open, and on which address.',
    command: 'ss -ltn',
    fix: 'Start the server, correct host and port, or open the firewall.',
  },
  closed: {
    title: 'The other side closed the connection during the handshake',
    means:
      'It says nothing about why: a proxy without a server behind it, a server that wants a client certificate or another name, or one that crashed.',
    check: 'The log of the other side at that second; the probe of the lab shows the last message before the end.',
    command: null,
    fix: 'Look there first; then try with the server name and with a client certificate.',
  },
  'key-mismatch': {
    title: 'Key and certificate do not belong together',
    means:
      'The certificate was issued for another key; often the files of two renewals are mixed, or the chain stands before the certificate.',
    check: 'Both must print the same.',
    command: 'openssl x509 -noout -pubkey -in certificate.pem; openssl pkey -pubout -in key.pem',
    fix: 'Install both files of one download. The first certificate in the file must be the one of the key.',
  },
  'wrong-password': {
    title: 'The password of the file is wrong',
    means:
      'The PKCS#12, key store or key cannot be opened with the password that was given; or the program cannot read its protection.',
    check: 'It asks for the password. If openssl opens the file and the program does not, it is the protection.',
    command: 'openssl pkcs12 -in file.p12 -noout',
    fix: 'Enter the password that was shown with the download. For old programs download it with the older protection.',
  },
  'unreadable-file': {
    title: 'The file is not what the program expects',
    means:
      'It is missing, not readable for the account of the program, cut off, in another format (DER for PEM), or holds another kind of object.',
    check: 'PEM begins with -----BEGIN. The Inspect page says what a file is.',
    command: 'head -n 1 file.pem',
    fix: 'Correct the path and its rights, or download the format that this program wants.',
  },
  'weak-key': {
    title: 'The key or its signature is too weak',
    means: 'The security level of this side refuses RSA below 2048 bits and signatures with SHA-1 or MD5.',
    check: 'It shows key size and signature algorithm; look at each certificate of the chain.',
    command: 'openssl x509 -noout -text -in certificate.pem',
    fix: 'Issue it again with P-256 or RSA 2048 and SHA-256, also the authority when that is the weak one.',
  },
  'self-signed': {
    title: 'A self-signed certificate is in the chain, and it is not trusted',
    means:
      'Either the server uses a certificate that nobody issued, or it sends its root, which this side does not trust.',
    check: 'Is it the only one that is sent, or the last of several?',
    command: 'openssl s_client -connect HOST:PORT -servername HOST -showcerts </dev/null',
    fix: 'The only one: issue a certificate and install it. The last: install the root on this side.',
  },
  'unknown-name': {
    title: 'The name was not found, or the server does not know it',
    means: 'DNS has no address for it, or the server has no site for the name in the TLS greeting.',
    check: 'Run it where the error is; then try the probe with and without the server name.',
    command: 'getent hosts HOST',
    fix: 'Correct the name or DNS, or add the name to the configuration of the server.',
  },
  'constraint-broken': {
    title: 'An authority of the chain may not issue this',
    means: 'A name, the length of the path or a missing CA flag of an authority rules the certificate out.',
    check: 'Paste the chain into Inspect: it names the rule and the certificate.',
    command: null,
    fix: 'Issue it below an authority whose limits allow it.',
  },
  'old-signature': {
    title: 'The signature in the handshake is one that this side does not take',
    means:
      'TLS 1.1 and older sign with SHA-1 and MD5, which current libraries refuse; or the other side offers no algorithm that the key can do.',
    check: 'The probe of the lab shows which versions the server takes.',
    command: null,
    fix: 'Let the server speak TLS 1.2 or 1.3.',
  },
};
