import { StatusBadge } from '@/components/pki/status-badge';
import { DownloadLink } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Time } from '@/components/ui/time';
import type { AuthorityCertificateView } from '@/lib/services/views';

const KINDS = {
  'self-signed': 'Signed by itself',
  issued: 'Signed by the authority above',
  cross: 'Cross-certificate',
} as const;

/** Every certificate of its key. Each has a chain of its own to download. */
export function OwnCertificates({
  certificates,
  now,
}: {
  certificates: readonly AuthorityCertificateView[];
  now: Date;
}) {
  return (
    <Card
      title="Certificates of this key"
      id="own-certificates"
      note="Whatever it has signed verifies under each of them."
      flush
    >
      <ul className="divide-y divide-line-faint">
        {certificates.map(({ certificate, status, issuerName, inForce, kind }) => (
          <li key={certificate.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
            <div className="min-w-48 flex-1">
              <Link href={`/certificates/${certificate.id}`} className="font-medium hover:text-accent">
                {KINDS[kind]}
                {kind === 'cross' ? `, by ${issuerName}` : ''}
              </Link>
              <p className="text-13 text-muted">
                {inForce ? 'In force, ' : ''}
                <Time at={certificate.notBefore} show="day" /> to <Time at={certificate.notAfter} show="day" />
                {certificate.origin === 'imported' ? ', signed elsewhere' : ''}
              </p>
            </div>
            <StatusBadge
              status={status}
              daysLeft={Math.floor((certificate.notAfter.getTime() - now.getTime()) / 86_400_000)}
              certificate={certificate}
            />
            <DownloadLink size="small" href={`/api/v1/certificates/${certificate.id}/download?format=fullchain`}>
              Chain
            </DownloadLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
