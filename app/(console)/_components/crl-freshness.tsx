import { now } from '@/components/clock';
import { Card } from '@/components/ui/card';
import { Disclosure } from '@/components/ui/disclosure';
import { Link, TextLink } from '@/components/ui/link';
import { Time } from '@/components/ui/time';
import type { AuthorityNode, CrlView } from '@/lib/services/views';
import { consolePageWords } from './console-page.words';

type WithList = AuthorityNode & { readonly crl: CrlView };
const MOST = 8;

/** How much of the time of each authority's revocation list has passed: from this update to the next one. */
export function CrlFreshness({ nodes }: { nodes: readonly AuthorityNode[] }) {
  const words = consolePageWords().crlFreshness;
  const lists = nodes
    .filter((node): node is WithList => node.crl !== null)
    .sort((one, other) => one.crl.nextUpdate.getTime() - other.crl.nextUpdate.getTime());
  const overdue = lists.filter(({ crl }) => crl.overdue).length;
  const title =
    lists.length === 0
      ? words.noRevocationListYet
      : overdue > 0
        ? words.overdue(overdue)
        : words.allFresh(lists.length);
  return (
    <Card title={title} id="crl-freshness">
      {lists.length === 0 ? <p className="text-muted">{words.anAuthoritySignsItsFirst}</p> : null}
      <ul className="flex flex-col gap-4">
        {lists.slice(0, MOST).map((node) => (
          <li key={node.authority.id}>
            <p className="mb-1.5 flex flex-wrap items-baseline justify-between gap-x-4">
              <Link href={`/authorities/${node.authority.id}`} className="min-w-0 truncate font-medium hover:underline">
                {node.authority.name}
              </Link>
              <span className={`text-13 ${node.crl.overdue ? 'font-medium text-revoked' : 'text-muted'}`}>
                {node.crl.overdue ? words.overdueSince : words.nextBy}
                <Time at={node.crl.nextUpdate} />
              </span>
            </p>
            <Bar crl={node.crl} />
          </li>
        ))}
      </ul>
      {lists.length > MOST ? <p className="mt-3 text-13 text-muted">{words.theThatEndFirstAre(MOST)}</p> : null}
      {lists.length > 0 ? (
        <div className="mt-4">
          <Disclosure summary={words.viewAsTable}>
            <table className="w-full">
              <thead>
                <tr className="text-13 text-muted">
                  {[words.authority, words.thisUpdate, words.nextUpdate, words.timePassed].map((head, at) => (
                    <th
                      key={head}
                      scope="col"
                      className={`py-1 pe-3 font-medium last:pe-0 ${at === 3 ? 'text-end' : 'text-start'} ${at === 1 ? 'max-sm:hidden' : ''}`}
                    >
                      {head}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {lists.map(({ authority, crl }) => (
                  <tr key={authority.id}>
                    <td className="py-0.5 pe-3 [overflow-wrap:anywhere]">
                      <TextLink href={`/authorities/${authority.id}`}>{authority.name}</TextLink>
                    </td>
                    <td className="py-0.5 pe-3 max-sm:hidden">
                      <Time at={crl.thisUpdate} />
                    </td>
                    <td className="py-0.5 pe-3">
                      <Time at={crl.nextUpdate} />
                    </td>
                    <td className="py-0.5 text-end tabular-nums">{passed(crl)} %</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Disclosure>
        </div>
      ) : null}
    </Card>
  );
}

/** Whole percent of the time from this update to the next one; never more than a hundred. */
function passed({ thisUpdate, nextUpdate }: CrlView): number {
  const length = Math.max(1, nextUpdate.getTime() - thisUpdate.getTime());
  const share = (now().getTime() - thisUpdate.getTime()) / length;
  return Math.round(Math.min(1, Math.max(0, share)) * 100);
}

/** Filled is what has passed. */
function Bar({ crl }: { crl: CrlView }) {
  const share = passed(crl);
  return (
    <svg width="100%" height="10" aria-hidden="true" className="block">
      <rect
        width="100%"
        height="10"
        rx="3"
        className={crl.overdue ? 'fill-revoked-tint stroke-revoked' : 'fill-line-faint'}
      />
      <rect
        width={`${Math.max(1, share)}%`}
        height="10"
        rx="3"
        className={crl.overdue ? 'fill-revoked' : 'fill-accent'}
      />
    </svg>
  );
}
