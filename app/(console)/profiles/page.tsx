import type { Metadata } from 'next';
import { formatNumber } from '@/components/format';
import { ButtonLink } from '@/components/ui/button-link';
import { Card } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Page, PageHeader } from '@/components/ui/page';
import { Cell, Row, Table } from '@/components/ui/table';
import type { ProfileRow } from '@/lib/services/get-profiles';
import { requireSignedIn } from '../../session';

export const metadata: Metadata = { title: 'Profiles' };

export default async function ProfilesPage() {
  const { reads } = await requireSignedIn('/profiles');
  const rows = await reads.profiles();
  const own = rows.filter(({ builtIn }) => !builtIn);
  return (
    <Page>
      <PageHeader
        title="Profiles"
        actions={
          <ButtonLink href="/profiles/new" tone="primary">
            New profile
          </ButtonLink>
        }
      >
        What may be put into a certificate. Every way to a certificate is judged by its profile, just before the
        signature.
      </PageHeader>
      <Card title="Your own" id="own" flush={own.length > 0}>
        {own.length === 0 ? (
          <p className="text-muted">
            None yet. Clone a built-in profile to narrow the names, set parts of the subject or add purposes.
          </p>
        ) : (
          <Rows label="Your own profiles" rows={own} />
        )}
      </Card>
      <Card title="Built in" id="built-in" flush>
        <Rows label="Built-in profiles" rows={rows.filter(({ builtIn }) => builtIn)} />
      </Card>
    </Page>
  );
}

function Rows({ label, rows }: { label: string; rows: readonly ProfileRow[] }) {
  return (
    <Table label={label} head={['Name', 'Life', 'Keys', 'Certificates', 'State']} wideOnly={[2, 4]}>
      {rows.map((row) => (
        <Row key={row.id}>
          <Cell>
            <Link data-row href={`/profiles/${row.id}`} className="font-medium after:absolute after:inset-0">
              {row.name}
            </Link>
            {row.builtIn ? null : <p className="text-13 text-muted">from {row.baseLabel}</p>}
            {row.status === 'retired' ? <p className="text-13 text-muted sm:hidden">Retired</p> : null}
          </Cell>
          <Cell className="sm:whitespace-nowrap">
            {row.definition.defaultValidityDays} days{' '}
            <span className="text-muted max-sm:block max-sm:text-13">(at most {row.definition.maxValidityDays})</span>
          </Cell>
          <Cell className="whitespace-nowrap max-sm:hidden">{keysOf(row)}</Cell>
          <Cell className="tabular-nums">{formatNumber(row.certificates)}</Cell>
          <Cell className="whitespace-nowrap max-sm:hidden">
            {row.status === 'retired' ? <span className="text-muted">Retired</span> : 'Active'}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function keysOf({ definition: { keyAlgorithms } }: ProfileRow): string {
  return keyAlgorithms.length > 3 ? `${keyAlgorithms.length} types` : keyAlgorithms.join(', ');
}
