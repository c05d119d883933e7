import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { Metadata } from 'next';
import { formatNumber } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Cell, Row, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { AuthorityListView } from '@/lib/services/get-authority-lists';
import { titled } from '../../../../session';
import { AuthorityFrame } from '../_components/authority-frame';
import { authorityPageWords } from '../_components/authority-page.words';
import { CrlCard } from '../_components/crl-card';
import { readAuthority } from '../_components/read-authority';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const words = authorityPageWords().crls;
  return titled(readAuthority((await params).id, 'crls'), ({ view }) =>
    words.crlsOfAuthorities(view.node.authority.name),
  );
}

export default async function AuthorityCrlsPage({ params }: Params) {
  const words = authorityPageWords().crls;
  const { reads, view, sealed } = await readAuthority((await params).id, 'crls');
  const { authority, crl, keyAtHand } = view.node;
  const { lists, leftOut } = await reads.authorityLists(authority.id);
  return (
    <AuthorityFrame view={view} sealed={sealed} tab="crls">
      <CrlCard authorityId={authority.id} crl={crl} sealed={sealed} cannotSign={!keyAtHand} />
      <Card
        title={words.listsInForce}
        id="lists"
        note={words.aListLivesDaysThe(view.crlLifeDays)}
        actions={
          <ButtonLink href={`/authorities/${authority.id}/settings`} size="small">
            {words.settingsOfLists}
          </ButtonLink>
        }
        flush
      >
        <Table
          label={words.numberAgeAndStateOf}
          head={[words.list, words.number, words.signed, words.nextBy, words.entries, words.state]}
        >
          {lists.map((list) => (
            <ListRow key={list.url} list={list} />
          ))}
        </Table>
        {leftOut > 0 ? (
          <p className="border-t border-line-faint px-5 py-3 text-13 text-muted">{words.andMoreParts(leftOut)}</p>
        ) : null}
      </Card>
    </AuthorityFrame>
  );
}

function ListRow({ list: { kind, shard, url, crl } }: { list: AuthorityListView }) {
  const words = authorityPageWords().crls;
  const name = kind === 'delta' ? words.delta : shard === 0 ? words.wholeList : words.part(shard);
  const [Icon, ink, word] =
    crl === null
      ? ([CircleDashed, 'text-muted', words.notSignedYet] as const)
      : crl.overdue
        ? ([CircleX, 'text-revoked', words.overdue] as const)
        : ([CircleCheck, 'text-valid', words.inForce] as const);
  return (
    <Row>
      <Cell className="min-w-32">
        <a
          href={url}
          className="text-accent underline decoration-accent/40 underline-offset-3 hover:decoration-current"
        >
          {name}
        </a>
      </Cell>
      <Cell className="tabular-nums">{crl?.crlNumber ?? ''}</Cell>
      <Cell className="whitespace-nowrap">{crl ? <Time at={crl.thisUpdate} /> : null}</Cell>
      <Cell className="whitespace-nowrap">{crl ? <Time at={crl.nextUpdate} /> : null}</Cell>
      <Cell className="tabular-nums">{crl ? formatNumber(crl.entryCount) : ''}</Cell>
      <Cell>
        <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${ink}`}>
          <Icon aria-hidden="true" className="size-4" />
          {word}
        </span>
      </Cell>
    </Row>
  );
}
