import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { one, requireSignedIn, type SearchParams } from '../../../session';
import { addressOf, readFilter, without } from '../_components/list-filter';
import { actWords } from './_components/act.words';
import { BULK_ACTS, type BulkActName } from './_components/acts';
import { bulkActPageWords } from './_components/bulk-act-page.words';
import { BulkForm } from './_components/bulk-form';

const actOf = (text: string | undefined): BulkActName | null => BULK_ACTS.find((act) => act === text) ?? null;

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const words = bulkActPageWords();
  const act = actOf(one((await searchParams).act));
  return { title: words.certificates(act ? actWords()[act].title : words.whatToDo) };
}

/** One act on many certificates: what is chosen, what it would meet, and the button that starts the job. */
export default async function BulkPage({ searchParams }: { searchParams: SearchParams }) {
  const words = bulkActPageWords();
  const params = await searchParams;
  const act = actOf(one(params.act));
  const all = one(params.all) === '1';
  const given = without(readFilter(params), 'sort');
  // `show` is the list's own word: an act is about everything unless told otherwise.
  const filter = given.old === 'show' ? without(given, 'old') : given;
  const query = addressOf(filter).split('?')[1] ?? '';
  const here = (name: string) => {
    const target = new URLSearchParams(all ? query : '');
    target.set('act', name);
    if (all) target.set('all', '1');
    return `/certificates/bulk?${target}`;
  };
  const { reads } = await requireSignedIn(here(act ?? ''));
  const { sealState } = await reads.viewer();
  const list = all ? addressOf(filter) : '/certificates';
  return (
    <Page width="form">
      <PageHeader
        section={{ href: list, label: words.certificates2 }}
        title={act ? actWords()[act].title : words.whatToDoWithThe}
      >
        {act ? actWords()[act].about : words.eachHasAPageThat}
      </PageHeader>
      {act === null ? (
        <ul className="divide-y divide-line-faint rounded-lg border border-line bg-card">
          {BULK_ACTS.map((name) => (
            <li key={name} className="relative px-5 py-3.5 hover:bg-subtle">
              <Link data-row href={here(name)} className="font-medium after:absolute after:inset-0">
                {actWords()[name].title}
              </Link>
              <p className="text-13 text-muted">{actWords()[name].about}</p>
            </li>
          ))}
        </ul>
      ) : (
        <>
          {sealState === 'sealed' ? (
            <Notice
              tone="warning"
              title={words.theKeysAreSealed}
              actions={<ButtonLink href={`/unseal?next=${encodeURIComponent(here(act))}`}>{words.unseal}</ButtonLink>}
            >
              {words.theJobCanBeStarted}
            </Notice>
          ) : null}
          <BulkForm key={here(act)} act={act} filter={all ? query : null} list={list} />
        </>
      )}
    </Page>
  );
}
