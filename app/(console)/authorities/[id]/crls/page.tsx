import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { Metadata } from 'next';
import { formatNumber, plural } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Cell, Row, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { AuthorityListView } from '@/lib/services/get-authority-lists';
import { titled } from '../../../../session';
import { AuthorityFrame } from '../_components/authority-frame';
import { CrlCard } from '../_components/crl-card';
import { readAuthority } from '../_components/read-authority';

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return titled(
    readAuthority((await params).id, 'crls'),
    ({ view }) => `CRLs of ${view.node.authority.name} · Authorities`,
  );
}

export default async function AuthorityCrlsPage({ params }: Params) {
  const { reads, view, sealed } = await readAuthority((await params).id, 'crls');
  const { authority, crl, keyAtHand } = view.node;
  const { lists, leftOut } = await reads.authorityLists(authority.id);
  return (
    <AuthorityFrame view={view} sealed={sealed} tab="crls">
      <CrlCard authorityId={authority.id} crl={crl} sealed={sealed} cannotSign={!keyAtHand} />
      <Card
        title="Lists in force"
        id="lists"
        note={`A list lives ${plural(view.crlLifeDays, 'day')}; the next is signed at half of its life, and after each revocation.`}
        actions={
          <ButtonLink href={`/authorities/${authority.id}/settings`} size="small">
            Settings of lists
          </ButtonLink>
        }
        flush
      >
        <Table
          label="Number, age and state of each list"
          head={['List', 'Number', 'Signed', 'Next by', 'Entries', 'State']}
        >
          {lists.map((list) => (
            <ListRow key={list.url} list={list} />
          ))}
        </Table>
        {leftOut > 0 ? (
          <p className="border-t border-line-faint px-5 py-3 text-13 text-muted">And {leftOut} more parts.</p>
        ) : null}
      </Card>
    </AuthorityFrame>
  );
}

function ListRow({ list: { kind, shard, url, crl } }: { list: AuthorityListView }) {
  const name = kind === 'delta' ? 'Delta' : shard === 0 ? 'Whole list' : `Part ${shard}`;
  const [Icon, ink, word] =
    crl === null
      ? ([CircleDashed, 'text-muted', 'Not signed yet'] as const)
      : crl.overdue
        ? ([CircleX, 'text-revoked', 'Overdue'] as const)
        : ([CircleCheck, 'text-valid', 'In force'] as const);
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
