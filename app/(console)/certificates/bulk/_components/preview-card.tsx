import { formatNumber } from '@/components/format';
import { Link } from '@/components/ui/link';
import { bulkActWords } from './bulk-act.words';

/** As the server counts it. */
export interface Preview {
  readonly total: number;
  readonly more: boolean;
  readonly limit: number;
  readonly refusals: readonly { readonly reason: string; readonly count: number; readonly names: readonly string[] }[];
  readonly issuers: readonly { readonly id: string; readonly name: string; readonly count: number }[];
  readonly names: readonly string[];
}

const MOST_ISSUERS = 6;

/** How many, whose, and what will be refused. */
export function PreviewCard({ preview, list }: { preview: Preview; list: string }) {
  const words = bulkActWords().previewCard;
  const { total, more, limit, refusals, issuers, names } = preview;
  const accepted = total - refusals.reduce((sum, one) => sum + one.count, 0);
  const unnamed = accepted - names.length;
  return (
    <section aria-labelledby="chosen" className="flex flex-col gap-4 rounded-lg border border-line bg-subtle p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id="chosen" tabIndex={-1} className="font-semibold">
          {more ? words.moreThanCertificates(formatNumber(limit)) : words.certificates(total)}
        </h2>
        <Link href={list} className="text-13 underline underline-offset-2 hover:text-accent">
          {words.lookAtTheList}
        </Link>
      </div>
      {more ? <p className="text-revoked">{words.oneActTakesAtMost(formatNumber(limit))}</p> : null}
      {names.length > 0 ? (
        <p className="[overflow-wrap:anywhere]">
          {names.join(', ')}
          {unnamed > 0 ? words.andMore(formatNumber(unnamed)) : ''}
        </p>
      ) : (
        <p className="text-revoked">{words.noneOfThemCanBe}</p>
      )}
      <ul className="flex flex-col gap-1 text-13">
        {issuers.slice(0, MOST_ISSUERS).map((issuer) => (
          <li key={issuer.id} className="flex justify-between gap-4">
            <span className="min-w-0 truncate">{words.issuedBy(issuer.name)}</span>
            <span className="tabular-nums">{formatNumber(issuer.count)}</span>
          </li>
        ))}
        {issuers.length > MOST_ISSUERS ? (
          <li className="text-muted">{words.andOtherIssuers(issuers.length - MOST_ISSUERS)}</li>
        ) : null}
      </ul>
      {refusals.length > 0 ? (
        <div className="flex flex-col gap-1.5 border-t border-line pt-4">
          <h3 className="text-13 font-medium">{words.willBeRefusedAndNamed}</h3>
          <ul className="flex flex-col gap-1 text-13">
            {refusals.map(({ reason, count, names: first }) => (
              <li key={reason} className="flex justify-between gap-4">
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  {reason}
                  <span className="block text-muted">
                    {first.join(', ')}
                    {count > first.length ? words.andMore(formatNumber(count - first.length)) : ''}
                  </span>
                </span>
                <span className="tabular-nums">{formatNumber(count)}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}
