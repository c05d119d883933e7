import { formatCount, formatDay } from '@/components/format';
import { StatusBadge } from '@/components/pki/status-badge';
import { Link, TextLink } from '@/components/ui/link';
import type { RolloverView } from '@/lib/services/get-rollover';
import { rolloverPageWords } from './rollover-page.words';

/** What is accepted today and would not be, were it gone: numbers by when they end, then the first by name. */
export function Breaks({ plan: { authority, impact, below, belowLeftOut } }: { plan: RolloverView }) {
  const words = rolloverPageWords().breaks;
  const authorities = below.length + belowLeftOut;
  const most = Math.max(1, ...impact.byEnd.map(({ count }) => count));
  return (
    <div>
      <p className="px-5 py-4">
        {impact.total === 0 ? words.nothingLivesThatItOr : words.refused(impact.total, authorities)}
        {impact.last ? words.theLastOfThemEnds(formatDay(impact.last)) : ''}
      </p>
      {impact.total > 0 ? (
        <table className="w-full border-t border-line-faint">
          <caption className="sr-only">{words.livingCertificatesByWhenThey}</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">{words.theyEnd}</th>
              <th scope="col">{words.certificates}</th>
            </tr>
          </thead>
          <tbody>
            {impact.byEnd.map(({ label, count }) => (
              <tr key={label} className="border-b border-line-faint last:border-b-0">
                <th scope="row" className="w-52 py-2 ps-5 pe-3 text-start font-normal text-muted max-sm:w-36">
                  {label}
                </th>
                <td className="py-2 pe-5">
                  <span className="flex items-center gap-3">
                    <svg width="100%" height="10" aria-hidden="true" className="block max-w-md flex-1">
                      <rect width="100%" height="10" rx="2" className="fill-line-faint" />
                      {count > 0 ? (
                        <rect
                          width={`${((count / most) * 100).toFixed(1)}%`}
                          height="10"
                          rx="2"
                          className="fill-accent"
                        />
                      ) : null}
                    </svg>
                    <span className="w-16 text-end tabular-nums">{formatCount(count)}</span>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {impact.first.length > 0 ? (
        <>
          <h3 className="border-t border-line-faint px-5 pt-4 pb-2 font-medium">{words.endingFirst}</h3>
          <ul className="divide-y divide-line-faint">
            {impact.first.map(({ certificate, status, daysLeft, issuerName }) => (
              <li
                key={certificate.id}
                className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-2"
              >
                <span className="min-w-0">
                  <Link
                    href={`/certificates/${certificate.id}`}
                    className="font-medium hover:text-accent hover:underline [overflow-wrap:anywhere]"
                  >
                    {certificate.displayName}
                  </Link>{' '}
                  <span className="text-13 text-muted">{issuerName}</span>
                </span>
                <StatusBadge status={status} daysLeft={daysLeft} certificate={certificate} />
              </li>
            ))}
          </ul>
          <p className="border-t border-line-faint px-5 py-3 text-13">
            <TextLink href={`/certificates?issuer=${authority.id}&sort=expiry`}>
              {words.allThatHasSignedEnding(authority.name)}
            </TextLink>
          </p>
        </>
      ) : null}
    </div>
  );
}
