import type { Metadata } from 'next';
import { ButtonLink } from '@/components/ui/button-link';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Page, PageHeader } from '@/components/ui/page';
import { one, requireSignedIn, type SearchParams } from '../../../session';
import { addressOf, readFilter, without } from '../_components/list-filter';
import { ACT_WORDS, type BulkActName } from './_components/act-words';
import { BulkForm } from './_components/bulk-form';

const actOf = (text: string | undefined): BulkActName | null =>
  text !== undefined && text in ACT_WORDS ? (text as BulkActName) : null;

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const act = actOf(one((await searchParams).act));
  return { title: `${act ? ACT_WORDS[act].title : 'What to do'} · Certificates` };
}

/** One act on many certificates: what is chosen, what it would meet, and the button that starts the job. */
export default async function BulkPage({ searchParams }: { searchParams: SearchParams }) {
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
        section={{ href: list, label: 'Certificates' }}
        title={act ? ACT_WORDS[act].title : 'What to do with the chosen certificates'}
      >
        {act ? ACT_WORDS[act].about : 'Each has a page that shows first what it would meet.'}
      </PageHeader>
      {act === null ? (
        <ul className="divide-y divide-line-faint rounded-lg border border-line bg-card">
          {(Object.keys(ACT_WORDS) as BulkActName[]).map((name) => (
            <li key={name} className="relative px-5 py-3.5 hover:bg-subtle">
              <Link data-row href={here(name)} className="font-medium after:absolute after:inset-0">
                {ACT_WORDS[name].title}
              </Link>
              <p className="text-13 text-muted">{ACT_WORDS[name].about}</p>
            </li>
          ))}
        </ul>
      ) : (
        <>
          {sealState === 'sealed' ? (
            <Notice
              tone="warning"
              title="The keys are sealed"
              actions={<ButtonLink href={`/unseal?next=${encodeURIComponent(here(act))}`}>Unseal</ButtonLink>}
            >
              The job can be started, and waits until they are unsealed.
            </Notice>
          ) : null}
          <BulkForm key={here(act)} act={act} filter={all ? query : null} list={list} />
        </>
      )}
    </Page>
  );
}
