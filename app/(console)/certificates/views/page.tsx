import type { Metadata } from 'next';
import { now } from '@/components/clock';
import { Card } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy-button';
import { Link } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { one, requireSignedIn, type SearchParams } from '../../../session';
import { addressOf, readFilter } from '../_components/list-filter';
import { describeFilter } from './_components/describe-filter';
import { OwnViews } from './_components/own-views';
import { SaveView } from './_components/save-view';
import { viewsPageWords } from './_components/views-page.words';

export const generateMetadata = (): Metadata => ({ title: viewsPageWords().views.viewsCertificates });

/** Names for filters of the list: those of the program, and the operator's own. A plain page: `v`, then the row. */
export default async function ViewsPage({ searchParams }: { searchParams: SearchParams }) {
  const say = viewsPageWords().views;
  const given = one((await searchParams).save) ?? '';
  const { reads } = await requireSignedIn(
    given ? `/certificates/views?save=${encodeURIComponent(given)}` : '/certificates/views',
  );
  const [views, authorities] = await Promise.all([reads.views(), reads.authorities()]);
  const nameOf = (id: string) => authorityName(authorities, id);
  // Through the list's own reader, so that only what the list understands is kept.
  const filter = readFilter(Object.fromEntries(new URLSearchParams(given)));
  const query = addressOf(filter).split('?')[1] ?? '';
  return (
    <Page width="form">
      <PageHeader
        section={{ href: query ? `/certificates?${query}` : '/certificates', label: say.certificates }}
        title={say.views}
      >
        {say.namesForFiltersOfThe}
      </PageHeader>
      {query ? (
        <Card title={say.saveTheFilterYouCame} id="save">
          <p className="mb-4 text-13 text-muted">{describeFilter(filter, nameOf)}</p>
          <SaveView query={query} />
        </Card>
      ) : null}
      <Card title={say.yours} id="yours" flush>
        <OwnViews
          views={views.map((view) => ({
            id: view.id,
            name: view.name,
            query: view.query,
            words: describeFilter(readFilter(Object.fromEntries(new URLSearchParams(view.query))), nameOf),
          }))}
        />
      </Card>
      <Card title={say.alwaysThere} id="built-in" flush>
        <ul className="divide-y divide-line-faint">
          {builtIn(now()).map(({ name, query: address }) => (
            <li key={name} className="relative flex items-center gap-3 px-5 py-3 hover:bg-subtle">
              <div className="min-w-0 flex-1">
                <Link data-row href={`/certificates?${address}`} className="font-medium after:absolute after:inset-0">
                  {name}
                </Link>
                <p className="text-13 text-muted">
                  {describeFilter(readFilter(Object.fromEntries(new URLSearchParams(address))), nameOf)}
                </p>
              </div>
              <span className="relative z-10">
                <CopyButton text={`/certificates?${address}`} what={say.theLinkOf(name)} link />
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </Page>
  );
}

function builtIn(at: Date): readonly { name: string; query: string }[] {
  const say = viewsPageWords().views;
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1)).toISOString().slice(0, 10);
  const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).toISOString().slice(0, 10);
  return [
    { name: say.expiringIn30DaysNot, query: 'status=expiring&replaced=no&sort=expiry' },
    { name: say.onHold, query: 'status=held' },
    { name: say.revokedThisMonth, query: `revoked=${first}..${last}` },
  ];
}

interface Named {
  readonly authority: { readonly id: string; readonly name: string };
  readonly children: readonly Named[];
}
function authorityName(nodes: readonly Named[], id: string): string | null {
  for (const { authority, children } of nodes) {
    if (authority.id === id) return authority.name;
    const below = authorityName(children, id);
    if (below) return below;
  }
  return null;
}
