import { Phrase } from '@/components/language/phrase';
import { StatusBadge } from '@/components/pki/status-badge';
import { DownloadLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Time } from '@/components/ui/time';
import type { AuthorityCertificateView } from '@/lib/services/views';
import { authorityPageWords } from './authority-page.words';

const kinds = () =>
  ({
    'self-signed': authorityPageWords().ownCertificates.signedByItself,
    issued: authorityPageWords().ownCertificates.signedByTheAuthorityAbove,
    cross: 'Cross-certificate',
  }) as const;

/** Every certificate of its key. Each has a chain of its own to download. */
export function OwnCertificates({
  certificates,
  now,
}: {
  certificates: readonly AuthorityCertificateView[];
  now: Date;
}) {
  const words = authorityPageWords().ownCertificates;
  return (
    <Card title={words.certificatesOfThisKey} id="own-certificates" note={words.whateverItHasSignedVerifies} flush>
      <ul className="divide-y divide-line-faint">
        {certificates.map(({ certificate, status, issuerName, inForce, kind }) => (
          <li key={certificate.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
            <div className="min-w-48 flex-1">
              <Link href={`/certificates/${certificate.id}`} className="font-medium hover:text-accent">
                {kinds()[kind]}
                {kind === 'cross' ? words.by(issuerName) : ''}
              </Link>
              <p className="text-13 text-muted">
                <Phrase
                  of={words.to}
                  parts={{
                    value: inForce ? words.inForce : '',
                    time: <Time at={certificate.notBefore} show="day" />,
                    time2: <Time at={certificate.notAfter} show="day" />,
                    value2: certificate.origin === 'imported' ? words.signedElsewhere : '',
                  }}
                />
              </p>
            </div>
            <StatusBadge
              status={status}
              daysLeft={Math.floor((certificate.notAfter.getTime() - now.getTime()) / 86_400_000)}
              certificate={certificate}
            />
            <DownloadLink size="small" href={`/api/v1/certificates/${certificate.id}/download?format=fullchain`}>
              {words.chain}
            </DownloadLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
