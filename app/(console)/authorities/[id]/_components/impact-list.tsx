import { boundedPlural, plural } from '@/components/format';
import { StatusBadge } from '@/components/pki/status-badge';
import { Link } from '@/components/ui/link';
import type { AuthorityImpactView } from '@/lib/services/views';

/** What depends on an authority, before something is done to it: the number first, then the list. */
export function ImpactList({ impact, children }: { impact: AuthorityImpactView; children?: React.ReactNode }) {
  const { livingCertificates, certificates, authoritiesBelow } = impact;
  return (
    <section aria-labelledby="impact" className="rounded-lg border border-line bg-subtle p-5">
      <h2 id="impact" className="mb-2 font-semibold">
        What depends on it
      </h2>
      <ul className="flex list-disc flex-col gap-1.5 ps-5">
        <li>
          {livingCertificates === 0
            ? 'No living certificate was issued by it or below it.'
            : `${boundedPlural(livingCertificates, 'living certificate')} issued by it and below it.`}
        </li>
        <li>
          {authoritiesBelow.length === 0
            ? 'No authority is below it.'
            : `${plural(authoritiesBelow.length, 'authority', 'authorities')} below it: ${authoritiesBelow.map(({ name }) => name).join(', ')}.`}
        </li>
        {children}
      </ul>
      {certificates.length > 0 ? (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by key
          tabIndex={0}
          aria-label="Living certificates"
          className="mt-4 max-h-64 divide-y divide-line-faint overflow-y-auto rounded-md border border-line bg-card"
        >
          {certificates.map(({ certificate, status, daysLeft, issuerName }) => (
            <li key={certificate.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-2">
              <span className="min-w-0">
                <Link
                  href={`/certificates/${certificate.id}`}
                  className="font-medium hover:text-accent [overflow-wrap:anywhere]"
                >
                  {certificate.displayName}
                </Link>{' '}
                <span className="text-13 text-muted">{issuerName}</span>
              </span>
              <StatusBadge status={status} daysLeft={daysLeft} certificate={certificate} />
            </li>
          ))}
          {livingCertificates > certificates.length ? (
            <li className="px-4 py-2 text-13 text-muted">
              and {livingCertificates > 10_000 ? 'many more' : plural(livingCertificates - certificates.length, 'more')}
            </li>
          ) : null}
        </ul>
      ) : null}
    </section>
  );
}
