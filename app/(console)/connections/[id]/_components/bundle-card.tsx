import { FileText, KeyRound } from 'lucide-react';
import { withinSentence } from '@/components/language/define-words';
import { KindTile } from '@/components/pki/kind-icon';
import { StatusBadge } from '@/components/pki/status-badge';
import { Link, TextLink } from '@/components/ui/link';
import type { BundleFile, CertificateRow } from '@/lib/services/views';
import { connectionPageWords } from './connection-page.words';
import { DownloadBundle } from './download-bundle';

/** What one party receives: exactly these files, under exactly these names. */
export function BundleCard({
  connectionId,
  side,
  row,
  bundle,
}: {
  connectionId: string;
  side: 'server' | 'client';
  row: CertificateRow | null;
  bundle: { readonly fileName: string; readonly files: readonly BundleFile[] };
}) {
  const words = connectionPageWords().bundleCard;
  const title = side === 'server' ? words.forTheServer : row ? words.forTheClient : words.forEveryClient;
  return (
    <section aria-labelledby={`bundle-${side}`} className="flex min-w-0 flex-col rounded-lg border border-line bg-card">
      <div className="flex items-start gap-3 px-5 pt-5 pb-4">
        <KindTile kind={side} />
        <div className="flex min-w-0 flex-1 flex-col items-start gap-1.5">
          <h2 id={`bundle-${side}`} className="text-13 text-muted">
            {title}
          </h2>
          {row ? (
            <>
              <Link
                href={`/certificates/${row.certificate.id}`}
                className="text-16 font-semibold hover:text-accent hover:underline [overflow-wrap:anywhere]"
              >
                {row.certificate.displayName}
              </Link>
              <StatusBadge status={row.status} daysLeft={row.daysLeft} certificate={row.certificate} />
            </>
          ) : (
            <p className="text-16 font-semibold">{words.trustOnlyNoCertificate}</p>
          )}
        </div>
        {row && row.status !== 'revoked' && row.status !== 'expired' ? (
          <TextLink
            href={`/certificates/${row.certificate.id}/revoke`}
            className="inline-flex min-h-6 items-center text-13"
          >
            {words.revoke}
            <span className="sr-only"> {row.certificate.displayName}</span>
          </TextLink>
        ) : null}
      </div>
      <ul aria-label={words.filesIn(bundle.fileName)} className="flex-1 border-t border-line-faint">
        {bundle.files.map((file) => {
          const Icon = file.secret ? KeyRound : FileText;
          return (
            <li key={file.name} className="flex items-start gap-3 border-b border-line-faint px-5 py-2.5">
              <Icon
                aria-hidden="true"
                className={`mt-0.5 size-4 shrink-0 ${file.secret ? 'text-expiring' : 'text-muted'}`}
              />
              <div className="min-w-0">
                <p className="flex flex-wrap items-baseline gap-x-2">
                  <code className="font-mono text-13 font-medium [overflow-wrap:anywhere]">{file.name}</code>
                  {file.secret ? <span className="text-12 font-medium text-expiring">{words.secret}</span> : null}
                </p>
                <p className="text-13 text-muted">{file.description}</p>
              </div>
            </li>
          );
        })}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3.5">
        <DownloadBundle connectionId={connectionId} side={side} fileName={bundle.fileName} />
        <TextLink
          href={`/connections/${connectionId}/handover?side=${side}`}
          className="inline-flex min-h-6 items-center text-13"
        >
          {words.handOverByALink}
          <span className="sr-only">: {withinSentence(title)}</span>
        </TextLink>
      </div>
    </section>
  );
}
