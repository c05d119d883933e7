import type { CsrView } from '@/lib/services/views';
import { requestPageWords } from './request-page.words';

/** Asked, issued, why: a table from 640 px, a list below it. */
export function Comparison({ rows }: { rows: CsrView['comparison'] }) {
  const words = requestPageWords().comparison;
  return (
    <table className="w-full text-start sm:table-fixed">
      <thead className="max-sm:sr-only">
        <tr className="border-b border-line-faint text-12 text-muted">
          {heads().map(([head, width]) => (
            <th key={head} scope="col" className={`px-3 py-2 text-start font-medium first:ps-5 last:pe-5 ${width}`}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ what, asked, issued, why }) => (
          <tr
            key={what}
            className="border-b border-line-faint align-top last:border-b-0 max-sm:block max-sm:px-5 max-sm:py-3"
          >
            <th
              scope="row"
              className="py-2.5 ps-5 pe-3 text-start text-13 font-medium max-sm:block max-sm:p-0 max-sm:pb-1"
            >
              {what}
            </th>
            <Value head={words.asked} className={asked === issued ? '' : 'text-muted'}>
              {asked}
            </Value>
            <Value head={words.issued} className={issued === 'refused' ? 'font-medium text-revoked' : 'font-medium'}>
              {issued}
            </Value>
            <td className="py-2.5 ps-3 pe-5 text-13 text-muted max-sm:block max-sm:p-0">{why}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const heads = () =>
  [
    [requestPageWords().comparison.what, 'w-30'],
    [requestPageWords().comparison.asked, 'w-[25%]'],
    [requestPageWords().comparison.willBeIssued, 'w-[29%]'],
    [requestPageWords().comparison.why, ''],
  ] as const;

function Value({ head, className, children }: { head: string; className: string; children: string }) {
  return (
    <td className={`px-3 py-2.5 font-mono text-13 [overflow-wrap:anywhere] max-sm:block max-sm:p-0 ${className}`}>
      <span aria-hidden="true" className="me-2 font-sans font-normal text-muted sm:hidden">
        {head}
      </span>
      {children}
    </td>
  );
}
