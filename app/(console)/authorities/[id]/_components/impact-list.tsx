import { StatusBadge } from '@/components/pki/status-badge';
import { Link } from '@/components/ui/link';
import type { AuthorityImpactView } from '@/lib/services/views';
import { authorityPageWords } from './authority-page.words';

/** What depends on an authority, before something is done to it: the number first, then the list. */
export function ImpactList({ impact, children }: { impact: AuthorityImpactView; children?: React.ReactNode }) {
  const words = authorityPageWords().impactList;
  const { livingCertificates, certificates, authoritiesBelow } = impact;
  return (
    <section aria-labelledby="impact" className="rounded-lg border border-line bg-subtle p-5">
      <h2 id="impact" className="mb-2 font-semibold">
        {words.whatDependsOnIt}
      </h2>
      <ul className="flex list-disc flex-col gap-1.5 ps-5">
        <li>
          {livingCertificates === 0
            ? words.noLivingCertificateWasIssued
            : words.livingCertificatesIssuedByIt(livingCertificates)}
        </li>
        <li>
          {authoritiesBelow.length === 0
            ? words.noAuthorityIsBelowIt
            : words.authoritiesBelowIt(authoritiesBelow.length, authoritiesBelow.map(({ name }) => name).join(', '))}
        </li>
        {children}
      </ul>
      {certificates.length > 0 ? (
        <ul
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by key
          tabIndex={0}
          aria-label={words.livingCertificates}
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
              {words.and(
                livingCertificates > 10_000 ? words.manyMore : words.more(livingCertificates - certificates.length),
              )}
            </li>
          ) : null}
        </ul>
      ) : null}
    </section>
  );
}
