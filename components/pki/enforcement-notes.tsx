const NOTES = [
  {
    who: 'nginx, Apache, HAProxy, Envoy, PostgreSQL',
    what: 'Only with a revocation list in their configuration, and only once they have read the new one: fetch it and reload.',
  },
  {
    who: 'OpenSSL, curl, Go, Python, Node.js',
    what: 'Not by themselves. They compare with a list where the program gives them one, as curl --crlfile and openssl -crl_check do.',
  },
  {
    who: 'Java',
    what: 'Only where revocation checking is turned on; then by OCSP or by the list that the certificate names.',
  },
  {
    who: 'Chrome and Edge',
    what: 'For a private root only under the policy RequireOnlineRevocationChecksForLocalAnchors.',
  },
  {
    who: 'IIS',
    what: 'Checks client certificates by default, and keeps the list it has until its next update.',
  },
] as const;

/** Who refuses a certificate because it is revoked or on hold: nobody does so by default everywhere. */
export function EnforcementNotes() {
  return (
    <dl className="flex flex-col gap-3">
      {NOTES.map(({ who, what }) => (
        <div key={who}>
          <dt className="text-13 font-medium">{who}</dt>
          <dd className="text-13 text-muted [overflow-wrap:anywhere]">{what}</dd>
        </div>
      ))}
    </dl>
  );
}
