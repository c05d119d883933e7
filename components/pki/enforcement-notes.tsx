import { pkiWords } from './pki.words';

const notes = () =>
  [
    {
      who: 'nginx, Apache, HAProxy, Envoy, PostgreSQL',
      what: pkiWords().enforcementNotes.onlyWithARevocationList,
    },
    {
      who: 'OpenSSL, curl, Go, Python, Node.js',
      what: pkiWords().enforcementNotes.notByThemselvesTheyCompare,
    },
    {
      who: 'Java',
      what: pkiWords().enforcementNotes.onlyWhereRevocationCheckingIs,
    },
    {
      who: pkiWords().enforcementNotes.chromeAndEdge,
      what: pkiWords().enforcementNotes.forAPrivateRootOnly,
    },
    {
      who: 'IIS',
      what: pkiWords().enforcementNotes.checksClientCertificatesByDefault,
    },
  ] as const;

/** Who refuses a certificate because it is revoked or on hold: nobody does so by default everywhere. */
export function EnforcementNotes() {
  return (
    <dl className="flex flex-col gap-3">
      {notes().map(({ who, what }) => (
        <div key={who}>
          <dt className="text-13 font-medium">{who}</dt>
          <dd className="text-13 text-muted [overflow-wrap:anywhere]">{what}</dd>
        </div>
      ))}
    </dl>
  );
}
